set local role coforme_porte;

create or replace function porte.poser_organisme_invite(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, out code text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into compte.compte (id, courriel, prenom, nom, administre_instance)
  values (p_compte, lower(p_courriel), p_prenom, p_nom_personne, false)
  on conflict (courriel) do nothing;
  select c.id into compte from compte.compte c where c.courriel = lower(p_courriel);
  code := porte.poser_organisme(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, compte, false);
end $$;
