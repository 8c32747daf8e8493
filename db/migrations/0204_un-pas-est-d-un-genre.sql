-- Le pas d’un objet est de son genre : d’un autre genre, le même identifiant n’est pas le même objet.
set local role coforme_owner;
alter table cae.pas_de_visa drop constraint pas_de_visa_pkey, add primary key (organisme_id, genre, objet_id, pas, par);
drop index cae.un_pas_par_objet;
create unique index un_pas_par_objet on cae.pas_de_visa (organisme_id, genre, objet_id, pas) where pas <> 'ouverture';
