set local role coforme_porte;

create or replace function porte.poser_bords() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  b record;
begin
  -- Une session naît sans séance ; une restauration peut avoir posé les siennes avant elle.
  select min(x.jour) as premier, max(x.jour) as dernier into b from sessions.seance x
    where x.organisme_id = new.organisme_id and x.session_id = new.id;
  new.premier_jour := coalesce(b.premier, (new.cree_le at time zone 'UTC')::date);
  new.dernier_jour := coalesce(b.dernier, (new.cree_le at time zone 'UTC')::date);
  return new;
end $$;
comment on function porte.poser_bords is 'Les bords d’une session qui arrive : ceux de ses séances, sinon le jour de sa création.';
grant execute on function porte.poser_bords to coforme_owner;
