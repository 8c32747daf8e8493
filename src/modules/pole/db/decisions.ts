import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Decision, DecisionId } from '../domain/decision.ts'
import type { Voix } from '../domain/depouiller.ts'
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

export const reponsesDuVote = {
  compte: 'La voix est comptée.',
  'sans-mandat': 'Vous n’avez pas mandat pour voter au nom de votre coopérative dans ce pôle.',
  fermee: 'Ce vote n’est pas ouvert, ou il est clos : la voix n’est pas comptée.',
  choix: 'Cette réponse ne correspond pas à la question posée.',
  'hors-liste': 'Votre coopérative n’était pas membre du pôle à l’ouverture du vote.',
  'pour-une-autre': 'Cette coopérative ne vous a pas donné procuration.',
  'procuration-donnee': 'Votre coopérative a donné procuration : reprenez-la avant de voter.',
} as const satisfies Record<string, string>

export type ReponseDuVote = keyof typeof reponsesDuVote

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

export const reponsesProcuration = {
  donnee: 'La procuration est donnée.',
  'sans-mandat': 'Vous n’avez pas mandat pour votre coopérative dans ce pôle.',
  fermee: 'Ce vote n’est pas ouvert.',
  personnelle: 'Ce vote est par personne : une voix n’y passe pas à une autre.',
  'deja-vote': 'Votre coopérative a déjà voté.',
  'porteur-inconnu': 'Cette coopérative ne prend pas part au vote.',
  'porteur-pris': 'Cette coopérative porte déjà une procuration, et une seule est permise.',
  'hors-liste': 'Votre coopérative n’était pas membre du pôle à l’ouverture du vote.',
} as const satisfies Record<string, string>

/** Donne sa procuration à une autre coopérative, ou la reprend (`a` nul). */
export const donnerProcuration = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  a: OrganismeId | null,
): Promise<keyof typeof reponsesProcuration> => {
  const { rows } = await sql<{
    r: keyof typeof reponsesProcuration
  }>`select porte.donner_procuration(${pole}::uuid, ${id}::uuid, ${a}::uuid) as r`.execute(tx)
  return rows[0]?.r ?? 'hors-liste'
}

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
