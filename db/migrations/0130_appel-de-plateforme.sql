-- L’adresse que la plateforme agréée appelle quand quelque chose a changé : seule son empreinte se garde.
alter table facturation.plateforme add column appel bytea check (octet_length(appel) = 32);
alter table facturation.plateforme alter column appel set statistics 0;
grant update (appel) on facturation.plateforme to coforme_app;
call app.laisser_lire('facturation.plateforme', 'organisme_id, appel');
