import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { affecter, type TenantTx } from '#platform/db/index.ts'
import type { MandatDeVote } from '../domain/pole.ts'
import type { Pole, PoleId } from './poles.ts'

/** Ce qu'un pôle dit de lui ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const changerPole = async (
  tx: TenantTx,
  id: PoleId,
  dit: Partial<Pick<Pole, 'nom' | 'raison' | 'territoire' | 'courriel' | 'entree' | 'public' | 'etat'>>,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.pole set ${affecter({
    nom: dit.nom,
    raison: dit.raison,
    territoire: dit.territoire,
    courriel: dit.courriel,
    entree: dit.entree,
    public: dit.public,
    etat: dit.etat,
  })} where pole_id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Reporte le poids que les statuts donnent à une coopérative. Refusé par la base (42501) à qui n'anime pas. */
export const peserCooperative = async (
  tx: TenantTx,
  id: PoleId,
  organisme: OrganismeId,
  poids: number,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.peser_cooperative(${id}::uuid, ${organisme}::uuid, ${poids}::integer) as r`.execute(tx)
  return rows[0]?.r ?? false
}

export const fonderPole = async (
  tx: TenantTx,
  p: {
    readonly id: PoleId
    readonly code: string
    readonly genre: Pole['genre']
    readonly nom: string
    readonly entree: Pole['entree']
    readonly anime: string
  },
  le: Date,
): Promise<void> => {
  await sql`select porte.fonder_pole(${p.id}::uuid, ${p.code}, ${p.genre}, ${p.nom}, ${p.entree}, ${p.anime}, ${le}::timestamptz)`.execute(
    tx,
  )
}

/** Vrai si l'adhésion attendait. Refusée par la base (42501) à qui n'anime pas. */
export const viserAdhesion = async (
  tx: TenantTx,
  id: PoleId,
  organisme: OrganismeId,
  visa: { readonly oui: boolean; readonly motif: string | null },
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.viser_adhesion(${id}::uuid, ${organisme}::uuid, ${visa.oui}, ${visa.motif}::text, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Change ce que la coopérative cherche et propose ; sans texte, le confirme pour un tour. Faux : elle n'en est pas. */
export const direAdhesion = async (
  tx: TenantTx,
  id: PoleId,
  dit: { readonly cherche: string; readonly propose: string } | undefined,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.dire_adhesion(${id}::uuid, ${dit?.cherche ?? null}, ${dit?.propose ?? null}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Quitte le pôle : ce que la coopérative y a fait reste. Faux si elle n'en était pas, ou si son compte courant n'y est pas soldé. */
export const quitterPole = async (tx: TenantTx, id: PoleId, motif: string, le: Date): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.quitter_pole(${id}::uuid, ${motif}, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** Parle désormais pour sa coopérative dans ce pôle. Faux : la place est tenue, et l'on n'a pas dit la remplacer. */
export const prendreMandat = async (
  tx: TenantTx,
  id: PoleId,
  m: { readonly role: MandatDeVote; readonly nom: string; readonly remplacer: boolean },
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.prendre_mandat(${id}::uuid, ${m.role}, ${m.nom}, ${m.remplacer}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Confie l’animation à une personne déjà mandatée, qui l’accepte ensuite. Refusée par la base (42501) à qui n'anime pas. */
export const confierAnimation = async (
  tx: TenantTx,
  id: PoleId,
  a: { readonly organisme: OrganismeId; readonly compte: PersonneId },
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.confier_animation(${id}::uuid, ${a.organisme}::uuid, ${a.compte}::uuid, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Accepte l’animation confiée, ou la refuse. Faux : rien n’est confié à cette personne. */
export const accepterAnimation = async (tx: TenantTx, id: PoleId, oui: boolean, le: Date): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.accepter_animation(${id}::uuid, ${oui}, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? false
