set local role coforme_porte;

create or replace function porte.transfert_joindre(p_id uuid, p_rang integer, p_nom text, p_octets bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent'))
    or not exists (select from cae.transfert t where t.organisme_id = moi and t.id = p_id and t.etat = 'propose') then return false; end if;
  -- Ce qu’un transfert porte en tout.
  if p_rang > 2000 or length(p_octets) > 52428800 or length(p_octets) + (select coalesce(sum(length(f.octets)), 0)
    from cae.fichier_de_transfert f where f.organisme_id = moi and f.transfert_id = p_id) > 300000000 then return false; end if;
  insert into cae.fichier_de_transfert (organisme_id, transfert_id, rang, nom, octets) values (moi, p_id, p_rang, p_nom, p_octets) on conflict do nothing;
  return true;
end $$;
comment on function porte.transfert_joindre is 'Joint un fichier à un transfert avant qu’il soit remis.';
grant execute on function porte.transfert_joindre to coforme_app;
