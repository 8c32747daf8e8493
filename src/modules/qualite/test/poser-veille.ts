import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { MaintenanceTx, TenantTx } from '#platform/db/index.ts'
import { uneEnseigne, unOrganisme } from '../../organisme/test/organismes.ts'

/** Une CAE et deux enseignes, rangées dans `portees` : la portée d’une personne d’essai se lit quand elle entre. */
export const poserDeuxEnseignes =
  (portees: { readonly navette: ActiviteId[]; readonly ourlet: ActiviteId[] }) =>
  async (tx: MaintenanceTx) => {
    const o = await unOrganisme(tx, 'Les Tisserands', { cae: true })
    portees.navette.push(await uneEnseigne(tx, o.organisme, 'La Navette'))
    portees.ourlet.push(await uneEnseigne(tx, o.organisme, 'Ourlet numérique'))
    return o
  }

/** Ce qu’un intrus essaie : dire qu’un compte a lu, transmettre à un compte. */
export const forgerLecture = (tx: TenantTx, ligne: string, compte: string) =>
  sql`insert into qualite.veille_lue (ligne_id, compte_id, lue_le) values (${ligne}, ${compte}, now())`.execute(
    tx,
  )
export const forgerDiffusion = (tx: TenantTx, ligne: string, compte: string) =>
  sql`insert into qualite.diffusion (ligne_id, compte_id, diffusee_le) values (${ligne}, ${compte}, now())`.execute(
    tx,
  )
