set local role coforme_porte;

-- À la direction qui accueille ; pris, ils sont ôtés (`p_oter`).
create or replace function porte.transfert_fichiers(p_id uuid, p_oter boolean) returns table (nom text, octets bytea)
language plpgsql volatile security definer set search_path = '' as $$
declare t cae.transfert;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return; end if;
  select * into t from cae.transfert x where x.vers_organisme_id = porte.organisme() and x.id = p_id and x.etat = 'accueilli';
  if not found then return; end if;
  return query select f.nom, f.octets from cae.fichier_de_transfert f where f.organisme_id = t.organisme_id and f.transfert_id = p_id order by f.rang;
  if p_oter then delete from cae.fichier_de_transfert f where f.organisme_id = t.organisme_id and f.transfert_id = p_id; end if;
end $$;
comment on function porte.transfert_fichiers is 'Les fichiers d’une enseigne que l’on accueille.';
grant execute on function porte.transfert_fichiers to coforme_app;
