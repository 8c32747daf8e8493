set local role coforme_porte;

create or replace function porte.mentions() returns table (editeur text, directeur text, hebergeur text, contact text, modifiee_le timestamptz, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select editeur, directeur, hebergeur, contact, modifiee_le, nom from portail.mention
  union all
  -- Rien n'est encore dit : une instance neuve n'a aucune ligne, et se restaure.
  select '', '', '', '', '2026-01-01T00:00:00Z'::timestamptz, '' where not exists (select from portail.mention);
end;
grant execute on function porte.mentions to coforme_app;
