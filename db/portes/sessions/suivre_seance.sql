set local role coforme_porte;

create or replace function porte.suivre_seance() returns trigger
language plpgsql security definer set search_path = '' as $$
declare r record;
begin
  if tg_op = 'UPDATE' and (new.debut, new.fin, new.tenue) is not distinct from (old.debut, old.fin, old.tenue) then return null; end if;
  delete from sessions.occupation where organisme_id = new.organisme_id and seance_id = new.id;
  for r in select 'personne' as genre, personne_id as ressource, cle from sessions.affectation
             where organisme_id = new.organisme_id and seance_id = new.id
           union all select 'salle', salle_id, salle_id from sessions.seance_salle
             where organisme_id = new.organisme_id and seance_id = new.id order by 3 loop
    perform porte.prendre(new.organisme_id, new.id, r.genre, r.ressource, r.cle);
  end loop;
  return null;
end $$;
grant execute on function porte.suivre_seance to coforme_owner;
