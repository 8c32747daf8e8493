-- Une porte exige la preuve qu'elle disait avoir. Qui n'a pas de compte (une coopérative qui arrive, un message à un délégué, la lettre,
-- un avis demandé) recevait un lien que la page composait, et que la page seule vérifiait : qui tenait le rôle web déposait sous
-- l'identifiant de son choix, puis se disait prouvé, à l'adresse de n'importe qui. La preuve naît maintenant comme un lien (ADR 0003,
-- point 3) : dans une tâche, qui l'envoie à l'adresse ; la base en garde l'empreinte, et les portes la comparent.

alter table portail.candidature add column preuve bytea check (octet_length(preuve) = 32), add column adresse bytea;
alter table portail.demande add column preuve bytea check (octet_length(preuve) = 32);
alter table portail.abonnement add column preuve bytea check (octet_length(preuve) = 32);
alter table pole.proposition add column avis_preuve bytea check (octet_length(avis_preuve) = 32);
comment on column portail.candidature.preuve is 'L’empreinte du secret envoyé ; absente : rien n’est encore parti.';
comment on column portail.candidature.adresse is 'L’empreinte de l’adresse à qui le secret est parti : elle seule ouvre un compte.';
alter table portail.candidature alter preuve set statistics 0, alter adresse set statistics 0;
alter table portail.demande alter preuve set statistics 0;
alter table portail.abonnement alter preuve set statistics 0;
alter table pole.proposition alter avis_preuve set statistics 0;

set local role coforme_porte;

drop function porte.lire_candidature(uuid);
drop function porte.accueillir_candidature(uuid, uuid, uuid, text, text, text, text, boolean, text, uuid, text, text, text, bytea, text, bytea,
  text, text, text, text, text, text, text, timestamptz);
drop function porte.prouver_demande(uuid, timestamptz);
drop function porte.demander_la_lettre(uuid, bytea, bytea, text[], text[], text[], timestamptz);
drop function porte.confirmer_la_lettre(uuid, timestamptz);
drop function porte.donner_avis(uuid, text, text, timestamptz);

-- ─── 1. La preuve naît dans une tâche ────────────────────────────────────────────────────────────
create function porte.enfiler_preuve(p_genre text, p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform porte.enfiler('portail.envoyer-preuve', jsonb_build_object('genre', p_genre, 'id', p_id), 'preuve:' || p_genre || ':' || p_id, null);
end $$;

create function porte.ce_qui_se_prouve(p_genre text, p_id uuid) returns table (chiffre bytea, etat text)
language plpgsql stable security definer set search_path = '' as $$
begin
  case p_genre
    when 'candidature' then return query select c.chiffre, 'a-prouver'::text from portail.candidature c where c.id = p_id and c.faite_le is null;
    when 'demande' then return query select d.chiffre, d.etat from portail.demande d where d.id = p_id and d.etat = 'a-prouver';
    when 'lettre' then return query select a.chiffre, a.etat from portail.abonnement a where a.id = p_id and a.etat <> 'fini';
    else null;
  end case;
end $$;
comment on function porte.ce_qui_se_prouve is 'Pour la tâche qui écrit à l’adresse : elle seule, qui a les clés, sait la lire.';

-- Vrai si la preuve est neuve. L'adresse est celle à qui la tâche écrit : une candidature n'ouvre de compte qu'à celle-là.
create function porte.poser_preuve(p_genre text, p_id uuid, p_empreinte bytea, p_adresse text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user <> 'coforme_worker' then
    raise exception 'Une preuve ne naît que dans une tâche.' using errcode = '42501';
  end if;
  case p_genre
    when 'candidature' then
      update portail.candidature set preuve = p_empreinte, adresse = sha256(convert_to(lower(p_adresse), 'UTF8')) where id = p_id and preuve is null;
    when 'demande' then update portail.demande set preuve = p_empreinte where id = p_id and preuve is null;
    when 'lettre' then update portail.abonnement set preuve = p_empreinte where id = p_id and preuve is null;
    else return false;
  end case;
  return found;
end $$;
grant execute on function porte.ce_qui_se_prouve(text, uuid), porte.poser_preuve(text, uuid, bytea, text) to coforme_worker;

-- ─── 2. Une coopérative arrive ───────────────────────────────────────────────────────────────────
create or replace function porte.deposer_candidature(p_id uuid, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.candidature (id, chiffre, demandee_le) values (p_id, p_chiffre, porte.heure(p_le)) on conflict do nothing;
  if not found then return false; end if;
  perform porte.enfiler_preuve('candidature', p_id);
  return true;
end $$;

create function porte.lire_candidature(p_id uuid, p_preuve bytea) returns table (chiffre bytea, demandee_le timestamptz, faite_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.chiffre, c.demandee_le, c.faite_le from portail.candidature c where c.id = p_id and c.preuve = sha256(p_preuve);
end;

create function porte.accueillir_candidature(p_id uuid, p_preuve bytea, p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text,
  p_societe text, p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, p_sel bytea,
  p_parametres text, p_derivee bytea, p_nda text, p_adresse text, p_code_postal text, p_ville text, p_pole text, p_cherche text,
  p_propose text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c record; p record; sans boolean; qui uuid; e text;
begin
  p_le := porte.heure(p_le);
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  -- Le secret, et l'adresse même qui l'a reçu : sans eux, cette porte ouvrait un compte invité, et disait qui en a un.
  select * into c from portail.candidature x where x.id = p_id and x.preuve = sha256(p_preuve)
    and x.adresse = sha256(convert_to(lower(p_courriel), 'UTF8')) for update;
  if not found or c.faite_le is not null or c.demandee_le < p_le - interval '3 days' then return 'perimee'; end if;
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
  select x.pole_id, x.entree into p from pole.pole x where x.code = p_pole and x.public and x.etat in ('lance', 'actif', 'en-sommeil');
  if found then
    e := case p.entree when 'libre' then 'active' else 'demandee' end;
    insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du, cherche, propose)
      values (p.pole_id, p_organisme, e, p_le, qui, case e when 'active' then (p_le at time zone 'Europe/Paris')::date end, p_cherche, p_propose);
    insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
      values (p.pole_id, p_organisme, qui, 'titulaire', left(p_prenom || ' ' || p_nom_personne, 200), p_le);
    if e = 'active' then
      perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', p_organisme, 'pole', p.pole_id, 'cooperative', p_organisme), null, null);
    end if;
  end if;
  return 'faite';
end $$;
grant execute on function porte.lire_candidature(uuid, bytea), porte.accueillir_candidature(uuid, bytea, uuid, uuid, text, text, text, text,
  boolean, text, uuid, text, text, text, bytea, text, bytea, text, text, text, text, text, text, text, timestamptz) to coforme_app;

-- ─── 3. Écrire à un ou une déléguée ──────────────────────────────────────────────────────────────
create or replace function porte.deposer_demande(p_id uuid, p_departement text, p_sujet text, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.demande (id, departement, sujet, chiffre, etat, recue_le)
    values (p_id, p_departement, p_sujet, p_chiffre, 'a-prouver', porte.heure(p_le)) on conflict do nothing;
  if not found then return false; end if;
  perform porte.enfiler_preuve('demande', p_id);
  return true;
end $$;

create function porte.prouver_demande(p_id uuid, p_preuve bytea, p_le timestamptz) returns table (nom text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
declare d record;
begin
  p_le := porte.heure(p_le);
  select x.id, x.nom, x.courriel into d from portail.delegue x join portail.demande q on q.id = p_id and q.preuve = sha256(p_preuve)
   where x.parti_le is null and (q.departement = any (x.departements) or cardinality(x.departements) = 0)
   order by cardinality(x.departements) = 0, x.depuis_le limit 1;
  if not found then return; end if;
  update portail.demande q set etat = 'transmise', prouvee_le = p_le, delegue_id = d.id
   where q.id = p_id and q.etat = 'a-prouver' and q.recue_le > p_le - interval '3 days';
  if found then return query select d.nom, d.courriel; end if;
end $$;
grant execute on function porte.prouver_demande(uuid, bytea, timestamptz) to coforme_app;

create or replace function porte.suivre_demande(p_id uuid, p_etat text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update portail.demande set etat = p_etat, prise_le = coalesce(prise_le, p_le), repondue_le = case p_etat when 'repondue' then p_le end
   where id = p_id and ((p_etat = 'prise' and etat = 'transmise') or (p_etat = 'repondue' and etat in ('transmise', 'prise')));
  return found;
end $$;

-- ─── 4. La lettre ────────────────────────────────────────────────────────────────────────────────
-- Ne rend rien : la tâche écrit à l'adresse, pour confirmer ou pour dire qu'elle la reçoit déjà.
create function porte.demander_la_lettre(p_id uuid, p_empreinte bytea, p_chiffre bytea, p_poles text[], p_departements text[], p_themes text[],
  p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  insert into portail.abonnement as a (id, empreinte, chiffre, etat, demande_le, poles, departements, themes)
    values (p_id, p_empreinte, p_chiffre, 'a-confirmer', p_le,
      array(select p.pole_id from pole.pole p where p.public and p.code = any (p_poles)), p_departements, p_themes)
    on conflict (empreinte) do update set chiffre = excluded.chiffre, etat = 'a-confirmer', poles = excluded.poles,
      departements = excluded.departements, themes = excluded.themes,
      demande_le = p_le, fini_le = null, confirme_le = null where a.etat <> 'actif';
  perform porte.enfiler_preuve('lettre', a.id) from portail.abonnement a where a.empreinte = p_empreinte;
end $$;

create function porte.confirmer_la_lettre(p_id uuid, p_preuve bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare e text;
begin
  p_le := porte.heure(p_le);
  update portail.abonnement set etat = 'actif', confirme_le = p_le
   where id = p_id and preuve = sha256(p_preuve) and etat = 'a-confirmer' and demande_le > p_le - interval '7 days';
  select etat into e from portail.abonnement where id = p_id and preuve = sha256(p_preuve);
  return e;
end $$;
grant execute on function porte.demander_la_lettre(uuid, bytea, bytea, text[], text[], text[], timestamptz),
  porte.confirmer_la_lettre(uuid, bytea, timestamptz) to coforme_app;

-- ─── 5. L'avis d'un ou une déléguée ──────────────────────────────────────────────────────────────
revoke execute on function porte.avis_a_demander(uuid) from coforme_app;

create function porte.demander_avis(p_id uuid, p_empreinte bytea) returns table (delegue text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user <> 'coforme_worker' then
    raise exception 'Une preuve ne naît que dans une tâche.' using errcode = '42501';
  end if;
  return query select a.delegue, a.courriel from porte.avis_a_demander(p_id) a;
  if found then update pole.proposition set avis_preuve = p_empreinte where id = p_id; end if;
end $$;
comment on function porte.demander_avis is 'À qui demander l’avis, et l’empreinte du secret qui le donnera ; rien s’il est donné, ou si personne ne tient le département.';
grant execute on function porte.demander_avis(uuid, bytea) to coforme_worker;

create function porte.avis_attendu(p_id uuid, p_preuve bytea) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.proposition p where p.id = p_id and p.avis_preuve = sha256(p_preuve))
    and exists (select from porte.avis_a_demander(p_id));
end;

create function porte.donner_avis(p_id uuid, p_preuve bytea, p_avis text, p_texte text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  if not porte.avis_attendu(p_id, p_preuve) then return false; end if;
  select a.delegue into n from porte.avis_a_demander(p_id) a;
  update pole.proposition set avis = p_avis, avis_texte = p_texte, avis_de = n, avis_le = porte.heure(p_le) where id = p_id;
  perform porte.enfiler('pole.avis-donne', jsonb_build_object('organisme', organisme_id, 'proposition', id), 'avis-donne:' || p_id, null)
    from pole.proposition where id = p_id;
  return true;
end $$;
grant execute on function porte.avis_attendu(uuid, bytea), porte.donner_avis(uuid, bytea, text, text, timestamptz) to coforme_app;

-- ─── 6. Demander son espace ──────────────────────────────────────────────────────────────────────
-- La porte cherchait l'adresse dans toutes les fiches : le nombre de tâches, les compteurs et la durée disaient qui se forme. Elle ne lit
-- plus rien, et une tâche cherche à sa place ; l'adresse y va chiffrée par les clés de l'instance.
drop function porte.demander_espaces(text, uuid);
create function porte.demander_espaces(p_chiffre bytea, p_demande uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.organisme() is not null or octet_length(p_chiffre) not between 1 and 2000 then return; end if;
  perform porte.enfiler('espaces.chercher', jsonb_build_object('demande', p_demande, 'adresse', encode(p_chiffre, 'hex')),
    'espaces:' || p_demande, null);
end $$;
grant execute on function porte.demander_espaces(bytea, uuid) to coforme_app;

create function porte.fiches_de_l_adresse(p_courriel text) returns table (organisme uuid, personne uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select distinct t.organisme_id, t.id from tiers.personne t
    where lower(t.courriel) = lower(p_courriel) and t.effacee_le is null limit 20;
end $$;
grant execute on function porte.fiches_de_l_adresse(text) to coforme_worker;

set local role coforme_owner;
