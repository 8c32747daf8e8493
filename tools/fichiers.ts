import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Dossiers que personne n’écrit à la main : ni lus, ni comptés. */
const ignores = new Set(['node_modules', '.git', '.donnees', '.construit', 'coverage'])

/** Chemins relatifs à `racine`, barres obliques, triés ; un dossier absent rend une liste vide. */
export const listerFichiers = (racine: string, dossier = '.'): string[] => {
  const trouves: string[] = []
  const parcourir = (relatif: string) => {
    let entrees: import('node:fs').Dirent[]
    try {
      entrees = readdirSync(join(racine, relatif), { withFileTypes: true })
    } catch (erreur) {
      if ((erreur as NodeJS.ErrnoException).code === 'ENOENT') return
      throw erreur
    }
    for (const entree of entrees) {
      const chemin = relatif === '.' ? entree.name : `${relatif}/${entree.name}`
      if (entree.isDirectory() && !ignores.has(entree.name)) parcourir(chemin)
      // Un lien symbolique n’est pas suivi : il sortirait du dépôt ou compterait deux fois.
      else if (entree.isFile()) trouves.push(chemin)
    }
  }
  parcourir(dossier)
  return trouves.sort()
}

export const lireFichier = (racine: string, relatif: string): string =>
  readFileSync(join(racine, relatif), 'utf8')

export const lireOctets = (racine: string, relatif: string): Buffer => readFileSync(join(racine, relatif))

export const estSource = (chemin: string) => /\.tsx?$/.test(chemin) && !chemin.endsWith('.d.ts')

/** Un fichier qui n’existe que pour les tests : `test/`, `e2e/`, `*.test.ts`, `*.itest.ts`, `*.contract.ts`. */
export const estTest = (chemin: string) =>
  /(^|\/)(test|e2e)\//.test(chemin) || /\.(test|itest|e2e|contract)\.tsx?$/.test(chemin)
