-- La tournée qui guette les liens, chaque heure, ne lit que ceux de l'heure.
create index on compte.lien (cree_le);
