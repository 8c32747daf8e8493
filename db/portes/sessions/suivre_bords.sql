set local role coforme_porte;

create or replace function porte.suivre_bords() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  r record;
begin
  for r in select distinct t.organisme_id, t.session_id from touchees t loop
    update sessions.session s
       set premier_jour = coalesce(b.premier, (s.cree_le at time zone 'UTC')::date), dernier_jour = coalesce(b.dernier, (s.cree_le at time zone 'UTC')::date)
      from (select min(x.jour) as premier, max(x.jour) as dernier from sessions.seance x
             where x.organisme_id = r.organisme_id and x.session_id = r.session_id) b
     where s.organisme_id = r.organisme_id and s.id = r.session_id
       and (s.premier_jour, s.dernier_jour) is distinct from
           (coalesce(b.premier, (s.cree_le at time zone 'UTC')::date), coalesce(b.dernier, (s.cree_le at time zone 'UTC')::date));
  end loop;
  return null;
end $$;
comment on function porte.suivre_bords is 'Une fois par instruction qui ajoute, déplace ou retire des séances : les bords de leurs sessions.';
grant execute on function porte.suivre_bords to coforme_owner;
