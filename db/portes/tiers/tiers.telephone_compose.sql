-- Tiré de kernel/chercher-numero.ts par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
-- Les chiffres d’un téléphone, tel qu’on le compose en France : « +33 (0)6 12 34 56 78 » est 0612345678.
create or replace function tiers.telephone_compose(p_telephone text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select regexp_replace(regexp_replace(regexp_replace(coalesce(p_telephone, ''), '[\s\u00a0\u202f./()-]', '', 'g'), '^(?:\+33|0033)0?', '0'), '\D', '', 'g')
$$;
grant execute on function tiers.telephone_compose to coforme_app, coforme_porte, coforme_maintenance;
