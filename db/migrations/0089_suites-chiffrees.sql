-- Les mesures d'une adaptation et les suites d'un signalement se gardent chiffrées. Celles déjà là le sont par une tâche de la nuit.
alter table qualite.suite alter column texte drop not null;
alter table qualite.suite add column chiffre bytea check (length(chiffre) between 28 and 20000);
alter table qualite.suite alter column chiffre set statistics 0;
alter table qualite.suite add constraint suite_un_texte check (num_nonnulls(texte, chiffre) = 1);
alter table qualite.lecture add column quoi text not null default 'recit' check (quoi in ('recit', 'mesures'));
alter table qualite.lecture alter column quoi set statistics 0;
-- Ce qui est protégé n'entre pas en clair : ni l'objet (il est dans le récit), ni ce qui fut fait.
create policy protegee on qualite.affaire as restrictive for insert to coforme_app with check (
  objet = case genre when 'signalement' then 'Signalement' when 'adaptation' then 'Demande d’adaptation' else objet end);
create policy protegee on qualite.suite as restrictive for insert to coforme_app with check (
  texte is null or exists (select from qualite.affaire a where a.organisme_id = suite.organisme_id and a.id = suite.affaire_id
    and a.genre not in ('signalement', 'adaptation')));
