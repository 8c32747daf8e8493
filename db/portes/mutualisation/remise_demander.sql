set local role coforme_porte;

-- Ouvrir un dossier se note d’abord, dans une transaction à elle : annulée, elle n’ouvre rien.
create or replace function porte.remise_demander(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare r mutualisation.remise := porte.remise_lisible(p_id);
begin
  p_le := porte.heure(p_le);
  if r.id is null then return 'introuvable'; end if;
  insert into mutualisation.remise_lecture (organisme_id, de_organisme_id, remise_id, par, le, tx)
    values (porte.organisme(), r.organisme_id, r.id, porte.personne(), p_le, pg_current_xact_id()::text::bigint);
  return 'note';
end $$;
comment on function porte.remise_demander is 'Note que cette personne ouvre un dossier remis.';
grant execute on function porte.remise_demander to coforme_app;
