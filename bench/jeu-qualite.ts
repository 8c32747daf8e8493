import { sql } from 'kysely'
import { type MaintenanceTx, newId } from '../src/platform/db/index.ts'

// Deux mille sessions, dix stagiaires et six demi-journées chacune.
const [sessions, stagiaires, demiJournees] = [2_000, 10, 6]

/** Un organisme et ses deux mille sessions, tous leurs dossiers tenus. */
export const peuplerQualite = async (tx: MaintenanceTx, organisme: string): Promise<void> => {
  const [activite, offre, version, tom] = [newId(), newId(), newId(), newId()]
  const le = '2025-01-05T09:00:00Z'
  await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
    values (${organisme}, ${`banc-${organisme.slice(-6)}`}, 'Banc', 'autre', '99912047000011')`.execute(tx)
  await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values (${organisme}, ${activite}, 'Banc', true, '2024-01-01')`.execute(
    tx,
  )
  await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, adoptee_le, cree_le, modifiee_le)
    values (${organisme}, ${offre}, ${activite}, 'adoptee', 'Anglais', 'formation', ${le}, ${le}, ${le})`.execute(
    tx,
  )
  await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, duree_minutes, figee_le)
    values (${organisme}, ${version}, ${activite}, ${offre}, 1, '{}', 'Anglais', 'formation', 1260, ${le})`.execute(
    tx,
  )
  await sql`insert into catalogue.fiche (organisme_id, id, activite_id, offre_id, version_id, numero, organisme_nom, intitule, pli, recherche, nature, modalite,
      duree_minutes, prix_centimes, nsf, contenu, publiee_le)
    values (${organisme}, ${newId()}, ${activite}, ${offre}, ${version}, 1, 'B', 'Anglais', 'anglais', 'anglais', 'formation', 'presentiel', 1260, 0, '136', '{}', ${le})`.execute(
    tx,
  )
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    select ${organisme}::uuid, case i when 0 then ${tom}::uuid else gen_random_uuid() end, ${activite}::uuid, 'P', 'N' || i, 'n' || i, ${le}::timestamptz
      from generate_series(0, ${sessions * stagiaires}) i`.execute(tx)
  await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, version_id, intitule, nature, etat, lieu, formateur, sel, cree_le, pli)
    select ${organisme}::uuid, gen_random_uuid(), ${activite}::uuid, 'S-2025-' || i, ${offre}::uuid, ${version}::uuid, 'Anglais', 'formation', 'terminee', 'Rennes',
      'F', sha256('s'), ${le}::timestamptz, 'anglais' from generate_series(1, ${sessions}) i`.execute(tx)
  await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
    select s.organisme_id, gen_random_uuid(), s.activite_id, s.id, j.jour, case d.k % 2 when 0 then 'matin' else 'apres-midi' end,
      case d.k % 2 when 0 then 540 else 810 end, case d.k % 2 when 0 then 750 else 1020 end,
      j.jour + case d.k % 2 when 0 then interval '9 hours' else interval '13 hours 30 minutes' end,
      j.jour + case d.k % 2 when 0 then interval '12 hours 30 minutes' else interval '17 hours' end
    from (select s.*, row_number() over (order by s.numero)::int4 as n from sessions.session s where s.organisme_id = ${organisme}) s,
      generate_series(0, ${demiJournees - 1}) d(k), lateral (select date '2025-02-01' + s.n % 600 + d.k / 2 as jour) j`.execute(
    tx,
  )
  await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes, cle)
    select e.organisme_id, gen_random_uuid(), e.activite_id, e.id, ${tom}::uuid, e.fin_minutes - e.debut_minutes, gen_random_uuid()
    from sessions.seance e where e.organisme_id = ${organisme}`.execute(tx)
  await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
    select s.organisme_id, gen_random_uuid(), s.activite_id, s.id, p.id, 'inscrit', ${le}::timestamptz
    from (select s.*, row_number() over (order by s.id)::int4 as n from sessions.session s where s.organisme_id = ${organisme}) s
      join (select p.*, row_number() over (order by p.id)::int4 as n from tiers.personne p where p.organisme_id = ${organisme} and p.id <> ${tom}) p
        on (p.n - 1) / ${stagiaires} + 1 = s.n`.execute(tx)
  await sql`insert into qualite.entree (organisme_id, activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, inscrit_le)
    select organisme_id, activite_id, id, 1, '2025-01-10', 'Accueillir', 'verifies', ${le}::timestamptz from inscriptions.inscription where organisme_id = ${organisme}`.execute(
    tx,
  )
  await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le)
    select i.organisme_id, gen_random_uuid(), i.activite_id, i.id, s.premier_jour, 'point', 'Point', ${le}::timestamptz
    from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id where i.organisme_id = ${organisme}`.execute(
    tx,
  )
  await sql`insert into inscriptions.remise (organisme_id, activite_id, inscription_id, genre, remis_le, moyen)
    select organisme_id, activite_id, id, 'reglement-interieur', ${le}::timestamptz, 'courriel' from inscriptions.inscription where organisme_id = ${organisme}`.execute(
    tx,
  )
  await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
    select i.organisme_id, gen_random_uuid(), i.activite_id, g.genre, upper(left(g.genre, 2)) || '-' || row_number() over (), 'x.v1',
      ${`{"texte":"${'x'.repeat(1_500)}","resultats":[{"objectif":"a","resultat":"acquis"}]}`}, sha256((g.genre || i.id)::bytea), encode(sha256((g.genre || i.id)::bytea), 'hex'), 1, 'p', 'p',
      'inscription', i.id, '2026-11-01T09:00:00Z'
    from inscriptions.inscription i, (values ('convocation'), ('attestation'), ('certificat-realisation')) g(genre) where i.organisme_id = ${organisme}`.execute(
    tx,
  )
  await sql`insert into qualite.cadre (organisme_id, id, genre, audit_le, depuis, categories, situation, pose_le)
    values (${organisme}, ${newId()}, 'surveillance', '2027-01-26', '2025-01-01', '{AF}', '{certification,sous-traitance}', ${le})`.execute(
    tx,
  )
}
