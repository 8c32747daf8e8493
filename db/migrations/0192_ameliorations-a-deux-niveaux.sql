-- Une amélioration était d’une enseigne ou de la coopérative, sans lien de l’une à l’autre.
-- Une amélioration a deux niveaux : celle d’une enseigne monte à la coopérative, ou celle de la coopérative descend à une enseigne.
create table qualite.amelioration_liee (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null, -- l'enseigne
  ligne_id uuid not null, -- l'action de l'enseigne, au registre
  commune_id uuid, -- celle de la coopérative ; rien tant qu'elle n'est pas prise
  sens text not null check (sens in ('montee', 'descente')),
  faite_le timestamptz not null,
  par uuid default app.personne(),
  repondue_le timestamptz,
  repondue_par uuid,
  motif text not null default '' check (length(motif) <= 500), -- pourquoi la coopérative la laisse à l'enseigne
  primary key (organisme_id, ligne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  check (sens = 'montee' or commune_id is not null),
  check ((repondue_le is null) = (repondue_par is null)),
  check (repondue_le is not null or sens = 'descente' or commune_id is null),
  check (repondue_le is null or (commune_id is null) = (length(btrim(motif)) >= 3))
);
comment on table qualite.amelioration_liee is 'Le lien entre l’action d’amélioration d’une enseigne et celle de la coopérative.';
create index on qualite.amelioration_liee (organisme_id, commune_id);
grant select, insert, update (commune_id, repondue_le, repondue_par, motif) on qualite.amelioration_liee to coforme_app;

-- L’enseigne fait monter la sienne ; qui agit pour toute la coopérative la prend, la laisse, ou en fait descendre une.
call app.proteger('qualite.amelioration_liee', 'own', activite => true);
create policy ligne_ajouter on qualite.amelioration_liee as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne())
  and repondue_le is null and ((select app.toutes_activites()) or sens = 'montee' and commune_id is null)
  and exists (select from qualite.registre r where r.organisme_id = amelioration_liee.organisme_id and r.id = amelioration_liee.ligne_id
    and r.activite_id = amelioration_liee.activite_id and r.genre = 'action')
  and (commune_id is null or exists (select from qualite.registre r where r.organisme_id = amelioration_liee.organisme_id
    and r.id = amelioration_liee.commune_id and r.activite_id <> amelioration_liee.activite_id and r.genre = 'action')));
create policy siege_changer on qualite.amelioration_liee as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and sens = 'montee' and repondue_le is null)
  with check (repondue_par = (select app.personne()) and (commune_id is null or exists (select from qualite.registre r
    where r.organisme_id = amelioration_liee.organisme_id and r.id = amelioration_liee.commune_id and r.activite_id <> amelioration_liee.activite_id
      and r.genre = 'action')));
call app.fermer_aux_liens('qualite.amelioration_liee');
call app.laisser_lire('qualite.amelioration_liee', 'organisme_id, activite_id, ligne_id, commune_id');
create trigger garder_amelioration before insert or update on qualite.amelioration_liee for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_amelioration();
