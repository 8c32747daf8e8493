-- Une coopérative règle plusieurs profils de veille.
alter table marches.profil add column rang smallint not null default 1 check (rang between 1 and 6);
alter table marches.profil add column nom text not null default '' check (length(nom) <= 60);
alter table marches.profil alter column nom set statistics 0;
alter table marches.profil drop constraint profil_pkey;
alter table marches.profil add primary key (organisme_id, rang);
comment on table marches.profil is 'Les filtres de la veille d’une coopérative, profil par profil.';
grant insert (rang, nom), update (nom), delete on marches.profil to coforme_app;
