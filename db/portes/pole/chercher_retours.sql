set local role coforme_porte;

create or replace function porte.chercher_retours(p_mots text, p_limite integer)
returns table (adresse text, titre text, pole text, jour text)
language sql stable security definer set search_path = ''
begin atomic
  select r.adresse, r.contenu ->> 'titre', r.contenu ->> 'pole', r.contenu ->> 'jour'
    from pole.retour r
   where r.mots @@ to_tsquery('pg_catalog.french', p_mots) and r.publie_le is not null and r.retire_le is null
   order by r.publie_le desc, r.adresse limit least(p_limite, 100);
end;
comment on function porte.chercher_retours is 'Les « Retour sur » en ligne qui répondent à ces mots, le plus récent d’abord, lus sans compte.';
grant execute on function porte.chercher_retours to coforme_app;
