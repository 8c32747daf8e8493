set local role coforme_porte;

create or replace function porte.courant_membre(p_pole uuid, p_organisme uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from pole.adhesion a where a.pole_id = p_pole and a.organisme_id = p_organisme and a.etat = 'active');
end $$;
comment on function porte.courant_membre is 'Vrai si la coopérative est membre du pôle aujourd’hui.';
revoke execute on function porte.courant_membre from public;
