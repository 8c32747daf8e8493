import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { runMigrations, Logger as WorkerLogger } from 'graphile-worker'
import pg from 'pg'
import { avecClient, InstallationError } from '#platform/db/roles.ts'

/** Ce qu'une mise à jour a fait : les migrations jouées et les vues reposées, dans l'ordre. */
export type Migre = { readonly migrations: readonly string[]; readonly vues: readonly string[] }

export type MigrerOptions = {
  /** Le dossier qui contient `migrations/` et `views/`. */
  readonly dossier: string
  /** S'arrête après cette migration (essais d'une montée de version). */
  readonly jusqua?: string
}

type Fichier = { readonly nom: string; readonly texte: string; readonly empreinte: string }

/** Nom du schéma de la file de tâches : le lanceur de tâches (`platform/jobs`) emploie le même. */
export const schemaDeLaFile = 'graphile_worker'

const motif = /^\d{4}_[a-z0-9-]+\.sql$/

/**
 * Met la base au niveau du code. `connexion` est celle de `coforme_migrator`. Deux processus qui démarrent
 * ensemble attendent l'un l'autre ; chaque migration est une transaction ; une faute n'en laisse aucune à moitié.
 */
export const migrer = async (connexion: pg.ClientConfig, options: MigrerOptions): Promise<Migre> => {
  const migrations = await lireMigrations(path.join(options.dossier, 'migrations'))
  const vues = await lireVues(path.join(options.dossier, 'views'))
  return avecClient(connexion, async (client) => {
    // De session, car il couvre plusieurs transactions ; la connexion est directe, et fermée ensuite.
    await client.query(`select pg_advisory_lock(hashtext('coforme'), hashtext('migrations'))`)
    await amorcer(client)
    await installerLaFile(connexion)
    const faites = await client.query<{ nom: string; empreinte: string }>(
      'select nom, empreinte from app.migration order by nom',
    )
    verifier(migrations, faites.rows)
    const dues = migrations
      .slice(faites.rows.length)
      .filter((m) => !options.jusqua || m.nom <= options.jusqua)
    // Une vue empêcherait de changer les colonnes qu'elle lit.
    if (dues.length > 0) await sous(client, 'coforme_owner', () => retirerVues(client))
    for (const m of dues) await jouer(client, m)
    return { migrations: dues.map((m) => m.nom), vues: options.jusqua ? [] : await poserVues(client, vues) }
  })
}

const lire = async (chemin: string, nom: string): Promise<Fichier> => {
  // Une extraction sous Windows ne doit pas changer l'empreinte.
  const texte = (await readFile(chemin, 'utf8')).replaceAll('\r\n', '\n')
  return { nom, texte, empreinte: createHash('sha256').update(texte).digest('hex') }
}

const lireMigrations = async (dossier: string): Promise<Fichier[]> => {
  const noms = (await readdir(dossier)).filter((nom) => nom.endsWith('.sql')).sort()
  const numeros = new Set<string>()
  for (const nom of noms) {
    if (!motif.test(nom))
      throw new InstallationError(
        `Le nom de migration «\u00a0${nom}\u00a0» n’est pas de la forme 0001_nom.sql.`,
      )
    if (numeros.has(nom.slice(0, 4)))
      throw new InstallationError(`Deux migrations portent le numéro ${nom.slice(0, 4)}.`)
    numeros.add(nom.slice(0, 4))
  }
  return Promise.all(noms.map((nom) => lire(path.join(dossier, nom), nom)))
}

const lireVues = async (dossier: string): Promise<Fichier[]> => {
  const entrees = await readdir(dossier, { recursive: true }).catch(() => [])
  const noms = entrees
    .filter((nom) => nom.endsWith('.sql'))
    .map((nom) => nom.replaceAll('\\', '/'))
    .sort()
  return Promise.all(noms.map((nom) => lire(path.join(dossier, nom), nom)))
}

/** Refuse une base qui n'est pas un début exact de la suite des migrations. */
const verifier = (
  migrations: readonly Fichier[],
  faites: ReadonlyArray<{ nom: string; empreinte: string }>,
) => {
  const connues = new Set(migrations.map((m) => m.nom))
  for (const [i, faite] of faites.entries()) {
    const m = migrations[i]
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
      create table if not exists app.vue (nom text primary key, empreinte text not null);
      grant usage on schema app to coforme_migrator;
      grant select on app.migration to coforme_migrator;`),
  )

/** La file appartient à `coforme_file` : ses tables sont murées sans règle, l'application n'y a aucun droit. */
const installerLaFile = async (connexion: pg.ClientConfig) => {
  const pool = new pg.Pool({ ...connexion, max: 1, options: '-c role=coforme_file' })
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  try {
    await pool.query('alter default privileges revoke execute on functions from public')
    await runMigrations({ pgPool: pool, schema: schemaDeLaFile, logger: new WorkerLogger(() => () => {}) })
    await pool.query(`grant usage on schema ${schemaDeLaFile} to coforme_worker`)
  } finally {
    await pool.end()
  }
}

const jouer = (client: pg.Client, m: Fichier) =>
  sous(client, 'coforme_owner', async () => {
    try {
      await client.query(m.texte)
    } catch (erreur) {
      const cause = erreur as pg.DatabaseError
      const ligne = cause.position
        ? ` (ligne ${m.texte.slice(0, Number(cause.position)).split('\n').length})`
        : ''
      throw new InstallationError(
        `La migration «\u00a0${m.nom}\u00a0» a échoué${ligne}\u00a0: ${cause.message}`,
        { cause },
      )
    }
    // La migration a pu changer de rôle.
    await client.query('set local role coforme_owner')
    await client.query('insert into app.migration (nom, empreinte) values ($1, $2)', [m.nom, m.empreinte])
  })

/**
 * Les vues se reposent quand l'une change. Toutes à la fois et dans l'ordre des noms : une vue peut en lire
 * une autre, et `create or replace view` ne sait pas retirer une colonne.
 */
const poserVues = async (client: pg.Client, vues: readonly Fichier[]): Promise<string[]> =>
  sous(client, 'coforme_owner', async () => {
    const { rows } = await client.query<{ nom: string; empreinte: string }>(
      'select nom, empreinte from app.vue',
    )
    const posees = new Map(rows.map((r) => [r.nom, r.empreinte]))
    const noms = new Set(vues.map((v) => v.nom))
    const aJour = vues.every((v) => posees.get(v.nom) === v.empreinte) && rows.every((r) => noms.has(r.nom))
    if (aJour) return []
    await retirerVues(client)
    for (const v of vues) {
      await client.query(v.texte).catch((cause: Error) => {
        throw new InstallationError(`La vue «\u00a0${v.nom}\u00a0» est refusée\u00a0: ${cause.message}`, {
          cause,
        })
      })
      await client.query('insert into app.vue (nom, empreinte) values ($1, $2)', [v.nom, v.empreinte])
    }
    return vues.map((v) => v.nom)
  })

/**
 * Retire toutes les vues en une instruction, sans « cascade » : si une fonction ou une règle en lit une,
 * c'est un refus visible et non une règle perdue. Les vues vivent donc toutes dans `db/views`.
 */
const retirerVues = async (client: pg.Client) => {
  const { rows } = await client.query<{ noms: string | null }>(
    `select string_agg(format('%I.%I', n.nspname, c.relname), ', ') as noms
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and c.relowner = 'coforme_owner'::regrole and n.nspname <> '${schemaDeLaFile}'`,
  )
  if (rows[0]?.noms) await client.query(`drop view ${rows[0].noms}`)
  await client.query('delete from app.vue')
}
