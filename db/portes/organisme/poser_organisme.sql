set local role coforme_porte;

-- Aucun droit d'exécution : trois portes y mènent. Le nom court pris reçoit un rang (« langue-et-lien-2 »).
create or replace function porte.poser_organisme(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_acceptee boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c text := p_code;
begin
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  for i in 2..1000 loop
    exit when not exists (select from organisme.organisme where code = c);
    c := left(p_code, 55) || '-' || i;
  end loop;
  insert into organisme.organisme (organisme_id, code, nom, forme, societe, cae, siret, regime_tva)
  values (p_organisme, c, p_nom, p_forme, p_societe, p_cae, p_siret, 'a-dire');
  insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
  values (p_organisme, p_activite, p_nom, true, current_date);
  insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le, prenom, nom)
  -- Permis : les rôles de qui fonde, non une règle.
  select p_organisme, p_compte, '{administration,responsable}', true, case when p_acceptee then now() end, k.prenom, k.nom
    from compte.compte k where k.id = p_compte;
  return c;
end $$;
