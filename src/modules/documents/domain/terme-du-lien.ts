import { ajouterJours, type DateCivile, dateCivile, ecartEnJours } from '#kernel/dates.ts'

/** Jours où le lien d’une pièce vaut, au moins. */
export const joursDuLien = 30
/** La base n’en garde aucun plus longtemps (`porte.creer_lien` : quatre cents jours). */
const joursAuPlus = 398

/** Ce que le gabarit fige du dernier jour de l’action. */
type Fige = {
  readonly action?: { readonly fin?: unknown; readonly seances?: readonly { readonly date?: unknown }[] }
}

/** Le dernier jour où une pièce sert : celui de l’action qu’elle dit ; rien d’une pièce sans action. */
export const dernierJourFige = (donnees: string): DateCivile | undefined => {
  const { seances, fin } = (JSON.parse(donnees) as Fige).action ?? {}
  return [...(seances ?? []).map((s) => s.date), fin]
    .flatMap((d) => (typeof d === 'string' ? (dateCivile(d) ?? []) : []))
    .toSorted()
    .at(-1)
}

/**
 * Le dernier jour où le lien vaut, ce jour compris : trente jours, et jusqu’au dernier jour que la pièce sert. Une convocation
 * envoyée deux mois d’avance s’ouvre encore le matin où l’on vient.
 */
export const termeDuLien = (le: DateCivile, sert: DateCivile | undefined): DateCivile => {
  const [moins, plus] = [ajouterJours(le, joursDuLien), ajouterJours(le, joursAuPlus)]
  return sert === undefined || sert <= moins ? moins : sert < plus ? sert : plus
}

/** Jusqu’à la fin de ce jour, en minutes. */
export const minutesDuLien = (le: DateCivile, terme: DateCivile): number =>
  (ecartEnJours(le, terme) + 1) * 24 * 60
