set local role coforme_porte;

-- Un organisme de plus, par qui administre l'instance. La personne est invitée par courriel.
create or replace function porte.creer_organisme(p_jeton bytea, p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
  p_societe text, p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare r record;
begin
  if not exists (select from porte.session_valable(p_jeton) s
      where porte.administre(s.compte) and s.assistance is null) then return null; end if;
  r := porte.poser_organisme_invite(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, p_compte, p_courriel, p_prenom, p_nom_personne);
  perform porte.enfiler_invitation(r.compte, p_organisme);
  return r.code;
end $$;
grant execute on function porte.creer_organisme to coforme_app;
