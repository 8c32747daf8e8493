set local role coforme_porte;

-- Ce qui engage la coopérative sans qu’une pièce naisse ici, et attend sa réponse à cette heure : ce qu’on lui demande, ce qu’elle demande. De qui, pour combien, depuis quand (revenue de la file d’un bien,
-- l’heure n’attend que de ce jour), jusqu’à quand : la base le lit, personne ne le dit. « page » : ce que sa page nomme ; « detail » : la forme d’une mission, et si c’est la coopérative qui demande, ou qui loue hors du pôle.
create or replace function porte.objets_engageants(p_le timestamptz)
returns table (genre text, id uuid, auteur uuid, montant bigint, libelle text, avec text, detail text, page uuid, depuis timestamptz, echeance timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  le timestamptz := porte.heure(coalesce(p_le, porte.present()));
begin
  if moi is null or not exists (select from organisme.organisme o where o.organisme_id = moi and o.cae) then return; end if;
  return query
    select 'contrat-de-mission', m.id, m.compte_id, r.prix_centimes, trim(k.prenom || ' ' || k.nom) || ', ' || a.objet, o.nom, m.forme, m.id, m.choisie_le, m.expire_le
      from mutualisation.mission m
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = m.de_organisme_id
      join compte.compte k on k.id = m.compte_id
     where m.organisme_id = moi and m.etat = any (app.liste('missions-a-decider')) and m.visa_coop_le is null and m.expire_le > le
    union all
    select 'location-d-un-bien', r.id, null, r.prix_centimes, b.titre, o.nom, '', b.id, coalesce(r.option_depuis, r.demandee_le), r.expire_le
      from mutualisation.reservation r
      join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id
      join organisme.organisme o on o.organisme_id = r.de_organisme_id
     where r.organisme_id = moi and r.etat = 'option' and r.expire_le > le and not r.a_viser
    union all
    -- Ce que l’on demande ailleurs, ou loue hors du pôle : la mission que l’on reçoit, le bien, par qui l’a demandé.
    select 'contrat-de-mission', m.id, m.choisie_par, r.prix_centimes, trim(k.prenom || ' ' || k.nom) || ', ' || a.objet, o.nom, 'recue ' || m.forme, m.id, m.choisie_le, m.expire_le
      from mutualisation.mission m
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = m.organisme_id
      join compte.compte k on k.id = m.compte_id
     where m.de_organisme_id = moi and m.a_viser and m.etat = any (app.liste('missions-a-decider')) and m.expire_le > le
    union all
    select 'location-d-un-bien', r.id, r.demandee_par, r.prix_centimes, b.titre, coalesce(e.nom, o.nom), case when r.tiers_id is null then 'demandee' else 'louee' end, b.id,
        coalesce(r.option_depuis, r.demandee_le), r.expire_le
      from mutualisation.reservation r
      join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id
      join organisme.organisme o on o.organisme_id = r.organisme_id
      left join tiers.entreprise e on e.organisme_id = r.organisme_id and e.id = r.tiers_id
     where coalesce(r.de_organisme_id, r.organisme_id) = moi and r.a_viser and r.etat = 'option' and r.expire_le > le
    union all
    select 'achat-rejoint', d.id, d.par, d.quantite * f.prix_centimes, a.objet || ', ' || d.quantite || ' ' || a.unite, f.fournisseur, '', a.id, d.faite_le, a.rejoindre_jusqu_au::timestamp at time zone 'Europe/Paris'
      from ressources.demande_de_part d
      join ressources.achat a on a.organisme_id = d.achat_organisme_id and a.id = d.achat_id
      join ressources.offre f on f.organisme_id = a.organisme_id and f.id = a.offre_id
     where d.organisme_id = moi and d.finie_le is null and a.fini_le is null and a.rejoindre_jusqu_au >= (le at time zone 'Europe/Paris')::date
       and exists (select from pole.adhesion p where p.pole_id = a.pole_id and p.organisme_id = moi and p.etat = 'active');
end $$;
revoke execute on function porte.objets_engageants from public;
