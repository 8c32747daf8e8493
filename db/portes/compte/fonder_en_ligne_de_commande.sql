set local role coforme_porte;

-- La ligne de commande : le lien est imprimé une fois, rien n'est envoyé. Le premier compte administre l'instance.
create or replace function porte.fonder_en_ligne_de_commande(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
  p_societe text, p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, out code text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
declare premier boolean; r record;
begin
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  premier := not exists (select from compte.compte);
  r := porte.poser_organisme_invite(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, p_compte, p_courriel, p_prenom, p_nom_personne);
  code := r.code;
  compte := r.compte;
  if premier then update compte.compte c set administre_instance = true where c.id = r.compte; end if;
end $$;
grant execute on function porte.fonder_en_ligne_de_commande to coforme_worker, coforme_migrator;
