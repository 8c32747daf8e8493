set local role coforme_porte;

create or replace function porte.engager_graine(p_audit uuid) returns bytea
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  g bytea := sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea);
begin
  if moi is null or porte.personne() is null or porte.portee() <> '*'
     or not exists (select from qualite.audit a where a.organisme_id = moi and a.id = p_audit) then return null; end if;
  insert into qualite.audit_graine (organisme_id, audit_id, graine) values (moi, p_audit, g) on conflict do nothing;
  return (select sha256(x.graine) from qualite.audit_graine x where x.organisme_id = moi and x.audit_id = p_audit);
end $$;
comment on function porte.engager_graine is 'Tire la graine d’un audit, une fois, et n’en rend que l’empreinte.';
grant execute on function porte.engager_graine to coforme_app;
