/** Un pôle d’essai : la première coopérative l’anime ; une décision y est close. */
import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

export type Coop = { readonly organisme: OrganismeId; readonly personne: PersonneId }

/** Un pôle dont ces coopératives sont membres, la première animée par cette personne, et une décision close. */
export const poserPole = async (tx: MaintenanceTx, coops: readonly Coop[]) => {
  const pole = newId<'Pole'>() as PoleId
  const [hote] = coops
  await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
    values (${pole}, ${hote?.organisme ?? ''}, ${`p-${pole.slice(-10)}`}, 'metier', 'Pôle Formation', 'actif', false, now())`.execute(
    tx,
  )
  for (const c of coops) await poserAdhesion(tx, pole, c)
  if (hote) await poserMandat(tx, pole, hote)
  const decision = await poserDecision(tx, pole, hote)
  return { pole, decision }
}

/** Membre de ce pôle. */
export const poserAdhesion = (tx: MaintenanceTx, pole: string, { organisme }: Pick<Coop, 'organisme'>) =>
  sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values (${pole}, ${organisme}, 'active', now(), '2020-01-01')`.execute(
    tx,
  )
/** Cette personne anime le pôle, membre ou non. */
export const poserMandat = (tx: MaintenanceTx, pole: string, { organisme, personne }: Coop) =>
  sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    values (${pole}, ${organisme}, ${personne}, 'animation', 'Anime', now())`.execute(tx)

/** Une décision de ce pôle, close et adoptée. */
export const poserDecision = async (
  tx: MaintenanceTx,
  pole: string,
  hote: Pick<Coop, 'organisme'> | undefined,
): Promise<string> => {
  const decision = newId()
  await sql`insert into pole.decision (pole_id, id, organisme_id, genre, titre, options, etat, ferme_le, ouverte_le, close_le, issue, adoptee, cree_le)
    values (${pole}, ${decision}, ${hote?.organisme ?? ''}, 'proposition', 'Un plafond de mille euros', '{oui,non}', 'close', now(), now(), now(),
      'Adoptée.', true, now())`.execute(tx)
  return decision
}

export const poserMembre = async (tx: MaintenanceTx, c: Coop, roles: readonly string[]) => {
  await sql`insert into compte.compte (id, courriel, nom) values (${c.personne}, ${`${c.personne}@exemple.fr`}, 'N')`.execute(
    tx,
  )
  await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, activites, du, acceptee_le)
    values (${c.organisme}, ${c.personne}, ${[...roles]}, true, '{}', '2020-01-01', now())`.execute(tx)
}
