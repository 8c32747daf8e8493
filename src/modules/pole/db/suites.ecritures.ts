import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'
import type { Amendement, Engagement, Groupe } from './suites.ts'

export const prendreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  e: Pick<Engagement, 'id' | 'reunion' | 'quoi' | 'qui' | 'pour'> & {
    readonly personne: { readonly organisme: OrganismeId; readonly compte: PersonneId } | undefined
  },
  le: Date,
): Promise<void> => {
  await sql`insert into pole.engagement (pole_id, id, reunion_id, quoi, qui, pour, compte_id, de_organisme_id, cree_le)
    values (${pole}, ${e.id}, ${e.reunion}, ${e.quoi}, ${e.qui}, ${e.pour}, ${e.personne?.compte ?? null},
      ${e.personne?.organisme ?? null}, ${le}) on conflict do nothing`.execute(tx)
}

export const ouvrirGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  g: Omit<Groupe, 'closLe'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.groupe (pole_id, id, nom, mandat, pilote, theme_id, echeance, cree_le)
    values (${pole}, ${g.id}, ${g.nom}, ${g.mandat}, ${g.pilote}, ${g.theme}, ${g.echeance}, ${le}) on conflict do nothing`.execute(
    tx,
  )
}

/** Ce que dit un groupe de lui ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const changerGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  dit: Pick<Groupe, 'nom' | 'mandat' | 'pilote' | 'echeance'>,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.groupe
    set nom = ${dit.nom}, mandat = ${dit.mandat}, pilote = ${dit.pilote}, echeance = ${dit.echeance}
    where pole_id = ${pole} and id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Ce que devient un engagement. Faux : il n'est ni de sa coopérative, ni d'un pôle qu'on anime. */
export const suivreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  id: Engagement['id'],
  suite: Pick<Engagement, 'etat' | 'suite'> & { readonly pour?: DateCivile },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.engagement
    set etat = ${suite.etat}, suite = ${suite.suite}, pour = coalesce(${suite.pour ?? null}, pour)
    where pole_id = ${pole} and id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Clôt un groupe : ce qu'il a fait reste. */
export const cloreGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  le: DateCivile,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.groupe set clos_le = ${le}
    where pole_id = ${pole} and id = ${id} and clos_le is null`.execute(tx)
  return numAffectedRows === 1n
}

export const proposerAmendement = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  a: Omit<Amendement, 'le'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.amendement (pole_id, reunion_id, id, texte, par, le)
    values (${pole}, ${reunion}, ${a.id}, ${a.texte}, ${a.par}, ${le}) on conflict do nothing`.execute(tx)
}
