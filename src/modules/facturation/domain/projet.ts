/** Ce qu’un projet de facture exige avant d’être corrigé, et ce qu’un refus de visa exige avant d’être donné. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { GenreFacture, Provenance } from './facture.ts'

export const refusDeCorrection = (
  genre: GenreFacture,
  c: { readonly du: DateCivile | undefined; readonly au: DateCivile | undefined; readonly motif: string },
): Refus | undefined => {
  if ((c.du === undefined) !== (c.au === undefined) || (c.du && c.au && c.du > c.au))
    return refus('periode', 'La prestation a un début et une fin, dans cet ordre.')
  return genre === 'avoir' && c.motif.length < 3 ? refus('motif', 'Dites pourquoi cet avoir.') : undefined
}

/** Trois signes au moins : qui a préparé corrige d’après eux. */
export const refusDeRefuser = (motif: string): Refus | undefined =>
  motif.length < 3 ? refus('motif', 'Dites pourquoi : la personne corrigera d’après vous.') : undefined

/** `source` : l’origine choisie ; `null`, aucune ; absente, une qui n’existe pas. */
export const refusDeReclasser = (
  f: { readonly provenance: Provenance },
  d: { readonly retire: boolean; readonly source: string | null | undefined; readonly pourquoi: string },
): Refus | undefined => {
  if (d.retire && f.provenance === 'emise')
    return refus('emise', 'Une facture émise ici s’annule par un avoir.')
  if (d.retire && d.pourquoi.length < 3) return refus('pourquoi', 'Dites pourquoi elle est retirée.')
  return d.source === undefined ? refus('source', 'Cette origine n’existe pas.') : undefined
}
