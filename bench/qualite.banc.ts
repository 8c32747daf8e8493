import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { mesurer as lireMesures, regles } from '../src/modules/qualite/db/mesures.queries.ts'
import type { Cadre } from '../src/modules/qualite/domain/controle.ts'
import { composerScore } from '../src/modules/qualite/domain/moteur.ts'
import { migrer, newId, openDatabase, openMaintenance, preparerBase } from '../src/platform/db/index.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import { calculParPassage } from './calcul.ts'
import { peuplerQualite } from './jeu-qualite.ts'
import { dire, mediane, mesurer, noter } from './mesurer.ts'
import { aLaFois } from './plusieurs.ts'

// Deux mille sessions chez soi, autant chez la voisine. But : 200 ms.
const cadre: Cadre = {
  genre: 'surveillance',
  auditLe: '2027-01-26',
  depuis: '2025-01-01',
  categories: ['AF'],
  situation: ['certification', 'sous-traitance'],
}
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const worker = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 3 })
const maintenance = openMaintenance(grappe.connexion('coforme_migrator', 'banc'))
try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  await migrer(grappe.connexion('coforme_migrator', 'banc'), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  const [moi, voisine] = [newId<'Organisme'>(), newId<'Organisme'>()]
  for (const organisme of [moi, voisine])
    await maintenance.withMaintenance((tx) => peuplerQualite(tx, organisme))
  const admin = (await import('../src/platform/db/roles.ts')).avecClient
  // Comme une base qui vit : sans passage de nettoyage, un index ne répond pas seul, il ouvre chaque ligne.
  await admin(grappe.connexion(grappe.administrateur, 'banc'), (c) => c.query('vacuum analyze'))

  const chezMoi = <T>(work: Parameters<typeof worker.withTenant<T>>[1]) =>
    worker.withTenant({ genre: 'tache', organisme: moi, portee: '*' }, work)
  const regarde = { jour: '2026-11-24', cadre }
  const un = await mesurer('un seul contrôle (4a) sur 20 000 dossiers', () =>
    chezMoi((tx) => lireMesures(tx, regarde, ['4a'])),
  )
  const score = () =>
    chezMoi(async (tx) => composerScore(cadre, await lireMesures(tx, regarde), [], regarde.jour))
  await mesurer('le score entier, cible 200 ms', score, { reference: un })
  await admin(grappe.connexion(grappe.administrateur, 'banc'), (c) =>
    calculParPassage('le score entier', c, score),
  )
  // Une réserve de trois connexions, comme sur deux cœurs ; puis la même, où la seconde lecture n’est jamais permise (ADR 22).
  const seule = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 3, coeurs: 1 })
  const lire = (base: typeof worker) => () =>
    base.withTenant({ genre: 'tache', organisme: moi, portee: '*' }, (tx) => lireMesures(tx, regarde))
  try {
    // Chaque connexion prépare ce qu’elle joue, et son plan n’est gardé qu’au sixième passage.
    for (const base of [worker, seule])
      for (let i = 0; i < 6; i += 1) await Promise.all(Array.from({ length: 3 }, lire(base)))
    for (const gens of [1, 2, 8])
      for (const [nom, base] of [
        ['deux connexions permises', worker],
        ['une seule', seule],
      ] as const)
        await aLaFois(`${gens} devant la grille, ${nom}`, gens, lire(base))
  } finally {
    await seule.close()
  }
  // Rien n’est gardé d’un score à l’autre : un fait validé est dans le suivant. Cible : une seconde, de l’écriture au score qui le dit.
  const attendus = async () =>
    (await chezMoi((tx) => lireMesures(tx, regarde)))?.find((m) => m.code === '4a')?.tenus
  const avant = await attendus()
  const durees: number[] = []
  for (let n = 1; n <= 5; n += 1) {
    const debut = performance.now()
    await maintenance.withMaintenance((tx) =>
      sql`insert into qualite.entree (organisme_id, activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, inscrit_le)
        select e.organisme_id, e.activite_id, e.inscription_id, 2, e.recueilli_le, 'RAS', e.prerequis, now() from qualite.entree e
        where e.organisme_id = ${moi} and e.rang = 1 order by e.inscription_id offset ${n} limit 1`.execute(
        tx,
      ),
    )
    if ((await attendus()) !== Number(avant) - n)
      throw new Error('Un besoin devenu creux n’est pas dans le score suivant.')
    durees.push(performance.now() - debut)
  }
  const vu = mediane(durees)
  noter('un fait écrit, puis le score qui le dit (ms)', vu, 'mesures')
  dire(
    `un fait écrit, puis le score qui le dit : ${Math.round(vu)} ms, médiane de ${durees.length} ; cible 1 000 ms`,
  )
  if (process.env.COFORME_BANC_DETAIL)
    for (const code of Object.keys(regles))
      await mesurer(code, () => chezMoi((tx) => lireMesures(tx, regarde, [code])), {
        reference: un,
        dureeMs: 1,
        minimum: 3,
      })
} finally {
  await worker.close()
  await maintenance.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
