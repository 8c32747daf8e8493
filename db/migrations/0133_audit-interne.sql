-- L’audit interne : le tirage prend une action par personne qui anime, chaque année.
alter table qualite.audit add column par_intervenant boolean not null default false;
