set local role coforme_porte;

-- Choisir un organisme qui m'attend, c'est accepter son invitation. Une enseigne hors de ma portée est refusée.
create or replace function porte.choisir_organisme(p_jeton bytea, p_organisme uuid, p_activite uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record; a record;
begin
  select * into s from porte.session_valable(p_jeton);
  if not found or s.assistance is not null then return false; end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.compte_id = s.compte and d.organisme_id = p_organisme
     and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return false; end if;
  if p_activite is not null and not exists (select from organisme.activite e where e.organisme_id = p_organisme
      and e.id = p_activite and e.fermee_le is null and (a.toutes or e.id = any (a.activites))) then return false; end if;
  update compte.adhesion set acceptee_le = coalesce(acceptee_le, now()) where organisme_id = p_organisme and compte_id = s.compte;
  update compte.session set organisme_id = p_organisme,
     activite_id = coalesce(p_activite, case when not a.toutes and cardinality(a.activites) = 1 then a.activites[1] end)
   where jeton = p_jeton;
  return true;
end $$;
grant execute on function porte.choisir_organisme to coforme_app;
