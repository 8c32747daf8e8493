set local role coforme_porte;

-- Ce qu’un visa qui vaut, ou un refus, change à ce qui attendait : la mission est visée, l’heure du bien est prise, la coopérative a rejoint l’achat. Ce qu’elle
-- demandait ailleurs n’attend plus qu’elle, ou s’annule.
create or replace function porte.conclure_objet(p_genre text, p_id uuid, p_oui boolean, p_motif text, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  r mutualisation.reservation;
  d ressources.demande_de_part;
  fait boolean := false;
begin
  p_le := porte.heure(p_le);
  if p_genre = 'contrat-de-mission' and exists (select from mutualisation.mission x where x.de_organisme_id = moi and x.id = p_id) then
    update mutualisation.mission x set a_viser = false, etat = case when p_oui then x.etat else 'annulee' end, finie_le = case when not p_oui then p_le end,
        finie_par_organisme = case when not p_oui then moi end, motif = p_motif
     where x.de_organisme_id = moi and x.id = p_id and x.a_viser and x.etat = any (app.liste('missions-a-decider'));
    fait := found;
  elsif p_genre = 'contrat-de-mission' and p_oui then
    update mutualisation.mission x set visa_coop_le = p_le, visa_coop_par = porte.personne()
     where x.organisme_id = moi and x.id = p_id and x.etat = any (app.liste('missions-a-decider')) and x.visa_coop_le is null;
    fait := found;
  elsif p_genre = 'contrat-de-mission' then
    update mutualisation.mission x set etat = 'refusee', finie_le = p_le, finie_par_organisme = moi, motif = p_motif
     where x.organisme_id = moi and x.id = p_id and x.etat = any (app.liste('missions-a-decider'));
    fait := found;
  elsif p_genre = 'location-d-un-bien' then
    -- Ce que l’on demande ailleurs, ou loue à une structure du carnet, qui n’a rien à répondre.
    if exists (select from mutualisation.reservation x where coalesce(x.de_organisme_id, x.organisme_id) = moi and x.id = p_id) then
      update mutualisation.reservation x set a_viser = false, motif = p_motif,
          etat = case when not p_oui then 'annulee' when v.se_vise then 'option' else 'ferme' end,
          -- Sa coopérative a, pour répondre, le temps qu’une demande sans visa lui donne.
          expire_le = case when p_oui and v.se_vise then least(p_le + app.duree('option-de-salle'), lower(x.creneau)) end,
          option_depuis = case when p_oui and v.se_vise then p_le else x.option_depuis end,
          ferme_le = case when p_oui and not v.se_vise then p_le end,
          finie_le = case when not p_oui then p_le end, finie_par_organisme = case when not p_oui then moi end
        from (select y.id, y.tiers_id is null and porte.bien_se_vise(b.organisme_id, b.visa, y.prix_centimes) as se_vise
          from mutualisation.reservation y join mutualisation.bien b on b.organisme_id = y.organisme_id and b.id = y.bien_id where y.id = p_id) v
       where coalesce(x.de_organisme_id, x.organisme_id) = moi and x.id = p_id and v.id = x.id and x.a_viser and x.etat = 'option' returning x.* into r;
    elsif p_oui then
      update mutualisation.reservation x set etat = 'ferme', ferme_le = p_le, ferme_par = porte.personne(), expire_le = null
       where x.organisme_id = moi and x.id = p_id and x.etat = 'option' returning x.* into r;
    else
      update mutualisation.reservation x set etat = 'refusee', expire_le = null, finie_le = p_le, finie_par_organisme = moi, motif = p_motif
       where x.organisme_id = moi and x.id = p_id and x.etat = 'option' returning x.* into r;
    end if;
    fait := r.bien_id is not null;
    -- Refusée, l’heure revient ; acceptée, qui attendait les mêmes heures n’y barre plus la route à d’autres.
    if fait then perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le); end if;
  elsif p_genre = 'achat-rejoint' then
    -- On rejoint jusqu’au jour dit : ni fini, ni passé, sous le verrou de l’achat.
    perform from ressources.achat a join ressources.demande_de_part x on a.organisme_id = x.achat_organisme_id and a.id = x.achat_id
     where x.organisme_id = moi and x.id = p_id and (not p_oui or a.fini_le is null) for share of a;
    if not found then raise exception 'objet' using errcode = '23514', constraint = 'objet_change'; end if;
    update ressources.demande_de_part x set finie_le = p_le, issue = case when p_oui then 'visee' else 'refusee' end, motif = p_motif
     where x.organisme_id = moi and x.id = p_id and x.finie_le is null returning x.* into d;
    fait := d.id is not null;
    if p_oui and fait then
      insert into ressources.participation (organisme_id, achat_organisme_id, achat_id, quantite, le, par)
        values (moi, d.achat_organisme_id, d.achat_id, d.quantite, p_le, d.par)
        on conflict (organisme_id, achat_id) do update set quantite = excluded.quantite, le = excluded.le, par = excluded.par;
    end if;
  end if;
  -- Retirée, annulée, répondue au même instant : le pas ne s’écrit pas non plus.
  if not fait then raise exception 'objet' using errcode = '23514', constraint = 'objet_change'; end if;
end $$;
revoke execute on function porte.conclure_objet from public;
