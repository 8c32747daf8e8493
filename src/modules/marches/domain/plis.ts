/** Les prix scellés d’un dossier : ce que le serveur en sait. */
import type { OrganismeId } from '#kernel/id.ts'
import type { Membre } from './groupement.ts'

export type Cle = { readonly publique: string }
export type Secours = {
  readonly k: number
  readonly destinataire: string
  readonly parts: readonly { readonly organisme: string; readonly part: string }[]
}
export type PartRendue = { readonly part: string; readonly pour: string }
/** `plis` : les rangs que ce total additionne, pour qu’un pli scellé depuis se voie. */
export type Total = { readonly centimes: number; readonly plis: readonly number[]; readonly fideles: boolean }

/** Une clé publique age : le serveur ne retient rien d’autre sous ce nom. */
export const estClePublique = (t: string): boolean => /^age1[02-9ac-hj-np-z]{58}$/.test(t)

/** Octets d’un pli chiffré ; la base tient les mêmes bornes. */
export const PLI_MIN = 8192
export const PLI_MAX = 12_288

/** Combien de parts rouvrent un dossier dont le mandataire a perdu sa clé : plus de la moitié des membres, deux au moins. Choix du produit. */
export const partsDuSecours = (membres: number): number => Math.max(2, Math.floor(membres / 2) + 1)

/** Ce qui empêche encore de sceller, chaque phrase avec qui agit. */
export const manquesPourSceller = (
  presents: readonly Membre[],
  cles: ReadonlyMap<OrganismeId, Cle>,
  secours: Secours | undefined,
): readonly string[] => [
  ...presents.filter((m) => !cles.has(m.organisme)).map((m) => `${m.nom} prépare sa clé.`),
  ...(secours === undefined ? ['Le mandataire prépare la clé de secours.'] : []),
  ...(secours !== undefined && presents.some((m) => !secours.parts.some((p) => p.organisme === m.organisme))
    ? ['Un membre n’a pas sa part du secours : le mandataire le prépare de nouveau.']
    : []),
]
