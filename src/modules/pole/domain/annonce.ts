import { ajouterJours, type DateCivile } from '#kernel/dates.ts'

/** On prévient deux semaines avant : le temps d'une réunion d'équipe. Un usage. */
export const JOURS_AVANT_TERME = 14

export type EtatAnnonce = 'rien' | 'montree' | 'bientot' | 'passee'

/** Ce qu'une coopérative cherche et propose : rien de dit, montré, bientôt plus, ou plus. `jusque` est le dernier jour où cela se montre. */
export const etatDeLAnnonce = (
  m: { readonly cherche: string; readonly propose: string; readonly jusque: DateCivile },
  jour: DateCivile,
): EtatAnnonce => {
  if (m.cherche === '' && m.propose === '') return 'rien'
  if (m.jusque < jour) return 'passee'
  return m.jusque <= ajouterJours(jour, JOURS_AVANT_TERME) ? 'bientot' : 'montree'
}

/** Ce que les autres en lisent ce jour-là. */
export const annonceMontree = <M extends { cherche: string; propose: string; jusque: DateCivile }>(
  m: M,
  jour: DateCivile,
): { readonly cherche: string; readonly propose: string } =>
  m.jusque < jour ? { cherche: '', propose: '' } : { cherche: m.cherche, propose: m.propose }
