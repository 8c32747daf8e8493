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

/** Le lieu s’ouvre sur cette salle. */
const nomme = (lieu: string, salle: string): boolean => `${plier(lieu)},`.startsWith(`${plier(salle)},`)

/**
 * Ce que devient le lieu d’une session quand toutes ses demi-journées sur place passent dans cette salle, et qu’il en nommait une autre, de la
 * session ou de l’établissement où elle se tient (`salles`). Rien : une seule en change, elles y étaient, il la dit déjà, ou il ne nomme aucune salle
 * d’ici (chez un client). Une salle d’un autre fuseau déplacerait les heures : le lieu reste, à changer avec elles. Le même nom dans un autre établissement
 * est une autre salle.
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
  salles: readonly { readonly nom: string; readonly etablissement: string }[],
): string | undefined => {
  const toutes = (seances: readonly Logee[]) => {
    const surPlace = seances.filter((x) => x.tenue && modaliteDe(x, s) !== 'distance')
    return surPlace.length > 0 && surPlace.every((x) => x.salles.length === 1 && x.salles[0]?.id === salle.id)
  }
  const memeEtablissement = s.etablissement === salle.etablissement
  if (!toutes(apres) || toutes(s.seances) || salle.zone !== s.zone) return undefined
  if (memeEtablissement && nomme(s.lieu, salle.nom)) return undefined
  const [avant] = [
    ...s.seances.flatMap((x) => x.salles),
    ...salles.filter((x) => x.etablissement === s.etablissement),
  ]
    .map((x) => x.nom)
    .filter((x) => nomme(s.lieu, x))
    // « Salle 1, rez-de-chaussée » avant « Salle 1 ».
    .toSorted((a, b) => b.length - a.length)
  if (avant === undefined) return undefined
  // L’ancienne salle était d’un autre établissement, quoi que dise la session : sa précision n’est pas de celui-ci.
  const deLaMemeMaison =
    memeEtablissement &&
    salles.some((x) => x.etablissement === salle.etablissement && plier(x.nom) === plier(avant))
  const precision = deLaMemeMaison
    ? precisionDuLieu(s.lieu.split(', ').slice(avant.split(', ').length).join(', '), [
        salle.nomEtablissement,
        salle.ville,
      ])
    : ''
  return ecrireLieu(salle.nom, precision, { nom: salle.nomEtablissement, ville: salle.ville })
}
