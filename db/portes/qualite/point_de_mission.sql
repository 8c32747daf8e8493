set local role coforme_porte;

create or replace function porte.point_de_mission(p_organisme uuid, p_id uuid, p_point text)
returns table (intitule text, gradable boolean, conclu boolean)
language plpgsql stable security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, null);
begin
  if m.id is null then return; end if;
  return query select x ->> 'intitule', (x ->> 'gradable')::boolean,
      exists (select from qualite.audit_cloture c where c.organisme_id = m.organisme_id and c.audit_id = m.audit_id)
    from (select p.contenu from qualite.audit_photo p where p.organisme_id = m.organisme_id and p.audit_id = m.audit_id
      order by p.rang desc limit 1) d, jsonb_array_elements(d.contenu -> 'points') x
   where x ->> 'point' = p_point;
end $$;
comment on function porte.point_de_mission is 'Ce que la règle demande d’un point pour en écrire la fiche ; rien de l’échantillon, donc aucune lecture à écrire.';
grant execute on function porte.point_de_mission to coforme_app;
