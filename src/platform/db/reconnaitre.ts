import pg from 'pg'
import type { Faite } from '#platform/db/dossier-db.ts'
import { avecClient, InstallationError } from '#platform/db/roles.ts'

/** Ce qu'une base dit d'elle avant qu'on y touche. */
export type EtatBase =
  /** Rien de Coforme n'y est posé. `roles` : la grappe a pourtant nos rôles, ceux d'une autre base. */
  | { readonly vierge: true; readonly roles: boolean }
  | {
      readonly vierge: false
      readonly faites: readonly Faite[]
      readonly portes: readonly Faite[]
      /** L'empreinte des clés que cette base a vues la première fois ; nul : elle n'en a vu aucune. */
      readonly temoin: Buffer | null
    }

/**
 * Lit une base sans rien y changer, ni dans sa grappe : ses migrations, ses portes, le témoin de ses clés. Tout se fait sous
 * l'administrateur, dans une transaction défaite : les mots de passe des rôles n'ont pas à être ceux de nos clés.
 */
export const reconnaitreBase = async (
  admin: (base: string) => pg.ClientConfig,
  { base, creer = false }: { readonly base: string; readonly creer?: boolean },
): Promise<EtatBase> => {
  if (creer) {
    const { rowCount } = await avecClient(admin('postgres'), (c) =>
      c.query('select from pg_database where datname = $1', [base]),
    )
    if (!rowCount) return { vierge: true, roles: false }
  }
  return avecClient(admin(base), async (client) => {
    const { rows } = await client.query<{
      replique: boolean
      migration: boolean
      porte: boolean
      temoin: boolean
      roles: boolean
    }>(
      `select pg_is_in_recovery() or current_setting('transaction_read_only')::bool as replique,
          to_regclass('app.migration') is not null as migration, to_regclass('app.porte') is not null as porte,
          to_regclass('plateforme.temoin') is not null as temoin,
          exists (select from pg_roles where rolname = 'coforme_migrator') as roles`,
    )
    const [vu] = rows
    if (!vu || vu.replique)
      throw new InstallationError(
        `La base «\u00a0${base}\u00a0» ne s’écrit pas\u00a0: DATABASE_URL mène à une réplique, ou à une base mise en lecture seule. Donnez l’adresse du serveur principal.`,
      )
    if (!vu.migration) return { vierge: true, roles: vu.roles }
    await client.query('begin')
    try {
      await endosser(client, 'coforme_owner')
      const faites = await client.query<Faite>('select nom, empreinte from app.migration order by nom')
      if (faites.rows.length === 0) return { vierge: true, roles: vu.roles }
      const portes = vu.porte ? await client.query<Faite>('select nom, empreinte from app.porte') : undefined
      await client.query('reset role')
      await endosser(client, 'coforme_maintenance')
      const temoin = vu.temoin
        ? await client.query<{ empreinte: Buffer }>('select empreinte from plateforme.temoin')
        : undefined
      return {
        vierge: false,
        faites: faites.rows,
        portes: portes?.rows ?? [],
        temoin: temoin?.rows[0]?.empreinte ?? null,
      }
    } finally {
      await client.query('rollback').catch(() => {})
    }
  })
}

/** L'administrateur d'une base extérieure a créé nos rôles sans en être : il s'en donne un, le temps de la transaction. */
const endosser = async (client: pg.Client, role: 'coforme_owner' | 'coforme_maintenance'): Promise<void> => {
  const { rows } = await client.query<{ peut: boolean }>(
    `select pg_has_role(current_user, $1, 'set') as peut`,
    [role],
  )
  const nom = pg.escapeIdentifier(role)
  if (!rows[0]?.peut) await client.query(`grant ${nom} to current_user with set true, inherit false`)
  await client.query(`set local role ${nom}`)
}

/**
 * Une base vierge dans une grappe qui a déjà nos rôles : ils sont à une autre instance, que changer leurs mots de passe
 * arrêterait. Lève une phrase s'ils ne sont pas ceux que nos clés ouvrent.
 */
export const exigerNosRoles = async (migrateur: pg.ClientConfig): Promise<void> => {
  try {
    await avecClient(migrateur, (c) => c.query('select'))
  } catch (erreur) {
    if (!(erreur instanceof pg.DatabaseError) || !erreur.code?.startsWith('28')) throw erreur
    throw new InstallationError(
      'Cette PostgreSQL porte déjà les rôles coforme_… d’une autre instance, dont ces clés ne sont pas celles\u00a0: rien n’y a été changé. Donnez les clés de cette instance (COFORME_CLES), prenez une autre grappe, ou, si l’autre n’existe plus, ôtez d’abord ses rôles (drop role).',
    )
  }
}
