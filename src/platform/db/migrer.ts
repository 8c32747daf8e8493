import { EventEmitter } from 'node:events'
import { runMigrations, Logger as WorkerLogger } from 'graphile-worker'
import pg from 'pg'
import { type DossierDb, type Faite, lireDossierDb } from '#platform/db/dossier-db.ts'
import {
  exigerUneDefinition,
  jouer,
  portesAReposer,
  poserBase,
  poserVues,
  reposerPortes,
  retirerVues,
} from '#platform/db/poser.ts'
import { avecClient, InstallationError, seul } from '#platform/db/roles.ts'

/** Ce qu'une mise à jour a fait : les migrations jouées, dans l'ordre ; les fonctions et les vues posées ou reposées. */
export type Migre = { readonly migrations: readonly string[]; readonly portes: readonly string[] }

export type MigrerOptions = {
  /** Le dossier `db/`. */
  readonly dossier: string
}

/** Nom du schéma de la file de tâches : le lanceur de tâches (`platform/jobs`) emploie le même. */
export const schemaDeLaFile = 'graphile_worker'

/**
 * Met la base au niveau du code. `connexion` est celle de `coforme_migrator`. Une base vide se pose d'après les fichiers ; une autre
 * reçoit les migrations qui lui manquent, puis les portes dont le texte a changé. Le tout est une transaction : une faute n'en laisse
 * rien. Deux processus qui démarrent ensemble attendent l'un l'autre.
 */
export const migrer = async (connexion: pg.ClientConfig, options: MigrerOptions): Promise<Migre> => {
  const db = await lireDossierDb(options.dossier)
  // Le verrou a sa transaction à lui : le travail en a plusieurs.
  return seul(connexion, 'migrations', () =>
    avecClient(connexion, async (client) => {
      await amorcer(client)
      await installerLaFile(client)
      const { rows: faites } = await client.query<Faite>(
        'select nom, empreinte from app.migration order by nom',
      )
      if (faites.length === 0) return sous(client, 'coforme_owner', () => poserDeRien(client, db))
      verifier(db, faites)
      return sous(client, 'coforme_owner', () => mettreAJour(client, db, faites.length))
    }),
  )
}

const poserDeRien = async (client: pg.Client, db: DossierDb): Promise<Migre> => {
  const portes = await poserBase(client, db)
  // Les fichiers disent déjà ce que ces migrations feraient.
  await noter(client, [...db.anciennes.migrations, ...db.migrations])
  return { migrations: [], portes }
}

const mettreAJour = async (client: pg.Client, db: DossierDb, faites: number): Promise<Migre> => {
  const dues = db.migrations.slice(faites - db.anciennes.migrations.length)
  const { rows } = await client.query('select from app.porte limit 1')
  // Faite par les anciennes migrations, jusqu'à la dernière : elle est adoptée.
  if (rows.length === 0) await jouer(client, db.adoption)
  await client.query('set local role coforme_owner')
  const { changees, vues, parties } = await portesAReposer(client, db)
  const reposerLesVues = vues || dues.length > 0
  // Une vue empêcherait de changer les colonnes qu'elle lit.
  if (reposerLesVues) await retirerVues(client)
  // Une migration peut avoir besoin d'une porte neuve, et une porte d'une colonne neuve : entre deux migrations se pose ce qui passe.
  let enAttente = changees
  for (const m of dues) {
    enAttente = [...(await reposerPortes(client, enAttente)).keys()]
    await jouer(client, m)
    await client.query('set local role coforme_owner')
    await noter(client, [m])
  }
  for (const phrase of (await reposerPortes(client, enAttente)).values()) throw phrase
  await exigerUneDefinition(client, changees, parties)
  const posees = reposerLesVues ? await poserVues(client, db.vues) : []
  return { migrations: dues.map((m) => m.nom), portes: [...changees.map((p) => p.nom), ...posees] }
}

const noter = (client: pg.Client, migrations: readonly Faite[]) =>
  client.query('insert into app.migration (nom, empreinte) select * from unnest($1::text[], $2::text[])', [
    migrations.map((m) => m.nom),
    migrations.map((m) => m.empreinte),
  ])

/**
 * Dit si cette base est au niveau du code, sans y toucher : ni migration due, ni porte dont le texte a changé. Lève une
 * `InstallationError` si elle est plus récente que le logiciel, ou n'est pas de sa suite.
 */
export const estAJour = (
  db: DossierDb,
  { faites, portes }: { readonly faites: readonly Faite[]; readonly portes: readonly Faite[] },
): boolean => {
  verifier(db, faites)
  const posees = new Map(portes.map((p) => [p.nom, p.empreinte]))
  const voulues = [...db.portes, ...db.vues]
  return (
    faites.length === db.anciennes.migrations.length + db.migrations.length &&
    posees.size === voulues.length &&
    voulues.every((p) => posees.get(p.nom) === p.empreinte)
  )
}

/** Refuse une base qui n'est pas un début exact de la suite des migrations, ou qui s'est arrêtée avant le regroupement. */
const verifier = ({ anciennes, migrations }: DossierDb, faites: readonly Faite[]) => {
  const suite: readonly Faite[] = [...anciennes.migrations, ...migrations]
  const connues = new Set(suite.map((m) => m.nom))
  for (const [i, faite] of faites.entries()) {
    const m = suite[i]
    if (!connues.has(faite.nom)) {
      throw new InstallationError(
        `La base a reçu la migration «\u00a0${faite.nom}\u00a0», que cette version de Coforme ne connaît pas\u00a0: elle est plus récente que le logiciel.`,
      )
    }
    if (!m || m.nom !== faite.nom) {
      throw new InstallationError(
        `La migration «\u00a0${m?.nom}\u00a0» n’est pas la dernière dans l’ordre\u00a0: la base a déjà reçu «\u00a0${faite.nom}\u00a0». Renuméroter la nouvelle après les autres.`,
      )
    }
    if (m.empreinte !== faite.empreinte) {
      throw new InstallationError(
        `La migration «\u00a0${m.nom}\u00a0» a été modifiée après avoir été jouée\u00a0: en écrire une nouvelle au lieu de la changer.`,
      )
    }
  }
  if (faites.length < anciennes.migrations.length)
    throw new InstallationError(
      `La base en est à la migration «\u00a0${faites.at(-1)?.nom}\u00a0», et cette version ne reprend qu’à «\u00a0${anciennes.migrations.at(-1)?.nom}\u00a0». Installer d’abord le commit ${anciennes.commit}, le démarrer une fois pour mettre la base à jour, puis revenir à cette version.`,
    )
}

const sous = async <T>(client: pg.Client, role: string, work: () => Promise<T>): Promise<T> => {
  await client.query('begin')
  try {
    await client.query(`set local role ${pg.escapeIdentifier(role)}`)
    // Rien ne se crée par distraction dans « public », et rien n'y est trouvé.
    await client.query('set local search_path = pg_catalog')
    const rendu = await work()
    await client.query('commit')
    return rendu
  } catch (erreur) {
    await client.query('rollback').catch(() => {})
    throw erreur
  }
}

const amorcer = (client: pg.Client) =>
  sous(client, 'coforme_owner', () =>
    client.query(`
      create schema if not exists app;
      create table if not exists app.migration (
        nom text primary key, empreinte text not null, jouee_le timestamptz not null default clock_timestamp());
      create table if not exists app.porte (nom text primary key, empreinte text not null);
      grant usage on schema app to coforme_migrator;
      grant select on app.migration to coforme_migrator;`),
  )

/** La file appartient à `coforme_file` : ses tables sont murées sans règle, l'application n'y a aucun droit. */
const installerLaFile = (client: pg.Client) =>
  sous(client, 'coforme_file', async () => {
    await client.query('alter default privileges revoke execute on functions from public')
    await runMigrations({
      pgPool: reserveDe(client),
      schema: schemaDeLaFile,
      logger: new WorkerLogger(() => () => {}),
    })
    await client.query(`grant usage on schema ${schemaDeLaFile} to coforme_worker`)
  })

/**
 * La réserve qu’attend graphile-worker, faite de cette seule connexion, dans sa transaction : les bornes des siennes n’y font rien, et une
 * question qui échoue (la file n’est pas encore là) n’emporte pas la suite. Un rôle réglé sur une connexion y resterait, derrière un répartiteur.
 */
const reserveDe = (client: pg.Client): pg.Pool => {
  const query = async (demande: string | pg.QueryConfig, valeurs?: unknown[]) => {
    const texte = typeof demande === 'string' ? demande : demande.text
    if (/^(begin|commit|rollback)$/.test(texte)) return
    await client.query('savepoint file')
    try {
      const reponse = await client.query(demande, valeurs)
      await client.query('release savepoint file')
      return reponse
    } catch (erreur) {
      await client.query('rollback to savepoint file')
      throw erreur
    }
  }
  // graphile-worker veut entendre les pannes d'une réserve ; celles de cette connexion le sont déjà.
  const reserve = new EventEmitter().on('error', () => {}).on('connect', () => {})
  const prise = { query, release: () => {} }
  return Object.assign(reserve, { query, connect: async () => prise }) as unknown as pg.Pool
}
