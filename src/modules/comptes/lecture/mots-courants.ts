import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const fichier = 'src/modules/comptes/domain/mots-de-passe-courants.txt'

let mots: ReadonlySet<string> | undefined

/** La racine du dépôt, que ce code soit lu de `src/` ou d'un fichier assemblé. */
const racine = (dossier: string): string => {
  if (existsSync(path.join(dossier, fichier))) return dossier
  const parent = path.dirname(dossier)
  if (parent === dossier) throw new Error(`Fichier introuvable : ${fichier}`)
  return racine(parent)
}

/** Vrai si ce mot de passe, en minuscules, figure dans la liste livrée. Lue une fois, au premier besoin. */
export const estCourant = (minuscules: string): boolean => {
  mots ??= new Set(
    readFileSync(path.join(racine(import.meta.dirname), fichier), 'utf8')
      .split('\n')
      .filter(Boolean),
  )
  return mots.has(minuscules)
}
