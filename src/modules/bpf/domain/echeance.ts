import { type DateCivile, dateCivile, dateDe, morceaux } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { doutes } from './parametres.ts'

/** Une campagne prolongée : par annonce chaque année, et jamais par un texte. */
export type Prolongation = { readonly campagne: number; readonly jusquau: string; readonly source: string }

export const prolongationsConnues: readonly Prolongation[] = [
  { campagne: 2020, jusquau: '2020-07-15', source: 'tolmao.fr' },
  { campagne: 2021, jusquau: '2021-05-31', source: 'culture-rh.com' },
  { campagne: 2022, jusquau: '2022-05-31', source: 'digi-certif.com' },
  { campagne: 2023, jusquau: '2023-05-31', source: 'aefinfo.fr' },
  { campagne: 2024, jusquau: '2024-05-31', source: 'smartof.tech' },
  { campagne: 2025, jusquau: '2025-05-31', source: 'DREETS Corse' },
  { campagne: 2026, jusquau: '2026-05-31', source: 'DREETS Bretagne, citée par Kledg' },
]

export type Echeance = {
  readonly campagne: number
  /** Le dernier jour légal : « avant le 30 avril », donc le 29 (notice ; R. 6352-22 à 24, non relus). */
  readonly legale: DateCivile
  /** Vide tant qu’aucune annonce n’est connue : la date légale vaut. */
  readonly prolongee: DateCivile | undefined
  readonly retenue: DateCivile
}

/** L’échéance d’un exercice clos ce jour-là. La campagne d’une clôture de janvier à avril est douteuse. */
export const echeanceDe = (
  fin: DateCivile,
  prolongations: readonly Prolongation[] = prolongationsConnues,
  lecture: 'premiere-qui-suit' | 'annee-suivante' = enVigueur(doutes.campagne.valeurs, fin),
): Echeance => {
  const { annee } = morceaux(fin)
  const memeAnnee = lecture === 'premiere-qui-suit' && fin < `${annee}-04-29`
  const campagne = memeAnnee ? annee : annee + 1
  const legale = dateDe(campagne, 4, 29)
  if (!legale) throw new RangeError(`échéance hors des années 1000 à 9999 : ${fin}`)
  const annonce = prolongations.find((p) => p.campagne === campagne)
  const prolongee = annonce && dateCivile(annonce.jusquau)
  return { campagne, legale, prolongee, retenue: prolongee && prolongee > legale ? prolongee : legale }
}
