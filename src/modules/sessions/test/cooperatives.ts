import { sql } from 'kysely'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { poserAdhesion, poserCompte } from '../../comptes/test/comptes.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import type { SalleId } from '../domain/ou-et-qui.ts'
import { poserOffre } from './poser.ts'

export const jourDit = (t: string): DateCivile => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}

export type Coop = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly offre: Id<'Offre'>
  /** Qui agit : membre, sans quoi les comptes de l'équipe ne se lisent pas. */
  readonly responsable: PersonneId
}

const keys = keysFromSeed('sessions')

/** Une coopérative, une offre adoptée à 1 400 €, une responsable. */
export const poserCoop = async (tx: MaintenanceTx, nom: string): Promise<Coop> => {
  const o = await poserOrganisme(tx, nom)
  const responsable = await poserMembre(tx, [o.organisme], 'Responsable', ['responsable', 'assistant'])
  return { ...o, offre: await poserOffre(tx, o), responsable }
}

/** Un même compte, membre de chacun de ces organismes. */
export const poserMembre = async (
  tx: MaintenanceTx,
  organismes: readonly OrganismeId[],
  nom: string,
  roles: readonly string[] = ['formateur'],
): Promise<PersonneId> => {
  const compte = await poserCompte(tx, keys, {
    courriel: `${newId()}@exemple.example`,
    prenom: 'Tom',
    nom,
  })
  for (const organisme of organismes) await poserAdhesion(tx, { organisme, compte, roles })
  return compte
}

export const poserSalle = async (
  tx: MaintenanceTx,
  { organisme }: Pick<Coop, 'organisme'>,
  nom = 'Duras',
  { places = 20, zone = 'Europe/Paris' as Zone } = {},
): Promise<SalleId> => {
  const [salle, lieu] = [newId<'Salle'>(), newId<'Etablissement'>()]
  await sql`insert into organisme.etablissement (organisme_id, id, nom, ville, zone)
    values (${organisme}, ${lieu}, ${`Maison ${nom}`}, 'Montreuil', ${zone})`.execute(tx)
  await sql`insert into sessions.salle (organisme_id, id, etablissement_id, nom, pli, places, cree_le)
    values (${organisme}, ${salle}, ${lieu}, ${nom}, ${plier(nom)}, ${places}, now())`.execute(tx)
  return salle
}

export const poserEnseigne = async (
  tx: MaintenanceTx,
  {
    organisme,
    neuve: activite = newId<'Activite'>(),
  }: Pick<Coop, 'organisme'> & { readonly neuve?: Coop['activite'] },
  nom: string,
) => {
  await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le)
    values (${organisme}, ${activite}, ${nom}, '2026-01-01')`.execute(tx)
  return { activite, offre: await poserOffre(tx, { organisme, activite }) }
}
