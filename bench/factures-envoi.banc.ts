// Mille factures d’un mois partent à une plateforme agréée qui répond en 50 ms : la file livrée, la vraie base, le vrai adaptateur, sur la boucle locale.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as attendre } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { ok } from '#kernel/result.ts'
import { clesDEssai, poserSessionDEssai } from '#modules/emargement/test/session-d-essai.ts'
import { type DepotId, depotsEnPlan } from '#modules/facturation/db/cycle.ts'
import { lireFacture } from '#modules/facturation/db/factures.queries.ts'
import type { ProjetId } from '#modules/facturation/domain/facture.ts'
import { deposerFacture, tacheDeposer, tacheRelever } from '#modules/facturation/gestes/deposer.ts'
import { emettreProjet } from '#modules/facturation/gestes/emettre.ts'
import { reglerPlateforme } from '#modules/facturation/gestes/regler-plateforme.ts'
import { creerDeposerFacture } from '#modules/facturation/jobs/deposer-facture.job.ts'
import { creerReleverPlateforme } from '#modules/facturation/jobs/relever-plateforme.job.ts'
import { creerPlateformeAgreee } from '#modules/facturation/lecture/xp-z12-013.ts'
import { sansPrises } from '#modules/facturation/prises.ts'
import { poserReglages, projetsLibres } from '#modules/facturation/test/dossier-d-essai.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import {
  migrer,
  newId,
  openDatabase,
  openMaintenance,
  preparerBase,
  type TenantTx,
} from '#platform/db/index.ts'
import { startWorker } from '#platform/jobs/worker.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { creerDemander } from '#platform/reseau/demander.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { testServices } from '#web/test/services.ts'
import type { BaseDEssai } from '../test/base/index.ts'
import { dire, noter } from './mesurer.ts'

setFlagsFromString('--expose-gc')
const ramasser = runInNewContext('gc') as () => void

const FACTURES = 1_000
const REPONSE_MS = 50
const PAPIER = 60_000
const le = new Date('2026-11-25T09:00:00Z')

const entrees = new Map<string, number>()
const plateforme = createServer(async (q, r) => {
  const morceaux: Buffer[] = []
  for await (const m of q) morceaux.push(m as Buffer)
  const corps = Buffer.concat(morceaux).toString('latin1')
  await attendre(REPONSE_MS)
  r.setHeader('content-type', 'application/json')
  if (q.url === '/jeton') r.end(JSON.stringify({ access_token: 'porteur', expires_in: 300 }))
  else if (q.url === '/flux/v1/flows') {
    // Recopié : un morceau de texte garderait tout le corps en mémoire, et c’est elle que l’on mesure.
    const suivi = Buffer.from(/"trackingId":"([^"]+)"/.exec(corps)?.[1] ?? '').toString()
    entrees.set(suivi, (entrees.get(suivi) ?? 0) + 1)
    r.writeHead(202).end(JSON.stringify({ flowId: randomUUID() }))
  } else r.end(JSON.stringify({ results: [] }))
})
await new Promise<void>((pret) => plateforme.listen(0, '127.0.0.1', () => pret()))
const racine = `http://plateforme.exemple:${(plateforme.address() as AddressInfo).port}`
const creer = creerPlateformeAgreee(
  creerDemander({ resoudre: async () => ['127.0.0.1'], permise: () => true }),
)

const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-factures-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier })
try {
  const nom = 'factures'
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: nom, creer: true })
  await migrer(grappe.connexion('coforme_migrator', nom), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  const connexion = grappe.connexion('coforme_worker', nom)
  const db = openDatabase(connexion, { max: 8 })
  const { withMaintenance, close } = openMaintenance(grappe.connexion('coforme_migrator', nom))
  const base = { maintenance: withMaintenance } as unknown as BaseDEssai
  const fil = await withMaintenance((tx) => poserSessionDEssai(tx, { stagiaires: 0 }))
  const client = newId<'Entreprise'>() as EntrepriseId
  await withMaintenance(async (tx) => {
    await sql`update organisme.organisme set regime_tva = 'exonere', tva_demande_recue_le = '2020-01-01', societe = 'SA'
      where organisme_id = ${fil.organisme}`.execute(tx)
    await poserReglages(tx, fil.organisme)
    await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, siren, adresse, code_postal, ville, courriel, cree_le)
      values (${fil.organisme}, ${client}, ${fil.activite}, 'Clinique', 'clinique', '999381650', '1 rue du Port', '35000', 'Rennes',
        'compta@exemple.example', now())`.execute(tx)
  })
  const services = {
    ...testServices(),
    clock: fixedClock(le),
    keys: clesDEssai,
    storage: postgresStorage(clesDEssai),
    db,
    // Le papier n’est pas ce que l’on mesure : des octets de sa taille, différents à chaque fois.
    pdf: {
      render: async (d: { readonly donnees: unknown }) =>
        ok({
          pdf: randomBytes(PAPIER),
          pages: 1,
          empreinte: createHash('sha256').update(randomUUID()).digest('hex'),
          donnees: JSON.stringify(d.donnees),
          remplaces: [],
        }),
      close: async () => {},
    } as ReturnType<typeof testServices>['pdf'],
  }
  const acces = { genre: 'tache', organisme: fil.organisme } as const
  const dans = async <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => {
    let rendu: { readonly valeur: T } | undefined
    await db.withTenant(acces, async (tx) => {
      rendu = { valeur: await work(tx) }
    })
    if (!rendu) throw new Error('La porte des tâches a refusé.')
    return rendu.valeur
  }
  const reglee = await dans((tx) =>
    reglerPlateforme(
      tx,
      { keys: clesDEssai, organisme: fil.organisme, le },
      {
        nom: 'Passerelle',
        flux: `${racine}/flux`,
        annuaire: null,
        jeton: `${racine}/jeton`,
        client: 'coop',
        secret: 'sésame',
      },
    ),
  )
  if (!reglee.ok) throw new Error(reglee.error.phrase)
  const depots: DepotId[] = []
  for (const projet of await projetsLibres(base, { fil, client }, FACTURES)) {
    const id = newId<'DepotFacture'>() as DepotId
    const emise = await dans((tx) =>
      emettreProjet(services, tx, { projet: projet as ProjetId, version: 1, vise: false }, sansPrises),
    )
    if (!emise.ok) throw new Error(emise.error.map((x) => x.phrase).join(' '))
    const r = await dans(async (tx) => {
      const f = await lireFacture(tx, emise.value.id)
      if (!f) throw new Error('facture')
      return deposerFacture(
        tx,
        f,
        { id, organisme: fil.organisme, voie: 'plateforme', reference: null, deposeLe: null },
        le,
      )
    })
    if (!r.ok) throw new Error(r.error.phrase)
    depots.push(id)
  }
  dire(`${depots.length} factures émises et demandées ; charge ${loadavg()[0]?.toFixed(1)}`)

  const memoires: number[] = []
  const debut = performance.now()
  const worker = await startWorker({
    connexion,
    services,
    taches: {
      [tacheDeposer]: creerDeposerFacture(creer),
      [tacheRelever]: creerReleverPlateforme(creer),
    },
  })
  let releve = 0
  while (entrees.size < FACTURES) {
    await attendre(20)
    // Une mesure par centaine entrée.
    if (entrees.size >= releve * 100) {
      ramasser()
      const { heapUsed, external } = process.memoryUsage()
      memoires.push((heapUsed + external) / 2 ** 20)
      releve += 1
    }
    if (performance.now() - debut > 300_000) throw new Error(`Cinq minutes : ${entrees.size} entrées.`)
  }
  const secondes = (performance.now() - debut) / 1000
  await worker.stop()
  const restent = await dans((tx) => depotsEnPlan(tx, new Date(le.getTime() + 1)))
  if (restent.length > 0 || [...entrees.values()].some((n) => n !== 1))
    throw new Error('Une facture n’est pas entrée, ou l’est deux fois.')
  const [premiere = 0, ...suite] = memoires.slice(1)
  const monte = Math.max(premiere, ...suite) - premiere
  // Cible : 60 s, et une mémoire qui ne monte pas avec le nombre.
  noter(`${FACTURES} factures à une plateforme qui répond en ${REPONSE_MS} ms (s)`, secondes, 'mesures')
  noter('mémoire vivante de plus, de la centième à la millième (Mio)', monte, 'mesures')
  dire(
    `${FACTURES} factures envoyées en ${secondes.toFixed(1)} s ; mémoire vivante ${memoires.map((m) => Math.round(m)).join(', ')} Mio (à chaque centaine) ; charge ${loadavg()[0]?.toFixed(1)}`,
  )
  await db.close()
  await close()
} finally {
  plateforme.closeAllConnections()
  plateforme.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
