import { Client, type PoolConfig } from 'pg'
import { PannePostgres } from './compte.ts'
import type { Grappe } from './grappe.ts'

/** PostgreSQL 17 : la première version dont les migrations se servent. */
const majeureMinimale = 17

/** L'adresse sans son secret : c'est elle qu'on montre dans une phrase. */
export const sansSecret = (adresse: string): string => {
  const url = new URL(adresse)
  const compte = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`
  return `${url.protocol}//${compte}${url.host}${url.pathname}`
}

export type OptionsExternes = {
  /** DATABASE_URL ; son compte est l'administrateur, sa base la base par défaut. */
  readonly url: string
  /** Le mot de passe d'un autre rôle que l'administrateur ; rien si le serveur le connaît autrement. */
  readonly motDePasse?: (role: string) => string | undefined
}

/**
 * Rejoint une PostgreSQL extérieure, dont la vie ne nous regarde pas : rien n'est démarré ni arrêté. Une
 * coupure n'est pas une fin : les réserves de connexions se rouvrent d'elles-mêmes, d'où un `surPerte` muet.
 *
 * Lève `PannePostgres`, dont le message ne porte jamais le mot de passe de l'adresse.
 */
export const joindrePostgres = async (options: OptionsExternes): Promise<Grappe> => {
  const url = new URL(options.url)
  const administrateur = decodeURIComponent(url.username) || 'postgres'
  const baseParDefaut = decodeURIComponent(url.pathname.slice(1)) || administrateur

  const connexion = (role: string, base = baseParDefaut): PoolConfig => {
    const adresse = new URL(options.url)
    adresse.username = encodeURIComponent(role)
    adresse.pathname = `/${encodeURIComponent(base)}`
    if (role !== administrateur) adresse.password = encodeURIComponent(options.motDePasse?.(role) ?? '')
    return { connectionString: adresse.href, application_name: 'coforme' }
  }

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
    arreter: async () => {},
  }
}
