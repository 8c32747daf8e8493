/** Une plateforme agréée, telle que la coopérative lui parle : y déposer, y suivre, y prendre. Chaque plateforme est un adaptateur. */
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'

/**
 * `injoignable` : à refaire, rien n’est su de ce qui fut pris. `cles` : l’adresse ou les clés ne valent pas. `refuse` : la demande est
 * mauvaise, la refaire n’y changerait rien. `deja` : ce dépôt est déjà là.
 */
export type RefusPlateforme = Refus<'injoignable' | 'cles' | 'refuse' | 'deja'>

type Syntaxe = 'Factur-X' | 'CII' | 'UBL' | 'CDAR'

type DepotDeFlux = {
  /** Le nôtre, 36 signes au plus : c’est par lui que l’on retrouve un dépôt dont la réponse s’est perdue. */
  readonly suivi: string
  readonly nom: string
  readonly syntaxe: Syntaxe
  readonly octets: Uint8Array
}

export type Flux = {
  readonly id: string
  readonly suivi: string | undefined
  /** `entrant` : de la plateforme vers nous. */
  readonly sens: 'entrant' | 'sortant'
  readonly genre: 'facture' | 'statut' | 'autre'
  readonly majLe: Date
  readonly accuse: 'attend' | 'pris' | 'erreur'
  /** De l’erreur, en toutes lettres. */
  readonly motif: string | null
}

export type PlateformeAgreee = {
  readonly deposer: (d: DepotDeFlux) => Promise<Result<{ readonly flux: string }, RefusPlateforme>>
  /** Les flux changés après cet instant, du plus ancien au plus récent, cent au plus ; ou ceux d’un suivi. */
  readonly chercher: (
    critere: { readonly apres: Date } | { readonly suivi: string },
  ) => Promise<Result<readonly Flux[], RefusPlateforme>>
  readonly prendre: (flux: string) => Promise<Result<Uint8Array, RefusPlateforme>>
  /** Les adresses où ce SIREN reçoit ses factures ; vide : il n’en a pas à l’annuaire. */
  readonly adressesDe: (siren: string) => Promise<Result<readonly string[], RefusPlateforme>>
  readonly eprouver: () => Promise<Result<true, RefusPlateforme>>
}

/** Où et sous quelles clés la coopérative parle à sa plateforme. */
export type AccesPlateforme = {
  /** Sans `/v1`. */
  readonly flux: string
  readonly annuaire: string | null
  readonly jeton: string
  readonly client: string
  readonly secret: string
}
