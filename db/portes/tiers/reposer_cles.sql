set local role coforme_porte;

-- À appeler après une réunion, une séparation, ou un compte donné : les heures à venir de ces fiches se reprennent sous leur
-- clé du moment. Prises par ailleurs : 23P01, comme d'une affectation. Le passé garde la clé qu'il avait.
create or replace function porte.reposer_cles(p_personne uuid, p_ancien_compte uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare ici uuid := app.organisme();
begin
  if ici is null or p_personne is null then return 0; end if;
  if not exists (select from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()))) then return 0; end if;
  return porte.reposer_cles_de(ici, p_personne, p_ancien_compte);
end $$;
comment on function porte.reposer_cles is 'Reprend les heures à venir de ces fiches réunies sous leur clé du moment ; 23P01 si elles sont prises.';
grant execute on function porte.reposer_cles to coforme_app;
