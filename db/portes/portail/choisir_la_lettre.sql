set local role coforme_porte;

create or replace function porte.choisir_la_lettre(p_id uuid, p_poles text[], p_departements text[], p_themes text[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.abonnement a set departements = p_departements, themes = p_themes,
      poles = array(select p.pole_id from pole.pole p where p.public and p.code = any (p_poles))
   where a.id = p_id and a.etat = 'actif';
  return found;
end $$;
grant execute on function porte.choisir_la_lettre to coforme_app;
