-- Un geste sans réseau, rapporté après un changement de lieu ou de qui forme, porte encore le texte de la feuille que l’appareil a montrée.
set local role coforme_owner;
alter table emargement.emport add column montre text check (length(montre) <= 4000);
alter table emargement.emport alter column montre set statistics 0;
