set local role coforme_porte;

create or replace function porte.suivre_affectation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform porte.prendre(new.organisme_id, new.seance_id, 'personne', new.personne_id, new.cle);
  else
    delete from sessions.occupation where organisme_id = old.organisme_id and seance_id = old.seance_id
      and genre = 'personne' and ressource_id = old.personne_id;
  end if;
  return null;
end $$;
grant execute on function porte.suivre_affectation to coforme_owner;
