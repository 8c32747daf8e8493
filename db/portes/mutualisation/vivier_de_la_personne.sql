set local role coforme_porte;

-- À la tâche qui compose l’archive remise à la personne, et à elle seule : ni sa direction, ni qui appelle ne lisent d’ici sa fiche, un motif ou un retour.
create or replace function porte.vivier_de_la_personne(p_fiches uuid[]) returns table (tab text, ligne jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  comptes uuid[];
begin
  if not porte.est_une_tache() then return; end if;
  comptes := array(select i.compte_id from tiers.intervenant i where i.organisme_id = ici and i.personne_id = any (p_fiches) and i.compte_id is not null);
  return query
    select 'mutualisation.fiche', to_jsonb(f) - array['organisme_id', 'id', 'compte_id', 'choisies'] from mutualisation.fiche f
      where f.organisme_id = ici and f.compte_id = any (comptes)
    union all select 'mutualisation.competence', to_jsonb(x) - array['organisme_id', 'id', 'fiche_id'] from mutualisation.competence x
      join mutualisation.fiche f on f.organisme_id = x.organisme_id and f.id = x.fiche_id where f.organisme_id = ici and f.compte_id = any (comptes)
    union all select 'mutualisation.consentement', to_jsonb(x) - array['organisme_id', 'id', 'compte_id'] from mutualisation.consentement x
      where x.organisme_id = ici and x.compte_id = any (comptes)
    union all select 'mutualisation.prise_de_contact', jsonb_build_object('cooperative', o.nom, 'message', x.message, 'faite_le', x.faite_le, 'reponse', x.reponse,
        'repondue_le', x.repondue_le) from mutualisation.prise_de_contact x
      join mutualisation.fiche f on f.organisme_id = x.organisme_id and f.id = x.fiche_id
      join organisme.organisme o on o.organisme_id = x.de_organisme_id where f.organisme_id = ici and f.compte_id = any (comptes)
    union all select 'mutualisation.reponse', jsonb_build_object('appel', a.objet, 'cooperative', o.nom, 'part', x.part, 'prix_centimes', x.prix_centimes,
        'statut', x.statut, 'message', x.message, 'de_la', x.par, 'faite_le', x.faite_le, 'retiree_le', x.retiree_le, 'ecartee_le', x.ecartee_le,
        'motif', x.motif) from mutualisation.reponse x
      join mutualisation.appel a on a.organisme_id = x.appel_organisme_id and a.id = x.appel_id
      join organisme.organisme o on o.organisme_id = a.organisme_id where x.organisme_id = ici and x.compte_id = any (comptes)
    union all select 'mutualisation.mission', jsonb_build_object('appel', a.objet, 'cooperative', o.nom, 'forme', x.forme, 'etat', x.etat,
        'du', lower(x.creneaux), 'au', upper(x.creneaux), 'ferme_le', x.ferme_le, 'finie_le', x.finie_le, 'motif', x.motif) from mutualisation.mission x
      join mutualisation.reponse r on r.organisme_id = x.organisme_id and r.id = x.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = x.de_organisme_id where x.organisme_id = ici and x.compte_id = any (comptes)
    union all select 'mutualisation.retour', jsonb_build_object('cooperative', o.nom, 'texte', x.texte, 'ecrit_le', x.ecrit_le, 'votre_reponse', x.reponse,
        'repondu_le', x.repondu_le, 'partage_le', x.partage_le) from mutualisation.retour x
      join organisme.organisme o on o.organisme_id = x.organisme_id
      where x.mission_organisme_id = ici and x.compte_id = any (comptes) and x.ote_le is null and x.ecrit_le > porte.present() - app.duree('retour-garde');
end $$;
comment on function porte.vivier_de_la_personne is 'Ce que le vivier garde d’une personne, et ce qu’on y écrivit d’elle, pour l’archive qui lui est remise.';
grant execute on function porte.vivier_de_la_personne to coforme_app;
