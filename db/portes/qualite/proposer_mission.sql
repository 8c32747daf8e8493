set local role coforme_porte;

create or replace function porte.proposer_mission(p_id uuid, p_audit uuid, p_pair uuid, p_jeton bytea, p_nom text, p_finalite text, p_expire date,
  p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or porte.portee() <> '*' or (p_pair is null) = (p_jeton is null)
     or p_expire < porte.aujourd_hui() or p_expire > porte.aujourd_hui() + 370
     or not exists (select from qualite.audit a where a.organisme_id = moi and a.id = p_audit)
     or p_pair is not null and not exists (select from porte.pairs_d_audit() c where c.organisme_id = p_pair)
     or (select count(*) from qualite.audit_mission m where m.organisme_id = moi and m.audit_id = p_audit) >= 20 then return false; end if;
  insert into qualite.audit_mission (organisme_id, id, audit_id, genre, pair_organisme_id, jeton, nom, finalite, expire_le, etat, propose_le, propose_par)
    values (moi, p_id, p_audit, case when p_pair is null then 'externe' else 'pair' end, p_pair, p_jeton, p_nom, p_finalite, p_expire,
      case when p_pair is null then 'accepte' else 'propose' end, p_le, qui)
    on conflict do nothing;
  return true;
end $$;
grant execute on function porte.proposer_mission to coforme_app;
