import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'

export type PorteeQualiopi = 'AF' | 'BC' | 'VAE' | 'CFA'
/** Ce que les registres publics disent d'une entreprise ; vide ou nul quand ils n'en disent rien. */
export type EntrepriseLue = {
  readonly siren: string
  readonly nom: string
  readonly siret: string
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly departement: string
  readonly creeeEn: number | null
  /** Tranche d'effectif, dite en clair (« 10-19 ») ; vide si inconnue. */
  readonly effectif: string
  readonly nda: string | null
  readonly qualiopi: readonly PorteeQualiopi[]
  readonly qualiopiSource: 'annuaire-entreprises' | 'liste-of' | null
  /** Spécialités de formation déclarées (NSF, trois chiffres). */
  readonly nsf: readonly string[]
}
export type RefusRegistre = Refus<'inconnu' | 'muet'>
/** Les registres publics : Annuaire des entreprises, liste publique des organismes de formation (L. 6351-7-1). */
export type RegistresPublics = {
  lireEntreprise(siren: string): Promise<Result<EntrepriseLue, RefusRegistre>>
}
