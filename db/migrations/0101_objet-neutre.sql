-- L'objet d'une affaire protégée n'est plus écrit dans les murs : le domaine le dit, et la base le lit d'une fonction.
drop policy protegee on qualite.affaire;
create policy protegee on qualite.affaire as restrictive for insert to coforme_app with check (
  objet = coalesce((select app.objets_neutres()) ->> genre, objet));
drop policy protegee on qualite.suite;
create policy protegee on qualite.suite as restrictive for insert to coforme_app with check (
  texte is null or exists (select from qualite.affaire a where a.organisme_id = suite.organisme_id and a.id = suite.affaire_id
    and not (select app.objets_neutres()) ? a.genre));
