/** Un achat du pôle dont l’offre est retenue : on le rejoint, à ce prix l’unité, jusqu’à dans trente jours. */
import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

export const poserAchatRetenu = async (
  tx: MaintenanceTx,
  {
    pole,
    conduit,
    decision,
    objet,
    centimes,
  }: {
    readonly pole: string
    readonly conduit: { readonly organisme: OrganismeId; readonly personne: PersonneId }
    /** Une décision adoptée du pôle, qui ne choisit que d’un achat. */
    readonly decision: string
    readonly objet: string
    /** Le prix d’une unité, hors taxes. */
    readonly centimes: number
  },
): Promise<string> => {
  const [achat, offre] = [newId(), newId()]
  const { organisme, personne } = conduit
  await sql`insert into ressources.achat (organisme_id, id, pole_id, genre, objet, besoin, unite, volumes_jusqu_au, ouvert_le, ouvert_par, clos_le)
    values (${organisme}, ${achat}, ${pole}, 'assurance', ${objet}, 'Une assurance commune à toutes.', 'contrats', current_date, now(), ${personne}, now())`.execute(
    tx,
  )
  await sql`insert into ressources.offre (organisme_id, id, achat_id, fournisseur, prix_centimes, conditions, notee_le)
    values (${organisme}, ${offre}, ${achat}, 'Assur’Ouest', ${centimes}, 'un an', now())`.execute(tx)
  await sql`update ressources.achat set offre_id = ${offre}, decision_id = ${decision}, conditions = 'Un an, payé d’avance.',
      rejoindre_jusqu_au = current_date + 30, retenu_le = now() where organisme_id = ${organisme} and id = ${achat}`.execute(
    tx,
  )
  return achat
}
