import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { CampagneVoulue, DemandeDeReponse, DemandeVoulue } from './campagnes.ts'

/** Faux : ce recueil existe déjà (la tâche et une personne l’ouvraient ensemble). */
export const insererCampagne = async (tx: TenantTx, c: CampagneVoulue, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into questionnaires.campagne (id, activite_id, genre, cle, session_id, offre_id, version_id, contenu, anonyme, ouverte_le, jour,
      ferme_le, relances, automatique)
    values (${c.id}, ${c.activite}, ${c.genre}, ${c.cle}, ${c.session}, ${c.offre}, ${c.version}, ${JSON.stringify(c.contenu)}, ${c.anonyme}, ${le}, ${c.jour},
      ${c.fermeLe}, ${`{${c.relances.join(',')}}`}::smallint[], ${c.automatique}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const fermerCampagne = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update questionnaires.campagne set fermee_le = ${le}
    where organisme_id = (select app.organisme()) and id = ${id} and fermee_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Ajoute celles qui manquent ; rend combien. */
export const insererDemandes = async (
  tx: TenantTx,
  c: { readonly id: string; readonly activite: string },
  voulues: readonly DemandeVoulue[],
  le: Date,
): Promise<number> => {
  const { numAffectedRows } =
    await sql`insert into questionnaires.demande (id, activite_id, campagne_id, cle, inscription_id, dossier_id, entreprise_id, personne_id, cree_le)
    select x.id, ${c.activite}::uuid, ${c.id}::uuid, x.cle, x.inscription, x.dossier, x.entreprise, x.personne, ${le}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(voulues)}::jsonb) as x (id uuid, cle uuid, inscription uuid, dossier uuid, entreprise uuid, personne uuid)
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

export const noterEnvoi = async (
  tx: TenantTx,
  d: Pick<DemandeDeReponse, 'id' | 'activite'>,
  rang: number,
  moyen: 'courriel' | 'papier' | 'main',
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into questionnaires.envoi (activite_id, demande_id, rang, le, moyen)
    values (${d.activite}, ${d.id}, ${rang}, ${le}, ${moyen}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const arreterDemande = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update questionnaires.demande set arretee_le = ${le}, arret_par = 'equipe'
    where organisme_id = (select app.organisme()) and id = ${id} and arretee_le is null`.execute(tx)
  return numAffectedRows === 1n
}
