/** Une plateforme agréée, telle que la coopérative lui parle : y déposer, y suivre, y prendre. Chaque plateforme est un adaptateur. */
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'

/**
 * `injoignable` : à refaire, rien n’est su de ce qui fut pris. `cles` : l’adresse ou les clés ne valent pas. `refuse` : la demande est
 * mauvaise, la refaire n’y changerait rien. `deja` : ce dépôt est déjà là. `doute` : il y est peut-être, et ne se retrouve pas ; à une personne
 * de regarder.
 */
export type RefusPlateforme = Refus<'injoignable' | 'cles' | 'refuse' | 'deja' | 'doute'>
/** `rienPris` : cet essai n’a rien pu y faire entrer. */
export type RefusDeDepot = RefusPlateforme & { readonly rienPris?: true }

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

/** Ce par quoi une facture part d’elle-même : une plateforme agréée, ou Chorus Pro. */
export type Depositaire = {
  readonly deposer: (d: DepotDeFlux) => Promise<Result<{ readonly flux: string }, RefusDeDepot>>
  /** Le dépôt déjà essayé sous ce suivi ; rien : il n’y est pas. */
  readonly retrouver: (
    suivi: string,
  ) => Promise<Result<{ readonly flux: string } | undefined, RefusPlateforme>>
  /** L’annuaire, quand il y en a un où chercher. */
  readonly adressesDe?: AdressesDe
}
/** Les adresses où ce SIREN reçoit ses factures ; vide : il n’en a pas à l’annuaire. */
type AdressesDe = (siren: string) => Promise<Result<readonly string[], RefusPlateforme>>

export type PlateformeAgreee = Pick<Depositaire, 'deposer'> & {
  /** Les flux changés après cet instant, du plus ancien au plus récent, cent au plus ; ou ceux d’un suivi. */
  readonly chercher: (
    critere: { readonly apres: Date } | { readonly suivi: string },
  ) => Promise<Result<readonly Flux[], RefusPlateforme>>
  readonly prendre: (flux: string) => Promise<Result<Uint8Array, RefusPlateforme>>
  readonly adressesDe: AdressesDe
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

/** Ce que Chorus Pro dit d’un dépôt : il le traite encore, l’a intégré, l’a rejeté et pourquoi, ou dit qu’il s’y passe autre chose (un incident), qui reste ouvert. */
type CompteRendu =
  | { readonly etat: 'attend' | 'integre' }
  | { readonly etat: 'rejete' | 'incident'; readonly motif: string }
export type ChorusPro = Depositaire & {
  readonly compteRendu: (flux: string) => Promise<Result<CompteRendu, RefusPlateforme>>
  readonly eprouver: () => Promise<Result<true, RefusPlateforme>>
}
/** L’application déclarée sur PISTE (adresse, identifiant, secret) et le compte technique de la coopérative sur Chorus Pro. */
export type AccesChorus = {
  readonly api: string
  readonly jeton: string
  readonly client: string
  readonly secret: string
  readonly compte: string
  readonly motDePasse: string
}
