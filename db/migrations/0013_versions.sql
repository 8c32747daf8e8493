-- L'offre se fige en versions à chaque adoption ; une version complète se publie. Une session tient à une version.
alter table catalogue.offre
  -- Les rubriques que seule la publication exige (catalogue/domain/rubriques.ts) : lues d'un bloc, jamais cherchées.
  add column rubriques jsonb not null default '{}' check (jsonb_typeof(rubriques) = 'object'),
  -- Cadre F-3 du bilan pédagogique et financier : la ligne, et le niveau si la ligne est a.
  add column objectif_f3 text check (objectif_f3 in ('a', 'b', 'c', 'd', 'e', 'f')),
  add column niveau_f3 text check (niveau_f3 in ('6-8', '5', '4', '3', '2', 'cqp')),
  add constraint offre_niveau_si_a check (niveau_f3 is null or coalesce(objectif_f3, '') = 'a');
alter table catalogue.offre
  alter column rubriques set statistics 0, alter column objectif_f3 set statistics 0, alter column niveau_f3 set statistics 0;

-- En ajout seul : ce que la convention annexe, ce que la session a promis, ce que la page publique a dit.
create table catalogue.version (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  offre_id uuid not null, numero integer not null check (numero > 0),
  contenu jsonb not null,                    -- toutes les rubriques, telles qu'au jour figé
  -- Répétées en clair : ce que les sessions et le BPF lisent sans ouvrir le contenu.
  intitule text not null check (length(intitule) between 1 and 255),
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  modalite text check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer not null check (duree_minutes > 0),
  prix_centimes bigint check (prix_centimes >= 0),
  nsf text, objectif_f3 text check (objectif_f3 in ('a', 'b', 'c', 'd', 'e', 'f')),
  niveau_f3 text check (niveau_f3 in ('6-8', '5', '4', '3', '2', 'cqp')),
  figee_le timestamptz not null, figee_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, offre_id, numero),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id)
    references catalogue.offre (organisme_id, id, activite_id) on update cascade
);
call app.proteger('catalogue.version', 'own', activite => true, preuve => true);
grant select, insert on catalogue.version to coforme_app;

-- Une publication : la copie publique d'une version. Tout ce qui est ici se lit sans compte tant qu'elle n'est pas retirée.
create table catalogue.fiche (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  offre_id uuid not null, version_id uuid not null, numero integer not null,
  organisme_nom text not null, intitule text not null,
  pli text collate "C" not null,             -- l'ordre de la liste
  recherche text not null,                   -- intitulé, organisme, objectif, spécialité, sans accent ni casse
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  modalite text not null check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer not null, prix_centimes bigint not null,
  nsf text not null, certification text,
  echoit_le date,                            -- dernier jour de la certification visée : au-delà, la fiche ne se montre plus
  contenu jsonb not null,
  publiee_le timestamptz not null, retiree_le timestamptz check (retiree_le >= publiee_le),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, version_id) references catalogue.version (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id)
    references catalogue.offre (organisme_id, id, activite_id) on update cascade
);
-- Une offre n'a qu'une fiche en ligne : deux personnes qui publient ensemble n'en font pas deux.
create unique index fiche_en_ligne on catalogue.fiche (organisme_id, offre_id) where retiree_le is null;
create index fiche_offre on catalogue.fiche (offre_id) where retiree_le is null;
create index fiche_liste on catalogue.fiche (pli, id) where retiree_le is null;
call app.proteger('catalogue.fiche', 'publie', publie => 'retiree_le is null', activite => true);
grant select, insert on catalogue.fiche to coforme_app;
grant update (retiree_le) on catalogue.fiche to coforme_app;   -- ce qui est paru ne se réécrit pas, il se retire

-- Qui publie dit qui il est : l'identité du jour, et non celle du jour où la fiche est parue.
call app.laisser_lire('organisme.organisme',
  'organisme_id, code, nom, siret, nda, adresse, code_postal, ville, courriel, telephone, site');
call app.laisser_lire('catalogue.fiche', 'organisme_id, retiree_le');
set local role coforme_porte;
create function porte.vitrine(p_organisme uuid)
returns table (nom text, siret text, nda text, adresse text, code_postal text, ville text, courriel text,
  telephone text, site text)
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select o.nom, o.siret, o.nda, o.adresse, o.code_postal, o.ville, o.courriel, o.telephone, o.site
    from organisme.organisme o
   where o.organisme_id = p_organisme
     and exists (select from catalogue.fiche f where f.organisme_id = p_organisme and f.retiree_le is null);
end;
comment on function porte.vitrine is 'L’identité publique d’un organisme qui a une offre publiée ; rien pour les autres.';
grant execute on function porte.vitrine(uuid) to coforme_app;
set local role coforme_owner;

-- Les offres déjà adoptées ont leur première version ; aucune n'est publiée d'office.
set local role coforme_maintenance;
insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite,
    duree_minutes, prix_centimes, nsf, figee_le, figee_par)
  select organisme_id, gen_random_uuid(), activite_id, id, 1,
    jsonb_build_object('intitule', intitule, 'objectif', objectif, 'resultats', resultats, 'contenu', contenu,
      'publicVise', public_vise, 'prerequis', prerequis, 'methodes', methodes, 'evaluation', evaluation,
      'acces', acces, 'accessibilite', accessibilite, 'certifiante', certifiante, 'certification', code_rncp,
      'nsf', codes_nsf, 'formacodes', codes_formacode, 'rome', codes_rome, 'modalite', modalite,
      'duree', duree_minutes, 'dureeTexte', duree_texte, 'prix', prix_centimes),
    intitule, nature, modalite, duree_minutes, prix_centimes, codes_nsf[1], adoptee_le, adoptee_par
    from catalogue.offre where etat = 'adoptee' and duree_minutes is not null;
set local role coforme_owner;
