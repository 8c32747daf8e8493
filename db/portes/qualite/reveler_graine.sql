set local role coforme_porte;

create or replace function porte.reveler_graine(p_audit uuid) returns bytea
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); g bytea;
begin
  if moi is null or porte.personne() is null or porte.portee() <> '*'
     or not exists (select from qualite.audit_gel x where x.organisme_id = moi and x.audit_id = p_audit) then return null; end if;
  update qualite.audit_graine x set revelee_le = coalesce(x.revelee_le, clock_timestamp())
   where x.organisme_id = moi and x.audit_id = p_audit returning x.graine into g;
  return g;
end $$;
comment on function porte.reveler_graine is 'La graine, une fois les données gelées ; l’heure où elle fut lue reste.';
grant execute on function porte.reveler_graine to coforme_app;
