set local role coforme_porte;

-- Un groupement ne se constitue pas sans la nécessité écrite de chaque membre, ni sans l’accord de chacun sur la dernière convention, qui dit
-- la forme choisie et la part de chaque membre, et d’eux seuls.
create or replace function porte.groupement_constituer(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v_membres uuid[]; v_version integer; v_contenu jsonb; v_forme text;
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if not exists (select from marches.groupement g where g.groupement_id = p_id and g.etat = 'tour-de-table' and g.limite > p_le) then return 'ferme'; end if;
  select array_agg(m.organisme_id) into v_membres from marches.membre m where m.groupement_id = p_id and m.accepte_le is not null and m.sorti_le is null;
  if cardinality(v_membres) < 2 then return 'seule'; end if;
  if exists (select from unnest(v_membres) q where not exists (select from marches.necessite n where n.groupement_id = p_id and n.organisme_id = q)) then
    return 'sans-necessite';
  end if;
  select g.forme into v_forme from marches.groupement g where g.groupement_id = p_id;
  if v_forme is null then return 'sans-forme'; end if;
  select c.version, c.contenu into v_version, v_contenu from marches.convention c where c.groupement_id = p_id order by c.version desc limit 1;
  if v_version is null or exists (select from unnest(v_membres) q where not exists (select from marches.accord a
      where a.groupement_id = p_id and a.version = v_version and a.organisme_id = q)) then
    return 'sans-accord';
  end if;
  if v_contenu ->> 'forme' is distinct from v_forme
      or (select array_agg(p #>> '{}' order by p #>> '{}') from jsonb_path_query(v_contenu, '$.parts[*].organisme') p)
        is distinct from (select array_agg(q::text order by q::text) from unnest(v_membres) q) then
    return 'convention-perimee';
  end if;
  update marches.groupement set etat = 'constitue', constitue_le = p_le where groupement_id = p_id;
  return 'constitue';
end $$;
grant execute on function porte.groupement_constituer to coforme_app;
