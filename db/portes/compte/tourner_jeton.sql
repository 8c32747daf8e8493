set local role coforme_porte;

-- La session continue sous un autre secret : celui d'avant, s'il fut pris ou posé par un autre, n'ouvre plus rien. Rend si elle est retenue, rien si elle ne vaut plus.
create or replace function porte.tourner_jeton(p_ancien bytea, p_neuf bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare r boolean;
begin
  update compte.session set jeton = p_neuf where jeton = p_ancien and etat = 'ouverte' and expire_le > porte.present() returning retenue into r;
  return r;
end $$;
comment on function porte.tourner_jeton is 'Change le secret d’une session ouverte ; rend si elle est retenue, rien si elle ne vaut plus.';
grant execute on function porte.tourner_jeton to coforme_app;
