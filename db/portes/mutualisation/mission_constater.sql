set local role coforme_porte;

-- L’une dit ce qui eut lieu, l’autre dit la même chose : le constat vaut, et l’écriture naît au compte courant. Une autre valeur remplace, et
-- redemande l’accord de la première. Le compte reçoit ce que la pièce demandera : toutes taxes comprises, au taux dit. D’un prêt, le montant est la somme
-- du salaire, des charges et des frais : rien d’autre n’y entre. Sans compte ouvert des deux, ou au-delà d’un plafond, le constat vaut seul.
create or replace function porte.mission_constater(p_id uuid, p_minutes integer, p_centimes bigint, p_taux integer, p_cout bigint[],
  p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  m mutualisation.mission;
  r mutualisation.reponse;
  a mutualisation.appel;
  meme boolean;
  proposition uuid := gen_random_uuid();
  du bigint := p_centimes + round(p_centimes * p_taux / 10000.0)::bigint;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or porte.personne() is null then return 'refuse'; end if;
  select * into m from mutualisation.mission x where x.id = p_id
    and ((x.de_organisme_id = moi and porte.tient_partout(app.liste('roles-des-appels'))) or (x.organisme_id = moi and porte.tient_partout(app.liste('roles-qui-visent')))) for update;
  if not found then return 'introuvable'; end if;
  if m.etat <> 'ferme' then return m.etat; end if;
  if upper(m.creneaux) > p_le then return 'a-venir'; end if;
  select * into r from mutualisation.reponse x where x.organisme_id = m.organisme_id and x.id = m.reponse_id;
  if p_centimes > r.prix_centimes then return 'au-dela'; end if;
  if (m.forme = 'pret') <> (p_cout is not null) or (p_cout is not null and (cardinality(p_cout) <> 3 or 0 > any (p_cout)
      or p_centimes is distinct from (select sum(c) from unnest(p_cout) c))) then return 'cout'; end if;
  meme := (m.fait_minutes, m.fait_centimes, m.fait_taux, m.fait_cout) is not distinct from (p_minutes, p_centimes, p_taux, p_cout);
  m.constat_recoit_le := case when moi = m.de_organisme_id then p_le when meme then m.constat_recoit_le end;
  m.constat_recoit_par := case when moi = m.de_organisme_id then porte.personne() when meme then m.constat_recoit_par end;
  m.constat_envoie_le := case when moi = m.organisme_id then p_le when meme then m.constat_envoie_le end;
  m.constat_envoie_par := case when moi = m.organisme_id then porte.personne() when meme then m.constat_envoie_par end;
  update mutualisation.mission x set fait_minutes = p_minutes, fait_centimes = p_centimes, fait_taux = p_taux, fait_cout = p_cout, constat_recoit_le = m.constat_recoit_le,
      constat_recoit_par = m.constat_recoit_par, constat_envoie_le = m.constat_envoie_le, constat_envoie_par = m.constat_envoie_par
    where x.organisme_id = m.organisme_id and x.id = p_id;
  if m.constat_recoit_le is null or m.constat_envoie_le is null then return 'constatee'; end if;
  update mutualisation.mission x set etat = 'faite' where x.organisme_id = m.organisme_id and x.id = p_id;
  select * into a from mutualisation.appel x where x.organisme_id = r.appel_organisme_id and x.id = r.appel_id;
  if p_centimes = 0 or (select count(*) from mutualisation.compte c where c.pole_id = a.pole_id and c.organisme_id in (m.organisme_id, m.de_organisme_id)
      and porte.courant_membre(a.pole_id, c.organisme_id)) <> 2 then return 'faite-sans-compte'; end if;
  perform porte.courant_verrouiller(a.pole_id, m.de_organisme_id, m.organisme_id);
  insert into mutualisation.proposition (id, pole_id, de_organisme_id, a_organisme_id, debiteur_id, genre, montant_centimes, fait_genre, fait_id, fait_le,
      libelle, piece, proposee_le, proposee_par)
    values (proposition, a.pole_id, moi, case when moi = m.organisme_id then m.de_organisme_id else m.organisme_id end, m.de_organisme_id, 'directe', du,
      'mission', p_id, (upper(m.creneaux) at time zone 'Europe/Paris')::date, a.objet, 'constat signé des deux, toutes taxes comprises', p_le, porte.personne());
  if not porte.courant_passer(proposition, a.pole_id, 'directe', m.de_organisme_id, m.organisme_id, du, du, 0, proposition, null, null, null, null, p_le) then
    return 'faite-plafond';
  end if;
  update mutualisation.proposition x set repondue_le = p_le, repondue_par = porte.personne(), reponse = 'accordee' where x.id = proposition;
  return 'faite-comptee';
end $$;
comment on function porte.mission_constater is 'Dit ce qui eut lieu ; dit de même des deux, le constat vaut et le compte courant le reçoit.';
grant execute on function porte.mission_constater to coforme_app;
