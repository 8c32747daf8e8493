import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { migrer } from '#platform/db/migrer.ts'
import { avecClient, preparerBase } from '#platform/db/roles.ts'

/** Ce que la mise en place donne aux fichiers d'essai ; tout y est sérialisable. */
export type GrappeDEssai = {
  readonly modele: string
  readonly administrateur: string
  /** La base où l'administrateur se connecte pour en créer d'autres. */
  readonly depart: string
  /** Base extérieure : on y défait les copies ; l'embarquée disparaît d'un bloc. */
  readonly externe: boolean
  /** De quoi se connecter sous chaque rôle ; la base y est remplacée. */
  readonly roles: Readonly<Record<string, pg.PoolConfig>>
  /** Base extérieure : les mots de passe à donner aux rôles, tirés au sort à chaque passage. */
  readonly motsDePasse?: Readonly<Record<string, string>>
}

export const racine = path.resolve(import.meta.dirname, '../..')
export const dossierDb = path.join(racine, 'db')
export const rolesDEssai = ['coforme_migrator', 'coforme_web', 'coforme_worker'] as const

/** Une connexion sous ce rôle à cette base de la grappe. */
export const connexionA = (g: GrappeDEssai, role: string, base: string): pg.PoolConfig => {
  const config = g.roles[role]
  if (!config) throw new Error(`Les essais ne savent pas se connecter sous ${role}.`)
  if (!config.connectionString) return { ...config, database: base }
  const url = new URL(config.connectionString)
  url.pathname = `/${base}`
  return { ...config, connectionString: url.href }
}

export const adminDe = (g: GrappeDEssai) => (base: string) => connexionA(g, g.administrateur, base)

export const preparer = (g: GrappeDEssai, base: string) => {
  const mots = g.motsDePasse
  return preparerBase(adminDe(g), mots ? { base, motDePasse: (role) => mots[role] ?? '' } : { base })
}

/** Le modèle migré : chaque fichier d'essai en reçoit une copie. Le témoin s’y ajoute après les migrations. */
export const creerModele = async (g: GrappeDEssai): Promise<void> => {
  const nom = pg.escapeIdentifier(g.modele)
  await avecClient(adminDe(g)(g.depart), (c) => c.query(`create database ${nom}`))
  await preparer(g, g.modele)
  // Un administrateur extérieur n'est pas superutilisateur : pour constater, les essais héritent des rôles qu'il a créés.
  if (g.externe)
    await avecClient(adminDe(g)(g.modele), (c) =>
      c.query(
        `grant coforme_maintenance, coforme_file, coforme_porte, coforme_owner to ${pg.escapeIdentifier(g.administrateur)} with inherit true`,
      ),
    )
  const migrateur = connexionA(g, 'coforme_migrator', g.modele)
  await migrer(migrateur, { dossier: dossierDb })
  await avecClient(migrateur, async (c) => {
    await c.query('begin; set local role coforme_owner')
    await c.query(await readFile(path.join(import.meta.dirname, 'temoin.sql'), 'utf8'))
    await c.query('commit')
  })
  // Fermé aux connexions : une copie échoue si quelqu'un est sur le modèle.
  await avecClient(adminDe(g)(g.depart), (c) => c.query(`alter database ${nom} with allow_connections false`))
}

/** Sans être superutilisateur, chaque rôle ne termine que ses propres connexions : une qui traîne empêcherait d'effacer. */
export const supprimerBase = async (g: GrappeDEssai, nom: string): Promise<void> => {
  for (const role of rolesDEssai)
    await avecClient(connexionA(g, role, g.depart), (c) =>
      c.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user',
        [nom],
      ),
    )
  await avecClient(adminDe(g)(g.depart), (c) =>
    c.query(`drop database if exists ${pg.escapeIdentifier(nom)} with (force)`),
  )
}
