set local role coforme_porte;

create or replace function porte.suivre_salle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform porte.prendre(new.organisme_id, new.seance_id, 'salle', new.salle_id, new.salle_id);
  else
    delete from sessions.occupation where organisme_id = old.organisme_id and seance_id = old.seance_id
      and genre = 'salle' and ressource_id = old.salle_id;
  end if;
  return null;
end $$;
grant execute on function porte.suivre_salle to coforme_owner;
