-- Le compte personnel de formation se paie sur le service fait, que l'organisme déclare sur la plateforme : l'entrée, puis la sortie de
-- la personne, chacune sous trois jours ouvrés. On garde ici le jour où chacune le fut ; rien ne part d'ici vers la plateforme.
alter table inscriptions.inscription
  add column cpf_entree_declaree_le date,
  add column cpf_sortie_declaree_le date;
comment on column inscriptions.inscription.cpf_entree_declaree_le is
  'Le jour où l’entrée en formation fut déclarée sur Mon Compte Formation ; nul : pas encore, ou sans objet.';
comment on column inscriptions.inscription.cpf_sortie_declaree_le is
  'Le jour où la sortie, et avec elle le service fait, fut déclarée sur Mon Compte Formation ; nul : pas encore, ou sans objet.';
grant update (cpf_entree_declaree_le, cpf_sortie_declaree_le) on inscriptions.inscription to coforme_app;

-- Le numéro de dossier de la plateforme est la référence de la ligne que le compte paie : il s'apprend souvent après l'ouverture.
grant update (accord_reference) on inscriptions.financement to coforme_app;

-- « Aujourd'hui » ne cherche que ces dossiers-là.
create index dossier_cpf on inscriptions.dossier (organisme_id, session_id) where regime = 'cpf';
