-- Une nouvelle se montre à qui a encore l’accès qu’elle avait en la recevant. Celles d’avant ne disent pas lequel : elles ne se montrent plus.
alter table etapes.avis add column roles text[], add column enseignes uuid[];
alter table etapes.avis alter column roles set statistics 0;
comment on column etapes.avis.roles is 'Les rôles de la personne quand la nouvelle lui fut dite : ôtés depuis, la nouvelle ne se montre plus.';
comment on column etapes.avis.enseignes is 'Les enseignes qu’elle lisait alors ; nul : toute la coopérative.';
