set local role coforme_maintenance;

-- Ce qu'une inscription a laissé : `p_quoi` parmi parcours, reclamation, handicap, distance.
create or replace function porte.oublier_parcours(p_inscriptions uuid[], p_quoi text[]) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[] := '{}';
  genres text[] := (case when 'handicap' = any (p_quoi) then '{adaptation}' else '{}' end)::text[]
    || (case when 'reclamation' = any (p_quoi) then '{reclamation,difficulte,alea,signalement}' else '{}' end)::text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  update qualite.suite s set texte = case when s.texte is not null then 'effacé' end,
      chiffre = case when s.chiffre is not null then decode(repeat('00', 28), 'hex') end from qualite.affaire a
   where a.organisme_id = moi and a.inscription_id = any (p_inscriptions) and a.genre = any (genres)
     and s.organisme_id = moi and s.affaire_id = a.id;
  update qualite.affaire set objet = 'effacé', recit = decode(repeat('00', 28), 'hex')
   where organisme_id = moi and inscription_id = any (p_inscriptions) and genre = any (genres);
  if 'parcours' = any (p_quoi) then
    update qualite.entree set besoin = 'effacé', resultat = case when resultat = '' then '' else 'effacé' end,
        decision_detail = case when decision_detail = '' then '' else 'effacé' end
     where organisme_id = moi and inscription_id = any (p_inscriptions);
    -- Ce qu'elle a écrit aux questionnaires nominatifs ; ses notes restent, sans texte. Un recueil anonyme ne mène pas à elle.
    update questionnaires.valeur v set texte = 'effacé' from questionnaires.reponse y join questionnaires.demande q
        on q.organisme_id = y.organisme_id and q.id = y.demande_id
     where y.organisme_id = moi and q.inscription_id = any (p_inscriptions) and v.organisme_id = moi and v.reponse_id = y.id and v.texte is not null;
    update questionnaires.suite x set texte = 'effacé' from questionnaires.reponse y join questionnaires.demande q
        on q.organisme_id = y.organisme_id and q.id = y.demande_id
     where y.organisme_id = moi and q.inscription_id = any (p_inscriptions) and x.organisme_id = moi and x.reponse_id = y.id;
    delete from questionnaires.brouillon b using questionnaires.demande q
     where q.organisme_id = moi and q.inscription_id = any (p_inscriptions) and b.organisme_id = moi and b.demande_id = q.id;
    update stagiaires.procedure set griefs = decode(repeat('00', 28), 'hex') where organisme_id = moi and inscription_id = any (p_inscriptions);
    update stagiaires.etape e set texte = decode(repeat('00', 28), 'hex') from stagiaires.procedure r
     where r.organisme_id = moi and r.inscription_id = any (p_inscriptions) and e.organisme_id = moi and e.procedure_id = r.id and e.texte is not null;
    update qualite.suivi set texte = 'effacé' where organisme_id = moi and inscription_id = any (p_inscriptions);
    update inscriptions.inscription set motif = 'effacé' where organisme_id = moi and id = any (p_inscriptions) and motif is not null;
    update inscriptions.avis set texte = 'effacé' where organisme_id = moi and inscription_id = any (p_inscriptions);
  end if;
  if 'distance' = any (p_quoi) then
    select coalesce(array_agg(distinct fichier), '{}') into oter from emargement.element_probant
     where organisme_id = moi and inscription_id = any (p_inscriptions) and fichier is not null;
    update emargement.element_probant set intitule = 'effacé', fichier_nom = case when fichier is null then null else 'effacé' end
     where organisme_id = moi and inscription_id = any (p_inscriptions);
    update emargement.connexion c set nom = 'effacé', courriel = null where c.organisme_id = moi and exists (
      select from emargement.rapprochement r where r.organisme_id = moi and r.connexion_id = c.id and r.inscription_id = any (p_inscriptions));
    oter := porte.fichiers_sans_emploi(moi, oter);
    delete from plateforme.fichier g where g.organisme_id = moi and encode(g.empreinte, 'hex') = any (oter);
  end if;
  return oter;
end $$;
comment on function porte.oublier_parcours is 'Vide les textes qu’une inscription a laissés ; les dates et les codes restent.';
revoke execute on function porte.oublier_parcours from public;
grant execute on function porte.oublier_parcours to coforme_app;
