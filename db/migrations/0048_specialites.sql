-- Les spécialités que propose la recherche publique : d'une valeur à la suivante, au lieu de cinquante mille fiches à chaque page.
create index fiche_nsf on catalogue.fiche (nsf) where retiree_le is null;
