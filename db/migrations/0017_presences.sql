-- L'émargement complet : d'autres portes que le lien, l'absence motivée d'une liste fermée, les minutes perdues, les
-- rectifications (tout ce qui vient après la première écriture d'une case), la contresignature du formateur, la tablette.
-- Le contenu des maillons passe à « coforme-presence/1 » (docs/registre.md) ; la chaîne, elle, ne change pas.

-- Par où la personne a signé ; nul : écrit avant que la porte ne soit gardée (registre « coforme-registre/1 »).
alter table emargement.signature
  add column porte text check (porte in ('lien', 'tablette', 'qr', 'formateur', 'papier')),
  add column appareil_id uuid;                             -- la tablette, quand c'en est une

-- Une liste fermée, qui ne dit rien de la santé : « justificatif remis » ne dit jamais lequel. Nul : avant cette liste.
alter table emargement.absence
  add column motif text check (motif in ('inconnu', 'annoncee', 'justificatif-remis', 'employeur', 'convocation', 'transport', 'personnel'));

-- Ce qui change ou double une case déjà écrite : la dernière qui porte un état dit ce que la case vaut. Rien n'est
-- modifié ni ôté ; la signature et l'absence d'origine restent, et leurs maillons.
create table emargement.rectification (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, seance_id uuid not null,
  rang integer not null check (rang > 0),
  maillon_id uuid not null,
  genre text not null check (genre in ('presence', 'absence', 'regularisation', 'retard', 'correction', 'annulation', 'doublon')),
  etat text check (etat in ('presente', 'absente', 'attendue')),   -- nul pour un doublon, qui ne change rien
  porte text not null check (porte in ('lien', 'tablette', 'qr', 'formateur', 'papier')),
  appareil_id uuid,
  presente_le timestamptz,                                 -- l'heure de la présence que la case garde
  attestee boolean not null default false,                 -- la présence est attestée par le formateur, non signée
  retard_min integer not null default 0 check (retard_min >= 0),
  depart_min integer not null default 0 check (depart_min >= 0),
  motif text check (motif in ('inconnu', 'annoncee', 'justificatif-remis', 'employeur', 'convocation', 'transport', 'personnel')),
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, inscription_id, seance_id, rang),
  check ((genre = 'doublon') = (etat is null)),
  check ((etat is not distinct from 'presente') = (presente_le is not null)),
  check (etat is not distinct from 'presente' or retard_min + depart_min = 0),
  check ((etat is not distinct from 'absente') = (motif is not null)),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);

-- La signature de qui forme, sur une séance : une par personne. « suppleance » : la session n'a pas de compte de
-- formateur, et qui la prépare signe à sa place, sous son propre nom.
create table emargement.contresignature (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, seance_id uuid not null,
  par uuid not null default app.personne(), maillon_id uuid not null, signee_le timestamptz not null,
  suppleance boolean not null default false,
  primary key (organisme_id, seance_id, par),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);

-- La tablette posée dans la salle : un appareil, une demi-journée, un secret dont seule l'empreinte est ici. L'appareil
-- n'est pas connecté au compte qui l'a ouverte.
create table emargement.tablette (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null, seance_id uuid not null,
  jeton bytea not null check (length(jeton) = 32),
  ouverte_le timestamptz not null, ouverte_par uuid not null default app.personne(),
  cree_le timestamptz not null default now(), expire_le timestamptz not null, fermee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, jeton),
  check (expire_le <= cree_le + interval '2 days'),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index on emargement.tablette (jeton);

call app.proteger('emargement.rectification', 'own', activite => true, preuve => true);
call app.proteger('emargement.contresignature', 'own', activite => true, preuve => true);
call app.proteger('emargement.tablette', 'own', activite => true);
grant select, insert on emargement.rectification, emargement.contresignature, emargement.tablette to coforme_app;
grant update (fermee_le) on emargement.tablette to coforme_app;

-- L'auteur d'une preuve est la personne établie par le sceau (nulle pour un lien ou une tablette).
create policy auteur on emargement.rectification as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
create policy auteur on emargement.contresignature as restrictive for insert to coforme_app
  with check (par = (select app.personne()));
create policy auteur on emargement.tablette as restrictive for insert to coforme_app
  with check (ouverte_par = (select app.personne()));

call app.laisser_lire('emargement.tablette', 'organisme_id, id, activite_id, seance_id, jeton, expire_le, fermee_le');

set local role coforme_porte;

-- La tablette ouvre son organisme et son enseigne, sans personne : comme un lien, mais pour toute une séance.
create function porte.ouvrir_tablette(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  select t.organisme_id, array[t.activite_id]::text into organisme, portee from emargement.tablette t
   where t.jeton = p_jeton and t.fermee_le is null and t.expire_le > porte.present();
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  return next;
end $$;
comment on function porte.ouvrir_tablette is 'La tablette d’une salle, tant qu’elle n’est ni fermée ni échue.';
grant execute on function porte.ouvrir_tablette(bytea) to coforme_app;

set local role coforme_owner;
