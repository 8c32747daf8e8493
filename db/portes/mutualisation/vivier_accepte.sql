set local role coforme_porte;

-- L’accord d’aujourd’hui, au texte d’aujourd’hui.
create or replace function porte.vivier_accepte(p_organisme uuid, p_compte uuid, p_genre text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from mutualisation.consentement c where c.organisme_id = p_organisme and c.compte_id = p_compte and c.genre = p_genre
    and c.retire_le is null and c.version = app.version_du_terme(p_genre));
end $$;
revoke execute on function porte.vivier_accepte from public;
