-- Ces phrases ont changé dans les fichiers des tables : une base d’avant les reprend.
comment on table facturation.facture is 'En ajout seul. Corriger, c’est émettre un avoir ; reclasser, une affectation.';
comment on column facturation.ligne.bien is 'Vrai : la ligne livre un bien. Faux : une prestation, ou un dédit.';
comment on column facturation.projet.code_service is 'BT-10 : le service de l’acheteur public à qui la facture s’adresse.';
comment on column facturation.reglement.rend_id is 'Le règlement dont celui-ci rend l’avance au payeur : ce qui n’en a payé aucune facture.';
comment on column inscriptions.avis.canal is 'Par courriel, ou de vive voix : alors la coopérative note l’avoir fait.';
comment on column inscriptions.avis.personne_id is 'Qui anime, ou animait : la fiche. Sinon, l’avis est celui d’une inscription ou d’un client.';
comment on column inscriptions.dossier.suivi_par is 'Le compte qui suit ce client : qui l’a ouvert, ou à qui on l’a confié. Nul : personne en particulier.';
comment on column inscriptions.inscription.definitive_le is 'Le jour où la place a été tenue pour de bon ; nul : jamais.';
comment on column inscriptions.inscription.employeur_id is
  'L’employeur au jour de l’inscription, d’après la fiche d’alors ou dit pour cette action ; nul : aucun, ou non renseigné.';
comment on column inscriptions.inscription.statuts_suivants is
  'Les statuts F-1 qui suivent le premier, [{du, statut}], du plus ancien au plus récent ; chacun vaut de son jour au suivant.';
comment on column pole.adhesion.poids is 'Le poids que les statuts donnent à la coopérative ; il ne sert qu’aux scrutins pondérés, et s’y fige à l’ouverture.';
comment on column pole.engagement.compte_id is 'La personne à qui le rappel s’adresse, si « qui » en nomme une que le pôle connaît.';
comment on column portail.candidature.adresse is 'L’empreinte de l’adresse à qui le secret est parti : elle seule ouvre un compte.';
comment on column portail.candidature.preuve is 'L’empreinte du secret envoyé ; absente : rien n’est encore parti.';
comment on column sessions.seance.cotraitant_id is 'Le membre du groupement qui l’assure ; nul : nous.';
comment on column sessions.session.annoncee_le is 'Montrée au public avec ses dates et son lieu depuis cet instant ; nulle : sa coopérative ne l’a pas voulu.';
comment on column sessions.session.version_depuis is
  'L’instant où la session a suivi la version d’aujourd’hui, quand ce n’est plus celle de sa planification ; nul : elle n’en a pas changé.';
