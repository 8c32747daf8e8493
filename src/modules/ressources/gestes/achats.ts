/** Acheter ensemble. La base dit qui le peut ; chaque geste va au journal de sa coopérative, sans quantité ni prix. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  type AOuvrir,
  type ARetenir,
  cloreVolumes,
  direVolume,
  finirAchat,
  noterOffre,
  ouvrirAchat,
  rejoindreAchat,
  retenirOffre,
  suivreAchat,
} from '../db/achats-portes.ts'
import {
  type Achat,
  type AchatId,
  direRefusDAchat,
  type OffreRecue,
  type OffreRecueId,
} from '../domain/achats.ts'
import type { Ici } from './ressources.ts'

type Fait = Promise<Result<string, Refus>>

const conclure = async (
  { tx, visiteur, le }: Ici,
  geste: string,
  /** Ce que le journal en garde ; selon le mot, quand la porte en a plusieurs. */
  phrase: string | ((mot: string) => string),
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refuse = direRefusDAchat(mot)
  if (refuse) return ko(refuse)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'ressources',
      geste,
      phrase: typeof phrase === 'string' ? phrase : phrase(mot),
    })
  return ok(mot)
}

export const ouvrir = async (i: Ici, a: AOuvrir): Promise<Result<AchatId, Refus>> => {
  const id = i.cle as AchatId
  const fait = await conclure(
    i,
    'ouvrir-achat',
    'Un achat à préparer ensemble est ouvert dans un pôle.',
    ouvrirAchat(i.tx, id, a, i.le),
  )
  return fait.ok ? ok(id) : fait
}
export const dire = (i: Ici, a: Achat, quantite: number, mot: string): Fait =>
  conclure(
    i,
    'dire-volume',
    'La coopérative dit ce qu’elle prendrait d’un achat du pôle.',
    direVolume(i.tx, a.id, quantite, mot, i.le),
  )
export const clore = (i: Ici, a: Achat): Fait =>
  conclure(i, 'clore-volumes', 'Les volumes d’un achat du pôle sont clos.', cloreVolumes(i.tx, a.id, i.le))
export const noter = (i: Ici, a: Achat, o: Omit<OffreRecue, 'id'>): Fait =>
  conclure(
    i,
    'noter-offre',
    'L’offre d’un fournisseur est notée pour un achat du pôle.',
    noterOffre(i.tx, i.cle as OffreRecueId, a.id, o, i.le),
  )
export const retenir = (i: Ici, a: Achat, r: ARetenir): Fait =>
  conclure(
    i,
    'retenir-offre',
    'Une offre est retenue, d’après une décision adoptée par le pôle.',
    retenirOffre(i.tx, a.id, r, i.le),
  )
export const rejoindre = (i: Ici, a: Achat, quantite: number): Fait =>
  conclure(
    i,
    'rejoindre-achat',
    (mot) =>
      mot === 'a-viser'
        ? 'La coopérative demande à rejoindre un achat du pôle ; un visa en décide.'
        : quantite === 0
          ? 'La coopérative ne rejoint pas un achat du pôle, ou s’en retire.'
          : 'La coopérative rejoint un achat du pôle.',
    rejoindreAchat(i.tx, a.id, quantite, i.le),
  )
export const suivre = (i: Ici, a: Achat, texte: string): Fait =>
  conclure(
    i,
    'suivre-achat',
    'La coopérative dit où en est un achat du pôle.',
    suivreAchat(i.tx, i.cle as Id<'SuiviDAchat'>, a.id, texte, i.le),
  )
export const finir = (i: Ici, a: Achat, issue: string): Fait =>
  issue.trim().length < 3
    ? Promise.resolve(refuser('issue', 'Dites ce qu’il en fut.'))
    : conclure(i, 'finir-achat', 'Un achat du pôle est fini.', finirAchat(i.tx, a.id, issue, i.le))
