-- Long parce que toutes les portes à qui l'application disait l'heure s'y relisent d'un trait.
-- L'heure est celle de la base. Une porte la recevait de qui l'appelait : avec un « p_le » d'hier on votait après la clôture, avec un
-- « p_le » de demain on lisait ce qui n'était pas paru. L'application garde son port (les récits de la démonstration et les essais se
-- tiennent au jour qu'ils veulent), mais il ne vaut que là où la maintenance, et elle seule, a libéré l'horloge.

create table plateforme.horloge_libre (
  seul boolean primary key default true check (seul),
  depuis timestamptz not null default now()
);
comment on table plateforme.horloge_libre is 'Une ligne : les portes croient l’heure que l’application dit. Posée par les essais, et le temps de jouer la démonstration ; oubliée, elle ne vaut plus le lendemain.';
call app.proteger('plateforme.horloge_libre', 'porte', sauvegarde => false);
grant select on plateforme.horloge_libre to coforme_porte;

set local role coforme_porte;

create function porte.horloge_est_libre() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from plateforme.horloge_libre where depuis > clock_timestamp() - interval '1 day');
end $$;

create function porte.heure(p_dite timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.horloge_est_libre() then return p_dite; end if;
  return porte.present();
end $$;
comment on function porte.heure is 'L’heure qu’il est. Celle que dit l’appelant ne compte que si la maintenance a libéré l’horloge.';

-- Le jour d'ici n'est pas celui de Paris en outre-mer : à un jour près, celui que dit l'application vaut.
create function porte.jour(p_dit date) returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  if abs(p_dit - porte.aujourd_hui()) <= 1 or porte.horloge_est_libre() then return p_dit; end if;
  return porte.aujourd_hui();
end $$;

create or replace function porte.accueillir(p_pole uuid, p_organisme uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  -- Un lien personnel ne parle pas pour la coopérative.
  if not porte.est_membre_ici() then return false; end if;
  if not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set accueillie_le = p_le
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'active' and accueillie_le is null;
  return found;
end $$;

create or replace function porte.actualite(p_adresse text, p_le timestamptz)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz, corps text, source_nom text, source_url text,
  avant_adresse text, avant_titre text, apres_adresse text, apres_titre text)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code, p.nom,
         a.paraitre_le, a.changee_le, a.corps, a.source_nom, a.source_url, v.adresse, v.titre, s.adresse, s.titre
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null
      and (x.paraitre_le, x.actualite_id) < (a.paraitre_le, a.actualite_id) order by x.paraitre_le desc, x.actualite_id desc limit 1) v on true
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null and x.paraitre_le <= (select porte.heure(p_le))
      and (x.paraitre_le, x.actualite_id) > (a.paraitre_le, a.actualite_id) order by x.paraitre_le, x.actualite_id limit 1) s on true
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le));
end;

create or replace function porte.actualites(p_le timestamptz, p_pole text, p_etiquette text, p_du timestamptz, p_au timestamptz,
  p_avant timestamptz, p_avant_id uuid, p_limite integer)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code, p.nom,
         a.paraitre_le, a.changee_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le))
     and (p_pole is null or p.code = p_pole) and (p_etiquette is null or p_etiquette = any (a.etiquettes))
     and (p_du is null or a.paraitre_le >= p_du) and (p_au is null or a.paraitre_le < p_au)
     and (p_avant is null or (a.paraitre_le, a.actualite_id) < (p_avant, p_avant_id))
   order by a.paraitre_le desc, a.actualite_id desc limit least(p_limite, 1001);
end;

create or replace function porte.ce_que_les_poles_attendent(p_le timestamptz)
returns table (quoi text, pole_id uuid, pole text, id uuid, titre text, quand timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  with heure as materialized (select porte.heure(p_le) as le),
  mandats as (
    select m.pole_id, bool_or(m.role = 'animation') as anime, bool_or(m.role <> 'animation') as parle
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne()) group by m.pole_id)
  select 'visa', p.pole_id, p.nom, a.organisme_id, o.nom, a.demandee_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id join pole.adhesion a on a.pole_id = p.pole_id and a.etat = 'demandee'
    join organisme.organisme o on o.organisme_id = a.organisme_id where m.anime
  union all
  select 'voix', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from pole.electeur e join pole.decision d on d.pole_id = e.pole_id and d.id = e.decision_id and d.etat = 'ouverte' and d.ferme_le > (select le from heure)
    join pole.pole p on p.pole_id = d.pole_id left join mandats m on m.pole_id = e.pole_id
   where e.organisme_id = (select porte.organisme()) and e.pole_id = any ((select porte.poles())::uuid[]) and e.procuration_id is null
     and case when d.scrutin = 'personne' then e.personne_id = (select porte.personne()) else m.parle end
     and not exists (select from pole.voix v where v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
       and v.personne_id = e.personne_id)
  union all
  select 'reponse', p.pole_id, p.nom, r.id, r.titre, r.debut
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.reunion r on r.pole_id = p.pole_id and r.etat = 'convoquee' and r.debut > (select le from heure)
   where m.parle and not exists (select from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id
     and x.organisme_id = (select porte.organisme()) and x.compte_id = (select porte.personne()))
  union all
  select 'engagement', p.pole_id, p.nom, g.id, g.quoi, g.pour::timestamp at time zone 'Europe/Paris'
    from pole.engagement g join pole.pole p on p.pole_id = g.pole_id
   where g.de_organisme_id = (select porte.organisme()) and g.compte_id = (select porte.personne()) and g.etat = 'pris'
     and g.pole_id = any ((select porte.poles())::uuid[]) and g.pour <= ((select le from heure) at time zone 'Europe/Paris')::date + 7
  union all
  select 'suite', p.pole_id, p.nom, d.id, d.titre, d.echeance::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'close' and d.realisation in ('a-faire', 'en-cours')
   where m.anime and d.echeance <= ((select le from heure) at time zone 'Europe/Paris')::date
  union all
  -- Ce que sa coopérative cherche et propose : deux semaines avant de ne plus se montrer, et un mois après.
  select 'annonce', p.pole_id, p.nom, p.pole_id, p.nom, x.jusque::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = (select porte.organisme()) and a.etat = 'active'
      and (a.cherche <> '' or a.propose <> '')
    cross join lateral (select porte.jusqu_au(a.dit_le, a.demandee_le) as jusque) x
   where m.parle and ((select le from heure) at time zone 'Europe/Paris')::date between x.jusque - 14 and x.jusque + 30
  union all
  -- Un vote dont le jour est passé ne se dépouille pas seul. Celui d'une date ne se dépouille pas du tout : on retient une date, ou on annule.
  select 'depouiller', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= (select le from heure)
   where m.anime and (d.genre <> 'dates' or d.reunion_id is null)
  union all
  select 'date', p.pole_id, p.nom, r.id, r.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= (select le from heure) and d.genre = 'dates'
    join pole.reunion r on r.pole_id = d.pole_id and r.id = d.reunion_id and r.etat = 'dates'
   where m.anime
   order by 6 limit 50;
end;

create or replace function porte.chercher_actualites(p_mots text, p_le timestamptz, p_limite integer)
returns table (adresse text, titre text, chapo text, pole text, paraitre_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.adresse, a.titre, a.chapo, p.nom, a.paraitre_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.mots @@ to_tsquery('pg_catalog.french', p_mots) and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le))
   order by a.paraitre_le desc limit least(p_limite, 100);
end;

create or replace function porte.chercher_offres(p_mots text, p_jour date, p_limite integer)
returns table (offre uuid, intitule text, organisme text)
language sql stable security definer set search_path = ''
begin atomic
  select f.offre_id, f.intitule, f.organisme_nom from catalogue.fiche f
   where f.mots @@ to_tsquery('pg_catalog.french', p_mots) and f.retiree_le is null and (f.echoit_le is null or f.echoit_le >= (select porte.jour(p_jour)))
   limit least(p_limite, 100);
end;

create or replace function porte.confier_animation(p_pole uuid, p_organisme uuid, p_compte uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle en confie l’animation.' using errcode = '42501';
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    select distinct on (m.compte_id) m.pole_id, m.organisme_id, m.compte_id, 'animation', m.nom, p_le
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.pole_id = p_pole and m.organisme_id = p_organisme and m.compte_id = p_compte
    on conflict do nothing;
  return found;
end $$;

create or replace function porte.constater_mission(p_organisme uuid, p_id uuid, p_point text, p_rang integer, p_conclusion text, p_constat text, p_risque text,
  p_secondes integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, null);
begin
  p_le := porte.heure(p_le);
  if m.id is null or not exists (select from qualite.audit_ouverture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or exists (select from qualite.audit_cloture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or p_rang <> 1 + coalesce((select max(c.rang) from qualite.audit_constat c where c.organisme_id = m.organisme_id and c.audit_id = m.audit_id
       and c.point = p_point), 0) then return false; end if;
  insert into qualite.audit_constat (organisme_id, audit_id, point, rang, conclusion, constat, risque, secondes, de_organisme_id, ecrit_le, par)
    values (m.organisme_id, m.audit_id, p_point, p_rang, p_conclusion, p_constat, p_risque, p_secondes, m.pair_organisme_id, p_le, porte.personne())
    on conflict do nothing;
  return found;
end $$;

create or replace function porte.demander_temoin(p_temoin uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not exists (select from porte.candidats_temoins() c where c.organisme_id = p_temoin) then return false; end if;
  insert into emargement.temoin as t (organisme_id, temoin_id, etat, demande_le, demande_par) values (moi, p_temoin, 'demande', p_le, qui)
    on conflict (organisme_id, temoin_id) do update
      set etat = 'demande', demande_le = p_le, demande_par = qui, repondu_le = null, repondu_par = null
      where t.etat in ('refuse', 'retire');
  return found;
end $$;

create or replace function porte.dire_adhesion(p_pole uuid, p_cherche text, p_propose text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null or porte.par_lien() or not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set cherche = coalesce(p_cherche, cherche), propose = coalesce(p_propose, propose), dit_le = p_le
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  return found;
end $$;

create or replace function porte.donner_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  p_le := porte.heure(p_le);
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  select p.nom into n from pole.participant p
    join pole.dossier d on d.pole_id = p.pole_id and d.groupe_id = p.groupe_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active'
   where d.pole_id = p_pole and d.id = p_dossier and p.organisme_id = p_organisme and p.compte_id = p_compte;
  if n is null then return 'pas-du-groupe'; end if;
  insert into pole.acces as x (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id)
    values (p_pole, p_dossier, p_organisme, p_compte, n, p_le, porte.personne())
    on conflict (pole_id, dossier_id, organisme_id, compte_id) do update set retire_le = null, du = excluded.du, par_id = excluded.par_id
      where x.retire_le is not null;
  return case when found then 'faite' else 'deja' end;
end $$;

create or replace function porte.faire_paraitre(p_pole uuid, p_actualite uuid, p_adresse text, p_pli text, p_le timestamptz, p_maintenant timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare a text := p_adresse; deja text;
begin
  p_maintenant := porte.heure(p_maintenant);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle publie ses actualités.' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('portail.adresse'));
  select p.adresse into deja from portail.parution p where p.actualite_id = p_actualite;
  if deja is not null then a := deja;
  else
    for i in 2..1000 loop
      exit when not exists (select from portail.parution p where p.adresse = a);
      a := left(p_adresse, 110) || '-' || i;
    end loop;
  end if;
  insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_id, image_alt, image_largeur, image_hauteur,
      source_nom, source_url, version, paraitre_le, changee_le, pli, images)
    select x.id, x.pole_id, a, x.titre, x.chapo, x.corps, x.etiquettes, x.image_id, x.image_alt, i.largeur, i.hauteur,
           x.source_nom, x.source_url, x.version, p_le, p_maintenant, p_pli, porte.images_du_texte(x.pole_id, x.corps)
      from portail.actualite x left join portail.image i on i.pole_id = x.pole_id and i.id = x.image_id
     where x.pole_id = p_pole and x.id = p_actualite
    on conflict (actualite_id) do update set titre = excluded.titre, chapo = excluded.chapo, corps = excluded.corps,
      etiquettes = excluded.etiquettes, image_id = excluded.image_id, image_alt = excluded.image_alt, image_largeur = excluded.image_largeur,
      image_hauteur = excluded.image_hauteur, source_nom = excluded.source_nom, source_url = excluded.source_url, version = excluded.version,
      paraitre_le = excluded.paraitre_le, changee_le = excluded.changee_le, pli = excluded.pli, images = excluded.images, retiree_le = null;
  return case when found then a end;
end $$;

create or replace function porte.finir_la_lettre(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update portail.abonnement set etat = 'fini', chiffre = null, fini_le = p_le, poles = '{}', departements = '{}', themes = '{}'
   where id = p_id and etat <> 'fini';
  return exists (select from portail.abonnement where id = p_id);
end $$;

create or replace function porte.fonder_pole(p_pole uuid, p_code text, p_genre text, p_nom text, p_entree text, p_anime text, p_le timestamptz)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); personne uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or personne is null then
    raise exception 'Un pôle se fonde au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p_code, p_genre, p_nom, p_entree, 'lance', (p_le at time zone 'Europe/Paris')::date, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du)
    values (p_pole, moi, 'active', p_le, personne, (p_le at time zone 'Europe/Paris')::date);
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    values (p_pole, moi, personne, 'animation', p_anime, p_le), (p_pole, moi, personne, 'titulaire', p_anime, p_le);
end $$;

create or replace function porte.garder_brouillon_du_lien(p_valeurs jsonb, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
begin
  p_le := porte.heure(p_le);
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  insert into questionnaires.brouillon as b (organisme_id, activite_id, demande_id, valeurs, garde_le)
    select moi, x.activite_id, quoi, p_valeurs, p_le from questionnaires.demande x
      where x.organisme_id = moi and x.id = quoi and x.repondue_le is null
    on conflict (organisme_id, demande_id) do update set valeurs = excluded.valeurs, garde_le = excluded.garde_le;
  return found;
end $$;

create or replace function porte.image_parue(p_image uuid, p_petite boolean, p_le timestamptz) returns bytea
language sql stable security definer set search_path = ''
begin atomic
  select case when p_petite then i.petite else i.grande end
    from portail.image i
   where i.id = p_image and (
     exists (select from portail.parution a where a.pole_id = i.pole_id and a.image_id = p_image and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)))
     or exists (select from portail.parution a where a.pole_id = i.pole_id and a.images @> array[p_image] and a.retiree_le is null
       and a.paraitre_le <= (select porte.heure(p_le))))
   limit 1;
end;

create or replace function porte.images_de_l_actualite(p_adresse text, p_le timestamptz) returns table (id uuid, largeur integer, hauteur integer)
language sql stable security definer set search_path = ''
begin atomic
  select i.id, i.largeur, i.hauteur
    from portail.parution a join portail.image i on i.pole_id = a.pole_id and i.id = any (a.images)
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le));
end;

create or replace function porte.lancer_pole(p_id uuid, p_pole uuid, p_anime text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; jour date := (porte.heure(p_le) at time zone 'Europe/Paris')::date; s record;
begin
  p_le := porte.heure(p_le);
  if qui is null then return null; end if;
  select * into p from pole.proposition where id = p_id and organisme_id = moi for update;
  if not found then return null; end if;
  if p.etat = 'lancee' then return 'lance'; end if;
  if p.etat <> 'ouverte' then return null; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) < porte.signatures_d_un_pole() then return 'signatures'; end if;
  if exists (select from pole.pole where code = p.code) then return 'pris'; end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, raison, territoire, courriel, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p.code, p.genre, p.nom, p.raison, p.territoire, p.courriel, p.entree, 'lance', jour, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du, propose)
    select p_pole, x.organisme_id, 'active', x.le, x.compte_id, jour, x.mot from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    select p_pole, x.organisme_id, x.compte_id, 'titulaire', x.nom, p_le from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'animation', p_anime, p_le);
  update pole.proposition set etat = 'lancee', finie_le = p_le, pole_id = p_pole where id = p_id;
  for s in select x.organisme_id from pole.soutien x where x.proposition_id = p_id and x.organisme_id <> moi loop
    perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', s.organisme_id, 'pole', p_pole, 'cooperative', s.organisme_id), null, null);
  end loop;
  return 'lance';
end $$;

create or replace function porte.ne_plus_informer(p_message uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare m record;
begin
  p_le := porte.heure(p_le);
  select x.organisme_id, x.adresse_cle into m from etapes.message x where x.id = p_message;
  if not found then return null; end if;
  insert into etapes.desabonnement (organisme_id, cle, le) values (m.organisme_id, m.adresse_cle, p_le) on conflict do nothing;
  return 'fait';
end $$;

create or replace function porte.ne_plus_relancer_le_lien(p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.organisme() is null or porte.objet() is null or not porte.par_lien() then return false; end if;
  update questionnaires.demande set arretee_le = p_le, arret_par = 'repondant'
   where organisme_id = porte.organisme() and id = porte.objet() and arretee_le is null;
  return found;
end $$;

create or replace function porte.noter_remise(p_lettre uuid, p_abonnement uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  insert into portail.remise (lettre_id, abonnement_id, le) values (p_lettre, p_abonnement, p_le) on conflict do nothing;
  return found;
end $$;

create or replace function porte.ouvrir_decision(p_pole uuid, p_decision uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; s text; jour date := (porte.heure(p_le) at time zone 'Europe/Paris')::date;
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle ouvre un vote.' using errcode = '42501';
  end if;
  update pole.decision set etat = 'ouverte', ouverte_le = p_le
   where pole_id = p_pole and id = p_decision and etat = 'brouillon' and ferme_le > p_le;
  if not found then return null; end if;
  select scrutin into s from pole.decision where pole_id = p_pole and id = p_decision;
  if s = 'personne' then
    -- Qui prend part à la vie du pôle : tout membre d'une de ses coopératives, hors les rôles qui n'y participent pas.
    insert into pole.electeur (pole_id, decision_id, organisme_id, personne_id, nom)
      select p_pole, p_decision, a.organisme_id, c.compte_id, left(trim(k.prenom || ' ' || k.nom), 200)
        from pole.adhesion a join compte.adhesion c on c.organisme_id = a.organisme_id join compte.compte k on k.id = c.compte_id
       where a.pole_id = p_pole and a.etat = 'active' and c.acceptee_le is not null and k.ferme_le is null and (c.au is null or c.au >= jour)
         and not c.roles <@ '{comptable,dpo,auditeur}';
  else
    insert into pole.electeur (pole_id, decision_id, organisme_id, poids)
      select p_pole, p_decision, a.organisme_id, case s when 'poids' then a.poids else 1 end
        from pole.adhesion a where a.pole_id = p_pole and a.etat = 'active';
  end if;
  get diagnostics n = row_count;
  return n;
end $$;

create or replace function porte.ouvrir_dossier(p_pole uuid, p_groupe uuid, p_dossier uuid, p_nom text, p_objet text, p_par text, p_le timestamptz)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not p_pole = any (porte.poles())
     or not exists (select from pole.participant where pole_id = p_pole and groupe_id = p_groupe and organisme_id = moi and compte_id = qui) then
    return false;
  end if;
  insert into pole.dossier (pole_id, id, groupe_id, organisme_id, nom, objet, ouvert_le)
    values (p_pole, p_dossier, p_groupe, moi, p_nom, p_objet, p_le) on conflict do nothing;
  if not found then return p_dossier = any (porte.mes_dossiers()); end if;
  insert into pole.acces (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id) values (p_pole, p_dossier, moi, qui, p_par, p_le, qui);
  return true;
end $$;

create or replace function porte.prendre_mandat(p_pole uuid, p_role text, p_nom text, p_remplacer boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if qui is null or p_role not in ('titulaire', 'suppleant') or not p_pole = any (porte.poles()) then return false; end if;
  if p_remplacer then
    delete from pole.mandat where pole_id = p_pole and organisme_id = moi and role = p_role;
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, p_role, p_nom, p_le)
    on conflict do nothing;
  return found;
end $$;

create or replace function porte.proposer_mission(p_id uuid, p_audit uuid, p_pair uuid, p_jeton bytea, p_nom text, p_finalite text, p_expire date,
  p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or porte.portee() <> '*' or (p_pair is null) = (p_jeton is null)
     or p_expire < porte.aujourd_hui() or p_expire > porte.aujourd_hui() + 370
     or not exists (select from qualite.audit a where a.organisme_id = moi and a.id = p_audit)
     or p_pair is not null and not exists (select from porte.pairs_d_audit() c where c.organisme_id = p_pair)
     or (select count(*) from qualite.audit_mission m where m.organisme_id = moi and m.audit_id = p_audit) >= 20 then return false; end if;
  insert into qualite.audit_mission (organisme_id, id, audit_id, genre, pair_organisme_id, jeton, nom, finalite, expire_le, etat, propose_le, propose_par)
    values (moi, p_id, p_audit, case when p_pair is null then 'externe' else 'pair' end, p_pair, p_jeton, p_nom, p_finalite, p_expire,
      case when p_pair is null then 'accepte' else 'propose' end, p_le, qui)
    on conflict do nothing;
  return true;
end $$;

create or replace function porte.proposer_pole(p_id uuid, p_code text, p_genre text, p_nom text, p_raison text, p_territoire text,
  p_departement text, p_courriel text, p_entree text, p_par text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then
    raise exception 'Un pôle se propose au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  if exists (select from pole.proposition where id = p_id) then return 'deja'; end if;
  if porte.code_de_pole_pris(p_code) then return 'pris'; end if;
  insert into pole.proposition (id, organisme_id, compte_id, code, genre, nom, raison, territoire, departement, courriel, entree, par, etat, proposee_le)
    values (p_id, moi, qui, p_code, p_genre, p_nom, p_raison, p_territoire, p_departement, p_courriel, p_entree, p_par, 'ouverte', p_le)
    on conflict do nothing;
  if not found then return 'pris'; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, le) values (p_id, moi, qui, p_par, p_le);
  perform porte.enfiler('portail.demander-avis', jsonb_build_object('proposition', p_id), 'avis:' || p_id, null);
  return 'proposee';
end $$;

create or replace function porte.purger_portail(p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; t integer := 0;
begin
  p_le := porte.heure(p_le);
  delete from portail.demande where (etat = 'a-prouver' and recue_le < p_le - interval '3 days') or recue_le < p_le - interval '13 months';
  get diagnostics n = row_count; t := t + n;
  delete from portail.candidature where (faite_le is null and demandee_le < p_le - interval '3 days') or demandee_le < p_le - interval '13 months';
  get diagnostics n = row_count; t := t + n;
  delete from portail.remise r using portail.abonnement a where r.abonnement_id = a.id
    and (a.etat = 'a-confirmer' and a.demande_le < p_le - interval '7 days' or r.le < p_le - interval '13 months');
  delete from portail.abonnement a where a.etat = 'a-confirmer' and a.demande_le < p_le - interval '7 days';
  get diagnostics n = row_count;
  return t + n;
end $$;

create or replace function porte.quitter_pole(p_pole uuid, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  -- Un lien personnel ne parle pas pour la coopérative.
  if not porte.est_membre_ici() then return false; end if;
  update pole.adhesion set etat = 'sortie', au = (p_le at time zone 'Europe/Paris')::date, motif = p_motif
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  return found;
end $$;

create or replace function porte.rayons_des_actualites(p_le timestamptz) returns table (genre text, nom text, nombre bigint)
language sql stable security definer set search_path = ''
begin atomic
  select 'annee', to_char(a.paraitre_le at time zone 'Europe/Paris', 'YYYY'), count(*) from portail.parution a
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)) group by 2
  union all
  select 'etiquette', e.nom, count(*) from portail.parution a cross join lateral unnest(a.etiquettes) as e (nom)
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)) group by 2
   order by 1, 3 desc, 2 limit 200;
end;

create or replace function porte.regler_les_annonces(p_jours integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de temps se montre une annonce.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, annonce_jours, modifie_le) values (porte.signatures_d_un_pole(), p_jours, p_le)
    on conflict (seul) do update set annonce_jours = excluded.annonce_jours, modifie_le = excluded.modifie_le;
  return true;
end $$;

create or replace function porte.regler_les_signatures(p_signatures integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de coopératives signent.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, modifie_le) values (p_signatures, p_le)
    on conflict (seul) do update set signatures = excluded.signatures, modifie_le = excluded.modifie_le;
  return true;
end $$;

create or replace function porte.rejoindre_pole(p_pole uuid, p_cherche text, p_propose text, p_nom text, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; e text;
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then
    raise exception 'Une coopérative rejoint un pôle par une de ses personnes.' using errcode = '42501';
  end if;
  select entree, etat into p from pole.pole where pole_id = p_pole and public and pole.etat in ('lance', 'actif', 'en-sommeil');
  if not found then return null; end if;
  e := case p.entree when 'libre' then 'active' else 'demandee' end;
  insert into pole.adhesion as a (pole_id, organisme_id, etat, demandee_le, demandee_par, du, cherche, propose)
    values (p_pole, moi, e, p_le, qui, case e when 'active' then (p_le at time zone 'Europe/Paris')::date end, p_cherche, p_propose)
    on conflict (pole_id, organisme_id) do update
      set etat = excluded.etat, demandee_le = excluded.demandee_le, demandee_par = excluded.demandee_par, du = excluded.du,
          au = null, motif = null, accueillie_le = null, cherche = excluded.cherche, propose = excluded.propose
      where a.etat in ('refusee', 'sortie');
  if not found then
    select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
    return case e when 'demandee' then 'attente' else e end;
  end if;
  select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'titulaire', p_nom, p_le)
    on conflict do nothing;
  return e;
end $$;

create or replace function porte.repondre_mission(p_organisme uuid, p_id uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and pair_organisme_id = porte.organisme() and etat = 'propose'
     and expire_le >= porte.aujourd_hui();
  return found;
end $$;

create or replace function porte.repondre_par_lien(p_reponse uuid, p_jour date, p_recue timestamptz, p_alerte boolean, p_valeurs jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
  d record;
  r uuid;
begin
  p_recue := porte.heure(p_recue);
  p_jour := porte.jour(p_jour);
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  select x.activite_id, x.campagne_id, c.anonyme into d from questionnaires.demande x
    join questionnaires.campagne c on c.organisme_id = x.organisme_id and c.id = x.campagne_id
   where x.organisme_id = moi and x.id = quoi and c.fermee_le is null;
  if not found then return false; end if;
  update questionnaires.demande set repondue_le = p_jour where organisme_id = moi and id = quoi and repondue_le is null;
  if not found then return false; end if;
  r := case when d.anonyme then gen_random_uuid() else p_reponse end;
  insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie, alerte, par)
    values (moi, r, d.activite_id, d.campagne_id, case when not d.anonyme then quoi end, case when not d.anonyme then p_jour end,
      case when not d.anonyme then p_recue end, 'lien', p_alerte and not d.anonyme, null);
  insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes, texte)
    select moi, d.activite_id, r, d.campagne_id, v.question, v.rang, v.code, v.millemes, v.texte
      from jsonb_to_recordset(p_valeurs) as v (question text, rang smallint, code text, millemes bigint, texte text);
  delete from questionnaires.brouillon where organisme_id = moi and demande_id = quoi;
  return true;
end $$;

create or replace function porte.repondre_temoin(p_organisme uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and temoin_id = porte.organisme() and etat = 'demande';
  return found;
end $$;

create or replace function porte.retirer_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  perform from pole.acces where pole_id = p_pole and dossier_id = p_dossier order by organisme_id, compte_id for update;
  if (select count(*) from pole.acces where pole_id = p_pole and dossier_id = p_dossier and retire_le is null) < 2 then return 'derniere'; end if;
  update pole.acces set retire_le = p_le
   where pole_id = p_pole and dossier_id = p_dossier and organisme_id = p_organisme and compte_id = p_compte and retire_le is null;
  return case when found then 'faite' else 'absente' end;
end $$;

create or replace function porte.retirer_mission(p_organisme uuid, p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = 'retire', retire_le = p_le, retire_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and (organisme_id = moi and porte.portee() = '*' or pair_organisme_id = moi)
     and etat in ('propose', 'accepte');
  return found;
end $$;

create or replace function porte.retirer_parution(p_pole uuid, p_actualite uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire ses actualités.' using errcode = '42501';
  end if;
  update portail.parution set retiree_le = p_le where pole_id = p_pole and actualite_id = p_actualite and retiree_le is null;
  return found;
end $$;

create or replace function porte.retirer_proposition(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update pole.proposition set etat = 'retiree', finie_le = p_le
   where id = p_id and organisme_id = porte.organisme() and porte.personne() is not null and etat = 'ouverte';
  return found;
end $$;

create or replace function porte.retirer_retours(p_pole uuid, p_reunion uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire un retour.' using errcode = '42501';
  end if;
  update pole.retour set retire_le = p_le where pole_id = p_pole and reunion_id = p_reunion and retire_le is null;
end $$;

create or replace function porte.retirer_temoin(p_autre uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = 'retire', repondu_le = p_le, repondu_par = porte.personne()
   where ((organisme_id = moi and temoin_id = p_autre) or (organisme_id = p_autre and temoin_id = moi)) and etat in ('demande', 'accepte');
  return found;
end $$;

create or replace function porte.signer_par_lien(
  p_jeton bytea, p_maillon uuid, p_geste uuid, p_signee_le timestamptz, p_fait_le timestamptz, p_objet bytea, p_contenu text, p_phrase text,
  p_parts text[], p_sels bytea[], p_prives text[], out numero bigint, out empreinte bytea, out differee boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid;
  enseigne uuid;
begin
  -- L'entrée du registre dit la même heure, et la base ne la récrit pas : elle refuse celle qui n'est pas la sienne.
  if p_signee_le not between porte.heure(p_signee_le) - interval '5 minutes' and porte.heure(p_signee_le) + interval '5 minutes' then
    raise exception 'L’heure de cette signature n’est pas celle qu’il est.' using errcode = '22008';
  end if;
  p_fait_le := porte.heure(p_fait_le);
  with l as (
    update compte.lien l set consomme_le = now()
      from emargement.invitation i
     where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
       and i.organisme_id = l.organisme_id and i.id = l.objet_id
     returning l.organisme_id, i.inscription_id, i.seance_id, i.activite_id),
  s as (
    insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
      select l.organisme_id, l.activite_id, l.inscription_id, l.seance_id, p_maillon, p_signee_le, 'lien' from l
      on conflict do nothing returning seance_id),
  g as (
    insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, objet_genre, objet_id, phrase)
      select l.organisme_id, p_geste, l.activite_id, p_fait_le, null, 'emargement', 'signer-demi-journee', 'seance', s.seance_id, p_phrase from l, s),
  p as (
    insert into emargement.prive (organisme_id, activite_id, maillon_id, part, sel, contenu)
      select l.organisme_id, l.activite_id, p_maillon, x.part, x.sel, x.contenu
        from l, s, unnest(p_parts, p_sels, p_prives) as x (part, sel, contenu))
  select l.organisme_id, l.activite_id into moi, enseigne from l, s;
  if not found then raise exception 'Ce lien ne signe rien, ou une autre demande est passée avant.' using errcode = 'CF409'; end if;
  select r.numero, r.empreinte into numero, empreinte
    from porte.prolonger_d_une_entree_neuve(moi, p_maillon, enseigne, p_objet, p_contenu) as r;
  differee := porte.differer_le_disque();
end $$;

create or replace function porte.soutenir_pole(p_id uuid, p_nom text, p_mot text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record;
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then return null; end if;
  select organisme_id, etat into p from pole.proposition where id = p_id for update;
  if not found or p.etat <> 'ouverte' then return null; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, mot, le) values (p_id, moi, qui, p_nom, p_mot, p_le)
    on conflict do nothing;
  if not found then return 'deja'; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) = porte.signatures_d_un_pole() then
    perform porte.enfiler('pole.signatures-reunies', jsonb_build_object('organisme', p.organisme_id, 'proposition', p_id), 'signatures:' || p_id, null);
  end if;
  return 'signee';
end $$;

create or replace function porte.tenir_delegue(p_id uuid, p_nom text, p_courriel text, p_departements text[], p_parti boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient la liste des délégués.' using errcode = '42501';
  end if;
  insert into portail.delegue as d (id, nom, courriel, departements, depuis_le, parti_le)
    values (p_id, p_nom, p_courriel, p_departements, p_le, case when p_parti then p_le end)
    on conflict (id) do update set nom = excluded.nom, courriel = excluded.courriel, departements = excluded.departements,
      parti_le = case when p_parti then coalesce(d.parti_le, p_le) end;
  return true;
end $$;

create or replace function porte.tenir_mentions(p_editeur text, p_directeur text, p_hebergeur text, p_contact text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient ses mentions.' using errcode = '42501';
  end if;
  insert into portail.mention (editeur, directeur, hebergeur, contact, modifiee_le)
    values (p_editeur, p_directeur, p_hebergeur, p_contact, p_le)
    on conflict (seul) do update set editeur = excluded.editeur, directeur = excluded.directeur, hebergeur = excluded.hebergeur,
      contact = excluded.contact, modifiee_le = excluded.modifiee_le;
  return true;
end $$;

create or replace function porte.viser_adhesion(p_pole uuid, p_organisme uuid, p_oui boolean, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle vise les adhésions.' using errcode = '42501';
  end if;
  update pole.adhesion set etat = case when p_oui then 'active' else 'refusee' end,
         du = case when p_oui then (p_le at time zone 'Europe/Paris')::date end, motif = case when p_oui then null else p_motif end
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'demandee';
  return found;
end $$;

create or replace function porte.voter(p_pole uuid, p_decision uuid, p_pour uuid, p_choix integer[], p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); e record; d record;
  cle uuid := '00000000-0000-0000-0000-000000000000';
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not p_pole = any (porte.poles()) then return 'sans-mandat'; end if;
  -- Verrou partagé avec la clôture : on ne vote pas pendant qu'on dépouille.
  select etat, ferme_le, scrutin, cardinality(options) as n into d from pole.decision where pole_id = p_pole and id = p_decision for share;
  if not found then return 'hors-liste'; end if;
  if d.scrutin = 'personne' then
    cle := qui;
    if p_pour <> moi then return 'pour-une-autre'; end if;
  elsif not exists (select from pole.mandat m where m.pole_id = p_pole and m.organisme_id = moi and m.compte_id = qui
      and m.role in ('titulaire', 'suppleant')) then
    return 'sans-mandat';
  end if;
  if d.etat <> 'ouverte' or d.ferme_le <= p_le then return 'fermee'; end if;
  if cardinality(p_choix) <> d.n then return 'choix'; end if;
  select * into e from pole.electeur
   where pole_id = p_pole and decision_id = p_decision and organisme_id = p_pour and personne_id = cle;
  if not found then return 'hors-liste'; end if;
  if p_pour <> moi and e.procuration_id is distinct from moi then return 'pour-une-autre'; end if;
  if p_pour = moi and e.procuration_id is not null then return 'procuration-donnee'; end if;
  insert into pole.voix as v (pole_id, decision_id, organisme_id, personne_id, choix, motif, compte_id, le)
    values (p_pole, p_decision, p_pour, cle, p_choix, p_motif, qui, p_le)
    on conflict (pole_id, decision_id, organisme_id, personne_id) do update
      set choix = excluded.choix, motif = excluded.motif, compte_id = excluded.compte_id, le = excluded.le
      where v.le <= excluded.le;
  return 'compte';
end $$;

-- Les portes qui effacent sont à la maintenance.
grant execute on function porte.heure(timestamptz) to coforme_maintenance;
grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;

create or replace function porte.oublier_personne(p_personnes uuid[], p_complet boolean, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if exists (select from donnees.suspension s where s.organisme_id = moi and s.personne_id = any (p_personnes) and s.levee_le is null) then
    raise exception 'Une suspension court : rien ne s’efface de cette personne.' using errcode = '23001', constraint = 'personne_suspendue';
  end if;
  if p_complet and (
      exists (select from inscriptions.inscription i
        join (select organisme_id, inscription_id, maillon_id from emargement.signature
          union all select organisme_id, inscription_id, maillon_id from emargement.absence
          union all select organisme_id, inscription_id, maillon_id from emargement.rectification) f
          on f.organisme_id = moi and f.inscription_id = i.id
        join emargement.prive v on v.organisme_id = moi and v.maillon_id = f.maillon_id
       where i.organisme_id = moi and i.personne_id = any (p_personnes))
      or exists (select from documents.piece p join inscriptions.inscription i on i.organisme_id = moi and i.id = p.objet_id
        where p.organisme_id = moi and i.personne_id = any (p_personnes) and p.effacee_le is null)) then
    raise exception 'Le registre ou une pièce garde encore quelque chose de cette personne.' using errcode = '23001', constraint = 'personne_gardee';
  end if;
  update tiers.personne set courriel = null, telephone = null, adresse = null, code_postal = null, ville = null
   where organisme_id = moi and id = any (p_personnes);
  update tiers.contact set retire_le = coalesce(retire_le, p_le) where organisme_id = moi and personne_id = any (p_personnes);
  update sessions.abonnement set nom = 'Agenda effacé', revoque_le = coalesce(revoque_le, p_le)
   where organisme_id = moi and genre = 'personne' and objet_id = any (p_personnes);
  update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes) and repondue_le is not null;
  delete from donnees.archive where organisme_id = moi and personne_id = any (p_personnes);
  if p_complet then
    update tiers.personne set prenom = 'Personne', nom = 'effacée', pli = 'effacee personne', entreprise_id = null,
        effacee_le = coalesce(effacee_le, p_le) where organisme_id = moi and id = any (p_personnes);
    update inscriptions.inscription set employeur_id = null where organisme_id = moi and personne_id = any (p_personnes);
    update tiers.contact set fonction = null where organisme_id = moi and personne_id = any (p_personnes);
    update tiers.intervenant set titres = '', rapport = '' where organisme_id = moi and personne_id = any (p_personnes);
    update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes);
    update facturation.facture set payeur_nom = 'Personne effacée', pli = 'personne effacee' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.reglement set payeur_nom = 'Personne effacée' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.relance r set destinataire = 'effacé', objet = 'effacé', texte = 'Texte effacé' from facturation.facture f
     where f.organisme_id = moi and f.payeur_personne_id = any (p_personnes) and r.organisme_id = moi and r.facture_id = f.id;
    update bpf.fiche_reprise set ref = 'effacée ' || personne_id::text where organisme_id = moi and personne_id = any (p_personnes);
  end if;
  -- Les mots cherchés, que la fiche refait à chaque changement : une fiche effacée ne se cherche plus.
  delete from tiers.mot m using tiers.personne p
   where p.organisme_id = moi and p.id = any (p_personnes) and p.effacee_le is not null and m.organisme_id = moi and m.personne_id = p.id;
end $$;

create or replace function porte.oublier_pieces(p_pieces uuid[], p_le timestamptz) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  p_le := porte.heure(p_le);
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  -- Un genre sans fiche ne s'efface pas : rien ne dit combien de temps il se garde.
  if exists (select from documents.piece p left join app.fiches_de_genres() g on g.genre = p.genre
      where p.organisme_id = moi and p.id = any (p_pieces) and p.effacee_le is null
        and (g.genre is null or p.emise_le > clock_timestamp() - make_interval(years => g.plancher)
          and (not g.si_signee or exists (select from documents.signature s
            where s.organisme_id = moi and s.piece_id = p.id and s.acte = 'signature')))) then
    raise exception 'Cette pièce se garde encore : la loi le demande.' using errcode = '23001', constraint = 'piece_gardee';
  end if;
  select coalesce(array_agg(distinct f), '{}') into oter from (
    select p.fichier as f from documents.piece p where p.organisme_id = moi and p.id = any (p_pieces)
    union select e.fichier from documents.exemplaire e where e.organisme_id = moi and e.piece_id = any (p_pieces)
    union select s.scan from documents.signature s where s.organisme_id = moi and s.piece_id = any (p_pieces) and s.scan is not null) x;
  delete from documents.exemplaire where organisme_id = moi and piece_id = any (p_pieces);
  delete from documents.signature_privee v using documents.signature s
   where s.organisme_id = moi and s.piece_id = any (p_pieces) and v.organisme_id = moi and v.signature_id = s.id;
  update documents.signature set nom = 'Personne effacée', qualite = '' where organisme_id = moi and piece_id = any (p_pieces);
  update documents.demande set nom = 'Personne effacée', qualite = '', courriel = 'effacé', motif = '', code = null,
      retiree_le = coalesce(retiree_le, p_le) where organisme_id = moi and piece_id = any (p_pieces);
  update documents.piece set donnees = '{}', libelle = 'Pièce effacée', pli = 'piece effacee', effacee_le = coalesce(effacee_le, p_le)
   where organisme_id = moi and id = any (p_pieces);
  delete from plateforme.fichier g where g.organisme_id = moi and encode(g.empreinte, 'hex') = any (oter)
     and not exists (select from documents.piece p where p.organisme_id = moi and p.fichier = encode(g.empreinte, 'hex') and p.effacee_le is null);
  return oter;
end $$;

create or replace function porte.oublier_reponse(p_reponse uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  update questionnaires.reponse set effacee_le = p_le, alerte = false
   where organisme_id = moi and id = p_reponse and demande_id is not null and effacee_le is null;
  if not found then return false; end if;
  delete from questionnaires.valeur where organisme_id = moi and reponse_id = p_reponse;
  update questionnaires.suite set texte = 'effacé' where organisme_id = moi and reponse_id = p_reponse;
  return true;
end $$;

set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
