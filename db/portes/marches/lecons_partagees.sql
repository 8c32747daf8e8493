set local role coforme_porte;

-- Les leçons d’un dossier, au pôle : si chaque coopérative qui en est l’accepte, à l’instant de lire. Ni prix, ni note d’un membre : ce qu’elles ont écrit.
create or replace function porte.lecons_partagees() returns table (objet text, acheteur text, issue text, cooperative text, lecon text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  with dernieres as (
    select distinct on (e.groupement_id, e.organisme_id) e.groupement_id, e.organisme_id, e.contenu, e.le from marches.ecrit e
     where e.genre = 'lecon' order by e.groupement_id, e.organisme_id, e.rang desc),
  presents as (select m.groupement_id, m.organisme_id from marches.membre m where m.accepte_le is not null and m.sorti_le is null),
  ouverts as (
    select p.groupement_id from presents p left join dernieres d on d.groupement_id = p.groupement_id and d.organisme_id = p.organisme_id
     group by p.groupement_id having bool_and(coalesce((d.contenu ->> 'partage')::boolean, false)))
  select g.objet, g.acheteur,
      (select e.contenu ->> 'etat' from marches.ecrit e where e.groupement_id = g.groupement_id and e.genre = 'issue' order by e.rang desc limit 1),
      o.nom, d.contenu ->> 'texte', d.le
    from ouverts u join marches.groupement g on g.groupement_id = u.groupement_id and g.etat = 'constitue'
    join dernieres d on d.groupement_id = u.groupement_id join organisme.organisme o on o.organisme_id = d.organisme_id
    join presents q on q.groupement_id = d.groupement_id and q.organisme_id = d.organisme_id
   where (select porte.organisme()) is not null and not (select porte.par_lien())
     -- Un pôle commun à la lectrice et à chacune des coopératives du dossier.
     and exists (select from pole.adhesion moi where moi.organisme_id = (select porte.organisme()) and moi.etat = 'active'
       and not exists (select from presents p where p.groupement_id = g.groupement_id and not exists (
         select from pole.adhesion a where a.pole_id = moi.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active')))
   order by d.le desc;
end;
grant execute on function porte.lecons_partagees to coforme_app;
