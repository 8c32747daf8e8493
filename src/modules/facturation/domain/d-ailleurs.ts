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

export const jour = (t: string): Result<DateCivile, Refus> => {
  const iso = dateCivile(t)
  return iso ? ok(iso) : lireDate(t)
}
