import { Socket } from 'node:net'
import { setTimeout as attendre } from 'node:timers/promises'
import { Client, type PoolConfig } from 'pg'
import { adressesDe } from './adresses.ts'
import { PannePostgres } from './compte.ts'
import type { Grappe } from './grappe.ts'

/** PostgreSQL 17 : la première version dont les migrations se servent. */
const majeureMinimale = 17

/** L'adresse sans son secret : c'est elle qu'on montre dans une phrase. */
export const sansSecret = (adresse: string): string => {
  const urls = adressesDe(adresse)
  const compte = urls[0]?.username ? `${decodeURIComponent(urls[0].username)}@` : ''
  return `${urls[0]?.protocol}//${compte}${urls.map((u) => u.host).join(',')}${urls[0]?.pathname}`
}

export type OptionsExternes = {
  /** DATABASE_URL ; son compte est l'administrateur, sa base la base par défaut ; plusieurs hôtes se séparent d'une virgule. */
  readonly url: string
  /** Le mot de passe d'un autre rôle que l'administrateur ; rien si le serveur le connaît autrement. */
  readonly motDePasse?: (role: string) => string | undefined
}

/**
 * Rejoint une PostgreSQL extérieure, dont la vie ne nous regarde pas : rien n'est démarré ni arrêté. Une
 * coupure n'est pas une fin : les réserves de connexions se rouvrent d'elles-mêmes, d'où un `surPerte` muet. De plusieurs hôtes, c'est
 * toujours celui qui écrit que l'on joint ; quand il ne répond plus, les autres sont demandés de nouveau.
 *
 * Lève `PannePostgres`, dont le message ne porte jamais le mot de passe de l'adresse.
 */
export const joindrePostgres = async (options: OptionsExternes): Promise<Grappe> => {
  const urls = adressesDe(options.url)
  const [url] = urls
  if (!url) throw new PannePostgres('DATABASE_URL ne dit aucun hôte.')
  const administrateur = decodeURIComponent(url.username) || 'postgres'
  const baseParDefaut = decodeURIComponent(url.pathname.slice(1)) || administrateur

  const principal = suivreLePrincipal(urls)
  const connexion = (role: string, base = baseParDefaut): PoolConfig => {
    const adresse = new URL(principal.adresse)
    adresse.username = encodeURIComponent(role)
    adresse.pathname = `/${encodeURIComponent(base)}`
    if (role !== administrateur) adresse.password = encodeURIComponent(options.motDePasse?.(role) ?? '')
    return { connectionString: adresse.href, application_name: 'coforme', ...principal.chemin }
  }

  // Une fois, sans attendre qu'un hôte revienne : le refus de la connexion qui suit le dira.
  if (urls.length > 1) await principal.trouver()
  const client = new Client({ ...connexion(administrateur), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  let version: string
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
    version = rows[0]?.server_version_num ?? ''
  } catch (erreur) {
    const raison = erreur instanceof Error ? erreur.message || erreur.name : String(erreur)
    throw new PannePostgres(
      `DATABASE_URL=${sansSecret(options.url)}\u00a0: cette PostgreSQL ne répond pas (${raison})\u202f; vérifiez l’adresse, le compte et le mot de passe.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
  const majeure = Math.floor(Number(version) / 10_000)
  if (majeure < majeureMinimale) {
    throw new PannePostgres(
      `DATABASE_URL=${sansSecret(options.url)}\u00a0: PostgreSQL ${majeure} est trop ancienne\u202f; il faut la version ${majeureMinimale} ou une plus récente.`,
    )
  }
  return {
    connexion,
    administrateur,
    dossier: '',
    proprietaire: () => false,
    surPerte: () => {},
    arreter: async () => principal.oublier(),
  }
}

/** Cet hôte répond et n'est pas une réplique. */
const ecrit = async (url: URL): Promise<boolean> => {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ replique: boolean }>('select pg_is_in_recovery() as replique')
    return rows[0]?.replique === false
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Entre plusieurs hôtes, où mène chaque connexion neuve. `pg` ne sait joindre que celui de son adresse, et une réserve garde la sienne
 * pour toujours : `chemin` lui donne une prise qui va chez celui qui écrit à cet instant. Une prise qui se ferme sans que nous
 * l'ayons demandé fait chercher de nouveau, toutes les secondes, jusqu'à ce que l'un d'eux écrive.
 */
const suivreLePrincipal = (urls: readonly URL[]) => {
  let rang = 0
  let cherche = false
  let oublie = false
  /** Le premier qui écrit devient celui que l'on joint ; faux si aucun n'écrit. */
  const trouver = async (): Promise<boolean> => {
    for (const [i, url] of urls.entries())
      if (await ecrit(url)) {
        rang = i
        return true
      }
    return false
  }
  const relancer = async () => {
    if (cherche) return
    cherche = true
    while (!oublie && !(await trouver())) await attendre(1_000, undefined, { ref: false })
    cherche = false
  }
  const prise = () => {
    const socket = new Socket()
    let voulu = false
    const joindre = socket.connect.bind(socket) as (port: number, hote: string) => Socket
    const finir = socket.end.bind(socket) as () => Socket
    Object.assign(socket, {
      connect: () => {
        const { hostname = '', port } = urls[rang] ?? {}
        return joindre(Number(port) || 5432, hostname.replace(/^\[(.*)\]$/, '$1'))
      },
      end: () => {
        voulu = true
        return finir()
      },
    })
    return socket.on('close', () => {
      if (!voulu && !oublie) void relancer()
    })
  }
  return {
    get adresse() {
      return urls[rang]?.href ?? ''
    },
    chemin: urls.length > 1 ? { stream: prise } : {},
    trouver,
    oublier: () => {
      oublie = true
    },
  }
}
