set local role coforme_porte;

-- Une image ne se lit sans compte que si une actualité parue la montre.
create or replace function porte.image_parue(p_image uuid, p_petite boolean, p_le timestamptz) returns bytea
language sql stable security definer set search_path = ''
begin atomic
  select case when p_petite then i.petite else i.grande end
    from portail.image i
   where i.id = p_image and (
     exists (select from portail.parution a where a.pole_id = i.pole_id and a.image_id = p_image and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)))
     or exists (select from portail.parution a where a.pole_id = i.pole_id and a.images @> array[p_image] and a.retiree_le is null
       and a.paraitre_le <= (select porte.heure(p_le))))
   limit 1;
end;
grant execute on function porte.image_parue to coforme_app;
