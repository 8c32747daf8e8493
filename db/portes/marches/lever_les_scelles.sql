set local role coforme_porte;

-- Le mandataire ouvre les prix : il l’écrit d’abord, lu de tous. Rien ne s’ouvre avant que chaque membre ait scellé ; d’une manche, avant que chacun
-- ait scellé depuis qu’elle est ouverte.
create or replace function porte.lever_les_scelles(p_id uuid, p_levee uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v_jusque integer; v_manche timestamptz;
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  v_manche := porte.manche_ouverte(p_id, p_le);
  if v_manche is null and not exists (select from marches.groupement g where g.groupement_id = p_id and g.etat = 'constitue' and g.limite > p_le) then
    return 'ferme';
  end if;
  if exists (select from marches.membre m where m.groupement_id = p_id and m.accepte_le is not null and m.sorti_le is null
      and not exists (select from marches.pli_chiffre c join marches.pli p on p.groupement_id = c.groupement_id and p.rang = c.rang
        where c.groupement_id = p_id and c.organisme_id = m.organisme_id and (v_manche is null or p.le >= v_manche))) then
    return 'incomplet';
  end if;
  select max(p.rang) into v_jusque from marches.pli p where p.groupement_id = p_id;
  insert into marches.levee (groupement_id, id, organisme_id, motif, jusque, le, par)
    values (p_id, p_levee, porte.organisme(), p_motif, v_jusque, p_le, porte.personne()) on conflict do nothing;
  return 'levee';
end $$;
grant execute on function porte.lever_les_scelles to coforme_app;
