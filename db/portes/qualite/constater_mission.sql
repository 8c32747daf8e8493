set local role coforme_porte;

-- Le pair conclut ; un lien ne fait que lire.
create or replace function porte.constater_mission(p_organisme uuid, p_id uuid, p_point text, p_rang integer, p_conclusion text, p_constat text, p_risque text,
  p_secondes integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, null);
begin
  p_le := porte.heure(p_le);
  if m.id is null or not exists (select from qualite.audit_ouverture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or exists (select from qualite.audit_cloture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or p_rang <> 1 + coalesce((select max(c.rang) from qualite.audit_constat c where c.organisme_id = m.organisme_id and c.audit_id = m.audit_id
       and c.point = p_point), 0) then return false; end if;
  insert into qualite.audit_constat (organisme_id, audit_id, point, rang, conclusion, constat, risque, secondes, de_organisme_id, ecrit_le, par)
    values (m.organisme_id, m.audit_id, p_point, p_rang, p_conclusion, p_constat, p_risque, p_secondes, m.pair_organisme_id, p_le, porte.personne())
    on conflict do nothing;
  return found;
end $$;
comment on function porte.constater_mission is 'La fiche d’un point, écrite par le pair qui tient l’audit.';
grant execute on function porte.constater_mission to coforme_app;
