/** Quand une pièce doit être conclue, et ce que l’on en dit. Pur. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { PieceEnAttente } from '#modules/cae/index.ts'
import { termeDeVisa } from '#modules/documents/index.ts'
import type { AFaire } from '#web/contributions.ts'
import { JOURS_PROCHES } from './ranger-journee.ts'

/** Au-delà, le premier jour d’une convention ne presse plus : elle n’a pas été conclue à temps, et d’autres personnes attendent. */
const JOURS_RATTRAPABLES = 30

/**
 * Un contrat est conclu avant l’inscription définitive (L6353-3) ; une convention, avant le premier jour : aucun article ne le dit, nous
 * l’attendons. `dit` commence par une espace, ou est vide.
 */
const selonSonPremierJour = (
  p: Pick<PieceEnAttente, 'genre' | 'premierJour'>,
  jour: DateCivile,
): { readonly dit: string; readonly terme?: NonNullable<AFaire['terme']> } => {
  const premier = p.premierJour
  // Une session lointaine ne fait pas de ce geste une échéance : il attend déjà quelqu’un, il n’est seulement pas pressé.
  if (premier === null || premier > ajouterJours(jour, JOURS_PROCHES)) return { dit: '' }
  if (p.genre === 'contrat')
    return {
      dit: ` À conclure avant l’inscription définitive (C. trav., art. L6353-3)\u202f; premier jour le ${formaterDate(premier)}.`,
      terme: { jour: premier, fixe: 'loi' },
    }
  if (p.genre !== 'convention') return { dit: '' }
  if (premier >= jour)
    return {
      dit: ` À conclure avant le premier jour, le ${formaterDate(premier)}.`,
      terme: { jour: premier, fixe: 'engagement' },
    }
  return {
    dit: ` Elle devait être conclue avant le premier jour, le ${formaterDate(premier)}.`,
    ...(premier >= ajouterJours(jour, -JOURS_RATTRAPABLES)
      ? { terme: { jour: premier, fixe: 'engagement' as const } }
      : {}),
  }
}

/** Une collègue attend un visa : le premier rappel le date, ou le premier jour s’il vient avant ; une loi déjà dépassée passe devant. */
export const direTerme = (
  p: Pick<PieceEnAttente, 'genre' | 'premierJour' | 'attend' | 'emiseLe'>,
  jour: DateCivile,
): ReturnType<typeof selonSonPremierJour> => {
  const dit = selonSonPremierJour(p, jour)
  if (p.attend !== 'visa') return dit
  const rappel = termeDeVisa(p.emiseLe)
  const { terme } = dit
  const presse = terme && (terme.jour <= rappel.jour || (terme.fixe === 'loi' && terme.jour < jour))
  return presse ? dit : { ...dit, terme: rappel }
}

/** Ce qu’une personne attend d’un visa passe devant ce qui n’attend que d’être envoyé. */
export const attenduesDAbord = <P extends Pick<PieceEnAttente, 'attend'>>(
  pieces: readonly P[],
): readonly P[] => {
  const vise = (p: P) => p.attend === 'visa' || p.attend === 'viser-soi'
  return [...pieces.filter(vise), ...pieces.filter((p) => !vise(p))]
}
