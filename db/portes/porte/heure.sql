set local role coforme_porte;

create or replace function porte.heure(p_dite timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.horloge_est_libre() then return p_dite; end if;
  return porte.present();
end $$;
comment on function porte.heure is 'L’heure qu’il est. Celle que dit l’appelant ne compte que si la maintenance a libéré l’horloge.';
grant execute on function porte.heure to coforme_maintenance;
