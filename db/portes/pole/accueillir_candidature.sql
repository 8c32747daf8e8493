set local role coforme_porte;

-- Le courriel est prouvé : la coopérative et la personne naissent ensemble, et demandent à rejoindre le pôle choisi. « faite », « siren-pris »,
-- « mot-de-passe » (il en faut un : ce courriel n'a pas de compte), « perimee ». Qui a déjà un compte garde son mot de passe.
create or replace function porte.accueillir_candidature(p_id uuid, p_preuve bytea, p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
  p_societe text, p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, p_sel bytea,
  p_parametres text, p_derivee bytea, p_nda text, p_adresse text, p_code_postal text, p_ville text, p_pole text, p_cherche text,
  p_propose text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c record; p record; sans boolean; qui uuid;
begin
  p_le := porte.heure(p_le);
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  -- Le secret, et l'adresse même qui l'a reçu : sans eux, cette porte ouvrait un compte invité, et disait qui en a un.
  select * into c from portail.candidature x where x.id = p_id and x.preuve = sha256(p_preuve)
    and x.adresse = sha256(convert_to(lower(p_courriel), 'UTF8')) for update;
  if not found or c.faite_le is not null or c.demandee_le < p_le - app.duree('message-sans-preuve') then return 'perimee'; end if;
  if exists (select from organisme.organisme o where left(o.siret, 9) = left(p_siret, 9)) then return 'siren-pris'; end if;
  select k.id, k.derivee is null into qui, sans from compte.compte k where k.courriel = lower(p_courriel);
  if coalesce(sans, true) and p_derivee is null then return 'mot-de-passe'; end if;
  if qui is null then
    insert into compte.compte (id, courriel, prenom, nom, administre_instance) values (p_compte, lower(p_courriel), p_prenom, p_nom_personne, false);
    qui := p_compte;
  end if;
  if coalesce(sans, true) then perform porte.poser_mot_de_passe(qui, p_sel, p_parametres, p_derivee); end if;
  perform porte.poser_organisme(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, qui, true);
  update organisme.organisme set nda = p_nda, adresse = p_adresse, code_postal = p_code_postal, ville = p_ville where organisme_id = p_organisme;
  update portail.candidature set faite_le = p_le, chiffre = null where id = p_id;
  -- N'importe qui a une boîte et connaît un SIREN : personne ne répond encore de cette coopérative.
  insert into portail.identite (organisme_id, arrivee_le) values (p_organisme, p_le);
  select x.pole_id, x.entree into p from pole.pole x where x.code = p_pole and x.public and x.etat = any (app.liste('poles-ouverts'));
  if found then
    insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, cherche, propose)
      values (p.pole_id, p_organisme, 'demandee', p_le, qui, p_cherche, p_propose);
    insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
      values (p.pole_id, p_organisme, qui, 'titulaire', left(p_prenom || ' ' || p_nom_personne, 200), p_le);
  end if;
  return 'faite';
end $$;
grant execute on function porte.accueillir_candidature to coforme_app;
