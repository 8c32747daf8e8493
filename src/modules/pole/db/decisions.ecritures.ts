import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Decision, DecisionId, ReponseDuVote, ReponseProcuration } from '../domain/decision.ts'
import type { Voix } from '../domain/depouiller.ts'
import type { Propos } from './decisions.ts'
import type { PoleId } from './poles.ts'

export const ajouterDecision = async (
  tx: TenantTx,
  pole: PoleId,
  d: Pick<Decision, 'id' | 'genre' | 'titre' | 'texte' | 'options' | 'quorum' | 'part' | 'fermeLe'> &
    Partial<Pick<Decision, 'reunion' | 'scrutin' | 'portee' | 'reprend' | 'revoirLe'>>,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into pole.decision (pole_id, id, reunion_id, genre, titre, texte, options, quorum, part, etat,
      ferme_le, scrutin, portee, reprend_id, revoir_le, cree_le)
    values (${pole}, ${d.id}, ${d.reunion ?? null}, ${d.genre}, ${d.titre}, ${d.texte}, ${[...d.options]}, ${d.quorum}, ${d.part}, 'brouillon',
      ${d.fermeLe}, ${d.scrutin ?? 'cooperative'}, ${d.portee ?? 'pole'}, ${d.reprend ?? null}, ${d.revoirLe ?? null}, ${le})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Clôt, et garde ce qui a été décidé, et si c’est adopté. Ne clôt qu'une fois. */
export const clore = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  issue: string,
  le: Date,
  adoptee = false,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update pole.decision set etat = 'close', close_le = ${le}, issue = ${issue}, adoptee = ${adoptee}
    where pole_id = ${pole} and id = ${id} and etat = 'ouverte'`.execute(tx)
  return numAffectedRows === 1n
}

/** Ce que devient une décision close ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const suivreDecision = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  s: Pick<Decision, 'responsable' | 'echeance' | 'realisation' | 'suivi' | 'revoirLe'>,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.decision
    set responsable = ${s.responsable}, echeance = ${s.echeance}, realisation = ${s.realisation}, suivi = ${s.suivi},
      revoir_le = ${s.revoirLe}, suivi_le = ${le}
    where pole_id = ${pole} and id = ${id} and etat = 'close'`.execute(tx)
  return numAffectedRows === 1n
}

export const direPropos = async (
  tx: TenantTx,
  pole: PoleId,
  decision: DecisionId,
  p: Omit<Propos, 'le'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.propos (pole_id, decision_id, id, texte, par, le)
    values (${pole}, ${decision}, ${p.id}, ${p.texte}, ${p.par}, ${le}) on conflict do nothing`.execute(tx)
}

/** Fige le corps électoral. Rend le nombre de coopératives appelées, ou rien si elle n'est pas à ouvrir. */
export const ouvrirDecision = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  le: Date,
): Promise<number | undefined> => {
  const { rows } = await sql<{
    n: number | null
  }>`select porte.ouvrir_decision(${pole}::uuid, ${id}::uuid, ${le}::timestamptz) as n`.execute(tx)
  return rows[0]?.n ?? undefined
}

/** Vote pour sa coopérative, ou pour celle qui a donné procuration (`pour`). Une voix par coopérative : la base y veille. */
export const voter = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  pour: OrganismeId,
  voix: Voix,
  le: Date,
): Promise<ReponseDuVote> => {
  const { rows } = await sql<{
    r: ReponseDuVote
  }>`select porte.voter(${pole}::uuid, ${id}::uuid, ${pour}::uuid, ${[...voix.choix]}::integer[], ${voix.motif}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? 'hors-liste'
}

/** Donne sa procuration à une autre coopérative, ou la reprend (`a` nul). */
export const donnerProcuration = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  a: OrganismeId | null,
): Promise<ReponseProcuration> => {
  const { rows } = await sql<{
    r: ReponseProcuration
  }>`select porte.donner_procuration(${pole}::uuid, ${id}::uuid, ${a}::uuid) as r`.execute(tx)
  return rows[0]?.r ?? 'hors-liste'
}
