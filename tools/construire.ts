import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type BuildOptions, build, type OutputFile, type Plugin, stop } from 'esbuild'
import { enGabarits } from './gabarits.ts'

/**
 * Construit l'application et rend le dossier fait. Toujours refaite, donc jamais périmée ; nommée par son
 * contenu, donc deux processus (un serveur, une commande) ne se gênent pas, et un serveur en marche garde
 * ses morceaux sous les pieds.
 *
 * Le dossier contient `main.web.js`, `main.worker.js`, `main.cli.js`, `ouvrier.js` (ceux qui existent) et `public/`.
 */
export const construire = async (options: {
  readonly racine: string
  /** Où ranger ce qui est construit ; `.construit`, dans le projet, par défaut. */
  readonly vers?: string | undefined
}): Promise<string> => {
  const { racine, vers = join(racine, '.construit') } = options
  try {
    const [serveur, ilots] = await Promise.all([construireServeur(racine, vers), construireIlots(racine)])
    return ranger(racine, vers, [...serveur, ...ilots])
  } finally {
    await stop() // Sans quoi le service d’esbuild reste un processus enfant.
  }
}

const sortie = (racine: string): string => join(racine, '.construit', 'sortie')

/**
 * Node garde le texte de ce qu’il charge : un octet par signe s’ils sont tous de l’ASCII, deux dès qu’un seul n’en est pas (mesuré). esbuild échappe les
 * chaînes ; ici, ce qu’il laisse tel quel : les motifs, et le SQL. Une page (`.tsx`) échappe ses motifs elle-même.
 */
const horsDeLAscii = /\P{ASCII}/gu
const enEchappement = (signe: string): string =>
  signe
    .split('')
    .map((unite) => `\\u${unite.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/**
 * Une source trouve ses voisins (gabarits, migrations) par `import.meta` : en paquet, elle serait ailleurs. On
 * écrit donc son adresse d'origine. Elle est absolue : un dossier déplacé est reconstruit au démarrage suivant.
 */
const adressesDOrigine = (traduire: (texte: string, chemin: string) => string): Plugin => ({
  name: 'adresses-d-origine',
  setup(chantier) {
    chantier.onLoad({ filter: /[\\/](src|tools)[\\/].*\.tsx?$/ }, (source) => {
      const texte = readFileSync(source.path, 'utf8')
      const jsx = source.path.endsWith('x')
      if (!jsx && !texte.includes('import.meta.') && texte.search(horsDeLAscii) < 0) return null
      const contents = (jsx ? traduire(texte, source.path) : texte.replaceAll(horsDeLAscii, enEchappement))
        .replaceAll(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(source.path)))
        .replaceAll(/\bimport\.meta\.filename\b/g, JSON.stringify(source.path))
        .replaceAll(
          /\bimport\.meta\.url\b/g,
          `new URL(${JSON.stringify(encodeURI(`file://${source.path}`).replaceAll('#', '%23').replaceAll('?', '%3F'))}).href`,
        )
      return { contents, loader: jsx ? 'tsx' : 'ts' }
    })
  },
})

/**
 * Les paquets restent où npm les a mis, sauf ceux-ci, en modules de JavaScript que chaque demande emploie : quatre cents fichiers de moins à
 * ouvrir et à lier, un cinquième de calcul de moins au départ (mesuré), et seul ce qui sert y est.
 */
const embarques = /^(?:hono|kysely|zod)(?:$|\/)/
const paquets: Plugin = {
  name: 'paquets',
  setup(chantier) {
    chantier.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' || embarques.test(path) ? null : { path, external: true },
    )
  },
}

const commun = {
  bundle: true,
  write: false,
  format: 'esm',
  logLevel: 'silent',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
} as const satisfies BuildOptions

/**
 * Les gabarits déjà traduits, par l’empreinte de leur source : tout analyser à chaque départ prend une demi-seconde (287
 * fichiers, deux cœurs). Perdue ou abîmée, cette mémoire se refait.
 */
const gabaritsGardes = (racine: string, vers: string) => {
  const fichier = join(vers, 'gabarits.json')
  const empreinte = (texte: string) => createHash('sha256').update(texte).digest('base64url')
  const lire = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(fichier, 'utf8'))
    } catch {
      return {}
    }
  }
  const outil = empreinte(readFileSync(join(racine, 'tools', 'gabarits.ts'), 'utf8'))
  const connus = lire()
  const servis: Record<string, string> = {}
  return {
    traduire(texte: string, chemin: string): string {
      const cle = empreinte(`${outil}\n${chemin}\n${texte}`)
      const traduit = connus[cle] ?? enGabarits(texte, chemin)
      servis[cle] = traduit
      return traduit
    },
    garder() {
      if (Object.keys(servis).every((cle) => cle in connus)) return
      mkdirSync(dirname(fichier), { recursive: true })
      const neuf = `${fichier}.${process.pid}`
      writeFileSync(neuf, JSON.stringify(servis))
      renameSync(neuf, fichier)
    },
  }
}

const construireServeur = async (
  racine: string,
  vers: string,
): Promise<Pick<OutputFile, 'path' | 'contents'>[]> => {
  const gabarits = gabaritsGardes(racine, vers)
  const places = ['app/main.web', 'app/main.worker', 'app/main.cli', 'platform/pdf/ouvrier']
  const entrees = places
    .map((place) => ({ in: join(racine, 'src', `${place}.ts`), out: join('entrees', basename(place)) }))
    .filter((entree) => existsSync(entree.in))
  const { outputFiles } = await build({
    ...commun,
    absWorkingDir: racine,
    entryPoints: entrees,
    outdir: sortie(racine),
    platform: 'node',
    target: 'node24',
    splitting: true,
    chunkNames: 'morceaux/[name]-[hash]',
    sourcemap: 'linked',
    charset: 'ascii',
    minifyWhitespace: true,
    plugins: [paquets, adressesDOrigine(gabarits.traduire)],
  })
  gabarits.garder()
  return [...outputFiles, ...entrees.map(({ out }) => porteDe(racine, basename(out)))]
}

/**
 * Ce que l’on lance : le même programme, dont Node garde la forme compilée d’un départ à l’autre. Lire six Mo de source laissait cinquante Mo
 * de tas et demandait une demi-seconde de calcul (mesuré). Une fois chargé, Node en gardait la copie lue : `flushCompileCache` la lui ôte, trois Mio et demi.
 */
const porteDe = (racine: string, nom: string) => ({
  path: join(sortie(racine), `${nom}.js`),
  contents: Buffer.from(
    `import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
enableCompileCache(join(import.meta.dirname, 'compile'))
await import('./entrees/${nom}.js')
flushCompileCache()
`,
  ),
})

/**
 * Compile une fois ce que les départs suivants liront compilé, sous les mêmes réglages de Node : d’autres ne le liraient pas. Un échec
 * (la mémoire de Node réglée ailleurs, ou nulle) ne coûte que du temps : le départ se fait, et le suivant ne recommence pas.
 */
export const chauffer = (dossier: string, argsDeNode: readonly string[]): void => {
  const reglages = argsDeNode.filter((a) => /^--(?:max|heap)-/.test(a))
  const fait = join(dossier, 'compile', `chaud${reglages.join('')}`)
  if (existsSync(fait)) return
  const charger = `import { enableCompileCache } from 'node:module'
enableCompileCache(process.argv[1])
for (const morceau of process.argv.slice(2)) await import(morceau)
process.exit(0)`
  const morceaux = fichiersDe(join(dossier, 'morceaux')).filter((fichier) => fichier.endsWith('.js'))
  spawnSync(
    process.execPath,
    [...reglages, '--input-type=module', '-e', charger, join(dossier, 'compile'), ...morceaux],
    { stdio: 'ignore', timeout: 60_000 },
  )
  try {
    mkdirSync(dirname(fait), { recursive: true })
    writeFileSync(fait, '')
  } catch {
    // Un dossier où l’on ne peut plus écrire : le départ suivant essaiera.
  }
}

const construireIlots = async (racine: string): Promise<OutputFile[]> => {
  const dossier = join(racine, 'src', 'web', 'islands')
  if (!existsSync(dossier)) return []
  const entrees = readdirSync(dossier)
    .filter((nom) => nom.endsWith('.ts') && !/\.(test|d)\.ts$/.test(nom))
    .map((nom) => join(dossier, nom))
  if (entrees.length === 0) return []
  const { outputFiles } = await build({
    ...commun,
    absWorkingDir: racine,
    entryPoints: entrees,
    outdir: join(sortie(racine), 'public', 'islands'),
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
  })
  return outputFiles
}

const fichiersDe = (dossier: string): string[] =>
  existsSync(dossier)
    ? readdirSync(dossier, { recursive: true, withFileTypes: true })
        .filter((entree) => entree.isFile())
        .map((entree) => join(entree.parentPath, entree.name))
        .sort()
    : []

const semaine = 7 * 24 * 3600 * 1000

const ranger = (
  racine: string,
  parent: string,
  faits: readonly Pick<OutputFile, 'path' | 'contents'>[],
): string => {
  const statiques = join(racine, 'src', 'web', 'public')
  const hache = createHash('sha256')
  const compter = (nom: string, octets: Uint8Array) =>
    hache.update(`${nom}\0${octets.length}\0`).update(octets)
  for (const fait of [...faits].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    compter(relative(sortie(racine), fait.path), fait.contents)
  }
  for (const fichier of fichiersDe(statiques)) compter(relative(statiques, fichier), readFileSync(fichier))

  // Hors du projet, les paquets se trouvent par un lien.
  if (dirname(parent) !== racine) lierLesPaquets(racine, parent)
  const dossier = join(parent, hache.digest('hex').slice(0, 16))
  if (!existsSync(dossier)) {
    const neuf = `${dossier}.neuf-${process.pid}`
    rmSync(neuf, { recursive: true, force: true })
    for (const fait of faits) {
      const cible = join(neuf, relative(sortie(racine), fait.path))
      mkdirSync(dirname(cible), { recursive: true })
      writeFileSync(cible, fait.contents)
    }
    if (existsSync(statiques)) cpSync(statiques, join(neuf, 'public'), { recursive: true })
    try {
      renameSync(neuf, dossier)
    } catch {
      rmSync(neuf, { recursive: true, force: true }) // Un autre a construit la même chose au même moment.
    }
  }
  rajeunir(dossier)
  oublierLesVieilles(parent, Date.now())
  return dossier
}

const lierLesPaquets = (racine: string, parent: string): void => {
  mkdirSync(parent, { recursive: true })
  const lien = join(parent, 'node_modules')
  rmSync(lien, { force: true })
  try {
    symlinkSync(join(racine, 'node_modules'), lien)
  } catch {
    // Un autre départ vient de le faire.
  }
}

/** Efface les constructions d'il y a plus d'une semaine ; chaque démarrage rajeunit la sienne, et qui sert la tient jeune. */
const oublierLesVieilles = (parent: string, maintenant: number): void => {
  for (const nom of readdirSync(parent)) {
    const chemin = join(parent, nom)
    try {
      // Le lien des paquets a son âge à lui, non celui des paquets.
      if (maintenant - lstatSync(chemin).mtimeMs > semaine) rmSync(chemin, { recursive: true, force: true })
    } catch {
      // Effacée par un autre démarrage.
    }
  }
}

const rajeunir = (dossier: string): void => {
  const maintenant = new Date()
  utimesSync(dossier, maintenant, maintenant)
}

/** Tant que ce processus vit, sa construction reste jeune : un autre démarrage n’efface ni ses pages publiques, ni l’ouvrier de ses papiers. */
export const garderJeune = (dossier: string): void => {
  setInterval(() => {
    try {
      rajeunir(dossier)
    } catch {
      // Le dossier est ailleurs, ou à quelqu’un d’autre : rien à garder.
    }
  }, 3_600_000).unref()
}
