-- Le mémoire technique en blocs : ce que la coopérative garde, et ce qui s’en écrit au dossier.
alter table marches.ecrit drop constraint ecrit_genre_check;
alter table marches.ecrit add constraint ecrit_genre_check check (genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'question', 'reponse', 'negociation', 'conseil', 'bloc', 'relecture', 'commentaire'));
create table marches.bloc (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  version integer not null default 1 check (version > 0),
  titre text not null check (length(btrim(titre)) between 2 and 200),
  texte text not null check (length(btrim(texte)) between 20 and 20000),
  auteur text not null check (length(btrim(auteur)) between 2 and 200), -- qui l’a écrit, dans les mots de la coopérative
  licence text not null check (length(licence) between 2 and 20), -- `licences` du pôle
  preuve text not null default '' check (length(preuve) <= 500), -- ce qui montre que c’est vrai
  preuve_le date, -- de quand date cette preuve
  le timestamptz not null,
  par uuid not null default app.personne(),
  retire_le timestamptz,
  primary key (organisme_id, id)
);
comment on table marches.bloc is 'Les blocs de mémoire technique d’une coopérative, lus d’elle seule. Un dossier en a des copies.';
grant select, insert (id, titre, texte, auteur, licence, preuve, preuve_le, le),
  update (version, titre, texte, auteur, licence, preuve, preuve_le, le, par, retire_le) on marches.bloc to coforme_app;
call app.proteger('marches.bloc', 'own');
create policy auteur on marches.bloc as restrictive for insert to coforme_app with check (par = (select app.personne()));
create policy repond on marches.bloc as restrictive for all to coforme_app using ((select porte.repond_aux_marches()));
create trigger garder_bloc before insert or update on marches.bloc for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_bloc();
call app.fermer_aux_liens('marches.bloc');
