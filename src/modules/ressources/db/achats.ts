import { sql } from 'kysely'
import { type DecisionClose, type DecisionId, decisionsCloses, type PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  Achat,
  AchatId,
  DemandeDePart,
  OffreRecue,
  Participation,
  Suivi,
  VolumeLu,
} from '../domain/achats.ts'

/** Les achats qui se voient d’ici, ou l’un d’eux. */
export const lireAchats = async (tx: TenantTx, achat: AchatId | null = null): Promise<Achat[]> =>
  (
    await sql<Achat>`select id, organisme, cooperative, pole, nom_du_pole as "nomDuPole", genre, objet, besoin, unite,
        volumes_jusqu_au::text as "volumesJusquAu", ouvert_le as "ouvertLe", clos_le as "closLe", decision, offre, conditions,
        rejoindre_jusqu_au::text as "rejoindreJusquAu", retenu_le as "retenuLe", fini_le as "finiLe", issue, mien, dites, total::float8 as total,
        notre_volume as "notreVolume", notre_mot as "notreMot", notre_part as "notrePart"
      from porte.achats(${achat}::uuid)`.execute(tx)
  ).rows
export const lireVolumes = async (tx: TenantTx, achat: AchatId): Promise<VolumeLu[]> =>
  (
    await sql<VolumeLu>`select cooperative, quantite, mot, mienne from porte.achat_volumes(${achat}::uuid)`.execute(
      tx,
    )
  ).rows
export const lireOffres = async (tx: TenantTx, achat: AchatId): Promise<OffreRecue[]> =>
  (
    await sql<OffreRecue>`select id, fournisseur, prix::float8 as prix, conditions from porte.achat_offres(${achat}::uuid)`.execute(
      tx,
    )
  ).rows
export const lireParticipations = async (tx: TenantTx, achat: AchatId): Promise<Participation[]> =>
  (
    await sql<Participation>`select cooperative, quantite, mienne from porte.achat_participations(${achat}::uuid)`.execute(
      tx,
    )
  ).rows
/** La dernière demande de la coopérative pour rejoindre ; rien hors d’une coopérative d’activité. */
export const lireDemande = async (tx: TenantTx, achat: AchatId): Promise<DemandeDePart | undefined> =>
  (
    await sql<DemandeDePart>`select id, quantite, le, issue, motif from porte.achat_demandes(${achat}::uuid)`.execute(
      tx,
    )
  ).rows[0]
/** Ce que le pôle a adopté depuis la clôture des volumes, et qu’aucun achat n’a nommé ; à qui conduit l’achat, tant qu’il choisit. */
export const decisionsANommer = async (
  tx: TenantTx,
  a: Pick<Achat, 'id' | 'pole'>,
): Promise<DecisionClose[]> => {
  const { rows } = await sql<{ id: DecisionId }>`select id from porte.achat_decisions(${a.id}::uuid)`.execute(
    tx,
  )
  return rows.length === 0
    ? []
    : (await decisionsCloses(tx, a.pole as PoleId)).filter((d) => rows.some((r) => r.id === d.id))
}
export const lireSuivis = async (tx: TenantTx, achat: AchatId): Promise<Suivi[]> =>
  (await sql<Suivi>`select cooperative, texte, le from porte.achat_suivis(${achat}::uuid)`.execute(tx)).rows
