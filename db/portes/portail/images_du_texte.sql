set local role coforme_porte;

-- Les images du texte sont celles du pôle qui le publie, et elles seules : l'identifiant d'une image d'un autre pôle ne montre rien.
create or replace function porte.images_du_texte(p_pole uuid, p_corps text) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct i.id), '{}')
    from regexp_matches(p_corps, '\]\(image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)', 'g') as m
    join portail.image i on i.pole_id = p_pole and i.id = m[1]::uuid;
$$;
