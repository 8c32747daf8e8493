import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * La racine du dépôt, trouvée en remontant depuis ce code : elle vaut que l'on tourne sur les sources (tests,
 * outils) ou sur l'assemblage de `.construit/`. Les gabarits, la bibliothèque « papier » et l'ouvrier sont lus
 * dans `src/`, toujours présent à côté de l'assemblage ; Node lance l'ouvrier `.ts` sans compilation.
 */
const remonter = (depuis: string): string => {
  const ici = join(depuis, 'package.json')
  if (existsSync(ici) && (JSON.parse(readFileSync(ici, 'utf8')) as { name?: string }).name === 'coforme')
    return depuis
  const parent = dirname(depuis)
  if (parent === depuis) throw new Error('Racine de Coforme introuvable.')
  return remonter(parent)
}

export const racine = remonter(dirname(fileURLToPath(import.meta.url)))
/** Le dossier de travail de Typst : rien n'est lisible au-dessus. */
export const sources = join(racine, 'src')
/** Ce que lit `lire-entrees` (`papier.v1.typ`). Il n’existe jamais sur le disque. */
export const fichierDesEntrees = join(sources, 'entrees.json')
export const cheminOuvrier = join(sources, 'platform', 'pdf', 'ouvrier.ts')

/** Tous les gabarits : `src/modules/<module>/documents/<nom>.v<N>.typ`, nommés sans extension ni module. */
export const trouverGabarits = (dossier = join(sources, 'modules')): ReadonlyMap<string, string> => {
  const gabarits = new Map<string, string>()
  for (const module of readdirSync(dossier).sort()) {
    const documents = join(dossier, module, 'documents')
    if (!existsSync(documents)) continue
    for (const fichier of readdirSync(documents).sort()) {
      if (!/^[a-z0-9-]+\.v\d+\.typ$/.test(fichier)) continue
      const nom = fichier.slice(0, -'.typ'.length)
      if (gabarits.has(nom)) throw new Error(`Deux gabarits portent le nom ${nom}.`)
      gabarits.set(nom, join(documents, fichier))
    }
  }
  return gabarits
}

// Un fichier par famille, dans l’ordre de repli de `papier.v1.typ` : ni dossier système, ni graisse, que le contour épaissi remplace (`gras`).
const graisses = {
  'atkinson-hyperlegible-next': '400Regular',
  'noto-sans': '400Regular',
  'noto-sans-arabic': '400Regular',
  'noto-emoji': '400Regular',
} as const
export type Famille = keyof typeof graisses
export const familles = Object.keys(graisses) as Famille[]

const requerir = createRequire(join(racine, 'package.json'))
const capitale = (mot: string) => mot.slice(0, 1).toUpperCase() + mot.slice(1)

/** De ces familles, une coupe à nous, écrite par `tools/polices.ts` : son zéro n’est pas barré. */
const retaillees: readonly Famille[] = ['atkinson-hyperlegible-next']
const policesRetaillees = join(sources, 'platform', 'pdf', 'papier', 'polices')

/** Le fichier d'une famille, tel que son paquet le donne. */
const duPaquet = (famille: Famille): string => {
  const dossier = dirname(requerir.resolve(`@expo-google-fonts/${famille}/package.json`))
  const nom = famille.split('-').map(capitale).join('')
  return join(dossier, graisses[famille], `${nom}_${graisses[famille]}.ttf`)
}
/** Le même, tel que le moteur le lit. */
export const policeDe = (famille: Famille): string =>
  retaillees.includes(famille) ? join(policesRetaillees, basename(duPaquet(famille))) : duPaquet(famille)
/** Ce que `tools/polices.ts` retaille : d’où, et vers où. */
export const aRetailler = (): readonly (readonly [string, string])[] =>
  retaillees.map((f) => [duPaquet(f), policeDe(f)] as const)
export const polices = (): string[] => familles.map(policeDe)
