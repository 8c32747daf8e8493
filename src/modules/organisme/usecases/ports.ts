import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Siret } from '#kernel/identifiants.ts'
import type { Result } from '#kernel/result.ts'
import type { Zone } from '#kernel/zones.ts'
import type { Adhesion, Invitation, RefusAdhesion } from '#modules/comptes/index.ts'
import type { Portee } from '#platform/db/access.ts'
import type { EnseigneLue } from '../db/enseignes.queries.ts'
import type { Etablissement, EtablissementId, OrganismeLu } from '../db/organisme.queries.ts'
import type { Signataire, SignataireId } from '../db/signataires.queries.ts'
import type { DelegationDonnee } from '../domain/deleguer.ts'
import type { EtatEnseigne } from '../domain/enseignes.ts'
import type { Identite } from '../domain/identite.ts'

export type EtablissementSaisi = {
  readonly nom: string
  readonly siret: Siret | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly zone: Zone
  readonly capacite: number | null
}

export type Consigne = {
  /** Un verbe : `regler-identite`. */
  readonly geste: string
  readonly objet?: { readonly genre: string; readonly id: string }
  /** Sans nom de personne écrit : `{personne:UUID}`. */
  readonly phrase: string
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * Ce que les gestes reçoivent du dehors, lié à une transaction et à une personne. Les réponses booléennes disent si
 * la ligne vient de changer : un formulaire reçu deux fois n'écrit et ne consigne qu'une fois.
 */
export type Registre = {
  readonly organisme: OrganismeLu
  /** Le jour civil de l'organisme. */
  readonly jour: DateCivile
  readonly rolesDeLActeur: readonly string[]
  consigner(c: Consigne): Promise<void>
  enregistrerIdentite(i: Identite, logo: string | null | undefined): Promise<void>
  /** Range le SVG et rend son empreinte. */
  rangerLogo(octets: Uint8Array): Promise<string>
  etablissements(): Promise<readonly Etablissement[]>
  ajouterEtablissement(id: EtablissementId, e: EtablissementSaisi): Promise<boolean>
  modifierEtablissement(id: EtablissementId, e: EtablissementSaisi): Promise<void>
  fermerEtablissement(id: EtablissementId, le: DateCivile | null): Promise<boolean>
  enseignes(): Promise<readonly EnseigneLue[]>
  ajouterEnseigne(id: ActiviteId, nom: string, etat: 'en-test' | 'ouverte'): Promise<boolean>
  changerEtatEnseigne(id: ActiviteId, de: EtatEnseigne, vers: EtatEnseigne): Promise<boolean>
  /** Sessions qui ne sont pas clôturées : la réponse vient du module des sessions. */
  sessionsEnCours(id: ActiviteId): Promise<number>
  signataires(): Promise<readonly Signataire[]>
  ajouterSignataire(id: SignataireId, d: DelegationDonnee): Promise<boolean>
  revoquerSignataire(id: SignataireId): Promise<boolean>
  membres(): Promise<readonly Adhesion[]>
  inviter(i: Invitation): Promise<Result<PersonneId, RefusAdhesion>>
  changerMembre(
    compte: PersonneId,
    roles: readonly string[],
    portee: Portee,
  ): Promise<Result<true, RefusAdhesion>>
  retirerMembre(compte: PersonneId): Promise<Result<true, RefusAdhesion>>
}
