import { createHmac, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { type Connexion, connexionsExternes, lireAdresse } from '#platform/db/connexions.ts'
import { migrer } from '#platform/db/migrer.ts'
import { avecClient, preparerBase } from '#platform/db/roles.ts'

/** Ce que la mise en place donne aux fichiers d'essai ; tout y est sérialisable. */
export type GrappeDEssai = {
  readonly modele: string
  /** Base extérieure : on y défait les copies ; l'embarquée disparaît d'un bloc. */
  readonly externe?: { readonly adresse: string; readonly sel: string }
  readonly roles?: Readonly<Record<string, pg.PoolConfig>>
}

export const racine = path.resolve(import.meta.dirname, '../..')
export const dossierDb = path.join(racine, 'db')
const rolesConnus = ['coforme_migrator', 'coforme_web', 'coforme_worker'] as const

/** Le mot de passe d'un rôle sur une base extérieure d'essai, tiré au sort à chaque passage. */
const motDePasse = (sel: string) => (role: string) => createHmac('sha256', sel).update(role).digest('hex')

/** Les connexions, et le nom du rôle qui administre. */
export const connexionsDe = (g: GrappeDEssai): { connexion: Connexion; admin: string } => {
  if (g.externe) {
    return {
      connexion: connexionsExternes(g.externe.adresse, motDePasse(g.externe.sel)),
      admin: lireAdresse(g.externe.adresse).administrateur,
    }
  }
  return { connexion: (role, base) => ({ ...g.roles?.[role], database: base }), admin: 'postgres' }
}

/** Décrit une grappe embarquée par des valeurs, pour la passer aux fichiers d'essai. */
export const decrireEmbarquee = (modele: string, connexion: Connexion): GrappeDEssai => ({
  modele,
  roles: Object.fromEntries(['postgres', ...rolesConnus].map((role) => [role, connexion(role, 'postgres')])),
})

export const decrireExterne = (modele: string, adresse: string): GrappeDEssai => ({
  modele,
  externe: { adresse, sel: randomBytes(16).toString('hex') },
})

export const adminDe = (g: GrappeDEssai) => {
  const { connexion, admin } = connexionsDe(g)
  return (base: string) => connexion(admin, base)
}

/** Où l'administrateur se connecte pour créer des bases. */
export const baseDAdmin = (g: GrappeDEssai) => (g.externe ? lireAdresse(g.externe.adresse).base : 'postgres')

export const preparer = (g: GrappeDEssai, base: string) => {
  const externe = g.externe
  return preparerBase(adminDe(g), externe ? { base, motDePasse: motDePasse(externe.sel) } : { base })
}

/** Le modèle migré : chaque fichier d'essai en reçoit une copie. `sql` s'ajoute après les migrations. */
export const creerModele = async (g: GrappeDEssai): Promise<void> => {
  const nom = pg.escapeIdentifier(g.modele)
  await avecClient(adminDe(g)(baseDAdmin(g)), (c) => c.query(`create database ${nom}`))
  await preparer(g, g.modele)
  const { connexion } = connexionsDe(g)
  await migrer(connexion('coforme_migrator', g.modele), { dossier: dossierDb })
  await avecClient(connexion('coforme_migrator', g.modele), async (c) => {
    await c.query('begin; set local role coforme_owner')
    await c.query(await readFile(path.join(import.meta.dirname, 'temoin.sql'), 'utf8'))
    await c.query('commit')
  })
  // Fermé aux connexions : une copie échoue si quelqu'un est sur le modèle.
  await avecClient(adminDe(g)(baseDAdmin(g)), (c) => c.query(`alter database ${nom} with allow_connections false`))
}

export const supprimerBase = (g: GrappeDEssai, nom: string) =>
  avecClient(adminDe(g)(baseDAdmin(g)), (c) => c.query(`drop database if exists ${pg.escapeIdentifier(nom)} with (force)`))
