import { type DateCivile, dateCivile, lireDate } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export type ChargeDAilleurs = {
  readonly jour: DateCivile
  readonly compte: string
  readonly libelle: string
  readonly fournisseur: string | null
  readonly ht: Montant
  readonly formateur: boolean
  readonly prestation: boolean
  readonly part: number
  readonly session: string | null
  readonly numero: string | null
}

export type EcritureDAilleurs = {
  readonly numero: string
  readonly jour: DateCivile
  readonly journal: string
  readonly compte: string
  readonly libelle: string
  readonly debit: Montant
  readonly credit: Montant
  readonly facture: string | null
}

/** Le jour d’un fichier : `2026-11-28`, `20261128` (le fichier des écritures), `28/11/2026` ou `28/11/26`. */
export const jour = (t: string): Result<DateCivile, Refus> => {
  const iso = dateCivile(t.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'))
  return iso ? ok(iso) : lireDate(t, { siecle: 2000 })
}
