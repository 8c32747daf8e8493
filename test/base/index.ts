import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Portee, Tenant } from '#platform/db/access.ts'
import { avecClient, fermerBase } from '#platform/db/roles.ts'
import {
  type Database,
  type LigneDePorte,
  type MaintenanceTx,
  openDatabase,
  openMaintenance,
  ouvrirKysely,
  type TenantTx,
  travaillerPar,
} from '#platform/db/tenant.ts'
import { adminDe, connexionA, supprimerBase } from './modele.ts'

export type { Graine } from './semer.ts'
export { graine, semer } from './semer.ts'

export type Qui = {
  readonly personne?: PersonneId | null
  /** Absente : tout l'organisme. */
  readonly portee?: Portee
  readonly role?: 'coforme_web' | 'coforme_worker'
}

export type BaseDEssai = {
  readonly nom: string
  /** Ce que l'application tient : le rôle restreint `coforme_web`. */
  readonly db: Database
  readonly worker: Database
  /** De quoi se connecter ; `admin` désigne l'administrateur de la grappe. */
  readonly connexion: (role: string) => pg.PoolConfig
  /** Travaille pour un organisme, par la porte des essais : sans compte ni session. */
  enTantQue<T>(
    organisme: OrganismeId,
    qui: Qui,
    work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
  ): Promise<T>
  /** Voit et écrit tout, pour préparer un essai ou en constater l'effet. */
  maintenance<T>(work: (tx: MaintenanceTx) => Promise<T>): Promise<T>
  /** Exécute du SQL sous `coforme_owner`, dans une transaction. */
  proprietaire(texte: string): Promise<void>
  /**
   * Une connexion nue sous ce rôle, fermée à la fin du fichier. Les rôles sans connexion sont endossés :
   * l'administrateur d'une base extérieure n'est pas superutilisateur et ne voit pas les tables.
   */
  client(role: string): Promise<pg.Client>
}

/**
 * Une base à soi, copiée du modèle migré. À appeler en tête de fichier : `const base = await baseNeuve()`.
 * Les copies ne sont pas supprimées sur la grappe embarquée : elle disparaît d'un bloc à la fin, et les
 * supprimer une à une ralentit les suivantes.
 */
export const baseNeuve = async (): Promise<BaseDEssai> => {
  const g = inject('grappe')
  const nom = `essai_${randomBytes(6).toString('hex')}`
  await avecClient(adminDe(g)(g.depart), (c) =>
    c.query(`create database ${nom} template ${pg.escapeIdentifier(g.modele)} strategy file_copy`),
  )
  // Les droits posés sur la base elle-même ne sont pas copiés avec elle.
  await avecClient(adminDe(g)(nom), (c) => fermerBase(c, nom))
  const connexion = (role: string) => connexionA(g, role === 'admin' ? g.administrateur : role, nom)
  const kysely = new Map<string, Kysely<unknown>>()
  const base = (role: string) => {
    const connue = kysely.get(role) ?? ouvrirKysely({ ...connexion(role), max: 4 })
    kysely.set(role, connue)
    return connue
  }
  const db = openDatabase(connexion('coforme_web'), { max: 4 })
  const worker = openDatabase(connexion('coforme_worker'), { max: 3, coeurs: 2 })
  const maintenance = openMaintenance(connexion('coforme_migrator'))
  const clients: pg.Client[] = []
  afterAll(async () => {
    await Promise.all([
      db.close(),
      worker.close(),
      maintenance.close(),
      ...[...kysely.values()].map((k) => k.destroy()),
    ])
    await Promise.all(clients.map((c) => c.end()))
    if (g.externe) await supprimerBase(g, nom)
  })
  return {
    nom,
    db,
    worker,
    connexion,
    async enTantQue(organisme, { personne = null, portee = '*', role = 'coforme_web' }, work) {
      const texte = portee === '*' ? '*' : `{${portee.join(',')}}`
      const porte = sql<LigneDePorte>`select * from porte.ouvrir_essai(${organisme}::uuid, ${personne}::uuid, ${texte})`
      let rendu: { valeur: Awaited<ReturnType<typeof work>> } | undefined
      await travaillerPar(base(role), porte, async (tx, tenant) => {
        rendu = { valeur: await work(tx, tenant) }
      })
      if (!rendu) throw new Error('La porte des essais a refusé.')
      return rendu.valeur
    },
    maintenance: (work) => maintenance.withMaintenance(work),
    proprietaire: (texte) =>
      avecClient(connexion('coforme_migrator'), async (c) => {
        await c.query('begin; set local role coforme_owner; set local search_path = pg_catalog')
        await c.query(texte)
        await c.query('commit')
      }),
    async client(role) {
      const endosse = ['coforme_owner', 'coforme_maintenance', 'coforme_porte', 'coforme_file'].includes(role)
      const c = new pg.Client(connexion(endosse ? 'coforme_migrator' : role))
      c.on('error', () => {})
      await c.connect()
      if (endosse) await c.query(`set role ${pg.escapeIdentifier(role)}`)
      clients.push(c)
      return c
    },
  }
}

/** Le code d'erreur de PostgreSQL d'un travail refusé, ou `undefined` s'il passe. */
export const codeSql = async (work: () => Promise<unknown>): Promise<string | undefined> => {
  try {
    await work()
    return undefined
  } catch (erreur) {
    if (erreur instanceof pg.DatabaseError) return erreur.code
    throw erreur
  }
}
