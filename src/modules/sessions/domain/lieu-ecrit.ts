/** Le lieu écrit d’une session : « salle, précision, établissement, ville ». */
import { plier } from '#kernel/texte.ts'
import { type ModaliteSeance, modaliteDe } from './modalite.ts'
import type { Modalite } from './mots.ts'

export const ecrireLieu = (
  salle: string | undefined,
  precision: string,
  etablissement: { readonly nom: string; readonly ville: string } | undefined,
): string =>
  [salle ?? '', precision, etablissement?.nom ?? '', etablissement?.ville ?? '']
    .filter((t) => t !== '')
    .join(', ')
    .slice(0, 250)

/** Ce que le lieu dit de plus que ces mots : la salle, l’établissement, la ville. */
export const precisionDuLieu = (lieu: string, connus: readonly (string | undefined)[]): string =>
  lieu
    .split(', ')
    .filter((t) => !connus.includes(t))
    .join(', ')

type Logee = {
  readonly tenue: boolean
  readonly modalite?: ModaliteSeance | null
  readonly salles: readonly { readonly id: string; readonly nom: string }[]
}
type Situee = {
  readonly lieu: string
  readonly zone: string
  readonly etablissement: string | null
  readonly modalite: Modalite
  readonly seances: readonly Logee[]
}

/**
 * Ce que devient le lieu d’une session quand toutes ses demi-journées sur place passent dans cette salle, et qu’il en disait une autre ;
 * rien : une seule en change, ou il la dit déjà. Une salle d’un autre fuseau déplacerait les heures : le lieu reste, à changer avec elles.
 */
export const lieuQuiSuit = (
  s: Situee,
  apres: readonly Logee[],
  salle: {
    readonly id: string
    readonly nom: string
    readonly etablissement: string
    readonly nomEtablissement: string
    readonly ville: string
    readonly zone: string
  },
): string | undefined => {
  const surPlace = apres.filter((x) => x.tenue && modaliteDe(x, s) !== 'distance')
  const toutes =
    surPlace.length > 0 && surPlace.every((x) => x.salles.length === 1 && x.salles[0]?.id === salle.id)
  const laDit = `${plier(s.lieu)},`.startsWith(`${plier(salle.nom)},`)
  if (!toutes || laDit || salle.zone !== s.zone) return undefined
  const avant = s.seances.find((x) => x.salles.length > 0)?.salles[0]?.nom
  const precision =
    s.etablissement === salle.etablissement
      ? precisionDuLieu(s.lieu, [avant, salle.nomEtablissement, salle.ville])
      : ''
  return ecrireLieu(salle.nom, precision, { nom: salle.nomEtablissement, ville: salle.ville })
}
