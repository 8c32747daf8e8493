-- L'Union dit son nom, que l'en-tête de son site écrit. Une session s'annonce au public quand sa coopérative le veut. Un prix public dit
-- s'il est net de taxe.
set local role coforme_porte;
drop function porte.mentions();
drop function porte.tenir_mentions(text, text, text, text, timestamptz);
drop function porte.vitrine(uuid);
drop function porte.deposer_demande(uuid, text, text, bytea, timestamptz);
drop function porte.lire_demande(uuid);
set local role coforme_owner;
alter table portail.mention add column nom text not null default '' check (length(nom) <= 120);
alter table portail.mention alter column nom set statistics 0;
call app.laisser_lire('organisme.organisme', 'regime_tva, tva_demande_recue_le');
alter table sessions.session add column annoncee_le timestamptz;
comment on column sessions.session.annoncee_le is 'Montrée au public avec ses dates et son lieu depuis cet instant ; nulle : sa coopérative ne l’a pas voulu.';
grant update (annoncee_le) on sessions.session to coforme_app;
call app.laisser_lire('sessions.session', 'offre_id, annoncee_le');
create index session_annoncee on sessions.session (premier_jour) where annoncee_le is not null;
create constraint trigger parution after update of annoncee_le, etat, premier_jour, dernier_jour, lieu on sessions.session
  deferrable initially deferred for each row when (old.annoncee_le is not null or new.annoncee_le is not null)
  execute function porte.noter_parution();
-- Une demande va à un·e délégué·e, ou à la coopérative d'une offre publiée.
call app.laisser_lire('catalogue.fiche', 'contenu');
alter table portail.demande alter column departement drop not null, drop constraint demande_sujet_check,
  add constraint demande_sujet_check check (sujet in ('rejoindre', 'impulser', 'creer', 'question', 'place')),
  add column organisme_id uuid, add column offre_id uuid,
  add constraint demande_destinataire check ((offre_id is null and organisme_id is null and departement is not null and sujet <> 'place')
    or (offre_id is not null and organisme_id is not null and departement is null and sujet = 'place')),
  add foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id);
