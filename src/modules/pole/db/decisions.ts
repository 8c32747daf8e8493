import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Decision, DecisionId } from '../domain/decision.ts'
import { decisionsQuiSAdoptent, type Voix } from '../domain/depouiller.ts'
import type { PoleId } from './poles.ts'

const colonnes = sql`id, organisme_id as organisme, reunion_id as reunion, genre, titre, texte, options, quorum, part, etat,
  ferme_le as "fermeLe", close_le as "closeLe", issue, revoir_le as "revoirLe", scrutin, portee, reprend_id as reprend, responsable,
  echeance, realisation, suivi`

/** Les décisions du pôle, celles qui attendent une voix d'abord. */
export const listerDecisions = async (tx: TenantTx, pole: PoleId): Promise<Decision[]> =>
  (
    await sql<Decision>`select ${colonnes} from pole.decision where pole_id = ${pole}
      order by etat <> 'ouverte', ferme_le desc limit 100`.execute(tx)
  ).rows

export type DecisionClose = Pick<Decision, 'id' | 'titre' | 'issue'>
/** Ce que le pôle a voté d’une proposition, le plus récent d’abord : de quoi s’y appuyer. */
export const decisionsCloses = async (tx: TenantTx, pole: PoleId): Promise<DecisionClose[]> =>
  (
    await sql<DecisionClose>`select id, titre, issue from pole.decision
      where pole_id = ${pole} and etat = 'close' and genre = any (${[...decisionsQuiSAdoptent]}::text[]) order by close_le desc limit 100`.execute(
      tx,
    )
  ).rows

export const lireDecision = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  { verrouiller = false } = {},
): Promise<Decision | undefined> =>
  (
    await sql<Decision>`select ${colonnes} from pole.decision where pole_id = ${pole} and id = ${id}
      ${verrouiller ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

/** Une ligne de la liste figée : une coopérative, ou une de ses personnes quand le scrutin est par personne. */
export type Electeur = {
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly personne: PersonneId | null
  /** Comme on la nomme : la coopérative, ou « Rosa Ba, Les Tisserands ». */
  readonly nom: string
  readonly poids: number
  readonly procuration: OrganismeId | null
  readonly voix: (Voix & { readonly le: Date }) | undefined
}

export const corpsElectoral = async (tx: TenantTx, pole: PoleId, id: DecisionId): Promise<Electeur[]> => {
  const { rows } = await sql<{
    organisme_id: OrganismeId
    cooperative: string
    personne_id: PersonneId | null
    nom: string
    poids: number
    procuration_id: OrganismeId | null
    choix: number[] | null
    motif: string | null
    le: Date | null
  }>`select organisme_id, cooperative, personne_id, nom, poids, procuration_id, choix, motif, le
    from porte.corps_electoral(${pole}::uuid, ${id}::uuid)`.execute(tx)
  return rows.map((r) => ({
    organisme: r.organisme_id,
    cooperative: r.cooperative,
    personne: r.personne_id,
    nom: r.personne_id ? `${r.nom}, ${r.cooperative}` : r.cooperative,
    poids: r.poids,
    procuration: r.procuration_id,
    voix: r.choix && r.le ? { choix: r.choix, motif: r.motif ?? '', poids: r.poids, le: r.le } : undefined,
  }))
}

export type Propos = {
  readonly id: Id<'Propos'>
  readonly texte: string
  readonly par: string
  readonly le: Date
}

/** Les questions et les réponses, dans l'ordre où elles furent dites. */
export const proposDe = async (tx: TenantTx, pole: PoleId, id: DecisionId): Promise<Propos[]> =>
  (
    await sql<Propos>`select id, texte, par, le from pole.propos
      where pole_id = ${pole} and decision_id = ${id} order by le, id limit 500`.execute(tx)
  ).rows
