/** Ce qu’on sait des remises d’avant l’inscription (L6353-8) : une pièce les porte, ou l’on n’a que la parole de qui les a notées. */
import { remises as aRemettre, type GenreRemise, type Regime } from './dossier.ts'

/** Une remise : accusée ou non, et la pièce remise ; sans pièce, elle est notée à la main. */
type RemiseDite = {
  readonly genre: GenreRemise
  readonly accuseLe: Date | null
  readonly piece: string | null
}

/**
 * Ce que l’écran en dit, et de quelle force : « prouve » seulement si une pièce d’ici a été reçue. Une remise notée à la main le dit :
 * rien n’a été émis, la preuve est ailleurs. Une remise par lien et une autre à la main : la moins sûre l’emporte.
 */
export const direRemises = (
  faites: readonly RemiseDite[],
  regime: Regime | null,
): { readonly etat: 'sans-objet' | 'manquant' | 'partiel' | 'prouve'; readonly mot: string } => {
  if (regime === 'sous-traitance-recue') return { etat: 'sans-objet', mot: 'par son organisme' }
  if (!aRemettre.every((g) => faites.some((r) => r.genre === g)))
    return { etat: 'manquant', mot: 'à remettre' }
  const accusees = faites.every((r) => r.accuseLe !== null)
  if (faites.some((r) => r.piece === null))
    return {
      etat: 'partiel',
      mot: accusees ? 'remis et accusé hors Coforme' : 'remis hors Coforme',
    }
  return accusees
    ? { etat: 'prouve', mot: 'remis, accusé reçu' }
    : { etat: 'partiel', mot: 'remis, accusé attendu' }
}

/** Le lien porte déjà à cette personne ses informations : un second envoi ne lui apprendrait rien. `siennes` : ses remises. */
export const serviParLien = (
  siennes: readonly { readonly genre: string; readonly piece: string | null }[],
): boolean => siennes.some((r) => r.genre === 'information-l6353-8' && r.piece !== null)
