-- Une veille révisée se relit : ce qu’une personne en a dit vaut pour la révision qu’elle a lue. Une amélioration ne descend qu’une fois à une enseigne.
set local role coforme_porte;
drop function if exists porte.veilles_recues();
set local role coforme_owner;
alter table qualite.veille_lue add column rang integer not null default 1 check (rang > 0);
alter table qualite.veille_lue alter column rang drop default;
alter table qualite.veille_lue drop constraint veille_lue_pkey, add primary key (organisme_id, ligne_id, compte_id, rang);
call app.laisser_lire('qualite.veille_lue', 'rang');
set local role coforme_maintenance;
update qualite.veille_lue v set rang = coalesce((select max(r.rang) from qualite.registre r
  where r.organisme_id = v.organisme_id and r.id = v.ligne_id and r.inscrit_le <= v.lue_le), 1);
-- De deux demandes de la même à la même enseigne, la première garde le lien ; l’action de l’autre reste au registre.
delete from qualite.amelioration_liee a using qualite.amelioration_liee b
  where a.sens = 'descente' and b.sens = 'descente' and a.organisme_id = b.organisme_id and a.commune_id = b.commune_id
    and a.activite_id = b.activite_id and (a.faite_le, a.ligne_id) > (b.faite_le, b.ligne_id);
set local role coforme_owner;
create unique index amelioration_descendue on qualite.amelioration_liee (organisme_id, commune_id, activite_id) where sens = 'descente';
