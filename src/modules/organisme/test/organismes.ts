import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { slug } from '#kernel/texte.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { poserAdhesion, poserCompte } from '../../comptes/test/comptes.ts'

export type OrganismePose = {
  readonly organisme: OrganismeId
  readonly commune: ActiviteId
  readonly code: string
}

/** Une Scop complète, avec sa seule enseigne commune. `cae` : elle peut en tenir d'autres. */
export const unOrganisme = async (
  tx: MaintenanceTx,
  nom: string,
  { cae = false }: { cae?: boolean } = {},
): Promise<OrganismePose> => {
  const organisme = newId<'Organisme'>()
  const commune = newId<'Activite'>()
  const code = slug(nom)
  await sql`insert into organisme.organisme (organisme_id, code, nom, forme, societe, cae, siret, adresse, code_postal, ville, courriel)
    values (${organisme}, ${code}, ${nom}, 'scop', 'SAS', ${cae}, '12345678200010', '3 rue du Four', '35000', 'Rennes', 'contact@exemple.example')`.execute(
    tx,
  )
  await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
    values (${organisme}, ${commune}, ${nom}, true, '2026-01-01')`.execute(tx)
  return { organisme, commune, code }
}

export const uneEnseigne = async (
  tx: MaintenanceTx,
  organisme: OrganismeId,
  nom: string,
  etat = 'ouverte',
): Promise<ActiviteId> => {
  const id = newId<'Activite'>()
  await sql`insert into organisme.activite (organisme_id, id, nom, etat, ouverte_le)
    values (${organisme}, ${id}, ${nom}, ${etat}, '2026-01-01')`.execute(tx)
  return id
}

export type MembreVoulu = {
  readonly organisme: OrganismeId
  readonly courriel: string
  readonly prenom?: string
  readonly nom?: string
  readonly roles: readonly string[]
  readonly portee?: '*' | readonly ActiviteId[]
  readonly motDePasse?: string
}

export const unMembre = async (tx: MaintenanceTx, keys: Keys, m: MembreVoulu): Promise<PersonneId> => {
  const compte = await poserCompte(tx, keys, {
    courriel: m.courriel,
    prenom: m.prenom ?? 'Rosa',
    nom: m.nom ?? 'Ba',
    ...(m.motDePasse === undefined ? {} : { motDePasse: m.motDePasse }),
  })
  await poserAdhesion(tx, { organisme: m.organisme, compte, roles: m.roles, portee: m.portee ?? '*' })
  return compte
}
