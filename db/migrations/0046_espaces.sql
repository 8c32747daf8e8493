-- Les espaces sans compte : stagiaire, contact d'une entreprise cliente, intervenant. Un lien personnel envoyé à l'adresse connue de la fiche,
-- qui expire et se retire. La transaction d'un espace n'est scellée pour aucun organisme : sous les murs elle ne lit rien. Tout ce qu'un
-- espace montre sort des portes d'ici, qui ne rendent que les lignes de la personne du lien.
create schema espaces authorization coforme_owner;

create table espaces.acces (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('stagiaire', 'client', 'intervenant', 'agenda')),
  cree_le timestamptz not null, envois integer not null default 0 check (envois >= 0), envoye_le timestamptz,
  vu_le timestamptz,                                     -- à l'heure près
  retire_le timestamptz, retire_par uuid,
  primary key (organisme_id, id),
  unique (organisme_id, personne_id, genre),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
call app.proteger('espaces.acces', 'own', activite => true);
call app.fermer_aux_liens('espaces.acces');
grant select, insert, update (envois, envoye_le, retire_le, retire_par) on espaces.acces to coforme_app;

-- L'adresse d'une personne se cherche d'un organisme à l'autre par la porte seule ; l'index n'est pas unique, il n'apprend rien.
create index personne_courriel on tiers.personne (lower(courriel)) where courriel is not null;

alter table compte.lien drop constraint lien_usage_check;
alter table compte.lien add constraint lien_usage_check
  check (usage in ('invitation', 'reinitialisation', 'emargement', 'signature', 'questionnaire', 'espace'));

call app.laisser_lire('espaces.acces', 'organisme_id, id, activite_id, personne_id, genre, retire_le, vu_le');
grant update (vu_le) on espaces.acces to coforme_porte;
create policy porte_vu on espaces.acces for update to coforme_porte using (true) with check (true);
call app.laisser_lire('tiers.personne', 'courriel, telephone, adresse, code_postal, ville, effacee_le');
call app.laisser_lire('organisme.organisme', 'courriel, telephone');
call app.laisser_lire('tiers.contact', 'organisme_id, entreprise_id, personne_id, retire_le');
call app.laisser_lire('tiers.entreprise', 'organisme_id, id, nom');
call app.laisser_lire('tiers.intervenant', 'titres, rapport');
call app.laisser_lire('inscriptions.inscription', 'dossier_id, inscrite_le');
call app.laisser_lire('inscriptions.dossier', 'organisme_id, id, session_id, entreprise_id, personne_id, signataire_id');
call app.laisser_lire('documents.piece', 'numero, libelle, objet_id, fichier, effacee_le, complete_id');
call app.laisser_lire('documents.exemplaire', 'organisme_id, piece_id, signatures, fichier');
call app.laisser_lire('documents.demande', 'organisme_id, id, piece_id, acte, role, objet_id, courriel, creee_le, envois, envoyee_le, refusee_le, retiree_le');
call app.laisser_lire('documents.signature', 'organisme_id, piece_id, demande_id, acte, role, signee_le');
call app.laisser_lire('emargement.invitation', 'envois');
call app.laisser_lire('emargement.absence', 'organisme_id, seance_id');
call app.laisser_lire('emargement.certificat', 'organisme_id, inscription_id, piece_id, minutes');
call app.laisser_lire('facturation.facture', 'piece_id, numero, dossier_id, echeance, payeur_entreprise_id, payeur_personne_id');
call app.laisser_lire('plateforme.fichier', 'organisme_id, empreinte, octets');
call app.laisser_lire('donnees.demande', 'organisme_id, id, personne_id, genre, recue_le, echeance, reponse, repondue_le, suite');
grant insert on donnees.demande to coforme_porte;
create policy porte_ajouter on donnees.demande for insert to coforme_porte with check (true);
call app.laisser_lire('donnees.archive', 'organisme_id, id, personne_id, octets, composee_le, expire_le');
grant usage on schema espaces, donnees, documents, facturation, plateforme to coforme_porte;

set local role coforme_porte;

-- Le dernier lien reçu est le bon, pour un espace comme pour une signature. Le reste est inchangé.
create or replace function porte.creer_lien(p_jeton bytea, p_usage text, p_compte uuid, p_organisme uuid, p_activite uuid, p_objet uuid,
  p_duree interval) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user not in ('coforme_worker', 'coforme_migrator') then
    raise exception 'Un lien ne naît que dans une tâche.' using errcode = '42501';
  end if;
  if p_usage = 'reinitialisation' and (select count(*) from compte.lien l where l.compte_id = p_compte and l.usage = p_usage
      and l.cree_le > now() - interval '1 hour' and l.jeton <> p_jeton) >= 5 then return false; end if;
  insert into compte.lien (jeton, usage, compte_id, organisme_id, activite_id, objet_id, expire_le)
  values (p_jeton, p_usage, p_compte, p_organisme, p_activite, p_objet, now() + least(p_duree, interval '400 days'))
  on conflict (jeton) do nothing;
  if not found then return false; end if;
  if p_usage in ('signature', 'espace') then
    update compte.lien l set retire_le = now() where l.organisme_id = p_organisme and l.objet_id = p_objet and l.usage = p_usage
      and l.jeton <> p_jeton and l.consomme_le is null and l.retire_le is null;
  elsif p_usage <> 'emargement' then
    update compte.lien l set retire_le = now() where l.compte_id = p_compte and l.usage = p_usage and l.jeton <> p_jeton
      and l.organisme_id is not distinct from p_organisme and l.consomme_le is null and l.retire_le is null;
  end if;
  return true;
end $$;

-- Une adresse demande ses liens. Toujours la même réponse, et toujours une tâche : pour une inconnue, elle ne trouvera personne.
create function porte.demander_espaces(p_courriel text, p_demande uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare p record; un boolean := false;
begin
  if porte.organisme() is not null or length(p_courriel) not between 3 and 254 then return; end if;
  for p in select distinct t.organisme_id, t.id from tiers.personne t
      where lower(t.courriel) = lower(p_courriel) and t.effacee_le is null limit 20 loop
    un := true;
    perform porte.enfiler('espaces.envoyer', jsonb_build_object('organisme', p.organisme_id, 'personne', p.id, 'demande', p_demande),
      'espaces:' || p.id::text, null);
  end loop;
  if not un then
    perform porte.enfiler('espaces.envoyer', jsonb_build_object('organisme', gen_random_uuid(), 'personne', gen_random_uuid(), 'demande', p_demande),
      'espaces:' || p_demande::text, null);
  end if;
end $$;
comment on function porte.demander_espaces is 'Enfile l’envoi des liens d’espace des fiches qui ont cette adresse ; ne dit jamais s’il y en a.';
grant execute on function porte.demander_espaces(text, uuid) to coforme_app;

-- Ce qu'un lien d'espace ouvre ; aucune ligne s'il ne vaut pas. Exécutable par les portes seules.
create function porte.acces_du_lien(p_jeton bytea)
returns table (organisme_id uuid, acces_id uuid, activite_id uuid, personne_id uuid, genre text, expire_le timestamptz, fiches uuid[])
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    with recursive a as (
      select c.organisme_id, c.id, c.activite_id, c.personne_id, c.genre, l.expire_le as fin from compte.lien l
        join espaces.acces c on c.organisme_id = l.organisme_id and c.id = l.objet_id and c.retire_le is null
        join tiers.personne p on p.organisme_id = c.organisme_id and p.id = c.personne_id and p.effacee_le is null
       where l.jeton = p_jeton and l.usage = 'espace' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()),
    f as (
      select a.organisme_id as o, a.personne_id as id from a
      union
      select f.o, x.absorbe_id from f join tiers.fusion x on x.organisme_id = f.o and x.garde_id = f.id and x.defaite_le is null)
    select a.organisme_id, a.id, a.activite_id, a.personne_id, a.genre, a.fin, (select array_agg(f.id) from f) from a;
end $$;

-- Les pièces qu'un espace montre, et dont il ouvre les octets : rien d'autre ne s'y lit.
create function porte.pieces_de_l_espace(p_jeton bytea)
returns table (organisme_id uuid, id uuid, genre text, numero text, libelle text, emise_le timestamptz, session_id uuid, signee boolean, fichier text)
language plpgsql stable security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found then return; end if;
  return query
    with i as (
      select x.id, x.session_id, x.dossier_id from inscriptions.inscription x where a.genre = 'stagiaire'
        and x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches)),
    e as (
      select c.entreprise_id as id from tiers.contact c where a.genre = 'client'
        and c.organisme_id = a.organisme_id and c.personne_id = any (a.fiches) and c.retire_le is null),
    d as (
      select x.id, x.session_id from inscriptions.dossier x where x.organisme_id = a.organisme_id
        and (a.genre = 'stagiaire' and x.personne_id = any (a.fiches) or a.genre = 'client' and x.entreprise_id in (select e.id from e))),
    s as (
      select distinct se.session_id as id from sessions.affectation t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
       where a.genre = 'intervenant' and t.organisme_id = a.organisme_id and t.personne_id = any (a.fiches)),
    v as (
      -- Le stagiaire : ce qui porte son inscription ; ce qu'il achète lui-même.
      select i.id, i.session_id from i
      union select d.id, d.session_id from d
      -- Le client : les certificats de ses salariés, rangés sous leur inscription.
      union select x.id, x.session_id from inscriptions.inscription x join d on d.id = x.dossier_id where a.genre = 'client' and x.organisme_id = a.organisme_id
      union select f.id, g.session_id from facturation.facture f left join inscriptions.dossier g on g.organisme_id = f.organisme_id and g.id = f.dossier_id
        where f.organisme_id = a.organisme_id and f.piece_id is not null and (a.genre = 'stagiaire' and f.payeur_personne_id = any (a.fiches)
          or a.genre = 'client' and f.payeur_entreprise_id in (select e.id from e))
      union select s.id, s.id from s)
    select p.organisme_id, p.id, p.genre, p.numero, p.libelle, p.emise_le, v.session_id,
        exists (select from documents.signature g where g.organisme_id = p.organisme_id and g.piece_id = p.id and g.acte = 'signature' and g.role = 'organisme'),
        coalesce((select x.fichier from documents.exemplaire x where x.organisme_id = p.organisme_id and x.piece_id = p.id order by x.signatures desc limit 1), p.fichier)
      from v join documents.piece p on p.organisme_id = a.organisme_id and p.objet_id = v.id
     where p.effacee_le is null
       and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
       and case a.genre
         -- L'employeur lit ce qui prouve, jamais l'attestation et ses résultats, qui sont au stagiaire.
         when 'client' then p.genre in ('devis', 'convention', 'avenant', 'certificat-realisation', 'facture', 'facture-acompte', 'avoir')
         when 'intervenant' then p.genre in ('programme', 'feuille-emargement')
         else true end
     order by p.emise_le desc, p.id desc limit 500;
end $$;

-- Un espace, en un objet. Aucune ligne d'une autre personne que le porteur n'en sort, sauf les noms de qui il forme ou envoie se former.
create function porte.espace(p_jeton bytea) returns jsonb
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
            'de', x.debut, 'a', x.fin, 'tenue', x.tenue, 'lieu', x.lieu,
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
comment on function porte.espace is 'Ce que voit qui tient un lien d’espace : ses lignes, et elles seules. Nul si le lien ne vaut pas.';

create function porte.espace_piece(p_jeton bytea, p_piece uuid) returns table (organisme uuid, numero text, empreinte text, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select v.organisme_id, v.numero, v.fichier, f.octets from porte.pieces_de_l_espace(p_jeton) v
    join plateforme.fichier f on f.organisme_id = v.organisme_id and f.empreinte = decode(v.fichier, 'hex') where v.id = p_piece;
end $$;
comment on function porte.espace_piece is 'Les octets d’une pièce que l’espace montre ; aucune ligne pour toute autre.';

create function porte.espace_archive(p_jeton bytea) returns table (id uuid, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select x.id, x.octets from porte.acces_du_lien(p_jeton) a
    join donnees.archive x on x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches) and x.octets is not null and x.expire_le > now()
   where a.genre <> 'agenda' order by x.composee_le desc limit 1;
end $$;

-- Une demande par droit à la fois ; le texte arrive chiffré. Le mois se compte du jour de la base.
create function porte.espace_demander(p_jeton bytea, p_id uuid, p_genre text, p_chiffre bytea, p_geste uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found or a.genre = 'agenda' or p_genre not in ('acces', 'rectification', 'effacement', 'opposition') or octet_length(p_chiffre) > 20000 then
    return false;
  end if;
  perform pg_advisory_xact_lock(hashtext('espaces.demander'), hashtext(a.personne_id::text));
  if exists (select from donnees.demande d where d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches) and d.genre = p_genre and d.reponse is null) then
    return false;
  end if;
  insert into donnees.demande (organisme_id, id, activite_id, personne_id, genre, canal, recue_le, echeance, precision_chiffree, inscrite_le, par)
    values (a.organisme_id, p_id, a.activite_id, a.personne_id, p_genre, 'espace', porte.aujourd_hui(),
      (porte.aujourd_hui() + interval '1 month')::date, p_chiffre, now(), null);
  insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, objet_genre, objet_id, phrase)
    values (a.organisme_id, p_geste, a.activite_id, now(), null, 'espaces', 'demander-donnees', 'tiers', a.personne_id,
      '{tiers:' || a.personne_id || '} écrit une demande sur ses données, par son espace.');
  return true;
end $$;
comment on function porte.espace_demander is 'Garde la demande de la personne du lien ; faux si une pareille attend déjà, ou si le lien ne vaut pas.';

revoke execute on function porte.acces_du_lien(bytea), porte.pieces_de_l_espace(bytea) from public;
grant execute on function porte.espace(bytea), porte.espace_piece(bytea, uuid), porte.espace_archive(bytea),
  porte.espace_demander(bytea, uuid, text, bytea, uuid) to coforme_app;
set local role coforme_owner;
