set local role coforme_porte;

-- Ce qui est réservé le reste ; plus rien ne se demande.
create or replace function porte.bien_retirer(p_bien uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  update mutualisation.bien b set retire_le = porte.heure(p_le) where b.organisme_id = porte.organisme() and b.id = p_bien and b.retire_le is null;
  return case when found then 'retire' else 'introuvable' end;
end $$;
comment on function porte.bien_retirer is 'Ne prête plus un bien.';
grant execute on function porte.bien_retirer to coforme_app;
