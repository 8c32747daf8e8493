-- Le site public d'une Union pleine : cinq mille actualités, deux mille coopératives, cinquante mille offres. Clés étrangères au
-- repos ; tout y est publié, rien n'y est cherché avant d'être lu. `:contenu` est celui d'une offre complète.
set session_replication_role = replica;

create temp table jeu_coop as select i, uuidv7() as organisme, uuidv7() as activite from generate_series(1, 2000) i;
insert into organisme.organisme (organisme_id, code, nom, forme, siret, ville, code_postal)
  select organisme, 'coop-' || i, 'Coopérative ' || i, (array['scop', 'scic', 'cooperative'])[1 + i % 3], '99912047000011', 'Rennes', '35000' from jeu_coop;
insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) select organisme, activite, 'Formation', true, date '2020-01-01' from jeu_coop;
insert into portail.fiche (organisme_id, description, themes, departements, nsf, tri, pli, publiee_le, modifiee_le)
  select organisme, 'Nous formons depuis vingt ans ' || i, array[(array['Langues', 'Bureautique', 'Bois', 'Gestion', 'Soin'])[1 + i % 5]],
    array[lpad((1 + i % 95)::text, 2, '0')], array[(310 + i % 30)::text], 'cooperative ' || lpad(i::text, 5, '0'),
    'cooperative ' || i || ' rennes ' || (array['langues', 'bureautique', 'bois', 'gestion', 'soin'])[1 + i % 5], now(), now() from jeu_coop;

create temp table jeu_offre as
  select n, c.organisme, c.activite, c.i, uuidv7() as offre, uuidv7() as version,
    (array['Conduire une réunion', 'Accueillir le public', 'Écrire un rapport', 'Tenir une comptabilité', 'Travailler le bois', 'Soigner un dos'])[1 + n % 6]
      || ' en ' || (array['anglais', 'équipe', 'atelier', 'entreprise', 'distance'])[1 + n / 6 % 5] || ', niveau ' || n / 30 as intitule
  from generate_series(1, 50000) n join jeu_coop c on c.i = 1 + n % 2000;
insert into catalogue.fiche (organisme_id, id, activite_id, offre_id, version_id, numero, organisme_nom, intitule, pli, recherche, nature, modalite,
    duree_minutes, prix_centimes, nsf, contenu, publiee_le)
  select organisme, uuidv7(), activite, offre, version, 1, 'Coopérative ' || i, intitule, plie, plie || ' cooperative ' || i, 'formation',
    (array['presentiel', 'mixte', 'distance'])[1 + n % 3], 1260, 120000, (310 + n % 30)::text, jsonb_set(:contenu::jsonb, '{intitule}', to_jsonb(intitule)), now()
  from jeu_offre cross join lateral (select translate(lower(intitule), 'éèô', 'eeo') as plie) p;

create temp table jeu_pole as select i, uuidv7() as pole from generate_series(1, 12) i;
insert into pole.pole (pole_id, organisme_id, code, genre, nom, raison, etat, public, lance_le, cree_le)
  select pole, (select organisme from jeu_coop limit 1), 'pole-' || i, case when i % 2 = 0 then 'metier' else 'territorial' end, 'Pôle ' || i, 'Se former ensemble',
    'actif', true, date '2025-01-01', now() from jeu_pole;
insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_alt, source_nom, source_url, version, paraitre_le, changee_le, pli)
  select uuidv7(), p.pole, 'nouvelle-' || n, 'Nouvelle ' || n || ' des coopératives', 'Ce que nous avons fait ensemble ce mois-ci, et ce qui vient.',
    repeat('Un paragraphe qui raconte la rencontre, ses échanges et la suite donnée. ', 30), array[(array['rencontre', 'formation', 'commun'])[1 + n % 3]], '', '', '', 1,
    now() - make_interval(hours => n), now() - make_interval(hours => n),
    'nouvelle ' || n || ' des cooperatives rencontre ' || (array['langues', 'bois', 'gestion'])[1 + n % 3]
  from generate_series(1, 5000) n join jeu_pole p on p.i = 1 + n % 12;

set session_replication_role = origin;
