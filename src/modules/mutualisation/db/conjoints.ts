import { sql } from 'kysely'
import type { PoleId } from '#modules/pole/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { AccordConjoint, AccordPublie } from '../domain/conjoints.ts'

/** L’accord de chaque pôle d’ici, ou de l’un d’eux ; un pôle sans accord n’a pas de rang. */
export const lireConjoints = async (tx: TenantTx, pole: PoleId | null = null): Promise<AccordConjoint[]> =>
  (
    await sql<AccordConjoint>`select pole, nom_du_pole as "nomDuPole", code, public, rang, contact, texte, ecrit_le as "ecritLe", signataires, manquent,
        signe_le as "signeLe", anime
      from porte.conjoints(${pole}::uuid)`.execute(tx)
  ).rows
/** Sans compte : rien, si le pôle n’est pas public ou n’a pas d’accord. */
export const lireConjointPublic = async (tx: PublicTx, code: string): Promise<AccordPublie | undefined> =>
  (
    await sql<AccordPublie>`select nom_du_pole as "nomDuPole", rang, contact, texte, ecrit_le as "ecritLe", signataires
      from porte.conjoint_public(${code})`.execute(tx)
  ).rows[0]
