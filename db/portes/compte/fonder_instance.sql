set local role coforme_porte;

-- Le tout premier passage. Rend le nom court, ou null dès qu'un compte existe. Deux demandes au même instant :
-- le verrou les range, la seconde trouve un compte.
create or replace function porte.fonder_instance(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, p_sel bytea, p_parametres text, p_derivee bytea) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- D'un instantané ancien, on ne verrait pas le premier compte : on fonderait deux fois.
  perform porte.present();
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  if exists (select from compte.compte) then return null; end if;
  insert into compte.compte (id, courriel, prenom, nom, administre_instance)
  values (p_compte, lower(p_courriel), p_prenom, p_nom_personne, true);
  perform porte.poser_mot_de_passe(p_compte, p_sel, p_parametres, p_derivee);
  return porte.poser_organisme(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, p_compte, true);
end $$;
grant execute on function porte.fonder_instance to coforme_app;
