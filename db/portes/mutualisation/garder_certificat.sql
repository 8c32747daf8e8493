set local role coforme_porte;

-- Une fiche d’annuaire où la certification ne change pas n’est pas jugée.
create or replace function porte.garder_certificat() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if cardinality(new.qualiopi) = 0 or (tg_op = 'UPDATE' and new.qualiopi is not distinct from old.qualiopi) then return new; end if;
  -- Une réponse à l’organisme commun au même instant attend (`porte.commun_repondre`).
  perform pg_advisory_xact_lock(4820, hashtext(new.organisme_id::text));
  if porte.certificat_commun(new.organisme_id) then
    raise exception 'Ce certificat est celui de l’organisme commun.' using errcode = '23514', constraint = 'fiche_certificat_commun';
  end if;
  return new;
end $$;
comment on function porte.garder_certificat is 'Une membre d’un organisme commun n’affiche pas le certificat de celui-ci à l’annuaire.';
grant execute on function porte.garder_certificat to coforme_owner;
