import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { InstallationError } from '#platform/db/roles.ts'

export type Fichier = {
  /** Le chemin sous `db/`, avec des « / ». */
  readonly chemin: string
  readonly texte: string
  /** SHA-256 du texte, en hexadécimal. */
  readonly empreinte: string
}
export type Migration = Fichier & { readonly nom: string }
/** Une fonction ou une vue : son nom est celui du fichier, son schéma aussi (`porte` quand le fichier n'en dit pas). */
export type FichierDePorte = Fichier & { readonly nom: string; readonly vue: boolean }
/** Une migration telle que `app.migration` la garde. */
export type Faite = { readonly nom: string; readonly empreinte: string }

/** La suite d'avant le regroupement (ADR 0012), et le dernier commit qui la contient. */
export type Anciennes = { readonly commit: string; readonly migrations: readonly Faite[] }

/** Tout ce que `db/` contient : de quoi poser une base vide, et de quoi mettre les autres à jour. */
export type DossierDb = {
  readonly ouvrir: readonly Fichier[]
  readonly schema: readonly Fichier[]
  readonly liens: readonly Fichier[]
  readonly portes: readonly FichierDePorte[]
  readonly vues: readonly FichierDePorte[]
  readonly murs: readonly Fichier[]
  readonly graines: readonly Fichier[]
  /** Ce qui manque à une base faite par les anciennes migrations pour être celle des fichiers. */
  readonly adoption: Fichier
  readonly anciennes: Anciennes
  readonly migrations: readonly Migration[]
}

const formeDeMigration = /^\d{4}_[a-z0-9-]+\.sql$/

/**
 * Le nom qualifié d'une porte d'après son chemin : `portes/pole/voter.sql` est `porte.voter`, `portes/app/app.replier.sql` est
 * `app.replier`, `portes/tiers/stagiaire.vue.sql` est la vue `tiers.stagiaire`.
 */
export const nomDePorte = (chemin: string): string => {
  const [, module, fichier = ''] = chemin.split('/')
  const nom = fichier.replace(/(\.vue)?\.sql$/, '')
  if (fichier.endsWith('.vue.sql')) return `${module}.${nom}`
  return nom.includes('.') ? nom : `porte.${nom}`
}

const lire = async (dossier: string, chemin: string): Promise<Fichier> => {
  // Une extraction sous Windows ne doit pas changer l'empreinte.
  const texte = (await readFile(path.join(dossier, chemin), 'utf8')).replaceAll('\r\n', '\n')
  return { chemin, texte, empreinte: createHash('sha256').update(texte).digest('hex') }
}

export const lireAnciennes = async (dossier: string): Promise<Anciennes> =>
  JSON.parse(await readFile(path.join(dossier, 'anciennes.json'), 'utf8'))

/** Lit `db/`. Lève une `InstallationError` si une migration est mal nommée, ou si deux portent le même numéro. */
export const lireDossierDb = async (dossier: string): Promise<DossierDb> => {
  const noms = (await readdir(dossier, { recursive: true }))
    .map((nom) => nom.replaceAll('\\', '/'))
    .filter((nom) => nom.endsWith('.sql'))
    .sort()
  exigerNoms(noms.filter((nom) => nom.startsWith('migrations/')).map((nom) => path.posix.basename(nom)))
  const fichiers = await Promise.all(noms.map((nom) => lire(dossier, nom)))
  const sous = (debut: string) => fichiers.filter((f) => f.chemin.startsWith(debut))
  const portes = sous('portes/').map((f) => ({
    ...f,
    nom: nomDePorte(f.chemin),
    vue: f.chemin.endsWith('.vue.sql'),
  }))
  const adoption = fichiers.find((f) => f.chemin === 'adoption.sql')
  if (!adoption)
    throw new InstallationError(`Le dossier «\u00a0${dossier}\u00a0» n’est pas celui de la base.`)
  return {
    ouvrir: sous('schema/_ouvrir.sql'),
    schema: sous('schema/').filter((f) => !f.chemin.startsWith('schema/_')),
    liens: sous('schema/_liens.sql'),
    portes: portes.filter((p) => !p.vue),
    vues: portes.filter((p) => p.vue),
    murs: sous('murs/'),
    graines: sous('graines.sql'),
    adoption,
    anciennes: await lireAnciennes(dossier),
    migrations: sous('migrations/').map((f) => ({ ...f, nom: path.posix.basename(f.chemin) })),
  }
}

const exigerNoms = (noms: readonly string[]) => {
  const numeros = new Set<string>()
  for (const nom of noms) {
    if (!formeDeMigration.test(nom))
      throw new InstallationError(
        `Le nom de migration «\u00a0${nom}\u00a0» n’est pas de la forme 0001_nom.sql.`,
      )
    if (numeros.has(nom.slice(0, 4)))
      throw new InstallationError(`Deux migrations portent le numéro ${nom.slice(0, 4)}.`)
    numeros.add(nom.slice(0, 4))
  }
}
