import { setTimeout as attendre } from 'node:timers/promises'
import { Client, type PoolConfig } from 'pg'
import { monNom, PannePostgres } from './compte.ts'
import type { Grappe } from './grappe.ts'
import { trouverLieu } from './lieu.ts'
import { arreterServeur, assurerServeur, type Serveur, type Veilleur } from './serveur.ts'

export { PannePostgres } from './compte.ts'
export { joindrePostgres } from './externe.ts'
export type { Grappe } from './grappe.ts'
export { examiner } from './sante.ts'

export type OptionsPostgres = {
  /** COFORME_DONNEES, chemin absolu. */
  readonly dossier: string
  /** Une grappe jetable : rien n'est forcé sur le disque. Jamais pour de vraies données. */
  readonly essai?: boolean
  readonly annoncer?: (phrase: string) => void
}

/** « coforme » en octets : le verrou consultatif que tient le propriétaire, dans la base `postgres`. */
const verrou = '27988508441472357'
const nomInvite = 'coforme invite'
/** Un invité regarde à cet intervalle si le propriétaire est parti. */
const ronde = 1_000
const delaiEntree = 30_000

const connexionDe =
  (serveur: Serveur) =>
  (role: string, base = 'coforme'): PoolConfig => ({
    host: serveur.prise,
    port: serveur.port,
    user: role,
    database: base,
    application_name: 'coforme',
  })

const prendreVerrou = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ pris: boolean }>('select pg_try_advisory_lock($1) as pris', [verrou])
  return rows[0]?.pris === true
}

const nommer = (client: Client, nom: string): Promise<unknown> =>
  client.query("select set_config('application_name', $1, false)", [nom])

/** Ouvre la connexion qui dit « je suis là ». Rien si le serveur s'est dérobé entre-temps. */
const entrer = async (serveur: Serveur): Promise<{ client: Client; tient: boolean } | undefined> => {
  const client = new Client({
    ...connexionDe(serveur)('postgres', 'postgres'),
    application_name: `${nomInvite} ${process.pid}`,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {}) // Sans écouteur, l’arrêt de PostgreSQL tuerait Node ; « end » fait le travail.
  try {
    await client.connect()
    const tient = await prendreVerrou(client)
    if (tient) await nommer(client, `coforme proprietaire ${process.pid}`)
    return { client, tient }
  } catch (erreur) {
    await client.end().catch(() => {})
    const code = erreur instanceof Error && 'code' in erreur ? String(erreur.code) : ''
    // Elle démarre ou s’arrête (57P0x), sa prise n’est pas encore là ou ne l’est plus : on recommence.
    if (/^57P0|^ECONN|^ENOENT|^EPIPE|^08/.test(code) || code === '') return undefined
    throw new PannePostgres(
      `La PostgreSQL embarquée refuse le compte ${monNom()} (${code})\u00a0: lancez Coforme sous le compte qui a créé la base.`,
    )
  }
}

/**
 * Démarre la PostgreSQL embarquée de `dossier`, ou rejoint celle qui y tourne : un serveur, une ligne de commande
 * ou un second serveur sur un autre port se comportent comme un seul. Le propriétaire est qui tient un verrou
 * consultatif sur une connexion gardée ouverte : aucun fichier ne peut mentir après une mort brutale.
 *
 * Lève `PannePostgres`, dont le message est la phrase à montrer.
 */
export const demarrerPostgres = async (options: OptionsPostgres): Promise<Grappe> => {
  const essai = options.essai ?? false
  const annoncer = options.annoncer ?? (() => {})
  const lieu = trouverLieu(options.dossier, { essai, annoncer })

  let entree: { client: Client; tient: boolean } | undefined
  let serveur: Serveur | undefined
  let veilleur: Veilleur | undefined
  for (const fin = Date.now() + delaiEntree; !entree && Date.now() < fin; ) {
    const assure = await assurerServeur(lieu, { essai })
    serveur = assure.serveur
    veilleur = assure.veilleur ?? veilleur
    entree = await entrer(serveur)
    if (!entree) await attendre(50)
  }
  if (!entree || !serveur) {
    throw new PannePostgres(
      `La PostgreSQL de ${lieu.base} tourne mais ne répond pas\u00a0: arrêtez-la, puis relancez.`,
    )
  }

  const { client } = entree
  const elle = serveur
  let tient = entree.tient
  let depart: Promise<void> | undefined
  let perdue: string | undefined
  const rappels: ((phrase: string) => void)[] = []

  const tenterReprise = async (): Promise<void> => {
    if (tient || !(await prendreVerrou(client))) return
    tient = true
    await nommer(client, `coforme proprietaire ${process.pid}`)
  }
  const guet = setInterval(() => {
    if (tient || depart) clearInterval(guet)
    else tenterReprise().catch(() => {}) // La perte de la connexion est dite par « end ».
  }, ronde)
  guet.unref()

  client.on('end', () => {
    clearInterval(guet)
    if (depart) return
    perdue = 'La base de données s’est arrêtée\u00a0: Coforme s’arrête aussi\u202f; relancez-le.'
    for (const rappel of rappels) rappel(perdue)
  })

  const resteQuelquUn = async (): Promise<boolean> => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name like $1 and pid <> pg_backend_pid()`,
      [`${nomInvite} %`],
    )
    return (rows[0]?.n ?? 0) > 0
  }

  const partir = async (): Promise<void> => {
    clearInterval(guet)
    if (perdue) return
    try {
      await tenterReprise()
      if (tient && (await resteQuelquUn())) {
        await veilleur?.congedier()
        tient = false
      }
    } catch {
      // PostgreSQL vient de disparaître : il n’y a plus rien à transmettre.
    }
    // Le signal part avant la fin de la connexion : sinon un autre démarrage adopterait une PostgreSQL mourante.
    if (tient) await arreterServeur(elle, lieu.base)
    await client.end().catch(() => {})
  }

  return {
    connexion: connexionDe(elle),
    administrateur: 'postgres',
    dossier: lieu.base,
    proprietaire: () => tient,
    surPerte: (rappel) => {
      rappels.push(rappel)
      if (perdue) rappel(perdue)
    },
    arreter: () => {
      depart ??= partir()
      return depart
    },
  }
}
