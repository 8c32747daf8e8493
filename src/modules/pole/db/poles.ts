import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Laisse } from '../domain/depart.ts'
import type { MandatDeVote } from '../domain/pole.ts'

export type PoleId = Id<'Pole'>

export type EtatAdhesion = 'demandee' | 'active' | 'refusee' | 'sortie'

export type RoleDePole = 'animation' | MandatDeVote

export type PoleOuvert = {
  readonly id: PoleId
  readonly code: string
  readonly genre: 'metier' | 'territorial'
  readonly nom: string
  readonly raison: string
  readonly territoire: string
  readonly courriel: string
  readonly entree: 'libre' | 'visa'
  readonly etat: string
  readonly lanceLe: DateCivile | null
  readonly membres: number
}

/** Les pôles que leur Union montre à tous : sans organisme comme avec. */
export const polesOuverts = async (tx: TenantTx | PublicTx): Promise<PoleOuvert[]> => {
  const { rows } =
    await sql<PoleOuvert>`select pole_id as id, code, genre, nom, raison, territoire, courriel, entree, etat,
      lance_le as "lanceLe", membres from porte.poles_ouverts()`.execute(tx)
  return rows
}

export type Pole = Omit<PoleOuvert, 'membres'> & { readonly organisme: OrganismeId; readonly public: boolean }

/** Le pôle, pour ses membres seulement. */
export const lirePole = async (tx: TenantTx, id: PoleId): Promise<Pole | undefined> =>
  (
    await sql<Pole>`select pole_id as id, organisme_id as organisme, code, genre, nom, raison, territoire, courriel, entree, etat,
        lance_le as "lanceLe", public from pole.pole where pole_id = ${id}`.execute(tx)
  ).rows[0]

/** Les pôles dont l'organisme est membre, par nom. */
/** Ce que la coopérative laisse, retire ou garde en quittant ce pôle. */
export const ceQueLOnQuitte = async (tx: TenantTx, pole: PoleId, le: Date): Promise<Laisse[]> =>
  (
    await sql<Laisse>`select quoi, nombre from porte.ce_que_l_on_quitte(${pole}::uuid, ${le}::timestamptz)`.execute(
      tx,
    )
  ).rows

export const mesPoles = async (tx: TenantTx): Promise<{ id: PoleId; nom: string }[]> =>
  (await sql<{ id: PoleId; nom: string }>`select pole_id as id, nom from pole.pole order by nom`.execute(tx))
    .rows

export type Membre = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly ville: string
  readonly etat: EtatAdhesion
  readonly du: DateCivile | null
  readonly demandeeLe: Date
  readonly cherche: string
  readonly propose: string
  /** Ce qu'elle pèse dans un scrutin pondéré ; 1 tant que personne n'a reporté les statuts. */
  readonly poids: number
  /** Le dernier jour où ce qu'elle cherche et propose se montre. */
  readonly jusque: DateCivile
}

/** Les coopératives du pôle ; celles qui frappent à la porte n'apparaissent qu'à qui l'anime. */
export const membresDuPole = async (tx: TenantTx, id: PoleId): Promise<Membre[]> => {
  const { rows } =
    await sql<Membre>`select organisme_id as organisme, nom, ville, etat, du, demandee_le as "demandeeLe", cherche, propose,
      poids, jusque from porte.membres_du_pole(${id}::uuid)`.execute(tx)
  return rows
}

/** Le siège d’une coopérative du pôle, en une ligne, pour qui l’anime ; vide : sa fiche le masque, ou rien n’en est écrit. */
export const siegeDuMembre = async (tx: TenantTx, id: PoleId, organisme: OrganismeId): Promise<string> => {
  const { rows } = await sql<{ adresse: string; codePostal: string; ville: string }>`select adresse,
    code_postal as "codePostal", ville from porte.siege_du_membre(${id}::uuid, ${organisme}::uuid)`.execute(
    tx,
  )
  const [s] = rows
  return s ? uneLigne([s.adresse, `${s.codePostal} ${s.ville}`.trim()].filter(Boolean).join(', ')) : ''
}

export type Mandat = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly role: RoleDePole
  readonly nom: string
}

/** Qui parle pour qui, et qui anime. */
export const mandatsDuPole = async (tx: TenantTx, id: PoleId): Promise<Mandat[]> => {
  const { rows } = await sql<Mandat>`select organisme_id as organisme, compte_id as compte, role, nom
    from porte.mandats_du_pole(${id}::uuid)`.execute(tx)
  return rows
}

/** Ce que devient l'adhésion demandée ; rien si ce pôle n'accueille pas. */
export const rejoindrePole = async (
  tx: TenantTx,
  id: PoleId,
  dit: { readonly cherche: string; readonly propose: string; readonly nom: string },
  le: Date,
): Promise<EtatAdhesion | 'attente' | undefined> => {
  const { rows } = await sql<{
    r: EtatAdhesion | 'attente' | null
  }>`select porte.rejoindre_pole(${id}::uuid, ${dit.cherche}, ${dit.propose}, ${dit.nom}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? undefined
}

/** Vrai une fois par adhésion : c'est le moment d'écrire la bienvenue, dans la même transaction. */
export const accueillir = async (
  tx: TenantTx,
  id: PoleId,
  organisme: OrganismeId,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.accueillir(${id}::uuid, ${organisme}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** Pour le journal : le nom des pôles dont l'organisme est membre. */
export const nommerPoles = async (
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; nom: string }>`select pole_id as id, nom from pole.pole
    where pole_id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.nom]))
}

/** Un code est public : dire qu'il est pris n'apprend rien que l'adresse du pôle ne dise. */
export const codeEstPris = async (tx: TenantTx, code: string): Promise<boolean> => {
  const { rows } = await sql<{ r: boolean }>`select porte.code_de_pole_pris(${code}) as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** L’animation lui est confiée, et elle ne l’a pas encore acceptée. */
export const animationProposee = async (tx: TenantTx, id: PoleId): Promise<boolean> =>
  (await sql<{ r: boolean }>`select porte.animation_proposee(${id}::uuid) as r`.execute(tx)).rows[0]?.r ??
  false
