-- Fonder : le premier compte et le premier organisme naissent ensemble, ou pas du tout. Après 0004, dont les tables
-- sont lues et remplies ici par les portes des comptes.

-- Le nom court et le nom d'un organisme, et ses enseignes : ce que les portes montrent à qui entre.
call app.laisser_lire('organisme.organisme', 'organisme_id, code, nom');
call app.laisser_lire('organisme.activite', 'organisme_id, id, nom, commune, fermee_le');
grant insert (organisme_id, code, nom, forme, societe, cae, siret) on organisme.organisme to coforme_porte;
grant insert (organisme_id, id, nom, commune, ouverte_le) on organisme.activite to coforme_porte;
create policy porte_fonder on organisme.organisme for insert to coforme_porte with check (true);
create policy porte_fonder on organisme.activite for insert to coforme_porte with check (true);

set local role coforme_porte;

-- Aucun droit d'exécution : trois portes y mènent. Le nom court pris reçoit un rang (« langue-et-lien-2 »).
create function porte.poser_organisme(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_acceptee boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c text := p_code;
begin
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  for i in 2..1000 loop
    exit when not exists (select from organisme.organisme where code = c);
    c := left(p_code, 55) || '-' || i;
  end loop;
  insert into organisme.organisme (organisme_id, code, nom, forme, societe, cae, siret)
  values (p_organisme, c, p_nom, p_forme, p_societe, p_cae, p_siret);
  insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
  values (p_organisme, p_activite, p_nom, true, current_date);
  insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le, prenom, nom)
  select p_organisme, p_compte, '{administration,responsable}', true, case when p_acceptee then now() end, k.prenom, k.nom
    from compte.compte k where k.id = p_compte;
  return c;
end $$;

-- Vraie tant qu'aucun compte n'existe.
create function porte.est_a_fonder() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (select from compte.compte);
end $$;

-- Le tout premier passage. Rend le nom court, ou null dès qu'un compte existe. Deux demandes au même instant :
-- le verrou les range, la seconde trouve un compte.
create function porte.fonder_instance(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
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

create function porte.poser_organisme_invite(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, out code text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into compte.compte (id, courriel, prenom, nom, administre_instance)
  values (p_compte, lower(p_courriel), p_prenom, p_nom_personne, false)
  on conflict (courriel) do nothing;
  select c.id into compte from compte.compte c where c.courriel = lower(p_courriel);
  code := porte.poser_organisme(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, compte, false);
end $$;

-- Un organisme de plus, par qui administre l'instance. La personne est invitée par courriel.
create function porte.creer_organisme(p_jeton bytea, p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
  p_societe text, p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare r record;
begin
  if not exists (select from porte.session_valable(p_jeton) s join compte.compte c on c.id = s.compte
      where c.administre_instance and s.assistance is null) then return null; end if;
  r := porte.poser_organisme_invite(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, p_compte, p_courriel, p_prenom, p_nom_personne);
  perform porte.enfiler_invitation(r.compte, p_organisme);
  return r.code;
end $$;

-- La ligne de commande : le lien est imprimé une fois, rien n'est envoyé. Le premier compte administre l'instance.
create function porte.fonder_en_ligne_de_commande(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
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

grant execute on function porte.est_a_fonder(), porte.fonder_instance(uuid, uuid, text, text, text, text, boolean, text, uuid, text, text, text, bytea, text, bytea),
  porte.creer_organisme(bytea, uuid, uuid, text, text, text, text, boolean, text, uuid, text, text, text) to coforme_app;
grant execute on function porte.fonder_en_ligne_de_commande(uuid, uuid, text, text, text, text, boolean, text, uuid, text, text, text)
  to coforme_worker, coforme_migrator;

set local role coforme_owner;
