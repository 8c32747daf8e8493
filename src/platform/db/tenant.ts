import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely'
import type pg from 'pg'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Acces, Portee, Tenant } from '#platform/db/access.ts'
import { type EtatPool, namedPool } from '#platform/db/pool.ts'
import type { DB } from '#platform/db/schema.gen.ts'

declare const sceau: unique symbol
/** Une transaction dont la base a vérifié l'organisme. Seul `withTenant` en fabrique. */
export type TenantTx = Transaction<DB> & { readonly [sceau]: 'organisme' }
/** Une transaction sans organisme : elle ne voit que ce qui est publié, et n'écrit que par une porte. */
export type PublicTx = Transaction<DB> & { readonly [sceau]: 'public' }
/** Une transaction qui voit tous les organismes : sauvegarde, restauration, reprise de données. */
export type MaintenanceTx = Transaction<DB> & { readonly [sceau]: 'maintenance' }

export type Database = {
  /**
   * Ouvre la porte avec la preuve donnée, puis travaille ; rien si la preuve ne vaut pas (ou plus).
   * Si `work` lève, tout est défait. Si une instruction a échoué et que `work` l'a tue, la fin lève
   * (`AbortedTransactionError`) : rien n'est jamais perdu en silence.
   * `prelire` : des lectures, et elles seules, qui partent avec la porte sans attendre sa réponse ; derrière une porte
   * fermée elles ne voient aucune ligne. Le travail les retrouve par `uneFois`.
   * `avant` : une porte de plus, qui part avant elle dans le même envoi (la transaction peut encore écrire, quoi que dise la suivante).
   */
  withTenant<T>(
    acces: Acces,
    work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
    prelire?: (tx: TenantTx) => readonly Promise<unknown>[],
    avant?: (tx: PublicTx) => Promise<unknown>,
  ): Promise<T | undefined>
  withoutTenant<T>(work: (tx: PublicTx) => Promise<T>): Promise<T>
  /** Une instruction seule, sans organisme : validée par elle-même, elle se passe de `begin` et de `commit`. */
  seule<T>(requete: RawBuilder<T>): Promise<readonly T[]>
  /**
   * Des lectures sans organisme, chacune validée par elle-même : ni `begin`, ni `commit`, deux allers-retours de moins. Pour une page
   * publique, faite de copies publiées ; jamais pour écrire, ni quand deux lectures doivent dire le même instant.
   */
  lire<T>(work: (tx: PublicTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** Connexions au plus ; 4 par cœur par défaut dans `Config`. */
  readonly max: number
  readonly surErreur?: (erreur: Error) => void
  /** Reçoit de quoi lire l'état des connexions, pour les compteurs. */
  readonly surPool?: (lire: () => EtatPool) => void
}

/** La ligne que rend une porte `porte.ouvrir_…`. */
export type LigneDePorte = { organisme: string | null; personne: string | null; portee: string | null }

export const empreinteDe = (jeton: string): Buffer => createHash('sha256').update(jeton, 'utf8').digest()

const ecrirePortee = (portee: Portee): string => (portee === '*' ? '*' : `{${portee.join(',')}}`)

const lirePortee = (texte: string): Portee =>
  texte === '*'
    ? '*'
    : texte
        .slice(1, -1)
        .split(',')
        .filter(Boolean)
        .map((id) => id as ActiviteId)

const porteDe = (acces: Acces): RawBuilder<LigneDePorte> => {
  switch (acces.genre) {
    case 'session':
      return sql`select organisme, personne, portee from porte.ouvrir_session(${empreinteDe(acces.jeton)}::bytea)`
    case 'lien':
      return sql`select organisme, personne, portee from porte.ouvrir_lien(${empreinteDe(acces.jeton)}::bytea)`
    case 'tablette':
      return sql`select organisme, personne, portee from porte.ouvrir_tablette(${empreinteDe(acces.jeton)}::bytea)`
    case 'tache':
      return sql`select organisme, personne, portee from porte.ouvrir_tache(${acces.organisme}::uuid, ${ecrirePortee(acces.portee ?? '*')})`
  }
}

export const ouvrirKysely = (config: pg.PoolConfig, surErreur?: (erreur: Error) => void): Kysely<DB> =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: namedPool(config, surErreur) }) })

/**
 * Kysely met à la file les requêtes d'une transaction : chacune attendait la réponse de la précédente. PostgreSQL les prend à
 * la suite, dans l'ordre, sans attendre : celles qu'une page demande ensemble (`Promise.all`) partent ensemble. Ce qui se
 * demande l'un après l'autre n'y change rien.
 */
const aLaSuite = (tx: Transaction<DB>): Promise<void> => {
  const executeur = tx.getExecutor()
  return executeur.provideConnection(async (connexion) => {
    const libre = executeur.withConnectionProvider({ provideConnection: (travail) => travail(connexion) })
    Object.defineProperty(tx, 'getExecutor', { value: () => libre })
  })
}

/**
 * Le cœur de `withTenant` : `begin` et l'appel de la porte partent ensemble, avant tout point de reprise.
 * La porte peut avoir écrit (dernier passage, essai raté) : un refus valide la transaction.
 */
export const travaillerPar = <T>(
  base: Kysely<DB>,
  porte: RawBuilder<LigneDePorte>,
  work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
  prelire?: (tx: TenantTx) => readonly Promise<unknown>[],
  avant?: (tx: PublicTx) => Promise<unknown>,
): Promise<T | undefined> =>
  base.transaction().execute(async (tx) => {
    await aLaSuite(tx)
    const precede = avant?.(tx as unknown as PublicTx)
    const ouverture = porte.execute(tx)
    // Attendues avec la porte, pour qu'aucun rejet ne reste sans lecteur ; le travail, s'il les demande, les relève.
    const [ouverte] = await Promise.allSettled([ouverture, precede, ...(prelire?.(tx as TenantTx) ?? [])])
    if (ouverte.status === 'rejected') throw ouverte.reason
    const { rows } = ouverte.value
    const ligne = rows[0]
    if (!ligne?.organisme || ligne.portee === null) return undefined
    return work(tx as TenantTx, {
      organisme: ligne.organisme as OrganismeId,
      personne: ligne.personne as PersonneId | null,
      portee: lirePortee(ligne.portee),
    })
  })

/** La base, vue d'un rôle de l'application (`coforme_web` ou `coforme_worker`). */
export const openDatabase = (
  config: pg.PoolConfig,
  { max, surErreur, surPool }: DatabaseOptions,
): Database => {
  const reserve = namedPool({ ...config, max }, surErreur)
  surPool?.(reserve.etat)
  const base = new Kysely<DB>({ dialect: new PostgresDialect({ pool: reserve }) })
  return {
    withTenant: (acces, work, prelire, avant) => travaillerPar(base, porteDe(acces), work, prelire, avant),
    withoutTenant: (work) => base.transaction().execute((tx) => work(tx as PublicTx)),
    seule: async (requete) => (await requete.execute(base)).rows,
    lire: (work) => work(base as unknown as PublicTx),
    close: () => base.destroy(),
  }
}

export type Maintenance = {
  /** Voit et écrit tout. Pour la sauvegarde, la reprise et les données de démonstration ; jamais pour une page. */
  withMaintenance<T>(work: (tx: MaintenanceTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** `config` est la connexion de `coforme_migrator`, que le processus web ne tient pas. */
export const openMaintenance = (config: pg.PoolConfig, surErreur?: (erreur: Error) => void): Maintenance => {
  const base = ouvrirKysely({ max: 2, ...config }, surErreur)
  return {
    withMaintenance: (work) =>
      base.transaction().execute(async (tx) => {
        await sql`set local role coforme_maintenance`.execute(tx)
        return work(tx as MaintenanceTx)
      }),
    close: () => base.destroy(),
  }
}
