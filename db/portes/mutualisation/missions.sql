set local role coforme_porte;

-- À qui reçoit et choisit, à qui envoie et vise, à la direction des deux, et à la personne. À personne d’autre. Les faits du rang, à qui a choisi ;
-- eux et le contrat ne se lisent que d’une mission à la fois : dans la liste, le contrat établi est un texte vide. Qui a refusé de signer le contrat se
-- dit aux deux ; l’avenant, à l’employeur. À la comptabilité de qui envoie, qui ne tient aucun de ces rôles : les missions fermes et faites, ce que la
-- facture en demande, et rien de ce que les deux se sont dit.
create or replace function porte.missions(p_mission uuid)
returns table (mission uuid, appel uuid, reponse uuid, recoit uuid, receveur text, receveur_siret text, receveur_nda text, receveur_ville text, envoie uuid,
  envoyeur text, envoyeur_siret text, envoyeur_nda text, envoyeur_ville text, envoyeur_cae boolean, nom text, prenom text, famille text, objet text, publics text, stagiaires integer,
  lieu text, attendus text, exigences text, dirige text, payeur text, part text, statut text, prix bigint, au_cout boolean, pole uuid, creneaux jsonb, forme text,
  etat text, choisie_le timestamptz, classement jsonb, visa_personne_le timestamptz, visa_coop_le timestamptz, visa_coop_par text, expire_le timestamptz,
  contrat text, signe_recoit_le timestamptz, signe_recoit_par text, signe_envoie_le timestamptz, signe_envoie_par text, ferme_le timestamptz, finie_le timestamptz,
  finie_par text, motif text, fait_minutes integer, fait_centimes bigint, constat_recoit_le timestamptz, constat_envoie_le timestamptz, moi text, a_moi boolean,
  piece uuid, numero text, signataire_recoit text, signataire_envoie text, avenant uuid, avenant_numero text, avenant_signe_le timestamptz, fait_taux integer, fait_cout bigint[], refus jsonb,
  a_signer text, pour_facturer boolean, suivi_stagiaires integer, suivi_minutes bigint, a_viser boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
  choisit boolean := porte.tient_partout(app.liste('roles-des-appels'));
  vise boolean := porte.tient_partout(app.liste('roles-qui-visent'));
  facture boolean := porte.tient_partout(app.liste('roles-qui-facturent'));
begin
  if ici is null or qui is null or porte.par_lien() then return; end if;
  return query
    select m.id, a.id, r.id, m.de_organisme_id, x.nom, x.siret, coalesce(x.nda, ''), x.ville, m.organisme_id, o.nom, o.siret, coalesce(o.nda, ''), o.ville, o.cae,
        trim(k.prenom || ' ' || k.nom), k.prenom, k.nom, a.objet, case when y.entiere then a.publics else '' end, case when y.entiere then a.stagiaires end, a.lieu,
        case when y.entiere then a.attendus else '' end, case when y.entiere then a.exigences else '' end, a.dirige, a.payeur, r.part, r.statut, r.prix_centimes,
        r.au_cout, a.pole_id,
        (select jsonb_agg(jsonb_build_array(lower(c), upper(c)) order by c) from unnest(m.creneaux) c), m.forme, m.etat, m.choisie_le,
        case when m.de_organisme_id = ici and p_mission is not null then m.classement end, m.visa_personne_le, m.visa_coop_le,
        (select trim(v.prenom || ' ' || v.nom) from compte.compte v where v.id = m.visa_coop_par), m.expire_le,
        case when not y.entiere then null when p_mission is not null then t.texte when t.mission_id is not null then '' end, m.signe_recoit_le,
        (select trim(v.prenom || ' ' || v.nom) from compte.compte v where v.id = m.signe_recoit_par), m.signe_envoie_le,
        (select trim(v.prenom || ' ' || v.nom) from compte.compte v where v.id = m.signe_envoie_par), m.ferme_le, m.finie_le,
        (select v.nom from organisme.organisme v where v.organisme_id = m.finie_par_organisme), case when y.entiere then m.motif else '' end, m.fait_minutes, m.fait_centimes, m.constat_recoit_le,
        m.constat_envoie_le, case when m.de_organisme_id = ici then 'recoit' else 'envoie' end, m.compte_id = qui,
        case when m.de_organisme_id = ici then m.piece_id end, pc.numero,
        (select trim(v.prenom || ' ' || v.nom) from compte.compte v where v.id = m.signataire_recoit),
        (select trim(v.prenom || ' ' || v.nom) from compte.compte v where v.id = m.signataire_envoie),
        case when m.organisme_id = ici and y.entiere then m.avenant_id end, case when m.organisme_id = ici and y.entiere then pa.numero end, m.avenant_signe_le, m.fait_taux, m.fait_cout,
        case when y.entiere then (select jsonb_agg(jsonb_build_object('nom', d.nom, 'motif', d.motif, 'avenant', d.piece_id is not distinct from m.avenant_id) order by d.refusee_le) from documents.demande d
          where d.acte = 'signature' and d.refusee_le is not null and d.retiree_le is null and ((d.organisme_id = m.de_organisme_id and d.piece_id = m.piece_id)
            or (m.organisme_id = ici and d.organisme_id = ici and d.piece_id = m.avenant_id))) end,
        case when m.etat <> 'option' then null when m.de_organisme_id = ici and m.signataire_recoit = qui then 'recoit'
          when m.organisme_id = ici and m.signataire_envoie = qui then 'envoie' end, not y.entiere, m.suivi_stagiaires, m.suivi_minutes, m.a_viser
      from mutualisation.mission m
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme x on x.organisme_id = m.de_organisme_id
      join organisme.organisme o on o.organisme_id = m.organisme_id
      join compte.compte k on k.id = m.compte_id
      left join documents.piece pc on pc.organisme_id = m.de_organisme_id and pc.id = m.piece_id
      left join documents.piece pa on pa.organisme_id = m.organisme_id and pa.id = m.avenant_id
      left join mutualisation.contrat_de_mission t on t.organisme_id = m.organisme_id and t.mission_id = m.id
      cross join lateral (select (m.de_organisme_id = ici and choisit) or (m.organisme_id = ici and (m.compte_id = qui or choisit or vise)) as entiere) y
     where (p_mission is null or m.id = p_mission)
       and (y.entiere or (m.organisme_id = ici and facture and m.etat = any (app.liste('missions-confiees'))))
     order by lower(m.creneaux), m.id;
end $$;
comment on function porte.missions is 'Les missions de l’une des deux coopératives, ou de la personne ; ou l’une d’elles.';
grant execute on function porte.missions to coforme_app;
