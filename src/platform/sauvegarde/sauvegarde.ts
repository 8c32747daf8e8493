import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { type Faite, lireAnciennes, lireDossierDb } from '#platform/db/dossier-db.ts'
import { migrer } from '#platform/db/migrer.ts'
import { canReplaceKeys, exportKeys, type KeysLocation, replaceKeys } from '#platform/keys/open-keys.ts'
import {
  ecrireArchive,
  exigerPhrase,
  type FichierArchive,
  lireArchive,
  SauvegardeError,
} from '#platform/sauvegarde/archive.ts'
import {
  aDesLignes,
  cumulEmpreinte,
  differerCles,
  type EmpreinteTable,
  ecrireLignes,
  ecritureStable,
  empreinteDeTable,
  lireLignes,
  listerTables,
  redireLignes,
  type Table,
  viderTable,
} from '#platform/sauvegarde/tables.ts'
import type { ObjectStore } from '#platform/storage/s3-storage.ts'

/*
 * L'instance entière : chaque table de chaque organisme lue dans un même instant, les octets rangés dans S3, les
 * clés. Ni le courrier à partir, ni les compteurs, ni la file de tâches : une instance restaurée ne doit ni
 * réécrire aux gens, ni refaire ce qui fut fait ; les tâches à heure fixe retrouvent ce qui reste dû.
 */
const format = 'coforme-sauvegarde/2'
/** La première : ni comprimée, ni accompagnée de `db/`, et ses lignes portaient les colonnes tirées des autres. */
const formatAncien = 'coforme-sauvegarde/1'

export type Place = {
  /** La connexion de `coforme_migrator`, seul à pouvoir endosser la maintenance. */
  readonly connexion: pg.ClientConfig
  readonly cles: KeysLocation
  /** Le dépôt S3, s'il est réglé. */
  readonly depot?: ObjectStore
  readonly phrase: string
}
export type Bilan = {
  readonly tables: number
  readonly lignes: number
  readonly objets: number
  /** Une empreinte pour toute l'instance : celle des empreintes de ses tables et de ses objets. */
  readonly empreinte: string
}
type Migrations = readonly Faite[]
type Entete = {
  readonly format: string
  readonly version: string
  /** Le commit de ce qui l'a écrite, s'il se savait. */
  readonly commit?: string | null
  readonly faiteLe: string
  readonly migrations: Migrations
}
type Manifeste = {
  readonly tables: Readonly<Record<string, EmpreinteTable>>
  readonly objets: Readonly<Record<string, string>>
}

const sha256 = (octets: Uint8Array | string) => createHash('sha256').update(octets).digest('hex')
const bilanDe = (m: Manifeste): Bilan => ({
  tables: Object.keys(m.tables).length,
  lignes: Object.values(m.tables).reduce((n, t) => n + t.lignes, 0),
  objets: Object.keys(m.objets).length,
  empreinte: sha256(
    JSON.stringify([Object.entries(m.tables).toSorted(parNom), Object.entries(m.objets).toSorted(parNom)]),
  ),
})
const parNom = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : a > b ? 1 : 0

const dansTransaction = async <T>(
  connexion: pg.ClientConfig,
  debut: string,
  work: (c: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(connexion)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`${debut}; ${ecritureStable}; set local role coforme_maintenance`)
    const rendu = await work(client)
    await client.query('commit')
    return rendu
  } catch (erreur) {
    await client.query('rollback').catch(() => {})
    throw erreur
  } finally {
    await client.end()
  }
}

const dossierDb = path.join(import.meta.dirname, '../../../db')

const memes = (a: Migrations, b: Migrations): boolean =>
  a.length === b.length && a.every((m, i) => m.nom === b[i]?.nom && m.empreinte === b[i]?.empreinte)

/** Les textes de `db/`, chemin par chemin. */
const lireTextes = async (dossier: string): Promise<Record<string, string>> => {
  const noms = (await readdir(dossier, { recursive: true })).map((nom) => nom.replaceAll('\\', '/'))
  const textes = noms.filter((nom) => nom.endsWith('.sql') || nom === 'anciennes.json').sort()
  return Object.fromEntries(
    await Promise.all(
      textes.map(async (nom) => [nom, await readFile(path.join(dossier, nom), 'utf8')] as const),
    ),
  )
}

const lireMigrations = async (c: pg.Client): Promise<Migrations> =>
  (await c.query<{ nom: string; empreinte: string }>('select nom, empreinte from app.migration order by nom'))
    .rows

const objetsAilleurs = async (c: pg.Client): Promise<string[]> =>
  (
    await c.query<{ cle: string }>(
      `select organisme_id::text || '/' || encode(empreinte, 'hex') as cle from plateforme.fichier where octets is null order by 1`,
    )
  ).rows.map((r) => r.cle)

/** Octets de lignes par morceau d'archive : la mémoire reste bornée, et un morceau se relit d'un coup. */
const morceauMax = 4_000_000

export const sauvegarder = async (
  place: Place & {
    readonly vers: string
    readonly version: string
    readonly commit?: string | undefined
    /** Le dossier `db/` du logiciel ; celui d’ici par défaut. */
    readonly db?: string
    readonly maintenant: Date
    /** Force de la dérivation de la phrase (scrypt, logarithme) ; 18 par défaut. */
    readonly effort?: number
    readonly morceau?: number
  },
): Promise<Bilan> => {
  const tables: Record<string, EmpreinteTable> = {}
  const objets: Record<string, string> = {}
  const json = (nom: string, valeur: unknown): FichierArchive => ({
    nom,
    octets: Buffer.from(JSON.stringify(valeur)),
  })

  await dansTransaction(place.connexion, 'begin isolation level repeatable read read only', async (c) => {
    async function* tout(): AsyncGenerator<FichierArchive> {
      const entete: Entete = {
        format,
        version: place.version,
        commit: place.commit ?? null,
        faiteLe: place.maintenant.toISOString(),
        migrations: await lireMigrations(c),
      }
      yield json('entete.json', entete)
      // De quoi refaire cette base-ci, où que le logiciel en soit le jour où on la restaure.
      const ici = await lireDossierDb(place.db ?? dossierDb)
      if (memes(entete.migrations, [...ici.anciennes.migrations, ...ici.migrations]))
        yield json('db.json', await lireTextes(place.db ?? dossierDb))
      yield { nom: 'cles.txt', octets: Buffer.from(exportKeys(place.cles)) }
      for (const table of await listerTables(c)) {
        const cumul = cumulEmpreinte()
        let lignes: string[] = []
        let taille = 0
        let rang = 0
        const morceau = (): FichierArchive => {
          const octets = Buffer.from(JSON.stringify(lignes))
          lignes = []
          taille = 0
          return { nom: `tables/${table.nom}/${String(rang++).padStart(6, '0')}.json`, octets }
        }
        // Un lot d'une ligne pour les fichiers : chacun peut peser des mégaoctets.
        for await (const lot of lireLignes(c, table, table.nom === 'plateforme.fichier' ? 1 : 200))
          for (const ligne of lot) {
            cumul.ajouter(ligne)
            lignes.push(ligne)
            taille += ligne.length
            if (taille > (place.morceau ?? morceauMax)) yield morceau()
          }
        if (lignes.length > 0) yield morceau()
        tables[table.nom] = cumul.fin()
      }
      for (const cle of await objetsAilleurs(c)) {
        const octets = await place.depot?.get(cle)
        if (!octets)
          throw new SauvegardeError(
            'Des fichiers sont dans un dépôt S3 qui ne répond pas ou n’est pas réglé (S3_ENDPOINT, S3_BUCKET, S3_KEY, S3_SECRET).',
            1,
          )
        objets[cle] = sha256(octets)
        yield { nom: `objets/${cle}`, octets: Buffer.from(octets) }
      }
      yield json('manifeste.json', { tables, objets } satisfies Manifeste)
    }
    await ecrireArchive(place.vers, place.phrase, tout(), place.effort)
  })
  return bilanDe({ tables, objets })
}

type Lue = {
  readonly entete: Entete
  readonly cles: string
  readonly manifeste: Manifeste
  /** `db/` tel que le portait l'instance sauvegardée, chemin par chemin ; absent des sauvegardes d'avant. */
  readonly db?: Readonly<Record<string, string>>
}

const lignesDe = (octets: Buffer): string[] => JSON.parse(octets.toString()) as string[]
const tableDe = (nom: string): string | undefined =>
  nom.match(/^tables\/([a-z_]+\.[a-z_0-9]+)\/\d+\.json$/)?.[1]

/** Première lecture, sans rien écrire : tout est-il là, et tel que le manifeste le dit ? */
const verifierArchive = async (depuis: string, phrase: string): Promise<Lue> => {
  let entete: Entete | undefined
  let cles: string | undefined
  let manifeste: Manifeste | undefined
  let db: Lue['db']
  const cumuls = new Map<string, ReturnType<typeof cumulEmpreinte>>()
  const objets: Record<string, string> = {}
  for await (const { nom, octets } of lireArchive(depuis, phrase)) {
    const table = tableDe(nom)
    if (nom === 'entete.json') {
      entete = JSON.parse(octets.toString()) as Entete
      if (entete.format !== format && entete.format !== formatAncien)
        throw new SauvegardeError(`Cette sauvegarde est d’un format inconnu : ${entete.format}.`)
    } else if (nom === 'db.json') db = JSON.parse(octets.toString()) as NonNullable<Lue['db']>
    else if (nom === 'cles.txt') cles = octets.toString()
    else if (nom === 'manifeste.json') manifeste = JSON.parse(octets.toString()) as Manifeste
    else if (nom.startsWith('objets/')) objets[nom.slice(7)] = sha256(octets)
    else if (table) {
      const cumul = cumuls.get(table) ?? cumulEmpreinte()
      cumuls.set(table, cumul)
      for (const ligne of lignesDe(octets)) cumul.ajouter(ligne)
    }
  }
  if (!entete || cles === undefined || !manifeste)
    throw new SauvegardeError('Cette sauvegarde est incomplète : rien n’a été restauré.')
  for (const [nom, dite] of Object.entries(manifeste.tables)) {
    const lue = (cumuls.get(nom) ?? cumulEmpreinte()).fin()
    if (lue.lignes !== dite.lignes || lue.sha256 !== dite.sha256)
      throw new SauvegardeError(`Cette sauvegarde est altérée (${nom}) : rien n’a été restauré.`)
  }
  if (
    JSON.stringify(Object.entries(objets).toSorted(parNom)) !==
    JSON.stringify(Object.entries(manifeste.objets).toSorted(parNom))
  )
    throw new SauvegardeError('Cette sauvegarde est altérée (fichiers) : rien n’a été restauré.')
  return { entete, cles, manifeste, ...(db ? { db } : {}) }
}

const exigerVide = async (c: pg.Client, tables: readonly Table[]) => {
  for (const table of tables)
    if (!table.publique && (await aDesLignes(c, table)))
      throw new SauvegardeError(
        `Cette instance n’est pas vide (${table.nom}) : restaurez dans une instance neuve (COFORME_DEMO=non).`,
      )
}

const direVersion = ({ version, commit, migrations }: Entete): string =>
  `la version ${version}${commit ? `, commit ${commit}` : ''} (dernière migration\u00a0: ${migrations.at(-1)?.nom})`

const dUneAutreVersion = async ({ entete, db }: Lue): Promise<string> => {
  const { commit, migrations: anciennes } = await lireAnciennes(dossierDb)
  const avant = entete.migrations.length < anciennes.length ? `, antérieure au commit ${commit}` : ''
  return db
    ? `Cette sauvegarde vient de ${direVersion(entete)}, et cette base est posée à un autre niveau\u00a0: restaurez dans une base neuve, où rien n’a encore démarré, elle y sera menée jusqu’à cette version.`
    : `Cette sauvegarde vient de ${direVersion(entete)}${avant}\u00a0: installez cette version, restaurez, puis mettez à jour.`
}

/** Pose une base neuve d'après le `db/` que la sauvegarde apporte. */
const poserDApres = async (connexion: pg.ClientConfig, db: NonNullable<Lue['db']>): Promise<void> => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-restauration-'))
  try {
    for (const [chemin, texte] of Object.entries(db)) {
      if (!/^[a-z0-9_-]+(\/[a-z0-9._-]+)*\.(sql|json)$/i.test(chemin) || chemin.includes('..'))
        throw new SauvegardeError('Cette sauvegarde est altérée (db) : rien n’a été restauré.')
      await mkdir(path.dirname(path.join(dossier, chemin)), { recursive: true })
      await writeFile(path.join(dossier, chemin), texte)
    }
    await migrer(connexion, { dossier })
  } finally {
    await rm(dossier, { recursive: true, force: true })
  }
}

/** Mène la base au niveau de la sauvegarde si elle est neuve ; sinon elle doit y être déjà. Une phrase, et rien de changé, autrement. */
const poserAuNiveau = async (place: Place, lue: Lue): Promise<void> => {
  const ici = await lireDossierDb(dossierDb)
  const connues = new Set([...ici.anciennes.migrations, ...ici.migrations].map((m) => m.nom))
  if (lue.entete.migrations.some((m) => !connues.has(m.nom)))
    throw new SauvegardeError(
      `Cette sauvegarde vient de ${direVersion(lue.entete)}, plus récente que ce logiciel\u00a0: installez-la d’abord.`,
    )
  const posees = await dansTransaction(place.connexion, 'begin read only', async (c) =>
    (await c.query(`select from pg_class where oid = to_regclass('app.migration')`)).rowCount
      ? lireMigrations(c)
      : [],
  )
  if (memes(posees, lue.entete.migrations)) return
  if (posees.length > 0 || !lue.db) throw new SauvegardeError(await dUneAutreVersion(lue))
  await poserDApres(place.connexion, lue.db)
}

/**
 * Restaure dans une instance vide, puis la mène au niveau de ce logiciel : une sauvegarde d'avant apporte de quoi poser sa base. Tout ou
 * rien : les empreintes sont recalculées et comparées avant de valider. Le processus qui servait doit ensuite redémarrer : ses clés ont changé.
 */
export const restaurer = async (place: Place & { readonly depuis: string }): Promise<Bilan> => {
  exigerPhrase(place.phrase)
  const lue = await verifierArchive(place.depuis, place.phrase)
  const { entete, cles, manifeste } = lue
  if (!canReplaceKeys(place.cles, cles))
    throw new SauvegardeError(
      'COFORME_CLES porte un autre secret que celui de la sauvegarde : retirez cette variable, ou donnez-lui le bon.',
    )
  if (Object.keys(manifeste.objets).length > 0 && !place.depot)
    throw new SauvegardeError(
      'Cette sauvegarde contient des fichiers d’un dépôt S3 : réglez S3_ENDPOINT, S3_BUCKET, S3_KEY et S3_SECRET.',
    )

  await poserAuNiveau(place, lue)
  await dansTransaction(place.connexion, 'begin', async (c) => {
    const tables = new Map((await listerTables(c)).map((t) => [t.nom, t]))
    if (JSON.stringify([...tables.keys()]) !== JSON.stringify(Object.keys(manifeste.tables)))
      throw new SauvegardeError('Cette sauvegarde n’a pas les mêmes tables que cette version.')
    await exigerVide(c, [...tables.values()])

    await c.query('set local role coforme_owner')
    const remettre = await differerCles(c)
    await c.query('set local role coforme_maintenance')
    for (const table of tables.values()) if (table.publique) await viderTable(c, table)
    const attendues = new Map([...tables.keys()].map((nom) => [nom, cumulEmpreinte()]))
    for await (const { nom, octets } of lireArchive(place.depuis, place.phrase)) {
      const table = tables.get(tableDe(nom) ?? '')
      if (table) {
        const lignes = lignesDe(octets)
        await ecrireLignes(c, table, lignes)
        const dites = entete.format === format ? lignes : await redireLignes(c, table, lignes)
        for (const ligne of dites) attendues.get(table.nom)?.ajouter(ligne)
      } else if (nom.startsWith('objets/')) await place.depot?.put(nom.slice(7), octets)
    }
    await c.query('set constraints all immediate')
    for (const table of tables.values()) {
      const [dite, trouvee] = [attendues.get(table.nom)?.fin(), await empreinteDeTable(c, table)]
      if (dite?.sha256 !== trouvee.sha256 || dite.lignes !== trouvee.lignes)
        throw new SauvegardeError(
          `Après restauration, ${table.nom} diffère de la sauvegarde : tout a été défait.`,
          1,
        )
    }
    for (const [cle, dite] of Object.entries(manifeste.objets)) {
      const octets = await place.depot?.get(cle)
      if (!octets || sha256(octets) !== dite)
        throw new SauvegardeError(
          'Après restauration, un fichier du dépôt S3 diffère : la base a été défaite.',
          1,
        )
    }
    await c.query('select porte.oublier_temoin()')
    await c.query('set local role coforme_owner')
    await remettre()
    // En dernier : la base peut encore tout défaire, les clés non.
    if (!replaceKeys(place.cles, cles))
      throw new SauvegardeError('Les clés de la sauvegarde n’ont pas pu être posées.', 1)
  })
  await migrer(place.connexion, { dossier: dossierDb })
  return bilanDe(manifeste)
}
