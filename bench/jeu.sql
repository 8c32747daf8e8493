-- Le jeu de mesure : tout se tire de deux nombres, rien n'est lu d'ailleurs. Joué par l'administrateur de la grappe
-- embarquée, clés étrangères au repos (session_replication_role), puis revérifié par bench/jeu.ts.
-- Le premier organisme tient un dixième des sessions : un grand parmi des petits.
set session_replication_role = replica;

create temp table jeu_organisme as
  select o, uuidv7() as organisme, uuidv7() as activite,
    case when :organismes < 10 then :sessions / :organismes
         when o = 1 then :sessions / 10
         else (:sessions - :sessions / 10) / (:organismes - 1) + case when o - 2 < (:sessions - :sessions / 10) % (:organismes - 1) then 1 else 0 end
    end as sessions
  from generate_series(1, :organismes) o;

insert into organisme.organisme (organisme_id, code, nom, forme, societe, siret, nda, nda_prefet, adresse, code_postal, ville, courriel)
  select organisme, 'mesure-' || o, 'Coopérative de mesure ' || o, 'scop', 'SARL', lpad((99900000000000 + o)::text, 14, '0'),
    '53359990135', 'de la région Bretagne', '12 rue du Banc', '35000', 'Rennes', 'accueil@mesure.example' from jeu_organisme;
insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
  select organisme, activite, 'Coopérative', true, '2020-01-01' from jeu_organisme;

create temp table jeu_offre as
  select o, organisme, activite, uuidv7() as offre, n from jeu_organisme, generate_series(1, 10) n;
insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, modalite, duree_minutes, prix_centimes, pli,
    adoptee_le, cree_le, modifiee_le)
  select organisme, offre, activite, 'adoptee', (array['Conduire un entretien','Français, niveau B1','Comptabilité des associations',
      'Prévenir les risques','Tableur, les bases','Animer une réunion','Écrire pour le web','Premiers secours','Gestes et postures','Parler en public'])[n],
    'formation', 'presentiel', 1050, 120000, 'offre ' || n, now(), now(), now() from jeu_offre;

create temp table jeu_session as
  select g.o, g.organisme, g.activite, uuidv7() as session, f.offre, k, f.n, date '2024-01-08' + (k * 700 / g.sessions) as premier,
    sha256(convert_to('sel' || g.o || '/' || k, 'UTF8')) as sel
  from jeu_organisme g cross join lateral generate_series(1, g.sessions) k
    join jeu_offre f on f.o = g.o and f.n = 1 + k % 10;
insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, capacite, sel, cree_le, premier_jour, dernier_jour)
  select s.organisme, s.session, s.activite, 'S-' || extract(year from premier) || '-' || lpad(k::text, 4, '0'), s.offre, f.intitule,
    'formation', 'terminee', 'Salle ' || (1 + k % 6) || ', 12 rue du Banc, Rennes', (array['Inès Carvalho','Tom Okafor','Salomé Guérin','Youssef Amrani'])[1 + k % 4],
    12, s.sel, premier - 30, premier, premier + 2
  from jeu_session s join catalogue.offre f on f.organisme_id = s.organisme and f.id = s.offre;

create temp table jeu_seance as
  select s.o, s.organisme, s.activite, s.session, uuidv7() as seance, m, premier + (m / 2) as jour, m % 2 as moitie
  from jeu_session s cross join generate_series(0, 4) m;
insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
  select organisme, seance, activite, session, jour, (array['matin','apres-midi'])[1 + moitie], 540 + moitie * 270, 750 + moitie * 270,
    (jour + make_interval(mins => 540 + moitie * 270)) at time zone 'Europe/Paris', (jour + make_interval(mins => 750 + moitie * 270)) at time zone 'Europe/Paris'
  from jeu_seance;

create temp table jeu_entreprise as
  select o, organisme, activite, uuidv7() as entreprise, n from jeu_organisme, generate_series(0, 29) n;
insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
  select organisme, entreprise, activite, 'Entreprise ' || n, 'entreprise ' || n, now() from jeu_entreprise;

create temp table jeu_personne as
  select g.o, g.organisme, g.activite, uuidv7() as personne, n,
    (array['Inès','Léa','Yann','Aminata','Paul','Zoé','Karim','Élise','Hugo','Maëlle','Samir','Anne','Rosa','Gwenaël','Fatou','Luc'])[1 + n % 16] as prenom,
    (array['Le Goff','Martin','Diallo','Moreau','Nguyen','Bernard','Kerviel','Petit','Haddad','Roux','Fontaine','Garnier','Lopez'])[1 + n / 16 % 13] || case when n >= 208 then ' ' || (n / 208) else '' end as nom
  from jeu_organisme g cross join lateral generate_series(0, g.sessions * 5 - 1) n;
insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, entreprise_id, pli, cree_le)
  select p.organisme, p.personne, p.activite, p.prenom, p.nom, 'p' || p.n || '@mesure.example', e.entreprise, lower(p.nom || ' ' || p.prenom), now()
  from jeu_personne p join jeu_entreprise e on e.o = p.o and e.n = p.n % 30;

create index on jeu_personne (o, n);
create temp table jeu_inscription as
  select s.o, s.organisme, s.activite, s.session, s.sel, uuidv7() as inscription, p.personne, p.prenom, p.nom, j, e.entreprise
  from jeu_session s cross join generate_series(0, 9) j
    join jeu_organisme g on g.o = s.o
    join jeu_personne p on p.o = s.o and p.n = (s.k * 10 + j) % (g.sessions * 5)
    join jeu_entreprise e on e.o = p.o and e.n = p.n % 30;
insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, employeur_id, etat, inscrite_le)
  select organisme, inscription, activite, session, personne, entreprise, 'inscrit', now() from jeu_inscription;

-- Chaque maillon, dans l'ordre où il fut écrit : les signatures d'une séance, puis sa clôture.
create temp table jeu_maillon as
  select *, row_number() over (partition by o order by jour, moitie, session, cloture, j) as numero, uuidv7() as id
  from (
    select i.o, i.organisme, i.activite, i.session, i.sel, e.seance, e.jour, e.moitie, i.inscription, i.prenom, i.nom, i.j, false as cloture
      from jeu_inscription i join jeu_seance e on e.o = i.o and e.session = i.session
    union all
    select s.o, s.organisme, s.activite, s.session, s.sel, e.seance, e.jour, e.moitie, null, null, null, 99, true
      from jeu_session s join jeu_seance e on e.o = s.o and e.session = s.session) t;

create temp table jeu_prive as
  select organisme, activite, id as maillon, 'identite' as part, sha256(convert_to(id || 'i', 'UTF8')) as sel,
    '{"attestation":true,"feuille":"' || encode(sha256(convert_to(seance::text, 'UTF8')), 'hex') || '","moyen":"lien personnel à usage unique","nom":"' || nom || '","prenom":"' || prenom || '"}' as contenu
    from jeu_maillon where not cloture
  union all
  select organisme, activite, id, 'trace', sha256(convert_to(id || 't', 'UTF8')), '"' || repeat('12 34 56 78 90 12 ', 12) || numero % 100 || ' ' || numero / 100 % 100 || '"'
    from jeu_maillon where not cloture;
insert into emargement.prive (organisme_id, activite_id, maillon_id, part, sel, contenu)
  select organisme, activite, maillon, part, sel, contenu from jeu_prive;

create temp table jeu_contenu as
  select m.organisme, m.activite, m.id, m.numero, m.o, sha256(m.sel || convert_to(m.session::text, 'UTF8')) as objet,
    '{"appareil":null,"engagements":{' || case when cloture then '' else '"identite":"' || encode(sha256(i.sel || convert_to(i.contenu, 'UTF8')), 'hex')
      || '","trace":"' || encode(sha256(t.sel || convert_to(t.contenu, 'UTF8')), 'hex') || '"' end
    || '},"faitLe":"' || m.jour || 'T08:05:00.000Z","fondement":null,"genre":"' || case when cloture then 'cloture' else 'signature' end
    || '","horsLigne":false,"id":"' || m.id || '","inscription":' || coalesce('"' || m.inscription || '"', 'null') || ',"recuLe":"' || m.jour
    || 'T08:05:00.000Z","retardMin":null,"seance":"' || m.seance || '","version":"coforme-registre/1","vise":null}' as contenu
  from jeu_maillon m
    left join jeu_prive i on i.maillon = m.id and i.part = 'identite' left join jeu_prive t on t.maillon = m.id and t.part = 'trace';
create index on jeu_contenu (o, numero);
analyze jeu_contenu;

create function pg_temp.chainer(p_o integer, p_organisme uuid) returns table (organisme uuid, numero bigint, id uuid, activite uuid, objet bytea, contenu text, empreinte bytea)
language plpgsql as $$
declare
  r record;
  precedente bytea := sha256(convert_to('coforme-registre/1 ' || p_organisme::text, 'UTF8'));
begin
  for r in select c.* from jeu_contenu c where c.o = p_o order by c.numero loop
    precedente := sha256(precedente || int8send(r.numero) || r.objet || sha256(convert_to(r.contenu, 'UTF8')));
    organisme := r.organisme; numero := r.numero; id := r.id; activite := r.activite; objet := r.objet; contenu := r.contenu; empreinte := precedente;
    return next;
  end loop;
end $$;
insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
  select c.organisme, c.numero, c.id, c.activite, c.objet, c.contenu, c.empreinte
  from jeu_organisme g cross join lateral pg_temp.chainer(g.o, g.organisme) c;

insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
  select organisme, activite, inscription, seance, id, (jour + time '08:05') at time zone 'UTC', 'lien' from jeu_maillon where not cloture;
insert into emargement.cloture (organisme_id, activite_id, seance_id, maillon_id, close_le)
  select organisme, activite, seance, id, (jour + time '16:00') at time zone 'UTC' from jeu_maillon where cloture;

-- Un certificat pour la moitié des sessions : la pièce est une ligne sans fichier, la page n'ouvre pas les octets.
create temp table jeu_certificat as
  select i.organisme, i.activite, i.inscription, uuidv7() as piece, row_number() over (partition by i.o order by i.inscription) as rang
  from jeu_inscription i join jeu_session s on s.session = i.session where s.k % 2 = 0;
insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
  select organisme, piece, activite, 'certificat', 'C-2025-' || rang, 'certificat-realisation.v1', '{}', sha256(convert_to(piece::text, 'UTF8')),
    encode(sha256(convert_to(piece::text, 'UTF8')), 'hex'), 1, 'Certificat ' || rang, 'certificat ' || rang, 'inscription', inscription, now()
  from jeu_certificat;
insert into emargement.certificat (organisme_id, activite_id, inscription_id, piece_id, minutes, faits)
  select organisme, activite, inscription, piece, 1050, sha256(convert_to(inscription::text, 'UTF8')) from jeu_certificat;

-- Une responsable par organisme, qui se connectera par la page.
create temp table jeu_compte as select o, organisme, uuidv7() as compte from jeu_organisme;
insert into compte.compte (id, courriel, prenom, nom, sel, parametres, derivee)
  select compte, 'responsable-' || o || '@mesure.example', 'Rosa', 'Mesure', decode(:'sel', 'hex'), :'parametres', decode(:'derivee', 'hex') from jeu_compte;
insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le)
  select organisme, compte, '{responsable,administration}', true, now() from jeu_compte;
insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
  select organisme, uuidv7(), compte, 'Rosa Mesure', 'gérante', 'fonction', '{*}', date '2020-01-01' from jeu_compte;

set session_replication_role = origin;
