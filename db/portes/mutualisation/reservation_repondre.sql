set local role coforme_porte;

-- Dans une coopérative d’activité, la réponse est un visa, accordé ou refusé avec son motif : elle suit la file (`porte.viser_objet`), et deux réponses au même
-- instant s’attendent.
create or replace function porte.reservation_repondre(p_id uuid, p_oui boolean, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  r mutualisation.reservation;
  moi uuid := porte.organisme();
  fait text;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4816, hashtext(moi::text));
  select * into r from mutualisation.reservation x where x.organisme_id = moi and x.id = p_id for update;
  if not found then return 'introuvable'; end if;
  if r.etat <> 'option' then return 'repondue'; end if;
  if r.expire_le <= p_le then return 'expiree'; end if;
  -- Qui demande n’est pas encore engagé : rien à accepter. Reprendre l’heure, c’est annuler.
  if r.a_viser then return 'pas-visee'; end if;
  if exists (select from organisme.organisme o where o.organisme_id = moi and o.cae) then
    fait := porte.viser_objet(p_id, case when p_oui then 'accord' else 'refus' end, case when p_oui then '' else p_motif end, null, p_le);
    return case when fait in ('vise', 'refuse') then 'dit' when fait in ('a-deux', 'sous-conditions', 'premier', 'decidee', 'motif') then fait else 'plafond' end;
  end if;
  if p_oui then
    update mutualisation.reservation x set etat = 'ferme', ferme_le = p_le, ferme_par = porte.personne(), expire_le = null where x.organisme_id = r.organisme_id and x.id = p_id;
  else
    update mutualisation.reservation x set etat = 'refusee', expire_le = null, finie_le = p_le, finie_par_organisme = r.organisme_id, motif = p_motif
     where x.organisme_id = r.organisme_id and x.id = p_id;
  end if;
  -- Refusée, l’heure revient ; acceptée, qui attendait les mêmes heures n’y barre plus la route à d’autres.
  perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
  return 'dit';
end $$;
comment on function porte.reservation_repondre is 'La coopérative du bien accepte ou refuse une demande.';
grant execute on function porte.reservation_repondre to coforme_app;
