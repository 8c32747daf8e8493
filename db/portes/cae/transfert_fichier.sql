set local role coforme_porte;

-- À la direction qui accueille : pris, il est ôté ; sans nom, tous ceux qui restent le sont.
create or replace function porte.transfert_fichier(p_id uuid, p_nom text) returns bytea
language plpgsql volatile security definer set search_path = '' as $$
declare
  t cae.transfert;
  lus bytea;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return null; end if;
  select * into t from cae.transfert x where x.vers_organisme_id = porte.organisme() and x.id = p_id and x.etat = 'accueilli';
  if not found then return null; end if;
  if p_nom is null then
    delete from cae.fichier_de_transfert f where f.organisme_id = t.organisme_id and f.transfert_id = p_id;
    return null;
  end if;
  delete from cae.fichier_de_transfert f where f.organisme_id = t.organisme_id and f.transfert_id = p_id and f.nom = p_nom returning f.octets into lus;
  return lus;
end $$;
comment on function porte.transfert_fichier is 'Prend un fichier d’une enseigne que l’on accueille.';
grant execute on function porte.transfert_fichier to coforme_app;
