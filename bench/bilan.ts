/**
 * Le bilan d'un grand organisme : 5 000 inscriptions, 100 000 signatures. Toutes les lignes, de la base, contre l'addition nue
 * des mêmes lignes dans le même passage (cible : 150 ms et deux fois). Puis deux cents organismes d'une seule commande.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import type { DateCivile } from '../src/kernel/dates.ts'
import { bpfCommande } from '../src/modules/bpf/commandes/bpf.ts'
import { lireBilan } from '../src/modules/bpf/lecture/lire-bilan.ts'
import { migrer, openDatabase, preparerBase } from '../src/platform/db/index.ts'
import { avecClient } from '../src/platform/db/roles.ts'
import { demarrerPostgres } from '../src/platform/postgres/index.ts'
import type { Services } from '../src/platform/services.ts'
import { calculParPassage } from './calcul.ts'
import { peupler } from './jeu-bilan.ts'
import { dire, mesurer, noter } from './mesurer.ts'

/** Ce que `bpf --json` écrit, pour ce qu’on en relit ici. */
type Sortie = {
  readonly cas: readonly {
    readonly id: string
    readonly controles: readonly { readonly id: string; readonly ok: boolean; readonly message: string }[]
  }[]
}

/** Le jeu n’a ni produits, ni achats : ces deux contrôles le disent, et la commande rend 1. Nul autre ne doit être en défaut. */
const sansArgent: ReadonlySet<string> = new Set(['V12', 'V15'])

const exercice = { debut: '2025-01-01' as DateCivile, fin: '2025-12-31' as DateCivile }
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier, essai: true })
const worker = openDatabase(grappe.connexion('coforme_worker', 'banc'), { max: 2 })

try {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: 'banc', creer: true })
  await migrer(grappe.connexion('coforme_migrator', 'banc'), {
    dossier: fileURLToPath(new URL('../db', import.meta.url)),
  })
  const client = new pg.Client(grappe.connexion(grappe.administrateur, 'banc'))
  await client.connect()
  await client.query('set session_replication_role = replica')
  const grand = await peupler(client, 'grand', 500)
  const codes: string[] = []
  const petits = Number(process.env.BANC_ORGANISMES ?? 200)
  for (let i = 1; i <= petits; i += 1) {
    codes.push(`petit-${i}`)
    await peupler(client, `petit-${i}`, 4)
  }
  await client.query('vacuum analyze')
  await client.end()

  const chez = <T>(work: Parameters<typeof worker.withTenant<T>>[1]) =>
    worker.withTenant({ genre: 'tache', organisme: grand, portee: '*' }, work)
  // L'addition nue : les minutes de chaque inscription et les minutes animées, sans rien décider.
  const additionNue = () =>
    chez(async (tx) => {
      // Les mêmes réglages que le bilan : sans eux, le planificateur boucle, et la comparaison ne voudrait rien dire.
      await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`.execute(
        tx,
      )
      await sql`select i.id, sum(x.fin_minutes - x.debut_minutes - g.retard_min) as minutes
          from emargement.signature g join sessions.seance x on x.organisme_id = g.organisme_id and x.id = g.seance_id
            join inscriptions.inscription i on i.organisme_id = g.organisme_id and i.id = g.inscription_id
          where x.tenue and x.jour between ${exercice.debut}::date and ${exercice.fin}::date group by i.id`.execute(
        tx,
      )
      await sql`select x.session_id, a.personne_id, sum(a.minutes) as minutes from sessions.affectation a
            join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id
          where x.tenue and x.jour between ${exercice.debut}::date and ${exercice.fin}::date group by 1, 2`.execute(
        tx,
      )
    })
  const nue = await mesurer('addition nue des mêmes lignes', additionNue, { dureeMs: 3000 })
  const bilan = () => chez((tx) => lireBilan(tx, exercice))
  await mesurer('toutes les lignes du bilan', bilan, { dureeMs: 3000, reference: nue })
  await avecClient(grappe.connexion(grappe.administrateur, 'banc'), async (c) => {
    await calculParPassage('addition nue', c, additionNue)
    await calculParPassage('toutes les lignes du bilan', c, bilan)
  })
  const lu = await chez((tx) => lireBilan(tx, exercice))
  dire(`${lu?.bpf.lignes.F1.total.n} stagiaires en F-1`)

  const memoire = () => {
    global.gc?.()
    return process.memoryUsage().heapUsed / 1e6
  }
  const [depart, debut] = [memoire(), performance.now()]
  let [sortie, erreurs] = ['', '']
  const rendu = await bpfCommande.run(
    [
      '--organisme',
      codes.join(','),
      '--exercice',
      '2025-01-01..2025-12-31',
      '--json',
      '--date',
      '2026-06-01',
    ],
    {
      services: { db: worker } as Services,
      stdout: (texte) => {
        sortie += texte
      },
      stderr: (texte) => {
        erreurs += texte
      },
    },
  )
  const secondes = (performance.now() - debut) / 1000
  noter('deux cents organismes d’une commande (s)', secondes, 'mesures')
  dire(
    `${petits} organismes : ${secondes.toFixed(1)} s, rend ${rendu}, mémoire ${Math.round(memoire() - depart)} Mo de plus`,
  )
  const cas = sortie ? (JSON.parse(sortie) as Sortie).cas : []
  const defauts = cas.flatMap(({ id, controles }) =>
    controles.filter((c) => !c.ok && !sansArgent.has(c.id)).map((c) => `${c.id}, ${id} : ${c.message}`),
  )
  // Un organisme qui n’est pas lu, un contrôle en défaut que le jeu n’explique pas : la durée ne voudrait rien dire.
  if (rendu > 1 || cas.length !== petits || defauts.length > 0)
    throw new Error([`La commande rend ${rendu}.`, erreurs.trim(), ...defauts.slice(0, 10)].join('\n'))
} finally {
  await worker.close()
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
