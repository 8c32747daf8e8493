set local role coforme_porte;

-- À la tâche qui compose l’archive remise à la personne : les dossiers qu’elle a remis pour des missions, leurs pièces encore chiffrées, et quand qui les a reçus
-- les a ouverts. Par ses fiches d’ici : d’aucune autre personne, et de qui a ouvert, la coopérative seule. À qui l’exporte pour travailler, combien il y en a :
-- ni pour qui, ni pièce, ni lecture, que la personne seule lit.
create or replace function porte.remises_de_la_personne(p_fiches uuid[])
returns table (remise uuid, objet text, receveur text, remise_le timestamptz, jusqu_au date, employee_le timestamptz, retiree_le timestamptz,
  effacee_le timestamptz, lectures timestamptz[], rang integer, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  remise_a_elle boolean := porte.est_une_tache();
begin
  if porte.par_lien() or not porte.conduit_un_effacement() then return; end if;
  return query
    select x.id, case when remise_a_elle then a.objet else '' end, case when remise_a_elle then o.nom else '' end, x.remise_le, x.jusqu_au, x.employee_le, x.retiree_le, x.effacee_le,
        (select array_agg(l.le order by l.le) from mutualisation.remise_lecture l where remise_a_elle and l.de_organisme_id = x.organisme_id
          and l.remise_id = x.id), p.rang, p.octets
      from mutualisation.remise x
      join mutualisation.mission m on m.organisme_id = x.organisme_id and m.id = x.mission_id
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = x.de_organisme_id
      left join mutualisation.remise_piece p on remise_a_elle and p.organisme_id = x.organisme_id and p.remise_id = x.id
     where x.organisme_id = ici and x.compte_id in (select i.compte_id from tiers.intervenant i where i.organisme_id = ici and i.personne_id = any (p_fiches))
     order by x.remise_le, x.id, p.rang;
end $$;
comment on function porte.remises_de_la_personne is 'Les dossiers qu’une personne a remis pour des missions, pour son archive.';
grant execute on function porte.remises_de_la_personne to coforme_app;
