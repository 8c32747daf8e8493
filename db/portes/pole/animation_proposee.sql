set local role coforme_porte;

-- L’animation de ce pôle est confiée à la personne de la transaction, qui ne l’a pas encore acceptée.
create or replace function porte.animation_proposee(p_pole uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.mandat m where m.pole_id = p_pole and m.organisme_id = (select porte.organisme())
    and m.compte_id = (select porte.personne()) and m.role = 'animation' and m.attend);
end;
grant execute on function porte.animation_proposee to coforme_app;
