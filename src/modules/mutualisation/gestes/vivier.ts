/** Ce qui se fait du vivier. La base dit qui le peut ; le journal dit le geste, jamais le contenu d’une fiche. */
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

const conclure = async (
  { tx, visiteur, le }: Ici,
  geste: string,
  phrase: string,
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refus = direRefusDuVivier(mot)
  if (refus) return ko(refus)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'mutualisation', geste, phrase })
  return ok(mot)
}

export const ecrireSaFiche = (i: Ici, f: FicheAEcrire): Fait =>
  conclure(
    i,
    'ecrire-fiche',
    'Une personne écrit sa fiche du vivier, ou la relit.',
    ecrireMaFiche(i.tx, i.cle as FicheId, f, i.le),
  )
export const ajouterUnSavoir = (i: Ici, s: SavoirAAjouter): Fait =>
  conclure(
    i,
    'ajouter-competence',
    'Une personne ajoute une compétence à sa fiche du vivier.',
    ajouterSavoir(i.tx, i.cle as SavoirId, s),
  )
export const oterUnSavoir = (i: Ici, id: SavoirId): Fait =>
  conclure(
    i,
    'oter-competence',
    'Une personne ôte une compétence de sa fiche du vivier.',
    oterSavoir(i.tx, id),
  )
export const direUnAccord = (i: Ici, genre: GenreDeTerme, version: number, oui: boolean): Fait =>
  conclure(
    i,
    oui ? 'accepter-partage' : 'retirer-partage',
    oui ? 'Une personne accepte un partage du vivier.' : 'Une personne retire un partage du vivier.',
    direAccord(i.tx, genre, version, oui, i.le),
  )
export const demanderAJoindre = (i: Ici, fiche: FicheId, message: string): Fait =>
  conclure(
    i,
    'demander-contact',
    'La coopérative demande à joindre une personne du vivier.',
    demanderContact(i.tx, i.cle as ContactId, fiche, message, i.le),
  )
export const repondreADemande = (i: Ici, id: ContactId, oui: boolean): Fait =>
  conclure(
    i,
    oui ? 'accepter-contact' : 'refuser-contact',
    oui
      ? 'Une personne du vivier accepte d’être jointe par une coopérative.'
      : 'Une personne du vivier refuse d’être jointe par une coopérative.',
    repondreAuContact(i.tx, id, oui, i.le),
  )
export const effacerSaFiche = (i: Ici): Fait =>
  conclure(i, 'effacer-fiche', 'Une personne efface sa fiche du vivier.', effacerMaFiche(i.tx))
