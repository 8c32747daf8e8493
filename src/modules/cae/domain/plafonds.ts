import { centimes, formaterMontant } from '#kernel/montant.ts'
import { accorder } from '#kernel/texte.ts'

/** `soi` : ses propres pièces ; `autres` : ce qui borne une personne de l’équipe d’appui. */
export const porteesDePlafond = ['soi', 'autres'] as const
export type PorteeDePlafond = (typeof porteesDePlafond)[number]

/** Pourquoi une personne ne vise pas cette pièce elle-même (`porte.visa_de_piece_permis`). */
export type PourquoiPas =
  | 'sans-plafond'
  | 'au-dessus'
  | 'cumul'
  | 'sans-montant'
  | 'premier'
  | 'auteur'
  | 'soi'
  | 'introuvable'

const phrases: Readonly<Record<PourquoiPas, string>> = {
  'sans-plafond':
    'Vous n’avez pas, ou plus, de plafond pour ce genre\u00a0: l’équipe d’appui ou la direction vise cette pièce.',
  'au-dessus': 'Son prix dépasse votre plafond\u00a0: une autre personne la vise.',
  cumul: 'Avec elle, vos visas du mois dépasseraient votre plafond\u00a0: une autre personne la vise.',
  'sans-montant': 'Son prix ne se lit pas\u00a0: aucun plafond ne la couvre.',
  premier:
    'Vous avez donné le premier visa, il l’a été en votre nom, ou c’est votre pièce\u00a0: une autre personne donne le second.',
  auteur: 'C’est la vôtre, et une personne l’a visée\u00a0: une autre personne donne le second visa.',
  soi: 'C’est votre mission\u00a0: la direction la vise.',
  introuvable: 'Cette pièce n’existe pas, ou n’est pas la vôtre.',
}

/** La phrase que lit la personne qui voudrait viser ; un code inconnu a la phrase d’une pièce que l’équipe d’appui vise. */
export const direPourquoiPas = (code: string | null): string =>
  phrases[(code ?? 'sans-plafond') as PourquoiPas] ?? phrases['sans-plafond']

/** Les pas qui engagent, et comptent au cumul : le premier visa, le second, ce que la personne engage seule. */
export const pasQuiEngagent = ['accord', 'second', 'seul'] as const

/**
 * À quel titre un visa fut accordé, d’après ce qui fut gardé ce jour-là : le plafond de la personne, la borne de l’équipe d’appui, ou aucun des
 * deux. Vide de ce qui n’engage pas, et de ce dont la base n’a pas gardé le plafond : un objet ou un second visa sans les rôles, d’avant qu’ils se gardent,
 * et une heure revenue de la file.
 */
export const direTitre = (v: {
  readonly pas: string
  readonly sorte: string
  readonly roles: readonly string[] | null
  readonly pour: PorteeDePlafond | null
  readonly plafond: number | null
}): string => {
  const garde = v.roles !== null || (v.pas === 'accord' && v.sorte !== 'objet')
  if (!garde || !pasQuiEngagent.some((p) => p === v.pas)) return ''
  if (v.pour === null || v.plafond === null) return 'Sans plafond'
  const montant = formaterMontant(centimes(v.plafond))
  return v.pour === 'soi' ? `Sa propre pièce, plafond de ${montant}` : `Équipe d’appui, plafond de ${montant}`
}

/** La médiane de ces durées, en heures entières ; rien sans visa. Deux au milieu : leur moyenne. */
export const attenteMediane = (heures: readonly number[]): number | undefined => {
  const rangees = [...heures].sort((a, b) => a - b)
  const milieu = Math.floor(rangees.length / 2)
  const haut = rangees[milieu]
  if (haut === undefined) return undefined
  return Math.round(rangees.length % 2 === 1 ? haut : ((rangees[milieu - 1] ?? haut) + haut) / 2)
}

/** Une attente, comme on la dit : « 5 heures », « 2 jours », « moins d’une heure ». */
export const direAttente = (heures: number): string =>
  heures < 1
    ? 'moins d’une heure'
    : heures < 48
      ? `${heures}\u00a0${accorder(heures, 'heure')}`
      : `${Math.floor(heures / 24)}\u00a0jours`

/** Ce qu’un lot a fait : chaque pièce laissée a sa phrase ; `aDeux` : combien de visées attendent le second visa. */
export type Lot = {
  readonly visees: readonly string[]
  readonly aDeux: number
  readonly laissees: readonly { readonly numero: string; readonly phrase: string }[]
}

/** Cinquante pièces au plus d’un geste : au-delà, personne ne les a lues. */
export const LOT_MAX = 50

/** Un milliard d’euros, en centimes : la borne de la base. */
export const PLAFOND_MAX = 100_000_000_000
