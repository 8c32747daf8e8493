import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { DelegationDonnee } from '../domain/deleguer.ts'
import type { EtatEnseigne } from '../domain/enseignes.ts'
import type { Identite } from '../domain/identite.ts'
import type {
  EnseigneLue,
  Etablissement,
  EtablissementId,
  EtablissementSaisi,
  Membre,
  OrganismeLu,
  PorteeDuMembre,
  Signataire,
  SignataireId,
} from '../domain/lus.ts'

export type InvitationSaisie = Pick<Membre, 'courriel' | 'prenom' | 'nom' | 'roles' | 'portee'> & {
  /** Dernier jour de l'accès ; absent : sans fin. */
  readonly au?: DateCivile | undefined
}
/** Ce que la porte des comptes refuse, chaque fois avec sa phrase. */
export type RefusMembre = Refus<
  | 'interdit'
  | 'deja-membre'
  | 'enseigne-inconnue'
  | 'introuvable'
  | 'dernier'
  | 'vide'
  | 'terme-passe'
  | 'auditeur-borne'
>
/** La chose a changé depuis que le formulaire a été ouvert : rien n'est écrit, la page montre ce qui a changé. */
export type RefusEntreTemps = Refus<'change-entre-temps'>
export const refuserEntreTemps = (quoi: string) =>
  refuser(
    'change-entre-temps',
    `${quoi} a changé pendant que vous écriviez. Rien n’a été enregistré, et ce que vous aviez changé est gardé ci-dessous\u00a0: relisez, puis envoyez de nouveau.`,
  )

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
export type PortsOrganisme = {
  readonly organisme: OrganismeLu
  /** Le jour civil de l'organisme. */
  readonly jour: DateCivile
  readonly rolesDeLActeur: readonly string[]
  consigner(c: Consigne): Promise<void>
  /** Ce numéro de déclaration est celui d’un organisme commun dont la coopérative est membre. */
  declarationDUnCommun(nda: string): Promise<boolean>
  enregistrerIdentite(i: Identite, logo: string | null | undefined): Promise<void>
  /** Dit pourquoi un SVG n'entre pas dans un document, ou rien. */
  verifierLogo(svg: string): string | undefined
  /** L'empreinte qu'aura ce SVG une fois rangé. */
  empreinteDuLogo(octets: Uint8Array): string
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
  membres(): Promise<readonly Membre[]>
  inviter(i: InvitationSaisie): Promise<Result<PersonneId, RefusMembre>>
  changerMembre(
    compte: PersonneId,
    roles: readonly string[],
    portee: PorteeDuMembre,
    au: DateCivile | undefined,
  ): Promise<Result<true, RefusMembre>>
  retirerMembre(compte: PersonneId): Promise<Result<true, RefusMembre>>
  deconnecterMembre(compte: PersonneId): Promise<Result<true, RefusMembre>>
  /** Le second facteur demandé à l’équipe, et qui n’en a pas. */
  exigence(): Promise<{ readonly du: string | null; readonly sans: readonly PersonneId[] } | undefined>
  /** Dans tant de jours, comptés par la base ; `null` : plus rien n’est demandé. */
  exigerSecondFacteur(jours: number | null): Promise<Result<true, RefusMembre>>
  /** Le même courriel, à chacune de ces adresses, une fois la transaction validée. */
  ecrireA(courriels: readonly string[], objet: string, texte: string): Promise<void>
}
