/** Ce qu’un projet de facture exige avant d’être corrigé, et ce qu’un refus de visa exige avant d’être donné. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { GenreFacture, Periode, Provenance } from './facture.ts'

export const refusDeCorrection = (
  genre: GenreFacture,
  c: { readonly du: DateCivile | undefined; readonly au: DateCivile | undefined; readonly motif: string },
): Refus | undefined => {
  if ((c.du === undefined) !== (c.au === undefined) || (c.du && c.au && c.du > c.au))
    return refus('periode', 'La prestation a un début et une fin, dans cet ordre.')
  return genre === 'avoir' && c.motif.length < 3 ? refus('motif', 'Dites pourquoi cet avoir.') : undefined
}

/** La part d’une action qu’un autre organisme sous-traite : le constat signé des deux en fait le montant, et sa référence cite le contrat. */
export const estConstatee = (p: { readonly dossier: unknown; readonly source: string | null }): boolean =>
  p.dossier === null && p.source === 'autre-of'

/**
 * Ce qu’un projet devient d’une correction. Un avoir garde sa référence, son code de service et ses lignes, et ne perd pas sa période. Ce qui
 * fut constaté à deux ne cède que son délai et son code de service.
 */
export const projetCorrige = <Lignes>(
  p: {
    readonly genre: GenreFacture
    readonly dossier: string | null
    readonly source: string | null
    readonly periode: Periode | null
    readonly reference: string | null
    readonly codeService: string | null
    readonly lignes: Lignes
  },
  s: {
    readonly du: DateCivile | undefined
    readonly au: DateCivile | undefined
    readonly motif: string
    readonly reference: string
    readonly codeService: string
    readonly delaiJours: number
    readonly lignes: Lignes
  },
) => {
  const avoir = p.genre === 'avoir'
  const constatee = !avoir && estConstatee(p)
  const fige = avoir || constatee
  const dite = s.du && s.au && !constatee ? { du: s.du, au: s.au } : null
  return {
    motif: s.motif || null,
    periode: dite ?? (fige ? p.periode : null),
    reference: fige ? p.reference : s.reference || null,
    codeService: avoir ? p.codeService : s.codeService || null,
    delaiJours: s.delaiJours,
    lignes: fige ? p.lignes : s.lignes,
  }
}

/** Trois signes au moins : qui a préparé corrige d’après eux. */
export const refusDeRefuser = (motif: string): Refus | undefined =>
  motif.length < 3 ? refus('motif', 'Dites pourquoi : la personne corrigera d’après vous.') : undefined

/** Ce que lit qui voudrait émettre ou viser une facture déjà visée, tant que son visa ne vaut pas. */
export const direSuspendu = (visa: { readonly conditions: string }): string =>
  visa.conditions === ''
    ? 'Au-dessus de ce montant, deux personnes visent : il manque le second visa.'
    : `Le visa vaut sous conditions : « ${visa.conditions} » Qui a préparé la pièce dit quand c’est fait.`

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
