/** Écrire et signer l’accord des responsables conjoints ; écrire un retour, y répondre. La base dit qui le peut. */
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireConjoint, signerConjoint } from '../db/conjoints-portes.ts'
import { ecrireRetour, oterRetour, repondreAuRetour } from '../db/retours-portes.ts'
import { type AccordConjoint, articlesConjoints, direRefusDeConjoint } from '../domain/conjoints.ts'
import type { MissionId } from '../domain/missions.ts'
import { direRefusDeRetour, type RetourId } from '../domain/retours.ts'
import type { Ici } from './vivier.ts'

type Fait = Promise<Result<string, Refus>>
const conclure = async (
  { tx, visiteur, le }: Ici,
  dit: (mot: string) => Refus | undefined,
  journal: { readonly geste: string; readonly phrase: string } | undefined,
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refuse = dit(mot)
  if (refuse) return ko(refuse)
  const enseigne = journal && mot !== 'deja' ? await enseigneParDefaut(tx, visiteur) : undefined
  if (journal && enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'mutualisation', ...journal })
  return ok(mot)
}

export const ecrireAccord = (i: Ici, a: AccordConjoint, contact: string): Fait =>
  conclure(
    i,
    direRefusDeConjoint,
    {
      geste: 'ecrire-conjoint',
      phrase: 'L’accord des responsables conjoints d’un pôle a une version de plus.',
    },
    ecrireConjoint(
      i.tx,
      a.pole as PoleId,
      a.rang ?? 0,
      contact,
      articlesConjoints(a.nomDuPole, contact),
      i.le,
    ),
  )
export const signerAccord = (i: Ici, a: AccordConjoint, rang: number): Fait =>
  conclure(
    i,
    direRefusDeConjoint,
    {
      geste: 'signer-conjoint',
      phrase: 'La coopérative signe l’accord des responsables conjoints d’un pôle.',
    },
    signerConjoint(i.tx, a.pole as PoleId, rang, i.le),
  )
export const ecrireUnRetour = (i: Ici, mission: MissionId, texte: string): Fait =>
  conclure(
    i,
    direRefusDeRetour,
    { geste: 'ecrire-retour', phrase: 'Un retour est écrit à la personne d’une mission faite.' },
    ecrireRetour(i.tx, i.cle as RetourId, mission, texte, i.le),
  )
/** Ce que la personne en fait ne va pas au journal, que son employeur lit. */
export const repondreAUnRetour = (i: Ici, retour: RetourId, reponse: string, partage: boolean): Fait =>
  conclure(i, direRefusDeRetour, undefined, repondreAuRetour(i.tx, retour, reponse, partage, i.le))
export const oterUnRetour = (i: Ici, retour: RetourId): Fait =>
  conclure(i, direRefusDeRetour, undefined, oterRetour(i.tx, retour))
