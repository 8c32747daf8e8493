/** Comment un pôle naît : proposé, signé, éclairé d'un avis, lancé. Tout passe par des portes : la base dit qui signe. */
import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { PoleId, PoleOuvert } from './poles.ts'

export type PropositionId = Id<'Proposition'>
export type Avis = 'favorable' | 'reserve'
export type Proposition = Pick<
  PoleOuvert,
  'code' | 'genre' | 'nom' | 'raison' | 'territoire' | 'courriel' | 'entree'
> & {
  readonly id: PropositionId
  readonly departement: string
  readonly etat: 'ouverte' | 'lancee' | 'retiree'
  readonly par: string
  readonly cooperative: string
  readonly proposeeLe: Date
  readonly pole: PoleId | null
  readonly avisDe: string | null
  readonly avis: Avis | null
  readonly avisTexte: string
  readonly avisLe: Date | null
  readonly signatures: number
  /** L'organisme de la transaction l'a proposée. */
  readonly sienne: boolean
  /** Il l'a signée. */
  readonly signee: boolean
}

/** Les pôles qui cherchent des signatures, et ceux que l'on a signés. */
export const propositionsDePoles = async (tx: TenantTx): Promise<Proposition[]> => {
  const { rows } = await sql<
    Omit<Proposition, 'signatures'> & { signatures: string | number }
  >`select id, code, genre, nom, raison, territoire, departement, courriel, entree, etat, par, cooperative,
      proposee_le as "proposeeLe", pole_id as "pole", avis_de as "avisDe", avis, avis_texte as "avisTexte", avis_le as "avisLe",
      signatures, sienne, signee
    from porte.propositions_de_poles()`.execute(tx)
  return rows.map((r) => ({ ...r, signatures: Number(r.signatures) }))
}

export const lireProposition = async (tx: TenantTx, id: string): Promise<Proposition | undefined> =>
  (await propositionsDePoles(tx)).find((p) => p.id === id)

export type Soutien = {
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly nom: string
  readonly mot: string
  readonly le: Date
}
export const soutiensDe = async (tx: TenantTx, id: PropositionId): Promise<Soutien[]> => {
  const { rows } =
    await sql<Soutien>`select organisme_id as organisme, cooperative, nom, mot, le from porte.soutiens_d_un_pole(${id}::uuid)`.execute(
      tx,
    )
  return rows
}

/** Combien de coopératives signent, celle qui propose comprise. */
export const signaturesDUnPole = async (tx: TenantTx | PublicTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select porte.signatures_d_un_pole() as n`.execute(tx)
  return rows[0]?.n ?? 3
}
/** Refusé par la base (42501) à qui n'administre pas l'instance. */
export const reglerLesSignatures = async (tx: TenantTx, nombre: number, le: Date): Promise<void> => {
  await sql`select porte.regler_les_signatures(${nombre}::integer, ${le}::timestamptz)`.execute(tx)
}

/** Combien de jours se montre, sans être redit, ce qu'une coopérative cherche et propose. */
export const joursDAnnonce = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select porte.jours_d_annonce() as n`.execute(tx)
  return rows[0]?.n ?? 180
}
/** Refusé par la base (42501) à qui n'administre pas l'instance. */
export const reglerLesAnnonces = async (tx: TenantTx, jours: number, le: Date): Promise<void> => {
  await sql`select porte.regler_les_annonces(${jours}::integer, ${le}::timestamptz)`.execute(tx)
}

export const proposerPole = async (
  tx: TenantTx,
  p: Pick<
    Proposition,
    'id' | 'code' | 'genre' | 'nom' | 'raison' | 'territoire' | 'departement' | 'courriel' | 'entree' | 'par'
  >,
  le: Date,
): Promise<'proposee' | 'deja' | 'pris' | 'identite'> => {
  const { rows } = await sql<{
    r: 'proposee' | 'deja' | 'pris' | 'identite'
  }>`select porte.proposer_pole(${p.id}::uuid, ${p.code}, ${p.genre}, ${p.nom}, ${p.raison}, ${p.territoire}, ${p.departement},
      ${p.courriel}, ${p.entree}, ${p.par}, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? 'pris'
}

/** Rien si elle n'attend plus. */
export const soutenirPole = async (
  tx: TenantTx,
  id: PropositionId,
  dit: { readonly nom: string; readonly mot: string },
  le: Date,
): Promise<'signee' | 'deja' | 'identite' | undefined> => {
  const { rows } = await sql<{
    r: 'signee' | 'deja' | 'identite' | null
  }>`select porte.soutenir_pole(${id}::uuid, ${dit.nom}, ${dit.mot}, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? undefined
}

export const retirerSoutien = async (tx: TenantTx, id: PropositionId): Promise<boolean> => {
  const { rows } = await sql<{ r: boolean }>`select porte.retirer_soutien(${id}::uuid) as r`.execute(tx)
  return rows[0]?.r ?? false
}

export const retirerProposition = async (tx: TenantTx, id: PropositionId, le: Date): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.retirer_proposition(${id}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** Rien : elle n'est pas à cette coopérative, ou n'attend plus. */
export const lancerPole = async (
  tx: TenantTx,
  id: PropositionId,
  pole: PoleId,
  anime: string,
  le: Date,
): Promise<'lance' | 'signatures' | 'pris' | undefined> => {
  const { rows } = await sql<{
    r: 'lance' | 'signatures' | 'pris' | null
  }>`select porte.lancer_pole(${id}::uuid, ${pole}::uuid, ${anime}, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? undefined
}

export type PoleANaitre = Pick<
  Proposition,
  | 'id'
  | 'genre'
  | 'nom'
  | 'raison'
  | 'territoire'
  | 'departement'
  | 'cooperative'
  | 'proposeeLe'
  | 'signatures'
>
/** Ce que le site de l'Union montre des propositions ouvertes, sans compte. */
export const polesANaitre = async (tx: TenantTx | PublicTx): Promise<PoleANaitre[]> => {
  const { rows } = await sql<Omit<PoleANaitre, 'signatures'> & { signatures: string | number }>`
    select id, genre, nom, raison, territoire, departement, cooperative, proposee_le as "proposeeLe", signatures
      from porte.poles_a_naitre()`.execute(tx)
  return rows.map((r) => ({ ...r, signatures: Number(r.signatures) }))
}

/** Pour la tâche qui l'écrit : à qui demander l'avis. Rien s'il est donné, ou si personne ne tient le département. */
export const demanderLAvis = async (
  tx: PublicTx,
  id: PropositionId,
  preuve: string,
): Promise<{ delegue: string; courriel: string } | undefined> => {
  const { rows } = await sql<{
    delegue: string
    courriel: string
  }>`select delegue, courriel from porte.demander_avis(${id}::uuid, ${tokenDigest(preuve)}::bytea)`.execute(
    tx,
  )
  return rows[0]
}
/** Vrai si cet avis s'attend encore de qui a reçu ce secret. */
export const avisAttendu = async (tx: PublicTx, id: PropositionId, preuve: string): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.avis_attendu(${id}::uuid, ${Buffer.from(preuve)}::bytea) as r`.execute(tx)
  return rows[0]?.r ?? false
}
export const donnerAvis = async (
  tx: PublicTx,
  id: PropositionId,
  preuve: string,
  avis: Avis,
  texte: string,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.donner_avis(${id}::uuid, ${Buffer.from(preuve)}::bytea, ${avis}, ${texte}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Qui l'a proposée, pour sa coopérative seulement. */
export const auteurDeLaProposition = async (
  tx: TenantTx,
  id: PropositionId,
): Promise<PersonneId | undefined> => {
  const { rows } = await sql<{
    r: PersonneId | null
  }>`select porte.auteur_de_la_proposition(${id}::uuid) as r`.execute(tx)
  return rows[0]?.r ?? undefined
}
