set local role coforme_porte;

-- Qui est d’une enseigne aujourd’hui, une fois par personne, deux fiches réunies n’en faisant qu’une : son compte y agit encore, sous un statut de la
-- maison ou sans statut dit. Sans compte (nul), sa fiche ne suffit pas : un statut de la maison court.
create or replace function porte.gens_de_l_enseigne(p_activite uuid) returns table (fiche uuid, compte uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  jour date := porte.aujourd_hui();
begin
  return query
    with gens as (
      select coalesce(u.garde_id, i.personne_id) as f, array_agg(i.personne_id) as fiches,
          (array_agg(i.compte_id order by u.garde_id is null desc) filter (where i.compte_id is not null))[1] as c
        from tiers.intervenant i
        left join tiers.fusion u on u.organisme_id = i.organisme_id and u.absorbe_id = i.personne_id and u.defaite_le is null
       where i.organisme_id = moi and i.activite_id = p_activite
       group by coalesce(u.garde_id, i.personne_id)
    ), dits as (
      select g.f, g.c, (select array_agg(s.statut = any (app.liste('statuts-externes'))) from tiers.statut s where s.organisme_id = moi and s.personne_id = any (g.fiches)
          and s.du <= jour and (s.au is null or s.au >= jour)) as externe from gens g
    )
    select d.f, d.c from dits d where case when d.c is null then false = any (d.externe)
      else not coalesce(true = any (d.externe), false) and exists (select from compte.adhesion a join compte.compte k on k.id = a.compte_id where a.organisme_id = moi
        and a.compte_id = d.c and k.ferme_le is null and a.acceptee_le is not null and (a.au is null or a.au >= jour)
        and (a.toutes or p_activite = any (a.activites))) end;
end $$;
revoke execute on function porte.gens_de_l_enseigne from public;
