-- Ce qu’une personne dit aujourd’hui de chaque révision lue : sa dernière parole ; retirée, rien. L’historique reste dans `qualite.veille_lue`.
create view qualite.veille_dite with (security_invoker = true) as
  select v.organisme_id, v.ligne_id, v.compte_id, v.rang, v.suite, v.lue_le, v.dite, v.dite_le
    from qualite.veille_lue v
   where not v.retiree and not exists (select from qualite.veille_lue x where x.organisme_id = v.organisme_id and x.ligne_id = v.ligne_id
     and x.compte_id = v.compte_id and x.rang = v.rang and x.dite > v.dite);

grant select on qualite.veille_dite to coforme_app, coforme_porte;
