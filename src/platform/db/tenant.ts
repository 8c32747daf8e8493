import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type RawBuilder,
  sql,
  type Transaction,
} from 'kysely'
import type pg from 'pg'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Acces, Portee, Tenant } from '#platform/db/access.ts'
import { type EtatPool, namedPool, sansBornes } from '#platform/db/pool.ts'

declare const sceau: unique symbol
/** Une transaction dont la base a vérifié l'organisme. Seul `withTenant` en fabrique. */
export type TenantTx = Transaction<unknown> & { readonly [sceau]: 'organisme' }
/** Une transaction sans organisme : elle ne voit que ce qui est publié, et n'écrit que par une porte. */
export type PublicTx = Transaction<unknown> & { readonly [sceau]: 'public' }
/** Une transaction qui voit tous les organismes : sauvegarde, restauration, reprise de données. */
export type MaintenanceTx = Transaction<unknown> & { readonly [sceau]: 'maintenance' }

/** Ce qui part avec la porte, sans attendre sa réponse. */
export type Avance = {
  /**
   * Des lectures, et elles seules : derrière une porte fermée elles ne voient aucune ligne. Le travail les retrouve par `uneFois`.
   * L'une échoue : le travail n'a pas lieu.
   */
  readonly lectures?: ((tx: TenantTx) => readonly Promise<unknown>[]) | undefined
  /** Une porte de plus, avant l'autre (la transaction peut encore écrire, quoi que dise la suivante). */
  readonly avant?: ((tx: PublicTx) => Promise<unknown>) | undefined
  /**
   * D'ordinaire le travail ne demande plus rien : les portes et les lectures se valident d'elles-mêmes, sans `begin` ni `commit`
   * (un aller-retour de moins). S'il demande encore, la porte se rouvre, dans une transaction à lui.
   */
  readonly dUnEnvoi?: boolean
}

export type Database = {
  /**
   * Ouvre la porte avec la preuve donnée, puis travaille ; rien si la preuve ne vaut pas (ou plus).
   * Si `work` lève, tout est défait. Si une instruction a échoué et que `work` l'a tue, la fin lève
   * (`AbortedTransactionError`) : rien n'est jamais perdu en silence.
   */
  withTenant<T>(
    acces: Acces,
    work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
    avance?: Avance,
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

/**
 * Le temps sans emploi après lequel une connexion des tâches se ferme, en millisecondes : chacune tient deux à six Mio à la base, et sept se sont ouvertes
 * au départ. En rouvrir une demande quelques millisecondes.
 */
export const reposDUneConnexionDeFond = 2000

export type DatabaseOptions = {
  /** Connexions au plus (`Config.pool`). */
  readonly max: number
  /** Ceux de la machine, si l’on n’en dit rien : sur un seul, deux lectures à la fois ne gagnent rien. */
  readonly coeurs?: number
  /** Le temps sans emploi après lequel une connexion se ferme, en millisecondes ; dix secondes par défaut. */
  readonly reposMs?: number
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

export const ouvrirKysely = (config: pg.PoolConfig, surErreur?: (erreur: Error) => void): Kysely<unknown> =>
  new Kysely<unknown>({ dialect: new PostgresDialect({ pool: namedPool(config, surErreur) }) })

/**
 * Kysely met à la file les requêtes d'une transaction : chacune attendait la réponse de la précédente. PostgreSQL les prend à
 * la suite, dans l'ordre, sans attendre : celles qu'une page demande ensemble (`Promise.all`) partent ensemble. Ce qui se
 * demande l'un après l'autre n'y change rien.
 */
const aLaSuite = (tx: Transaction<unknown>): Promise<DatabaseConnection> => {
  const executeur = tx.getExecutor()
  return executeur.provideConnection(async (connexion) => {
    const libre = executeur.withConnectionProvider({ provideConnection: (travail) => travail(connexion) })
    Object.defineProperty(tx, 'getExecutor', { value: () => libre })
    return connexion
  })
}

const tenantDe = (ligne: LigneDePorte | undefined): Tenant | undefined =>
  ligne?.organisme && ligne.portee !== null
    ? {
        organisme: ligne.organisme as OrganismeId,
        personne: ligne.personne as PersonneId | null,
        portee: lirePortee(ligne.portee),
      }
    : undefined

const memeTenant = (a: Tenant, b: Tenant | undefined): boolean =>
  b !== undefined &&
  a.organisme === b.organisme &&
  a.personne === b.personne &&
  String(a.portee) === String(b.portee)

const cote = Symbol('une connexion à côté')
/** De quoi travailler à côté ; rien s’il ne reste pas deux connexions à l’instant, ou si la porte n’y rend plus la même personne. */
type AvecCote = {
  [cote]?: <T>(work: (autre: TenantTx) => Promise<T>) => Promise<{ readonly fait: T } | undefined> | undefined
}

/**
 * Deux lectures longues et indépendantes, sur deux cœurs : `la` se joue sur une seconde connexion. Rien s’il n’en reste pas deux à l’instant, dont
 * une pour d’autres, et rien n’est alors lu : on n’en attend jamais une, car des pages qui en tiennent chacune une et en attendraient une autre ne se
 * débloqueraient plus. Chacune voit ce qui est validé quand elle commence. Rien non plus à qui a écrit dans sa transaction : l’autre
 * connexion ne verrait pas ce qu’il vient d’écrire.
 */
export const aDeux = async <A, B>(
  tx: TenantTx,
  ici: (tx: TenantTx) => Promise<A>,
  la: (tx: TenantTx) => Promise<B>,
): Promise<readonly [A, B] | undefined> => {
  const aCote = (tx as AvecCote)[cote]
  if (!aCote) return undefined
  const { rows } = await sql<{
    ecrit: boolean
  }>`select pg_current_xact_id_if_assigned() is not null as ecrit`.execute(tx)
  const ailleurs = rows[0]?.ecrit === false ? aCote(la) : undefined
  if (!ailleurs) return undefined
  const [a, b] = await Promise.allSettled([ici(tx), ailleurs])
  if (a.status === 'rejected') throw a.reason
  if (b.status === 'fulfilled' && b.value) return [a.value, b.value.fait]
  // Refusée, coupée, ou lasse d’attendre un verrou que celle-ci tient : ce sont des lectures, celle-ci sait les faire, et une vraie faute s’y redit.
  return [a.value, await la(tx)]
}

/** La porte, rouverte pour la suite du travail, ne vaut plus ou plus pareil : rien de ce travail ne compte. */
class PorteRefermee extends Error {}

/**
 * Le cœur de `withTenant` : `begin` et l'appel de la porte partent ensemble, avant tout point de reprise.
 * La porte peut avoir écrit (dernier passage, essai raté) : un refus valide la transaction.
 */
export const travaillerPar = async <T>(
  base: Kysely<unknown>,
  porte: RawBuilder<LigneDePorte>,
  work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
  { lectures, avant, dUnEnvoi = false }: Avance = {},
  libre: () => boolean = () => false,
): Promise<T | undefined> => {
  const transaction = base.transaction().execute(async (tx) => {
    let rouverte: Promise<LigneDePorte | undefined> | undefined
    const ouvrir = async () => (await porte.execute(tx)).rows[0]
    const connexion = await aLaSuite(tx)
    if (dUnEnvoi)
      void connexion.executeQuery(
        sansBornes(() => {
          void connexion.executeQuery(CompiledQuery.raw('begin'))
          rouverte = ouvrir()
          rouverte.catch(() => {})
        }),
      )
    const precede = avant?.(tx as unknown as PublicTx)
    const ouverture = ouvrir()
    // Attendues avec la porte, pour qu'aucun rejet ne reste sans lecteur ; le travail, s'il les demande, les relève.
    const [ouverte, ...lues] = await Promise.allSettled([
      ouverture,
      precede,
      ...(lectures?.(tx as TenantTx) ?? []),
    ])
    if (ouverte.status === 'rejected') throw ouverte.reason
    const tenant = tenantDe(ouverte.value)
    if (!tenant) return undefined
    // Le lot s'est défait : la fin ne le dirait pas.
    if (dUnEnvoi) for (const lue of lues) if (lue.status === 'rejected') throw lue.reason
    const aCote: AvecCote[typeof cote] = (autre) =>
      libre()
        ? travaillerPar(base, porte, async (t, lui) =>
            memeTenant(tenant, lui) ? { fait: await autre(t) } : undefined,
          )
        : undefined
    Object.defineProperty(tx, cote, { value: aCote })
    const [fait] = await Promise.allSettled([work(tx as TenantTx, tenant)])
    if (rouverte && !memeTenant(tenant, tenantDe(await rouverte))) throw new PorteRefermee()
    if (fait.status === 'rejected') throw fait.reason
    return fait.value
  })
  try {
    return await transaction
  } catch (faute) {
    if (faute instanceof PorteRefermee) return undefined
    throw faute
  }
}

/** La base, vue d'un rôle de l'application (`coforme_web` ou `coforme_worker`). */
export const openDatabase = (
  config: pg.PoolConfig,
  { max, coeurs = availableParallelism(), reposMs, surErreur, surPool }: DatabaseOptions,
): Database => {
  const reserve = namedPool({ ...config, max, idleTimeoutMillis: reposMs }, surErreur)
  surPool?.(reserve.etat)
  const base = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: reserve }) })
  // Une pour la seconde lecture, une encore pour la page d’une autre personne.
  const libre = () => {
    const { total, libres, attente } = reserve.etat()
    return coeurs > 1 && attente === 0 && libres + max - total >= 2
  }
  return {
    withTenant: (acces, work, avance) => travaillerPar(base, porteDe(acces), work, avance, libre),
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
