set local role coforme_porte;

create or replace function porte.chercher_offres(p_mots text, p_jour date, p_limite integer)
returns table (offre uuid, intitule text, organisme text)
language sql stable security definer set search_path = ''
begin atomic
  select f.offre_id, f.intitule, f.organisme_nom from catalogue.fiche f
   where f.mots @@ to_tsquery('pg_catalog.french', p_mots) and f.retiree_le is null and (f.echoit_le is null or f.echoit_le >= (select porte.jour(p_jour)))
   limit least(p_limite, 100);
end;
grant execute on function porte.chercher_offres to coforme_app;
