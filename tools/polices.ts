/**
 * Réduit les deux polices de l'écran aux signes utiles et les range dans `src/web/public/polices/`, avec leurs
 * licences ; ouvre le zéro de celle des papiers (`src/platform/pdf/papier/polices/`). `node tools/polices.ts` écrit ; `node tools/polices.ts --verifier` dit si ce qui est rangé est à jour.
 *
 * Mesuré : entières, elles pèsent 77 et 34 Ko ; réduites, elles tiennent avec la page sous 60 Ko.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import { aRetailler } from '../src/platform/pdf/lieux.ts'
import { pourLePapier } from './polices-du-papier.ts'
import { ouvrirLeZero } from './zero-ouvert.ts'

const racine = join(dirname(fileURLToPath(import.meta.url)), '..')
const sortie = join(racine, 'src/web/public/polices')
const feuille = join(racine, 'src/web/public/styles/20-polices.css')
const require = createRequire(import.meta.url)

type Intervalle = readonly [number, number]

/** Le français, ses guillemets, tirets, espaces et symboles de calcul : ce que toute page charge. */
const courant: readonly Intervalle[] = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x152, 0x153],
  [0x178, 0x178],
  [0x2009, 0x200a],
  [0x2010, 0x2014],
  [0x2018, 0x201e],
  [0x2022, 0x2022],
  [0x2026, 0x2026],
  [0x202f, 0x202f],
  [0x2030, 0x2030],
  [0x2032, 0x2033],
  [0x2039, 0x203a],
  [0x20ac, 0x20ac],
  [0x2212, 0x2212],
  [0x2260, 0x2265],
]
/** Les lettres accentuées des noms d'Europe et du Viêt Nam : chargées quand un nom les demande. */
const etendu: readonly Intervalle[] = [
  [0x100, 0x151],
  [0x154, 0x177],
  [0x179, 0x17f],
  [0x192, 0x192],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x1e6, 0x1e7],
  [0x218, 0x21b],
  [0x1e80, 0x1e85],
  [0x1e9e, 0x1e9e],
  [0x1ea0, 0x1ef9],
]

const signes = (intervalles: readonly Intervalle[]): string =>
  intervalles
    .map(([a, b]) => String.fromCodePoint(...Array.from({ length: b - a + 1 }, (_, i) => a + i)))
    .join('')

const css = (intervalles: readonly Intervalle[]): string =>
  intervalles
    .map(([a, b]) => (a === b ? `U+${a.toString(16)}` : `U+${a.toString(16)}-${b.toString(16)}`))
    .join(', ')

const titres = '@fontsource-variable/bricolage-grotesque'
const textes = '@fontsource-variable/atkinson-hyperlegible-next'
const axesTitre = { wght: 600, opsz: 36 }
const axesTexte = { wght: { min: 400, max: 700 } }

type Axes = Parameters<typeof subsetFont>[2] extends infer O
  ? NonNullable<NonNullable<O>['variationAxes' & keyof O]>
  : never
const coupes = [
  {
    nom: 'bricolage-latin',
    paquet: titres,
    fichier: 'bricolage-grotesque-latin-opsz-normal',
    signes: courant,
    axes: axesTitre,
  },
  {
    nom: 'bricolage-etendu',
    paquet: titres,
    fichier: 'bricolage-grotesque-latin-ext-opsz-normal',
    signes: etendu,
    axes: axesTitre,
  },
  {
    nom: 'atkinson-latin',
    paquet: textes,
    fichier: 'atkinson-hyperlegible-next-latin-wght-normal',
    signes: courant,
    axes: axesTexte,
    zeroOuvert: true,
  },
  {
    nom: 'atkinson-etendu',
    paquet: textes,
    fichier: 'atkinson-hyperlegible-next-latin-ext-wght-normal',
    signes: etendu,
    axes: axesTexte,
  },
] as const

const dossierDe = (paquet: string): string => dirname(require.resolve(`${paquet}/package.json`))

/** Ce que le dossier doit contenir : chemin et octets. */
export const composer = async (): Promise<Map<string, Uint8Array>> => {
  const fichiers = new Map<string, Uint8Array>()
  for (const coupe of coupes) {
    const source = await readFile(join(dossierDe(coupe.paquet), 'files', `${coupe.fichier}.woff2`))
    // Nos écrans lissent : les instructions de pixel ne servent plus et pèsent.
    const reduire = (octets: Buffer, texte: string, axes: Axes, targetFormat: 'woff2' | 'sfnt' = 'woff2') =>
      subsetFont(octets, texte, { targetFormat, variationAxes: axes, noHinting: true })
    const { min, max } = axesTexte.wght
    const reduit = await reduire(
      'zeroOuvert' in coupe
        ? ouvrirLeZero(
            await reduire(source, signes(coupe.signes), coupe.axes, 'sfnt'),
            await reduire(source, '0', { wght: min }, 'sfnt'),
            await reduire(source, '0', { wght: max }, 'sfnt'),
          )
        : source,
      signes(coupe.signes),
      'zeroOuvert' in coupe ? {} : coupe.axes,
    )
    fichiers.set(join(sortie, `${coupe.nom}.woff2`), new Uint8Array(reduit))
  }
  for (const [nom, paquet] of [
    ['bricolage-grotesque', titres],
    ['atkinson-hyperlegible-next', textes],
  ] as const)
    fichiers.set(join(sortie, `${nom}.OFL.txt`), await readFile(join(dossierDe(paquet), 'LICENSE')))
  for (const [de, vers] of aRetailler()) fichiers.set(vers, new Uint8Array(pourLePapier(await readFile(de))))
  for (const dossier of new Set(aRetailler().map(([, vers]) => dirname(vers))))
    fichiers.set(
      join(dossier, 'atkinson-hyperlegible-next.OFL.txt'),
      await readFile(join(dossierDe(textes), 'LICENSE')),
    )
  const face = (famille: string, nom: string, poids: string, plages: readonly Intervalle[]) => `@font-face {
  font-family: "${famille}";
  src: url("../polices/${nom}.woff2") format("woff2");
  font-weight: ${poids};
  font-display: swap;
  unicode-range: ${css(plages)};
}
`
  const texte = [
    '/* Écrit par tools/polices.ts : la seconde coupe ne se charge que si un nom la demande. */\n',
    face('Bricolage Grotesque', 'bricolage-latin', '600', courant),
    face('Bricolage Grotesque', 'bricolage-etendu', '600', etendu),
    face('Atkinson Hyperlegible Next', 'atkinson-latin', '400 700', courant),
    face('Atkinson Hyperlegible Next', 'atkinson-etendu', '400 700', etendu),
  ].join('\n')
  fichiers.set(feuille, new TextEncoder().encode(texte))
  return fichiers
}

/** Le formateur replie la feuille : seuls ses mots comptent. */
const memes = (a: Uint8Array, b: Uint8Array, feuille: boolean): boolean => {
  const mots = (o: Uint8Array) => Buffer.from(o).toString('utf8').toLowerCase().replace(/\s+/g, ' ')
  return feuille ? mots(a) === mots(b) : Buffer.from(a).equals(b)
}

/** Les fichiers absents ou différents de ce que les paquets donnent. */
export const perimes = async (): Promise<string[]> => {
  const faux: string[] = []
  for (const [chemin, octets] of await composer()) {
    const range = await readFile(chemin).catch(() => undefined)
    if (!range || !memes(octets, range, chemin.endsWith('.css'))) faux.push(chemin)
  }
  return faux
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--verifier')) {
    const faux = await perimes()
    for (const chemin of faux) console.error(`À refaire (node tools/polices.ts) : ${chemin}`)
    process.exitCode = faux.length > 0 ? 1 : 0
  } else {
    for (const [chemin, octets] of await composer()) {
      await mkdir(dirname(chemin), { recursive: true })
      await writeFile(chemin, octets)
      console.log(`${chemin.slice(racine.length + 1)} ${octets.length}`)
    }
  }
}
