-- La convention d’un groupement est un papier figé, que chaque membre fait signer par lien.
alter table marches.convention add column papier text check (length(papier) <= 200000);
alter table marches.convention add column empreinte bytea check (empreinte = sha256(convert_to(papier, 'UTF8')));
alter table marches.convention add check ((papier is null) = (empreinte is null));
alter table marches.convention alter column papier set statistics 0;
alter table marches.convention alter column empreinte set statistics 0;
comment on table marches.convention is 'Les clauses du groupement, par version, et le papier figé qui se signe.';
grant insert (papier, empreinte) on marches.convention to coforme_app;
call app.laisser_lire('marches.convention', 'papier, empreinte, le');
-- La signature de la convention, par lien : la demande d’un membre à qui l’engage, puis ce qui est signé. Une seule en cours par membre et version.
create table marches.signature (
  groupement_id uuid not null,
  id uuid not null, -- ce dont parle le lien
  organisme_id uuid not null,
  version integer not null,
  nom text not null check (length(btrim(nom)) between 2 and 200),
  qualite text not null check (length(btrim(qualite)) between 2 and 120),
  courriel text not null check (length(courriel) between 3 and 254),
  le timestamptz not null,
  par uuid not null,
  code bytea check (length(code) = 32), -- une empreinte à clé, quinze minutes, cinq essais
  code_le timestamptz,
  code_essais integer not null default 0,
  codes integer not null default 0,
  signee_le timestamptz,
  consentement text check (length(consentement) between 1 and 600), -- la phrase même à laquelle on a consenti
  empreinte bytea check (length(empreinte) = 32), -- celle du papier signé
  refusee_le timestamptz,
  motif text not null default '' check (length(motif) <= 500),
  retiree_le timestamptz,
  primary key (groupement_id, id),
  foreign key (groupement_id, version) references marches.convention (groupement_id, version),
  check ((signee_le is null) = (empreinte is null) and (signee_le is null) = (consentement is null) and (signee_le is null or refusee_le is null))
);
comment on table marches.signature is 'Qui est prié de signer la convention pour un membre, par lien, et ce qu’il a signé.';
create unique index signature_en_cours on marches.signature (organisme_id, groupement_id, version) where retiree_le is null;
grant select, insert, delete, update (nom, qualite, code, code_le, code_essais, codes, signee_le, consentement, empreinte, refusee_le, motif, retiree_le)
  on marches.signature to coforme_porte;
call app.proteger('marches.signature', 'porte');
