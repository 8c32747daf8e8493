-- Une nouvelle se montre à qui a encore l’accès qu’elle avait en la recevant. Celles d’avant ne disent pas lequel : elles ne se montrent plus.
alter table etapes.avis add column roles text[], add column enseignes uuid[];
alter table etapes.avis alter column roles set statistics 0;
comment on column etapes.avis.roles is 'Les rôles de la personne quand la nouvelle lui fut dite : ôtés depuis, la nouvelle ne se montre plus.';
comment on column etapes.avis.enseignes is 'Les enseignes qu’elle lisait alors ; nul : toute la coopérative.';
-- Sauf celles qui attendent le résumé : elles prennent l’accès que leur personne a ce jour, et partent.
set local role coforme_maintenance;
update etapes.avis a set roles = m.roles, enseignes = case when not m.toutes then m.activites end
  from compte.adhesion m where m.organisme_id = a.organisme_id and m.compte_id = a.compte_id and a.dit_le is null;
