set local role coforme_porte;

create or replace function porte.bien_photo_oter(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  update mutualisation.bien_photo x set otee_le = porte.heure(p_le) where x.organisme_id = porte.organisme() and x.id = p_id and x.otee_le is null;
  return case when found then 'otee' else 'introuvable' end;
end $$;
comment on function porte.bien_photo_oter is 'Ôte une photographie de la fiche d’un bien : plus personne ne la lit.';
grant execute on function porte.bien_photo_oter to coforme_app;
