set local role coforme_porte;

create or replace function porte.courant_lever(p_mouvement uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.courant_tient() then return 'refuse'; end if;
  update mutualisation.desaccord d set leve_le = porte.heure(p_le), leve_par = porte.personne()
   where d.mouvement_id = p_mouvement and d.organisme_id = porte.organisme() and d.leve_le is null;
  return case when found then 'leve' else 'introuvable' end;
end $$;
comment on function porte.courant_lever is 'Lève son désaccord sur une ligne.';
grant execute on function porte.courant_lever to coforme_app;
