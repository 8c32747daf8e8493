import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Regard, regarder } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import {
  arretesDuPole,
  comptesDuPole,
  lirePropositions,
  lireRegle,
  lireReleve,
  monCompte,
  type Regle,
  soldesDuPole,
  tientToutesLesEnseignes,
} from '../db/courant.ts'
import type {
  Arrete,
  CompteDuPole,
  LigneDuCourant,
  MonCompte,
  PropositionLue,
  Solde,
} from '../domain/courant.ts'

/** Le compte courant d’un pôle, vu d’une personne d’une coopérative qui en est membre. */
export type CompteLu = {
  readonly r: Regard
  readonly regle: Regle | undefined
  readonly compte: MonCompte | undefined
  readonly comptes: readonly CompteDuPole[]
  readonly soldes: readonly Solde[]
  readonly lignes: readonly LigneDuCourant[]
  readonly propositions: readonly PropositionLue[]
  readonly arretes: readonly Arrete[]
  readonly annee: number
  readonly le: Date
}

/** Rien si le pôle n’existe pas, si la coopérative n’en est pas, ou si l’on n’en tient pas toutes les enseignes. `annee` : celle que l’adresse demande, tenue pour hostile. */
export const lireCompteCourant = async (
  tx: TenantTx,
  pole: string,
  {
    visiteur,
    le,
    annee,
  }: { readonly visiteur: Visiteur; readonly le: Date; readonly annee?: string | undefined },
): Promise<CompteLu | undefined> => {
  const r = await regarder(tx, visiteur, pole)
  if (!r || !(await tientToutesLesEnseignes(tx))) return undefined
  const id = r.pole.id
  return {
    r,
    le,
    annee: /^20\d\d$/.test(annee ?? '') ? Number(annee) : Number(jourLocal(le, ZONE_PAR_DEFAUT).slice(0, 4)),
    regle: await lireRegle(tx, id),
    compte: await monCompte(tx, id),
    comptes: await comptesDuPole(tx, id),
    soldes: await soldesDuPole(tx, id),
    lignes: await lireReleve(tx, id),
    propositions: await lirePropositions(tx, id, le),
    arretes: await arretesDuPole(tx, id),
  }
}
