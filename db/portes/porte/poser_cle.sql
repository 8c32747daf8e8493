set local role coforme_porte;

-- Qui affecte et qui réunit s'attendent : une clé se pose avant la réunion, et elle est reposée, ou après, et elle est juste.
create or replace function porte.poser_cle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Déjà là : une restauration rend la clé telle qu'elle était.
  if new.cle is not null then return new; end if;
  -- Avant le verrou partagé : reprendre ses heures demande le verrou entier.
  if porte.cle_perimee(new.organisme_id, new.personne_id) then
    begin
      perform porte.reposer_cles_de(new.organisme_id, new.personne_id, null);
    exception when exclusion_violation then null;
    end;
  end if;
  perform pg_advisory_xact_lock_shared(4812, hashtext(new.organisme_id::text));
  new.cle := porte.cle_de(new.organisme_id, new.personne_id, new.compte_id);
  return new;
end $$;
grant execute on function porte.poser_cle to coforme_owner;
