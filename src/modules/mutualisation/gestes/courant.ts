/** Ce qui se fait du compte courant d’un pôle. La base tient les règles et répond d’un mot ; chaque geste se lit au journal, sans montant. */
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import {
  type AProposer,
  arreter,
  compenser,
  consentir,
  contester,
  denouer,
  lever,
  ouvrirCompte,
  poserRegle,
  proposer,
  repondre,
  signer,
} from '../db/courant-portes.ts'
import {
  type ArreteId,
  direRefusDuCourant,
  type LigneDuCourant,
  type MouvementId,
  type PropositionId,
  resteACorriger,
  seCorrige,
} from '../domain/courant.ts'

/** D’où part un geste. `cle` : celle de l’envoi ; le même, deux fois, ne fait qu’une chose. */
export type Ou = {
  readonly tx: TenantTx
  readonly visiteur: Visiteur
  readonly pole: PoleId
  readonly le: Date
  readonly cle: string
}
type Fait = Promise<Result<string, Refus>>

/** Ce que la base a répondu : un refus et sa phrase, ou ce qui s’est fait, consigné une fois au journal de la coopérative. */
const conclure = async (
  { tx, visiteur, pole, le }: Ou,
  geste: string,
  phrase: string,
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refus = direRefusDuCourant(mot)
  if (refus) return ko(refus)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'mutualisation',
      geste,
      objet: { genre: 'pole', id: pole },
      phrase,
    })
  return ok(mot)
}

export const ouvrirSonCompte = (ou: Ou): Fait =>
  conclure(
    ou,
    'ouvrir-compte',
    `Le compte courant de {pole:${ou.pole}} est ouvert, ou prend la règle neuve.`,
    ouvrirCompte(ou.tx, ou.pole, ou.le),
  )

export const noterUnEchange = (ou: Ou, p: Omit<AProposer, 'id' | 'faitId' | 'corrige' | 'motif'>): Fait =>
  conclure(
    ou,
    'proposer-ecriture',
    `Une écriture du compte courant de {pole:${ou.pole}} est proposée.`,
    proposer(
      ou.tx,
      ou.pole,
      { ...p, id: ou.cle as PropositionId, faitId: ou.cle, corrige: null, motif: '' },
      ou.le,
    ),
  )

const reponses = { accordee: 'accordée', refusee: 'refusée', retiree: 'retirée' } as const

export const repondreAUneEcriture = (ou: Ou, id: PropositionId, reponse: keyof typeof reponses): Fait =>
  conclure(
    ou,
    `ecriture-${reponse}`,
    `Une écriture du compte courant de {pole:${ou.pole}} est ${reponses[reponse]}.`,
    repondre(ou.tx, id, reponse, ou.le),
  )

/** Passe ce montant d’une attente, et libère le reste ; zéro la libère toute. */
export const denouerUneAttente = (ou: Ou, attente: MouvementId, montant: number): Fait =>
  conclure(
    ou,
    montant === 0 ? 'liberer-ecriture' : 'passer-ecriture',
    `Une écriture en attente du compte courant de {pole:${ou.pole}} est ${montant === 0 ? 'libérée' : 'passée'}.`,
    denouer(ou.tx, ou.cle, attente, montant, ou.le),
  )

export const contesterUneLigne = (ou: Ou, mouvement: MouvementId, motif: string): Fait =>
  conclure(
    ou,
    'contester-ligne',
    `Une ligne du compte courant de {pole:${ou.pole}} est contestée.`,
    contester(ou.tx, mouvement, motif, ou.le),
  )

export const leverSonDesaccord = (ou: Ou, mouvement: MouvementId): Fait =>
  conclure(
    ou,
    'lever-desaccord',
    `Le désaccord sur une ligne du compte courant de {pole:${ou.pole}} est levé.`,
    lever(ou.tx, mouvement, ou.le),
  )

/** Propose de rendre tout ou partie d’une ligne : en sens inverse, l’autre l’accorde. */
export const corrigerUneLigne = (
  ou: Ou,
  ligne: LigneDuCourant,
  v: { readonly montant: number; readonly motif: string },
): Fait => {
  const id = ou.cle as PropositionId
  const reponse = !seCorrige(ligne)
    ? Promise.resolve('rien-a-corriger')
    : v.montant > resteACorriger(ligne)
      ? Promise.resolve('trop-corrige')
      : proposer(
          ou.tx,
          ou.pole,
          {
            id,
            avec: ligne.avec,
            jeDois: ligne.montant > 0,
            genre: 'correction',
            montant: v.montant,
            fait: ligne.fait === 'compensation' ? 'autre' : ligne.fait,
            faitId: id,
            faitLe: ligne.faitLe,
            libelle: ligne.libelle,
            piece: ligne.piece,
            expireLe: null,
            corrige: ligne.mouvement,
            motif: v.motif,
          },
          ou.le,
        )
  return conclure(
    ou,
    'proposer-correction',
    `Une correction est proposée au compte courant de {pole:${ou.pole}}.`,
    reponse,
  )
}

export const montrerSonSolde = (ou: Ou, oui: boolean): Fait =>
  conclure(
    ou,
    oui ? 'montrer-solde' : 'cacher-solde',
    oui
      ? `La coopérative accepte que {pole:${ou.pole}} lise son solde.`
      : `La coopérative retire à {pole:${ou.pole}} la lecture de son solde.`,
    consentir(ou.tx, ou.pole, oui, ou.le),
  )

export const signerSonReleve = (ou: Ou, arrete: ArreteId): Fait =>
  conclure(
    ou,
    'signer-releve',
    `Le relevé du compte courant de {pole:${ou.pole}} est signé.`,
    signer(ou.tx, ou.pole, arrete, ou.le),
  )

/** Les trois gestes de qui anime le pôle. */
export const poserLePlafond = (ou: Ou, r: { readonly plafond: number; readonly decision: string }): Fait =>
  conclure(
    ou,
    'poser-plafond',
    `Le plafond du compte courant de {pole:${ou.pole}} est posé, d’après une décision.`,
    poserRegle(ou.tx, ou.pole, { id: ou.cle, ...r }, ou.le),
  )

export const arreterLesComptes = (ou: Ou, au: Date): Fait =>
  conclure(
    ou,
    'arreter-comptes',
    `Les comptes courants de {pole:${ou.pole}} sont arrêtés.`,
    arreter(ou.tx, ou.pole, ou.cle as ArreteId, au, ou.le),
  )

export const compenserLArrete = (ou: Ou, arrete: ArreteId): Fait =>
  conclure(
    ou,
    'compenser-arrete',
    `Un arrêté des comptes courants de {pole:${ou.pole}} est compensé.`,
    compenser(ou.tx, ou.pole, arrete, ou.le),
  )
