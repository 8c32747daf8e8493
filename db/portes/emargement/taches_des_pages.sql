set local role coforme_porte;

create or replace function porte.taches_des_pages() returns text[]
language sql immutable set search_path = ''
begin atomic
  select array['controles.controler', 'documents.composer-exemplaire', 'documents.envoyer-demande', 'donnees.preparer-archive',
    'emargement.emettre-attestation', 'emargement.emettre-certificat', 'emargement.emettre-certificat-periode', 'emargement.envoyer-code',
    'emargement.envoyer-code-du-lien',
    'emargement.envoyer-lien', 'emargement.porter-jalons', 'espaces.envoyer', 'etapes.envoyer', 'facturation.envoyer-facture',
    'facturation.envoyer-relance', 'facturation.deposer-facture', 'facturation.relever-plateforme', 'facturation.relever-boite', 'marches.envoyer-convention', 'marches.ouvrir-avis', 'pole.accueillir', 'pole.annoncer-changement', 'pole.annoncer-vote', 'pole.envoyer-retour',
    'pole.inviter', 'questionnaires.envoyer', 'sessions.lire-agendas'];
end;
comment on function porte.taches_des_pages is 'Ce que le rôle web enfile lui-même : les noms que les modules déclarent, et qu’une page emploie.';
