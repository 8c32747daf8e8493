set local role coforme_porte;

-- Ce que la personne choisit de montrer avec sa fiche, à qui la lit : le retour et sa réponse, ensemble.
create or replace function porte.retours_partages(p_fiche uuid) returns table (receveur text, texte text, ecrit_le timestamptz, reponse text)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, r.texte, r.ecrit_le, r.reponse from porte.vivier_visibles() f
    join mutualisation.retour r on r.mission_organisme_id = f.organisme_id and r.compte_id = f.compte_id and r.partage_le is not null
      and r.ecrit_le > porte.present() - app.duree('retour-garde')
    join organisme.organisme o on o.organisme_id = r.organisme_id
   where f.id = p_fiche order by r.ecrit_le desc, r.id;
end;
comment on function porte.retours_partages is 'Les retours qu’une personne du vivier montre avec sa fiche, et sa réponse.';
grant execute on function porte.retours_partages to coforme_app;
