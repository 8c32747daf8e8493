set local role coforme_porte;

create or replace function porte.courant_lever(p_mouvement uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare m mutualisation.mouvement;
begin
  if not porte.courant_tient() then return 'refuse'; end if;
  select * into m from mutualisation.mouvement v where v.id = p_mouvement and porte.organisme() in (v.debiteur_id, v.crediteur_id);
  if not found then return 'introuvable'; end if;
  -- Comme contester : avant la compensation, ou après elle.
  perform porte.courant_verrouiller(m.pole_id, m.debiteur_id, m.crediteur_id);
  update mutualisation.desaccord d set leve_le = porte.heure(p_le), leve_par = porte.personne()
   where d.mouvement_id = p_mouvement and d.organisme_id = porte.organisme() and d.leve_le is null;
  return case when found then 'leve' else 'introuvable' end;
end $$;
comment on function porte.courant_lever is 'Lève son désaccord sur une ligne.';
grant execute on function porte.courant_lever to coforme_app;
