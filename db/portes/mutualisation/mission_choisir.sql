set local role coforme_porte;

-- Répondre vaut accord pour les dates dites, une fois : l’option tient l’heure aussitôt. Si la coopérative a répondu pour elle, si une mission est
-- déjà née de cette réponse, ou si c’est un prêt, qui demande un accord exprès, la personne accorde d’abord. Ce que la personne ou sa coopérative a
-- refusé ne se rechoisit pas.
create or replace function porte.mission_choisir(p_id uuid, p_reponse uuid, p_rang integer, p_forme text, p_classement jsonb, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  r mutualisation.reponse;
  a mutualisation.appel;
  c tstzmultirange;
  accordee boolean;
  a_viser boolean;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  select * into r from mutualisation.reponse x where x.appel_organisme_id = moi and x.id = p_reponse for update;
  if not found or not porte.vivier_accepte(r.organisme_id, r.compte_id, 'fiche') or not exists (select from compte.adhesion d where d.organisme_id = r.organisme_id
      and d.compte_id = r.compte_id and d.acceptee_le is not null and (d.au is null or d.au >= porte.aujourd_hui())) then return 'introuvable'; end if;
  if r.retiree_le is not null or r.ecartee_le is not null then return 'retiree'; end if;
  select * into a from mutualisation.appel x where x.organisme_id = moi and x.id = r.appel_id;
  if a.issue = 'retire' then return 'clos'; end if;
  if not porte.courant_membre(a.pole_id, r.organisme_id) or not porte.courant_membre(a.pole_id, moi) then return 'introuvable'; end if;
  if not p_rang = any (r.rangs) then return 'date'; end if;
  if exists (select from compte.adhesion d where d.organisme_id = moi and d.compte_id = r.compte_id and d.acceptee_le is not null
      and (d.au is null or d.au >= porte.aujourd_hui())) then return 'dedans'; end if;
  if exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id and m.etat = any (app.liste('missions-vives'))) then
    return 'deja';
  end if;
  if exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id and m.finie_par_organisme = r.organisme_id) then
    return 'retiree';
  end if;
  accordee := r.par = 'personne' and p_forme <> 'pret'
    and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id);
  c := porte.creneaux_de_l_appel(moi, a.id, p_rang);
  if lower(c) <= p_le then return 'passee'; end if;
  -- Un prix engage aussi la coopérative qui appelle : sans son visa, l’heure est tenue et le contrat ne s’établit pas (`porte.mission_rediger`).
  a_viser := porte.engager_seul('contrat-de-mission', r.prix_centimes) is not null;
  if porte.objet_connu(p_id) then return 'cle-reprise'; end if;
  if not a_viser then perform porte.garder_seul(moi, 'contrat-de-mission', p_id, r.prix_centimes, p_le, porte.personne(), p_le); end if;
  insert into mutualisation.mission (organisme_id, id, de_organisme_id, reponse_id, compte_id, rang, creneaux, forme, etat, choisie_le, choisie_par, classement,
      visa_personne_le, expire_le, a_viser)
    values (r.organisme_id, p_id, moi, r.id, r.compte_id, p_rang, c, p_forme, case when accordee then 'option' else 'demandee' end, p_le,
      porte.personne(), p_classement, case when accordee then r.faite_le end, least(p_le + app.duree('option'), lower(c)), a_viser);
  return case when a_viser then 'a-viser' when accordee then 'option' else 'demandee' end;
exception when exclusion_violation then return 'occupe';
end $$;
comment on function porte.mission_choisir is 'La coopérative qui appelle retient une réponse à une date : une option, jusqu’à son échéance.';
grant execute on function porte.mission_choisir to coforme_app;
