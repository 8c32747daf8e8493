/**
 * Un recueil de dix mille réponses, douze questions chacune : ce que sa page demande à la base (les comptes, les questions, les mots,
 * deux cents noms), puis les résultats d’un genre sur toute l’année, où il n’est pas seul.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { pageDeDemandes } from '../src/modules/questionnaires/db/campagnes.ts'
import {
  compterRecueils,
  compterReponses,
  type Filtre,
  lireVerbatims,
  questionsPosees,
} from '../src/modules/questionnaires/db/resultats.queries.ts'
import { synthese } from '../src/modules/questionnaires/domain/resultats.ts'
import { migrer, newId, openDatabase, preparerBase, type TenantTx } from '../src/platform/db/index.ts'
import { avecClient } from '../src/platform/db/roles.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { calculParPassage } from './calcul.ts'
import { mesurer } from './mesurer.ts'

const jour = '2026-11-24'
const questions = Array.from({ length: 12 }, (_, i) => ({
  id: `q${i}`,
  libelle: `Question ${i}`,
  genre: i < 10 ? 'echelle' : 'texte',
  exigee: true,
}))

/** Un organisme : un grand recueil, et cent petits de vingt réponses. */
const peupler = async (
  client: pg.Client,
): Promise<{ readonly organisme: string; readonly grand: string }> => {
  const [o, a, v, grand] = [newId(), newId(), newId(), newId()]
  const contenu = JSON.stringify({ questions })
  await client.query(
    `insert into organisme.organisme (organisme_id, code, nom, forme, siret) values ($1, 'banc', 'Banc', 'autre', '99912047000011')`,
    [o],
  )
  await client.query(
    `insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values ($1, $2, 'Banc', true, '2020-01-01')`,
    [o, a],
  )
  await client.query(
    `insert into questionnaires.version (organisme_id, id, source, numero, genre, titre, contenu, empreinte, figee_le)
    values ($1, $2, 'chaud', 1, 'chaud', 'À chaud', $3, sha256('x'), now())`,
    [o, v, contenu],
  )
  await client.query(
    `insert into questionnaires.campagne (organisme_id, id, activite_id, genre, cle, version_id, contenu, anonyme, ouverte_le, jour, ferme_le)
    select $1::uuid, case i when 0 then $4::uuid else gen_random_uuid() end, $2::uuid, 'chaud', 'banc-' || i, $3::uuid, $5::jsonb, false, now(),
      '2026-11-01'::date - i, '2027-01-01' from generate_series(0, 100) i`,
    [o, a, v, grand, contenu],
  )
  await client.query(
    `insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    select $1::uuid, gen_random_uuid(), $2::uuid, 'P', 'N' || i, 'n' || i, now() from generate_series(1, 12000) i`,
    [o, a],
  )
  await client.query(
    `insert into questionnaires.demande (organisme_id, id, activite_id, campagne_id, cle, personne_id, cree_le, repondue_le)
    select $1::uuid, gen_random_uuid(), $2::uuid, k.id, gen_random_uuid(), p.id, now(), '2026-11-20'
    from (select id, row_number() over (order by nom) as n from tiers.personne where organisme_id = $1) p
      join (select id, row_number() over (order by jour desc) - 1 as n from questionnaires.campagne where organisme_id = $1) k
        on k.n = case when p.n <= 10000 then 0 else 1 + (p.n - 10001) / 20 end`,
    [o, a],
  )
  await client.query(
    `insert into questionnaires.envoi (organisme_id, activite_id, demande_id, rang, moyen, le)
    select organisme_id, activite_id, id, 1, 'courriel', now() from questionnaires.demande`,
  )
  await client.query(
    `insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie)
    select organisme_id, gen_random_uuid(), activite_id, campagne_id, id, '2026-11-20', now(), 'lien' from questionnaires.demande`,
  )
  await client.query(
    `insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes, texte)
    select r.organisme_id, r.activite_id, r.id, r.campagne_id, 'q' || q, 0, case when q < 10 then (1 + n % 5)::text end,
      case when q < 10 then (1 + n % 5) * 1000 end, case when q >= 10 then 'Un mot ' || n end
    from (select *, row_number() over (order by id) as n from questionnaires.reponse) r, generate_series(0, 11) q`,
  )
  return { organisme: o, grand }
}

const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const web = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 1 })
try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  await migrer(grappe.connexion('coforme_migrator', 'banc'), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  await avecClient(grappe.connexion(grappe.administrateur, 'banc'), async (client) => {
    await client.query('set session_replication_role = replica')
    const { organisme, grand } = await peupler(client)
    await client.query('vacuum analyze')
    const lire = (f: Filtre, page: boolean) => async (tx: TenantTx) => [
      page ? await pageDeDemandes(tx, grand, 1) : [],
      await compterRecueils(tx, f, jour, 5),
      synthese(
        (await questionsPosees(tx, f, jour, 5)).questions,
        await compterReponses(tx, f, jour, 5, { parObjectif: true }),
      ),
      await lireVerbatims(tx, f, jour, 5),
    ]
    for (const [nom, travail] of [
      ['la page d’un recueil de dix mille réponses', lire({ campagne: grand }, true)],
      ['les résultats d’un genre, douze mille réponses', lire({ genre: 'chaud' }, false)],
    ] as const) {
      const passer = () =>
        web.withTenant({ genre: 'tache', organisme: organisme as never, portee: '*' }, travail)
      await mesurer(nom, passer, { dureeMs: 2000 })
      await calculParPassage(nom, client, passer, 10)
    }
  })
} finally {
  await web.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
