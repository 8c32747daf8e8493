-- L'heure d'ouverture, le code au lien et la passerelle SMS se règlent ; la case d'un lien dit si un code y est exigé.
set local role coforme_porte;
drop function porte.case_vierge_du_lien(bytea);
set local role coforme_owner;

-- Ce que la coopérative règle de la signature. Vaut un jour la dernière ligne d'avant : une demi-journée commencée ne change pas de règle,
-- et le passé se relit comme il fut signé.
create table emargement.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  depuis date not null, -- pour les demi-journées de ce jour et d'après
  avance_min integer not null check (avance_min between 0 and 60), -- on signe tant de minutes avant le début
  code_au_lien boolean not null, -- au lien personnel, un code à six chiffres, pour tous
  -- … ou pour ceux que paie une de ces sortes de financeur (tiers.entreprise).
  code_financeurs text[] not null default '{}' check (code_financeurs <@ '{opco,cdc,france-travail,region,etat,faf,transitions-pro,agefiph,europe,autre-public}'::text[]),
  regle_le timestamptz not null,
  regle_par uuid not null default app.personne(),
  primary key (organisme_id, depuis)
);
grant select, insert, update (avance_min, code_au_lien, code_financeurs, regle_le, regle_par) on emargement.reglage to coforme_app;

-- La passerelle SMS de la coopérative : une adresse à elle, et sa clé, chiffrée sous celles de l'instance. Sans ligne, rien ne part.
create table emargement.passerelle_sms (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  adresse text not null check (adresse ~ '^https?://' and length(adresse) <= 500),
  format text not null check (format in ('json', 'formulaire')),
  corps text not null check (length(corps) between 2 and 2000 and corps ~ '[{]numero(-sans-plus)?[}]' and position('{texte}' in corps) > 0),
  en_tete text not null check (en_tete ~ '^[A-Za-z][A-Za-z0-9-]{0,60}$'),
  cle bytea not null check (length(cle) between 20 and 2000),
  posee_le timestamptz not null,
  posee_par uuid not null default app.personne(),
  primary key (organisme_id)
);
grant select, insert, delete on emargement.passerelle_sms to coforme_app;

call app.proteger('emargement.reglage', 'own');
call app.laisser_lire('emargement.reglage', 'organisme_id, depuis, avance_min, code_au_lien, code_financeurs');
create policy auteur on emargement.reglage as restrictive for insert to coforme_app with check (regle_par = (select app.personne()));
create policy auteur_change on emargement.reglage as restrictive for update to coforme_app using (true) with check (regle_par = (select app.personne()));
call app.fermer_aux_liens('emargement.reglage');

call app.proteger('emargement.passerelle_sms', 'own');
call app.laisser_lire('emargement.passerelle_sms', 'organisme_id');
create policy auteur on emargement.passerelle_sms as restrictive for insert to coforme_app with check (posee_par = (select app.personne()));
call app.fermer_aux_liens('emargement.passerelle_sms');

-- Le code au lien se lit des payeurs.
call app.laisser_lire('inscriptions.financement', 'organisme_id, dossier_id, inscription_id, payeur_entreprise_id');
call app.laisser_lire('tiers.entreprise', 'organisme_id, id, financeur_genre');
