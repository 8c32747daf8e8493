set local role coforme_porte;

create or replace function porte.quitter_pole(p_pole uuid, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  -- Un lien personnel ne parle pas pour la coopérative.
  if not porte.est_membre_ici() then return false; end if;
  -- Une collègue qui réserve au même instant passe tout entière avant, et sa demande tombe ; ou après, et elle ne voit plus le bien (`porte.bien_demander`).
  perform pg_advisory_xact_lock(4816, hashtext(porte.organisme()::text));
  if not porte.courant_quitter(p_pole, p_le) then return false; end if;
  update pole.adhesion set etat = 'sortie', au = (p_le at time zone 'Europe/Paris')::date, motif = p_motif
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  if not found then return false; end if;
  perform porte.achats_quitter(p_pole, p_le);
  perform porte.conjoint_quitter(p_pole, p_le);
  perform porte.reservations_quitter(p_pole, p_le);
  perform porte.appels_quitter(p_pole, p_le);
  return true;
end $$;
grant execute on function porte.quitter_pole to coforme_app;
