import { sql } from 'kysely'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreDeDecision, Voix } from '../domain/depouiller.ts'
import type { PoleId } from './poles.ts'
import type { ReunionId } from './reunions.ts'

export type DecisionId = Id<'Decision'>
export type Decision = {
  readonly id: DecisionId
  readonly organisme: OrganismeId
  readonly reunion: ReunionId | null
  readonly genre: GenreDeDecision
  readonly titre: string
  readonly texte: string
  readonly options: readonly string[]
  readonly quorum: number
  readonly part: number
  readonly etat: 'brouillon' | 'ouverte' | 'close'
  readonly fermeLe: Date
  readonly closeLe: Date | null
  readonly issue: string | null
}

const colonnes = [
  'id',
  'organisme_id',
  'reunion_id',
  'genre',
  'titre',
  'texte',
  'options',
  'quorum',
  'part',
  'etat',
  'ferme_le',
  'close_le',
  'issue',
] as const

type Ligne = {
  id: string
  organisme_id: string
  reunion_id: string | null
  genre: string
  titre: string
  texte: string
  options: string[]
  quorum: number
  part: number
  etat: string
  ferme_le: Date
  close_le: Date | null
  issue: string | null
}
const enDecision = (r: Ligne): Decision => ({
  id: r.id as DecisionId,
  organisme: r.organisme_id as OrganismeId,
  reunion: r.reunion_id as ReunionId | null,
  genre: r.genre as GenreDeDecision,
  titre: r.titre,
  texte: r.texte,
  options: r.options,
  quorum: r.quorum,
  part: r.part,
  etat: r.etat as Decision['etat'],
  fermeLe: r.ferme_le,
  closeLe: r.close_le,
  issue: r.issue,
})

/** Les décisions du pôle, celles qui attendent une voix d'abord. */
export const listerDecisions = async (tx: TenantTx, pole: PoleId): Promise<Decision[]> =>
  (
    await tx
      .selectFrom('pole.decision')
      .select(colonnes)
      .where('pole_id', '=', pole)
      .orderBy(sql`etat <> 'ouverte'`)
      .orderBy('ferme_le', 'desc')
      .limit(100)
      .execute()
  ).map(enDecision)

export const lireDecision = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  { verrouiller = false } = {},
): Promise<Decision | undefined> => {
  const r = await tx
    .selectFrom('pole.decision')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .$if(verrouiller, (q) => q.forUpdate())
    .executeTakeFirst()
  return r && enDecision(r)
}

export const ajouterDecision = async (
  tx: TenantTx,
  pole: PoleId,
  d: Pick<Decision, 'id' | 'genre' | 'titre' | 'texte' | 'options' | 'quorum' | 'part' | 'fermeLe'> &
    Partial<Pick<Decision, 'reunion'>>,
  le: Date,
): Promise<boolean> => {
  const r = await tx
    .insertInto('pole.decision')
    .values({
      pole_id: pole,
      id: d.id,
      reunion_id: d.reunion ?? null,
      genre: d.genre,
      titre: d.titre,
      texte: d.texte,
      options: [...d.options],
      quorum: d.quorum,
      part: d.part,
      etat: 'brouillon',
      ferme_le: d.fermeLe,
      cree_le: le,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return Number(r.numInsertedOrUpdatedRows ?? 0) === 1
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

export type Electeur = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly procuration: OrganismeId | null
  readonly voix: (Voix & { readonly le: Date }) | undefined
}

export const corpsElectoral = async (tx: TenantTx, pole: PoleId, id: DecisionId): Promise<Electeur[]> => {
  const { rows } = await sql<{
    organisme_id: OrganismeId
    nom: string
    procuration_id: OrganismeId | null
    choix: number[] | null
    motif: string | null
    le: Date | null
  }>`select * from porte.corps_electoral(${pole}::uuid, ${id}::uuid)`.execute(tx)
  return rows.map((r) => ({
    organisme: r.organisme_id,
    nom: r.nom,
    procuration: r.procuration_id,
    voix: r.choix && r.le ? { choix: r.choix, motif: r.motif ?? '', le: r.le } : undefined,
  }))
}

/** Clôt, et garde ce qui a été décidé. Ne clôt qu'une fois. */
export const clore = async (
  tx: TenantTx,
  pole: PoleId,
  id: DecisionId,
  issue: string,
  le: Date,
): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.decision')
    .set({ etat: 'close', close_le: le, issue })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .where('etat', '=', 'ouverte')
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}
