-- L’animation confiée attend que la personne l’accepte : confiée sans elle, elle lui fermait ses dossiers de marché.
alter table pole.mandat add column attend boolean not null default false;
grant update (attend, du) on pole.mandat to coforme_porte;
