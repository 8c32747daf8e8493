-- La facture partie par courriel, la séance d'un cotraitant, et une seule porte pour le nom court d'un organisme.

-- Une demi-journée assurée par un autre membre du groupement : la sienne, ni la nôtre, ni sous-traitée (bpf.md R14).
alter table sessions.seance add column cotraitant_id uuid;
call app.lier('sessions.seance', 'seance_cotraitant_fkey', 'organisme_id, cotraitant_id', 'tiers.entreprise (organisme_id, id)');
comment on column sessions.seance.cotraitant_id is 'Le membre du groupement qui l’assure ; nul : nous.';

-- `porte.organisme_par_code` (0007) disait déjà la même chose.
set local role coforme_porte;
drop function porte.organisme_de_code(text);
set local role coforme_owner;

-- Ce qui est parti, à qui, quand le serveur de courrier l'a pris. Le texte est celui que la personne a relu.
create table facturation.envoi (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  facture_id uuid not null,
  destinataire text not null check (length(destinataire) between 3 and 254),
  objet text not null check (length(objet) between 3 and 200), texte text not null check (length(texte) between 10 and 4000),
  demande_le timestamptz not null, par uuid default app.personne(),
  remis_le timestamptz check (remis_le >= demande_le),
  primary key (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade
);
create index on facturation.envoi (organisme_id, facture_id);
call app.proteger('facturation.envoi', 'own', activite => true);
call app.fermer_aux_liens('facturation.envoi');
grant select, insert, update (remis_le) on facturation.envoi to coforme_app;
create policy auteur on facturation.envoi as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

-- Le compte d'un client se lit par payeur, entreprise ou personne.
create index on facturation.facture (organisme_id, payeur_personne_id) where payeur_personne_id is not null;
create index on facturation.reglement (organisme_id, payeur_personne_id) where payeur_personne_id is not null;
