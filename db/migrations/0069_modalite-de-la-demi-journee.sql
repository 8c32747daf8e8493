-- Une session mixte dit lesquelles de ses demi-journées se tiennent sur place, et lesquelles à distance. Nulle : la modalité de la
-- session. Une demi-journée ne contredit pas sa session : hors d'une session mixte, elle n'en dit pas d'autre que la sienne.

alter table sessions.seance add column modalite text check (modalite in ('presentiel', 'distance'));
alter table sessions.seance alter column modalite set statistics 0;
comment on column sessions.seance.modalite is 'Sur place ou à distance, d’une session mixte ; nulle : celle de la session.';

call app.laisser_lire('sessions.seance', 'modalite');
call app.laisser_lire('sessions.session', 'modalite');
set local role coforme_porte;

-- Émargée, elle garde aussi sa modalité. Dire ce qu'elle valait déjà ne la change pas : c'est ce qui la tient quand sa session, en
-- présence ou à distance, devient mixte.
create or replace function porte.garder_seance_signee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare meme boolean := (new.jour, new.debut, new.fin, new.session_id) is not distinct from (old.jour, old.debut, old.fin, old.session_id);
begin
  if meme and new.modalite is not distinct from old.modalite then return new; end if;
  if meme and old.modalite is null and exists (select from sessions.session s
      where s.organisme_id = new.organisme_id and s.id = new.session_id and s.modalite = new.modalite) then return new; end if;
  perform pg_advisory_xact_lock(4811, hashtext(new.id::text));
  if porte.seance_emargee(new.organisme_id, new.id) then
    if meme then
      raise exception 'Une demi-journée émargée garde sa modalité.' using errcode = '23001', constraint = 'modalite_signee';
    end if;
    raise exception 'Une demi-journée émargée ne se déplace pas.' using errcode = '23001', constraint = 'seance_signee';
  end if;
  return new;
end $$;

create function porte.garder_modalite() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.session s where s.organisme_id = new.organisme_id and s.id = new.session_id
      and s.modalite <> 'mixte' and s.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;

create function porte.garder_modalites() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.seance x where x.organisme_id = new.organisme_id and x.session_id = new.id
      and x.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;

-- La page que signe un lien, l'agenda abonné et l'espace d'une personne disent où aller : les mêmes qu'avant, et la modalité.
drop function porte.case_vierge_du_lien(bytea);
create function porte.case_vierge_du_lien(p_jeton bytea)
returns table (organisme text, inscription uuid, personne uuid, prenom text, nom text, seance_id uuid, session_id uuid,
  activite_id uuid, numero text, intitule text, formateur text, formateur_id uuid, lieu text, zone text, sel bytea,
  jour date, demi_journee text, debut_minutes integer, fin_minutes integer, close boolean, affectes jsonb, modalite text)
language plpgsql volatile security definer set search_path = '' as $$
declare v record;
begin
  select l.organisme_id as moi, i.inscription_id, i.seance_id, i.activite_id into v
    from compte.lien l join emargement.invitation i on i.organisme_id = l.organisme_id and i.id = l.objet_id
   where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
  if not found then return; end if;
  -- Des expressions, non des requêtes (« perform ») : le verrou se prend sans ouvrir d'exécuteur. Ce qui suit est une instruction
  -- à elle, donc d'un instantané d'après l'attente.
  if pg_advisory_xact_lock_shared(4811, hashtext(v.seance_id::text)) is null then null; end if;
  if pg_advisory_xact_lock(4810, hashtext(v.inscription_id || ' ' || v.seance_id)) is null then null; end if;
  return query
    select o.nom, i.id, p.id, p.prenom, p.nom, se.id, s.id, se.activite_id, s.numero, s.intitule, s.formateur, s.formateur_id,
        coalesce(se.lieu, s.lieu), s.zone, s.sel, se.jour, se.demi_journee, se.debut_minutes, se.fin_minutes,
        exists (select from emargement.cloture c where c.organisme_id = v.moi and c.seance_id = se.id),
        (select coalesce(jsonb_agg(jsonb_build_object('nom', coalesce(q.prenom || ' ' || q.nom, 'autre enseigne'), 'compte', f.compte_id)
            order by q.pli, f.id), '[]')
          from sessions.affectation f
          left join tiers.personne q on q.organisme_id = v.moi and q.id = f.personne_id and q.activite_id = v.activite_id
          where f.organisme_id = v.moi and f.seance_id = se.id), se.modalite
      from inscriptions.inscription i
      join tiers.personne p on p.organisme_id = v.moi and p.id = i.personne_id
      join sessions.seance se on se.organisme_id = v.moi and se.id = v.seance_id
      join sessions.session s on s.organisme_id = v.moi and s.id = se.session_id and s.id = i.session_id
      join organisme.organisme o on o.organisme_id = v.moi
     where i.organisme_id = v.moi and i.id = v.inscription_id and i.etat = 'inscrit'
       and i.activite_id = v.activite_id and p.activite_id = v.activite_id
       and not exists (select from emargement.signature g where g.organisme_id = v.moi and g.inscription_id = i.id and g.seance_id = v.seance_id)
       and not exists (select from emargement.absence a where a.organisme_id = v.moi and a.inscription_id = i.id and a.seance_id = v.seance_id)
       and not exists (select from emargement.rectification x where x.organisme_id = v.moi and x.inscription_id = i.id and x.seance_id = v.seance_id);
end $$;
comment on function porte.case_vierge_du_lien is 'La case que ce lien signe, sous ses verrous, si rien n’y est encore écrit ; le sel de la session avec elle.';
grant execute on function porte.case_vierge_du_lien(bytea) to coforme_app;

drop function porte.agenda_abonne(bytea);
create function porte.agenda_abonne(p_jeton bytea)
returns table (nom text, seance uuid, debut timestamptz, fin timestamptz, tenue boolean, session uuid, numero text, intitule text,
               lieu text, lien text, salles text, modalite text)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; a record;
begin
  select b.* into f from (select x.organisme_id, x.id, x.genre, x.objet_id, x.nom, x.cree_par from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.genre <> 'pole' and x.revoque_le is null) b limit 1;
  if not found then return; end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
    and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query
    select f.nom, null::uuid, null::timestamptz, null::timestamptz, true, null::uuid, null::text, null::text, null::text, null::text, null::text, null::text
    union all
    (select f.nom, x.id, x.debut, x.fin, x.tenue,
        case when v.voit then s.id end, case when v.voit then s.numero end, case when v.voit then s.intitule end,
        case when v.voit then coalesce(x.lieu, s.lieu) end, case when v.voit then s.lien_connexion end,
        case when v.voit then (select string_agg(l.nom, ', ' order by l.nom) from sessions.seance_salle q
          join sessions.salle l on l.organisme_id = q.organisme_id and l.id = q.salle_id
          where q.organisme_id = x.organisme_id and q.seance_id = x.id) end,
        case when v.voit then x.modalite end
       from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
         cross join lateral (select a.toutes or s.activite_id = any (a.activites) as voit) v
         cross join (select case when f.genre = 'personne' then porte.cle_de(f.organisme_id, f.objet_id, null) end as cle) k
      where x.organisme_id = f.organisme_id and x.fin > now() - interval '60 days' and x.debut < now() + interval '400 days'
        and s.etat <> 'brouillon'
        and case f.genre
          when 'session' then s.id = f.objet_id and v.voit
          when 'salle' then exists (select from sessions.seance_salle q where q.organisme_id = x.organisme_id and q.seance_id = x.id and q.salle_id = f.objet_id)
          else exists (select from sessions.affectation t where t.organisme_id = x.organisme_id and t.seance_id = x.id and (t.personne_id = f.objet_id or t.cle = k.cle)) end
      order by x.debut, x.id limit 2000);
end $$;
comment on function porte.agenda_abonne is 'Les séances d’un abonnement, lues sans compte par son adresse secrète ; la première ligne le nomme.';
grant execute on function porte.agenda_abonne(bytea) to coforme_app;

create or replace function porte.espace(p_jeton bytea) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare a record; r jsonb; ses uuid[]; miens uuid[];
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found then return null; end if;
  update espaces.acces x set vu_le = now() where x.organisme_id = a.organisme_id and x.id = a.acces_id
    and (x.vu_le is null or x.vu_le < now() - interval '1 hour');
  select coalesce(array_agg(distinct q.id), '{}') into ses from (
    select i.session_id as id from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = a.organisme_id and i.personne_id = any (a.fiches)
    union select d.session_id from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id and c.entreprise_id = d.entreprise_id
      and c.personne_id = any (a.fiches) and c.retire_le is null where a.genre = 'client' and d.organisme_id = a.organisme_id
    union select se.session_id from sessions.affectation t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
      where a.genre in ('intervenant', 'agenda') and t.organisme_id = a.organisme_id and t.personne_id = any (a.fiches)) q;
  select jsonb_build_object(
    'genre', a.genre, 'acces', a.acces_id, 'expireLe', a.expire_le,
    'organisme', jsonb_build_object('nom', o.nom, 'courriel', o.courriel, 'telephone', o.telephone),
    'personne', jsonb_build_object('id', p.id, 'prenom', p.prenom, 'nom', p.nom, 'courriel', p.courriel, 'telephone', p.telephone,
      'adresse', p.adresse, 'codePostal', p.code_postal, 'ville', p.ville))
    into r from tiers.personne p join organisme.organisme o on o.organisme_id = p.organisme_id
   where p.organisme_id = a.organisme_id and p.id = a.personne_id;
  r := r || jsonb_build_object('sessions', (select coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'numero', s.numero, 'intitule', s.intitule, 'etat', s.etat, 'lieu', s.lieu, 'zone', s.zone,
        'lien', case when s.dernier_jour >= porte.aujourd_hui() then s.lien_connexion end,
        'debut', s.premier_jour, 'fin', s.dernier_jour,
        'inscription', (select jsonb_build_object('id', i.id, 'etat', i.etat,
            'signees', (select count(*) from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id))
          from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = s.organisme_id and i.session_id = s.id
            and i.personne_id = any (a.fiches) order by i.inscrite_le desc limit 1),
        'gens', (select jsonb_agg(jsonb_build_object('prenom', q.prenom, 'nom', q.nom, 'etat', i.etat,
            'signees', case when a.genre = 'client' then (select count(*) from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id) end,
            'absences', case when a.genre = 'client' then (select count(*) from emargement.absence g where g.organisme_id = i.organisme_id and g.inscription_id = i.id) end)
            order by q.nom, q.prenom)
          from inscriptions.inscription i join tiers.personne q on q.organisme_id = i.organisme_id and q.id = i.personne_id
          where i.organisme_id = s.organisme_id and i.session_id = s.id and q.effacee_le is null
            and (a.genre = 'intervenant' and i.etat = 'inscrit'
              or a.genre = 'client' and exists (select from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id
                and c.entreprise_id = d.entreprise_id and c.personne_id = any (a.fiches) and c.retire_le is null
                where d.organisme_id = i.organisme_id and d.id = i.dossier_id))),
        'seances', (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'jour', x.jour, 'debut', x.debut_minutes, 'fin', x.fin_minutes,
            'de', x.debut, 'a', x.fin, 'tenue', x.tenue, 'lieu', x.lieu, 'modalite', x.modalite,
            'salles', (select string_agg(l.nom, ', ' order by l.nom) from sessions.seance_salle y join sessions.salle l
              on l.organisme_id = y.organisme_id and l.id = y.salle_id where y.organisme_id = x.organisme_id and y.seance_id = x.id)) order by x.debut), '[]')
          from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id
            and (a.genre not in ('intervenant', 'agenda') or exists (select from sessions.affectation t where t.organisme_id = x.organisme_id
              and t.seance_id = x.id and t.personne_id = any (a.fiches)))))
      order by s.dernier_jour desc nulls first, s.numero), '[]')
    from sessions.session s where s.organisme_id = a.organisme_id and s.id = any (ses) and s.etat <> 'brouillon'));
  if a.genre = 'agenda' then return r; end if;
  r := r || jsonb_build_object('pieces', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'genre', v.genre, 'numero', v.numero,
      'libelle', v.libelle, 'emiseLe', v.emise_le, 'session', v.session_id) order by v.emise_le desc), '[]')
    from porte.pieces_de_l_espace(p_jeton) v));
  select coalesce(array_agg(q.id), '{}') into miens from (
    select i.id from inscriptions.inscription i where a.genre = 'stagiaire' and i.organisme_id = a.organisme_id and i.personne_id = any (a.fiches)
    union select d.id from inscriptions.dossier d where a.genre = 'stagiaire' and d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches)
    union select d.id from inscriptions.dossier d join tiers.contact c on c.organisme_id = d.organisme_id and c.entreprise_id = d.entreprise_id
      and c.personne_id = any (a.fiches) and c.retire_le is null where a.genre = 'client' and d.organisme_id = a.organisme_id) q;
  -- Ce qui attend une signature ou un accusé, à son adresse et pour elle : le lien même qu'elle a reçu se refait sous les clés de l'instance.
  r := r || jsonb_build_object('aSigner', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'envois', d.envois, 'acte', d.acte,
      'genre', p.genre, 'numero', p.numero) order by d.creee_le), '[]')
    from documents.demande d join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
      join tiers.personne q on q.organisme_id = d.organisme_id and q.id = a.personne_id and lower(q.courriel) = lower(d.courriel)
   where a.genre <> 'intervenant' and d.organisme_id = a.organisme_id and d.envois > 0 and d.retiree_le is null and d.refusee_le is null
     and (d.objet_id = any (miens) or p.objet_id = any (miens)) and p.effacee_le is null
     and not exists (select from documents.signature g where g.organisme_id = d.organisme_id and g.demande_id = d.id)));
  if a.genre = 'stagiaire' then
    r := r || jsonb_build_object('aEmarger', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'envois', v.envois, 'seance', v.seance_id)), '[]')
      from emargement.invitation v join inscriptions.inscription i on i.organisme_id = v.organisme_id and i.id = v.inscription_id and i.etat = 'inscrit'
        join sessions.seance x on x.organisme_id = v.organisme_id and x.id = v.seance_id
     where v.organisme_id = a.organisme_id and i.personne_id = any (a.fiches) and v.envois > 0 and x.tenue
       and x.debut <= now() and x.fin > now() - interval '2 hours'
       and not exists (select from emargement.signature g where g.organisme_id = v.organisme_id and g.inscription_id = v.inscription_id and g.seance_id = v.seance_id)
       and not exists (select from emargement.absence g where g.organisme_id = v.organisme_id and g.inscription_id = v.inscription_id and g.seance_id = v.seance_id)));
  end if;
  return r || jsonb_build_object(
    'demandes', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'genre', d.genre, 'recueLe', d.recue_le, 'echeance', d.echeance,
        'reponse', d.reponse, 'suite', d.suite) order by d.recue_le desc, d.id), '[]')
      from donnees.demande d where d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches)),
    'archive', (select jsonb_build_object('composeeLe', x.composee_le, 'expireLe', x.expire_le) from donnees.archive x
      where x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches) and x.octets is not null and x.expire_le > now() order by x.composee_le desc limit 1));
end $$;

revoke execute on function porte.garder_modalite(), porte.garder_modalites() from public;
grant execute on function porte.garder_modalite(), porte.garder_modalites() to coforme_owner;
set local role coforme_owner;
create trigger garder_modalite before insert or update of modalite, session_id on sessions.seance for each row
  when (new.modalite is not null) execute function porte.garder_modalite();
create trigger garder_modalites before update of modalite on sessions.session for each row
  when (new.modalite is distinct from old.modalite and new.modalite <> 'mixte') execute function porte.garder_modalites();
