set local role coforme_porte;

create or replace function porte.lettre_le_concerne(a portail.abonnement, p_pole uuid, p_departements text[], p_themes text[]) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select a.etat = 'actif' and (cardinality(a.poles) = 0 or p_pole = any (a.poles))
     and (cardinality(p_departements) = 0 or cardinality(a.departements) = 0 or a.departements && p_departements)
     and (cardinality(p_themes) = 0 or cardinality(a.themes) = 0 or a.themes && p_themes);
end;
