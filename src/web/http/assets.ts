/**
 * Les fichiers publics : feuilles, polices, îlots. Chargés en mémoire au démarrage (moins de 300 Ko), nommés par
 * leur empreinte, compressés une fois : aucun chemin venu du dehors n'atteint le disque.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { Assets, Env, Fichier } from '#web/env.ts'

export type { Assets }

/** Sans fichiers : pour rendre une page dans un test. */
export const noAssets: Assets = { url: (nom) => `/public/${nom}`, fichiers: new Map() }

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

const enOctets = (b: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(b)

const parcourir = async (dossier: string): Promise<Map<string, Uint8Array>> => {
  const trouves = new Map<string, Uint8Array>()
  const entrees = await readdir(dossier, { recursive: true, withFileTypes: true })
  for (const entree of entrees) {
    if (!entree.isFile() || !(extname(entree.name) in types)) continue
    const chemin = join(entree.parentPath, entree.name)
    trouves.set(relative(dossier, chemin).split(sep).join('/'), await readFile(chemin))
  }
  return trouves
}

/** Assemble les îlots TypeScript, pour le développement et les tests ; la construction les livre déjà assemblés. */
const assemblerIlots = async (dossier: string): Promise<Map<string, Uint8Array>> => {
  const points = (await readdir(dossier)).filter((f) => f.endsWith('.ts') && !f.endsWith('.d.ts'))
  const { build } = await import('esbuild')
  const rendu = await build({
    entryPoints: points.map((f) => join(dossier, f)),
    outdir: dossier,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'silent',
  })
  return new Map(
    rendu.outputFiles.map((f) => [`islands/${relative(dossier, f.path).split(sep).join('/')}`, f.contents]),
  )
}

export type PublicFolders = {
  /** `src/web/public` en développement, `.construit/public` une fois construit. */
  readonly dossier: string
  /** `src/web/islands`, quand `dossier` ne porte pas encore les îlots assemblés. */
  readonly ilots?: string
}

/**
 * Sans commentaires ni blancs superflus ; nos feuilles n'ont pas de texte qui ressemble à un commentaire. Ce qui est entre
 * guillemets reste tel quel, et l'espace avant « : » aussi : dans un sélecteur, elle dit un descendant.
 */
const alleger = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/("[^"\n]*")/)
    .map((morceau, i) =>
      i % 2 === 1
        ? morceau
        : morceau
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};,]) ?/g, '$1')
            .replace(/: /g, ':')
            .replaceAll(';}', '}'),
    )
    .join('')
    .trim()

/**
 * Charge un dossier public. Les feuilles de `styles/` sont réunies, dans l'ordre de leurs noms, en une seule
 * `coforme.css` : une requête, et les couches disent l'ordre. Celles de `styles/interieur/`, que seul un membre voit, font
 * `interieur.css` : la première visite ne les paie pas.
 */
export const loadPublic = async ({ dossier, ilots }: PublicFolders): Promise<Assets> => {
  const bruts = await parcourir(dossier)
  if (ilots) for (const [nom, octets] of await assemblerIlots(ilots)) bruts.set(nom, octets)
  const feuilles = [...bruts.keys()].filter((n) => n.startsWith('styles/') && n.endsWith('.css')).sort()
  const adresses = new Map<string, string>()
  const fichiers = new Map<string, Fichier>()

  const livrer = (nom: string, octets: Uint8Array): void => {
    const ext = extname(nom)
    const empreinte = createHash('sha256').update(octets).digest('hex').slice(0, 10)
    const adresse = `/public/${nom.slice(0, -ext.length)}.${empreinte}${ext}`
    adresses.set(nom, adresse)
    const compressible = ext !== '.woff2' && ext !== '.png'
    fichiers.set(adresse, {
      type: types[ext] ?? 'application/octet-stream',
      octets: enOctets(octets),
      etag: `"${empreinte}"`,
      ...(compressible
        ? {
            br: enOctets(
              brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: octets.length } }),
            ),
            gzip: enOctets(gzipSync(octets, { level: 9 })),
          }
        : {}),
    })
  }
  for (const [nom, octets] of bruts) if (!nom.startsWith('styles/')) livrer(nom, octets)
  const reunir = (noms: readonly string[]): Buffer => {
    const css = noms.map((n) => Buffer.from(bruts.get(n) ?? []).toString('utf8')).join('\n')
    return Buffer.from(
      alleger(css).replace(/url\("\.\.\/([^"]+)"\)/g, (tout, nom: string) => {
        const adresse = adresses.get(nom)
        return adresse ? `url("${adresse}")` : tout
      }),
    )
  }
  const dedans = (n: string) => n.startsWith('styles/interieur/')
  livrer('coforme.css', reunir(feuilles.filter((n) => !dedans(n))))
  livrer('interieur.css', reunir(feuilles.filter(dedans)))
  return { url: (nom) => adresses.get(nom) ?? `/public/${nom}`, fichiers }
}

/** Sert `/public/…` : seuls les noms connus existent, et ils ne changent jamais. */
export const publicRoutes = (assets: Assets): Hono<Env> =>
  new Hono<Env>().get('/public/*', (c) => {
    const fichier = assets.fichiers.get(c.req.path)
    if (!fichier) return c.notFound()
    const accepte = c.req.header('accept-encoding') ?? ''
    const entetes: Record<string, string> = {
      'content-type': fichier.type,
      'cache-control': 'public, max-age=31536000, immutable',
      etag: fichier.etag,
      vary: 'accept-encoding',
    }
    if (c.req.header('if-none-match') === fichier.etag) return c.body(null, 304, entetes)
    if (fichier.br && /\bbr\b/.test(accepte))
      return c.body(fichier.br, 200, { ...entetes, 'content-encoding': 'br' })
    if (fichier.gzip && /\bgzip\b/.test(accepte))
      return c.body(fichier.gzip, 200, { ...entetes, 'content-encoding': 'gzip' })
    return c.body(fichier.octets, 200, entetes)
  })
