set local role coforme_porte;

-- Le marché attribué est signé : la composition peut de nouveau bouger (R2142-26). Chaque membre a d’abord signé la convention figée, ou le mandataire a
-- écrit où elle l’est hors Coforme, en dix signes au moins.
create or replace function porte.groupement_signer(p_id uuid, p_jour date, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if (select e.contenu ->> 'etat' from marches.ecrit e where e.groupement_id = p_id and e.genre = 'issue' order by e.rang desc limit 1) is distinct from 'attribue' then
    return 'sans-attribution';
  end if;
  if coalesce((select length(regexp_replace(e.contenu ->> 'conventionHors', '^\s+|\s+$', '', 'g')) from marches.ecrit e
      where e.groupement_id = p_id and e.genre = 'issue' order by e.rang desc limit 1), 0) < 10
    and exists (select from marches.convention c join marches.membre m on m.groupement_id = c.groupement_id and m.accepte_le is not null and m.sorti_le is null
      where c.groupement_id = p_id and c.empreinte is not null
        and c.version = (select max(n.version) from marches.convention n where n.groupement_id = p_id)
        and not exists (select from marches.signature s where s.groupement_id = p_id and s.version = c.version and s.organisme_id = m.organisme_id
          and s.signee_le is not null)) then
    return 'sans-convention';
  end if;
  update marches.groupement g set signe_le = p_jour
   where g.groupement_id = p_id and g.etat = 'constitue' and p_jour >= (g.limite at time zone g.zone)::date and p_jour <= (p_le at time zone g.zone)::date;
  return case when found then 'signe' else 'jour' end;
end $$;
grant execute on function porte.groupement_signer to coforme_app;
