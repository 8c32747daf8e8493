import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierId, StatutF1 } from '../domain/dossier.ts'
import { type EtatInscription, estSortie, rangerEtat, tientUnePlace } from '../domain/etats.ts'
import type { StatutSuivant } from '../domain/statuts-par-date.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export const insererInscription = async (
  tx: TenantTx,
  i: {
    id: InscriptionId
    activite: ActiviteId
    session: SessionId
    personne: TiersId
    dossier?: DossierId | undefined
    statutF1?: StatutF1 | undefined
    /** Dit pour cette inscription ; absent, celui de la fiche ce jour-là. */
    employeur?: EntrepriseId | undefined
    etat?: 'inscrit' | 'contractualisation'
    /** Nul : dès le début. */
    arriveeLe?: DateCivile | null
  },
  le: Date,
): Promise<void> => {
  await sql`insert into inscriptions.inscription (id, activite_id, session_id, personne_id, etat, inscrite_le, definitive_le, dossier_id, statut_f1,
      employeur_id, arrivee_le)
    values (${i.id}, ${i.activite}, ${i.session}, ${i.personne}, ${i.etat ?? 'inscrit'}, ${le},
      ${(i.etat ?? 'inscrit') === 'inscrit' ? le : null}, ${i.dossier ?? null},
      ${i.statutF1 ?? null}, coalesce(${i.employeur ?? null}::uuid, (select p.entreprise_id from tiers.personne p
        where p.organisme_id = (select app.organisme()) and p.id = ${i.personne}::uuid)), ${i.arriveeLe ?? null}::date)`.execute(
    tx,
  )
}

/** Faux si quelqu'un l'a changée depuis qu'on l'a lue. */
export const poserEtat = async (
  tx: TenantTx,
  id: InscriptionId,
  version: number,
  vers: EtatInscription,
  motif: string | null,
  le: Date,
): Promise<boolean> => {
  const { etat, etape } = rangerEtat(vers)
  const { numAffectedRows } = await sql`update inscriptions.inscription set etat = ${etat}, etape = ${etape},
      motif = coalesce(${motif}, motif), definitive_le = coalesce(definitive_le, ${tientUnePlace(vers) ? le : null}), close_le = ${estSortie(vers) ? le : null}, version = version + 1
    where id = ${id} and version = ${version}`.execute(tx)
  return numAffectedRows === 1n
}

/** Comme avant sa fin : ni motif, ni date de fin. */
export const reprendreEtat = async (
  tx: TenantTx,
  id: InscriptionId,
  vers: EtatInscription,
): Promise<void> => {
  const { etat, etape } = rangerEtat(vers)
  await sql`update inscriptions.inscription set etat = ${etat}, etape = ${etape}, motif = null, close_le = null, version = version + 1
    where id = ${id}`.execute(tx)
}

export const poserStatutF1 = async (tx: TenantTx, id: InscriptionId, statut: StatutF1): Promise<void> => {
  await sql`update inscriptions.inscription set statut_f1 = ${statut} where id = ${id}`.execute(tx)
}

export const poserStatutsSuivants = async (
  tx: TenantTx,
  id: InscriptionId,
  suivants: readonly StatutSuivant[],
): Promise<void> => {
  await sql`update inscriptions.inscription set statuts_suivants = ${JSON.stringify(suivants)}::jsonb where id = ${id}`.execute(
    tx,
  )
}

/** Nul : dès le début. */
export const poserArrivee = async (
  tx: TenantTx,
  id: InscriptionId,
  arriveeLe: DateCivile | null,
): Promise<void> => {
  await sql`update inscriptions.inscription set arrivee_le = ${arriveeLe}::date where id = ${id}`.execute(tx)
}

/** Nul : sans employeur, ou non renseigné. */
export const poserEmployeur = async (
  tx: TenantTx,
  id: InscriptionId,
  employeur: EntrepriseId | null,
): Promise<void> => {
  await sql`update inscriptions.inscription set employeur_id = ${employeur}::uuid where id = ${id}`.execute(
    tx,
  )
}

export const rattacherAuDossier = async (
  tx: TenantTx,
  ids: readonly InscriptionId[],
  dossier: DossierId,
): Promise<void> => {
  await sql`update inscriptions.inscription set dossier_id = ${dossier}
    where id = any (${ids}::uuid[]) and dossier_id is null`.execute(tx)
}
