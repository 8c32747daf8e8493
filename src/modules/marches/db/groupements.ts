import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Convention, Groupement, GroupementId, Membre, Necessite } from '../domain/groupement.ts'

export type DossierEnListe = Pick<
  Groupement,
  'id' | 'objet' | 'acheteur' | 'limite' | 'zone' | 'lot' | 'idweb' | 'etat'
> & {
  /** Faux : la personne y est attendue, et n’en lit encore rien de plus. */
  readonly entree: boolean
  readonly mandataire: string
}
export const mesDossiers = async (tx: TenantTx): Promise<DossierEnListe[]> =>
  (
    await sql<DossierEnListe>`select groupement_id as id, objet, acheteur, limite, zone, lot, idweb, etat, entree, mandataire
      from porte.mes_dossiers_de_marche()`.execute(tx)
  ).rows

export const lireGroupement = async (tx: TenantTx, id: GroupementId): Promise<Groupement | undefined> =>
  (
    await sql<Groupement>`select groupement_id as id, organisme_id as mandataire, lot, idweb, objet, acheteur, limite, zone, forme, etat,
        constitue_le as "constitueLe", signe_le::text as "signeLe", version from marches.groupement where groupement_id = ${id}::uuid`.execute(
      tx,
    )
  ).rows[0]

export const membresDuGroupement = async (tx: TenantTx, id: GroupementId): Promise<Membre[]> =>
  (
    await sql<Membre>`select organisme_id as organisme, nom, mandataire, accepte_le as "accepteLe", sorti_le as "sortiLe", sortie
      from porte.membres_du_groupement(${id}::uuid)`.execute(tx)
  ).rows

export const necessitesDe = async (tx: TenantTx, id: GroupementId): Promise<Necessite[]> =>
  (
    await sql<Necessite>`select organisme_id as organisme, motifs, capable_seule as "capableSeule", texte, le
      from marches.necessite where groupement_id = ${id}::uuid`.execute(tx)
  ).rows

export const derniereConvention = async (
  tx: TenantTx,
  id: GroupementId,
): Promise<{ readonly convention: Convention; readonly accords: readonly OrganismeId[] } | undefined> => {
  const { rows } =
    await sql<Convention>`select version, contenu, encode(empreinte, 'hex') as empreinte, le from marches.convention
    where groupement_id = ${id}::uuid order by version desc limit 1`.execute(tx)
  const [convention] = rows
  if (!convention) return undefined
  const accords = await sql<{
    organisme: OrganismeId
  }>`select organisme_id as organisme from marches.accord where groupement_id = ${id}::uuid and version = ${convention.version}`.execute(
    tx,
  )
  return { convention, accords: accords.rows.map((a) => a.organisme) }
}

/** Qui lit le dossier, nommément. */
export const accesDuGroupement = async (
  tx: TenantTx,
  id: GroupementId,
): Promise<
  {
    readonly organisme: OrganismeId
    readonly compte: PersonneId
    readonly nom: string
    readonly du: Date
    readonly retireLe: Date | null
  }[]
> =>
  (
    await sql<{
      organisme: OrganismeId
      compte: PersonneId
      nom: string
      du: Date
      retireLe: Date | null
    }>`select organisme_id as organisme, compte_id as compte, nom, du, retire_le as "retireLe" from porte.acces_du_groupement(${id}::uuid)`.execute(
      tx,
    )
  ).rows

/** Une journée où cette personne a ouvert des pages du dossier. */
export type Lecture = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly nom: string
  readonly jour: string
  readonly fois: number
  readonly derniere: Date
}
/** Le journal de qui a lu le dossier, le plus récent d’abord ; vide de qui n’y est pas entré. */
export const lecturesDuDossier = async (tx: TenantTx, id: GroupementId): Promise<Lecture[]> =>
  (
    await sql<Lecture>`select organisme_id as organisme, compte_id as compte, nom, jour::text as jour, fois, derniere
      from porte.lectures_du_dossier(${id}::uuid)`.execute(tx)
  ).rows
