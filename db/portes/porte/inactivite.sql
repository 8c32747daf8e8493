set local role coforme_porte;

-- Sans rien faire ; porte.duree dit la durée entière. Sans privilège ni chemin à fixer, elle se déplie dans la porte qui la demande.
create or replace function porte.inactivite(p_retenue boolean) returns interval
language sql immutable parallel safe begin atomic
  select case when p_retenue then app.duree('session-retenue-inactive') else app.duree('session-inactive') end;
end;
