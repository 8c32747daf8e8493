set local role coforme_porte;

create or replace function porte.manques_d_ici() returns table (id uuid, pole uuid, nom_du_pole text, nsf text, dit_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-du-vivier')) then return; end if;
  return query select m.id, m.pole_id, p.nom, m.nsf, m.dit_le from ressources.manque m join pole.pole p on p.pole_id = m.pole_id
    where m.organisme_id = porte.organisme() and m.retire_le is null order by m.dit_le desc, m.id limit 200;
end $$;
comment on function porte.manques_d_ici is 'Ce que la coopérative a dit chercher sans trouver.';
grant execute on function porte.manques_d_ici to coforme_app;
