/**
 * Ce qui se fait du vivier. La base dit qui le peut. Ce que la personne fait de sa fiche, de ses accords et de qui la demande ne va pas au
 * journal : son employeur le lit. Les dates sont à ses accords et à ses demandes, qu’elle seule lit.
 */
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import {
  ajouterSavoir,
  demanderContact,
  direAccord,
  ecrireMaFiche,
  effacerMaFiche,
  type FicheAEcrire,
  oterSavoir,
  repondreAuContact,
  type SavoirAAjouter,
} from '../db/vivier-portes.ts'
import {
  type ContactId,
  direRefusDuVivier,
  type FicheId,
  type GenreDeTerme,
  type SavoirId,
} from '../domain/vivier.ts'

export type Ici = {
  readonly tx: TenantTx
  readonly visiteur: Visiteur
  readonly le: Date
  readonly cle: string
}
type Fait = Promise<Result<string, Refus>>

/** Le mot de la base : un refus et sa phrase, ou ce qui s’est fait. */
const lireMot = async (reponse: Promise<string>): Fait => {
  const mot = await reponse
  const refus = direRefusDuVivier(mot)
  return refus ? ko(refus) : ok(mot)
}

export const ecrireSaFiche = (i: Ici, f: FicheAEcrire): Fait =>
  lireMot(ecrireMaFiche(i.tx, i.cle as FicheId, f, i.le))
export const ajouterUnSavoir = (i: Ici, s: SavoirAAjouter): Fait =>
  lireMot(ajouterSavoir(i.tx, i.cle as SavoirId, s))
export const oterUnSavoir = (i: Ici, id: SavoirId): Fait => lireMot(oterSavoir(i.tx, id))
export const direUnAccord = (i: Ici, genre: GenreDeTerme, version: number, oui: boolean): Fait =>
  lireMot(direAccord(i.tx, genre, version, oui, i.le))
export const repondreADemande = (i: Ici, id: ContactId, oui: boolean): Fait =>
  lireMot(repondreAuContact(i.tx, id, oui, i.le))
export const effacerSaFiche = (i: Ici): Fait => lireMot(effacerMaFiche(i.tx))

/** La coopérative demande : cela, et cela seul, est à son journal. */
export const demanderAJoindre = async (i: Ici, fiche: FicheId, message: string): Fait => {
  const fait = await lireMot(demanderContact(i.tx, i.cle as ContactId, fiche, message, i.le))
  const enseigne = fait.ok && fait.value !== 'deja' ? await enseigneParDefaut(i.tx, i.visiteur) : undefined
  if (enseigne)
    await consigner(i.tx, {
      activite: enseigne.id,
      faitLe: i.le,
      module: 'mutualisation',
      geste: 'demander-contact',
      phrase: 'La coopérative demande à joindre une personne du vivier.',
    })
  return fait
}
