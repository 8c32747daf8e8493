/** Comment un pôle naît : le proposer, le signer, reprendre sa signature, retirer la proposition, le lancer ; et les réglages de l’Union. */

import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { nettoyer, uneLigne } from '#kernel/texte.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import {
  type Avis,
  donnerAvis,
  lancerPole,
  type Proposition,
  type PropositionId,
  proposerPole,
  reglerLesAnnonces,
  reglerLesSignatures,
  retirerProposition,
  retirerSoutien,
  signaturesDUnPole,
  soutenirPole,
} from '../db/naissances.ts'
import type { PoleId } from '../db/poles.ts'
import { direSignatures } from '../domain/dire.ts'
import { identiteAttendue } from '../domain/identite.ts'
import { codeDuPole } from '../domain/pole.ts'
import { noter } from './noter.ts'

type Fait<T = void> = Promise<Result<T, Refus>>

/** Ce que l’on dit d’une proposition qui n’attend plus. */
const nAttendPlus = 'Cette proposition n’attend plus de signature.'

/** Rend le nom retenu. Le même envoi, deux fois, n’en propose qu’un. */
export const proposer = async (
  tx: TenantTx,
  visiteur: Pick<Visiteur, 'nom'>,
  p: Omit<Parameters<typeof proposerPole>[1], 'code' | 'par'>,
  le: Date,
): Fait<string> => {
  const nom = uneLigne(p.nom)
  const code = codeDuPole(nom)
  const sort =
    code.length < 2
      ? 'pris'
      : await proposerPole(tx, { ...p, code, nom, territoire: uneLigne(p.territoire), par: visiteur.nom }, le)
  if (sort === 'identite') return refuser('identite', identiteAttendue)
  if (sort === 'pris') return refuser('nom', 'Un pôle, ou une proposition, porte déjà ce nom : précisez-le.')
  return ok(nom)
}

export const signerLaProposition = async (
  tx: TenantTx,
  visiteur: Pick<Visiteur, 'nom'>,
  id: PropositionId,
  mot: string,
  le: Date,
): Fait => {
  const fait = await soutenirPole(tx, id, { nom: visiteur.nom, mot: nettoyer(mot) }, le)
  if (!fait) return refuser('n-attend-plus', nAttendPlus)
  return fait === 'identite' ? refuser('identite', identiteAttendue) : ok(undefined)
}

export const reprendreSaSignature = async (tx: TenantTx, id: PropositionId): Fait =>
  (await retirerSoutien(tx, id))
    ? ok(undefined)
    : refuser('pas-signee', 'Il n’y a pas de signature à reprendre.')

export const retirerLaProposition = async (tx: TenantTx, id: PropositionId, le: Date): Fait =>
  (await retirerProposition(tx, id, le)) ? ok(undefined) : refuser('n-attend-plus', nAttendPlus)

/** Lancée deux fois, elle ne naît et ne se consigne qu’une. */
export const lancer = async (
  tx: TenantTx,
  visiteur: Visiteur,
  p: Proposition,
  pole: PoleId,
  le: Date,
): Fait => {
  const fait = await lancerPole(tx, p.id, pole, visiteur.nom, le)
  if (fait === 'signatures')
    return refuser(
      'signatures',
      `Il faut que ${direSignatures(await signaturesDUnPole(tx))} aient signé ; il y en a ${p.signatures}.`,
    )
  if (fait === 'pris') return refuser('nom', 'Un pôle porte maintenant ce nom : proposez-le sous un autre.')
  if (fait !== 'lance') return refuser('n-attend-plus', nAttendPlus)
  if (p.etat === 'ouverte') await noter(tx, visiteur, pole, 'fonder-pole', `{pole:${pole}} est fondé.`, le)
  return ok(undefined)
}

/** L’avis d’une personne déléguée de l’Union, par le lien qu’elle a reçu ; il éclaire et ne bloque pas. */
export const donnerUnAvis = async (
  tx: PublicTx,
  lien: { readonly id: PropositionId; readonly preuve: string },
  avis: Avis,
  texte: string,
  le: Date,
): Promise<void> => {
  await donnerAvis(tx, lien.id, lien.preuve, avis, nettoyer(texte), le)
}

/** Combien de coopératives signent pour qu’un pôle naisse, et combien de jours se montre une annonce. Refusé (42501) à qui n’administre pas l’instance. */
export const reglerLesNaissances = async (
  tx: TenantTx,
  r: { readonly signatures: number; readonly annonces: number },
  le: Date,
): Promise<void> => {
  await reglerLesSignatures(tx, r.signatures, le)
  await reglerLesAnnonces(tx, r.annonces, le)
}
