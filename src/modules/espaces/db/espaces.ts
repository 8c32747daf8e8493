import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { type Espace, espacesDIntervenant, type GenreEspace } from '../domain/espace.ts'

/** Hors de tout organisme : sous les murs, cette transaction ne lit rien que ce que la porte rend. */
export const lireEspace = async (tx: PublicTx, jeton: string): Promise<Espace | undefined> =>
  (await sql<{ e: Espace | null }>`select porte.espace(${tokenDigest(jeton)}::bytea) as e`.execute(tx))
    .rows[0]?.e ?? undefined

/** Un contrat de quatorze jours signé par lien, que la personne n’a pas rétracté. */
export type ContratRecent = {
  readonly demande: string
  readonly envois: number
  readonly numero: string
  readonly signeLe: Date
  readonly zone: Zone
}

export const contratsDeLEspace = async (
  tx: PublicTx,
  jeton: string,
  depuis: Date,
): Promise<ContratRecent[]> =>
  (
    await sql<ContratRecent>`select demande, envois, numero, signe_le as "signeLe", zone
      from porte.contrats_de_l_espace(${tokenDigest(jeton)}::bytea, ${depuis}::timestamptz)`.execute(tx)
  ).rows

export type PieceOuverte = {
  readonly organisme: string
  readonly numero: string
  readonly empreinte: string
  readonly octets: Buffer | null
}

export const pieceDeLEspace = async (
  tx: PublicTx,
  jeton: string,
  piece: string,
): Promise<PieceOuverte | undefined> =>
  (
    await sql<PieceOuverte>`select organisme, numero, empreinte, octets from porte.espace_piece(${tokenDigest(jeton)}::bytea, ${piece}::uuid)`.execute(
      tx,
    )
  ).rows[0]

export const archiveDeLEspace = async (
  tx: PublicTx,
  jeton: string,
): Promise<{ readonly id: string; readonly octets: Buffer } | undefined> =>
  (
    await sql<{
      id: string
      octets: Buffer
    }>`select id, octets from porte.espace_archive(${tokenDigest(jeton)}::bytea)`.execute(tx)
  ).rows[0]

/** Faux : une pareille attend déjà, ou le lien ne vaut plus. */
export const demanderDonnees = async (
  tx: PublicTx,
  d: {
    readonly jeton: string
    readonly id: string
    readonly genre: string
    readonly chiffre: Uint8Array | null
    readonly geste: string
  },
): Promise<boolean> =>
  (
    await sql<{
      ok: boolean
    }>`select porte.espace_demander(${tokenDigest(d.jeton)}::bytea, ${d.id}::uuid, ${d.genre},
      ${d.chiffre ? Buffer.from(d.chiffre) : null}::bytea, ${d.geste}::uuid) as ok`.execute(tx)
  ).rows[0]?.ok === true

const usageAdresse = 'espaces.adresse'

/** Toujours la même réponse, et rien de cherché ici : une tâche s'en charge, à qui l'adresse va chiffrée. */
export const demanderEspaces = async (
  tx: PublicTx,
  keys: Keys,
  courriel: string,
  demande: string,
): Promise<void> => {
  const adresse = Buffer.from(keys.encrypt(usageAdresse, demande, Buffer.from(courriel)))
  await sql`select porte.demander_espaces(${adresse}::bytea, ${demande}::uuid)`.execute(tx)
}

/** Les fiches que cette demande désigne, de tous les organismes : pour la tâche seule. */
export const fichesDeLaDemande = async (
  tx: PublicTx,
  keys: Keys,
  demande: string,
  adresse: string,
): Promise<readonly { readonly organisme: OrganismeId; readonly personne: PersonneId }[]> => {
  const clair = keys.decrypt(usageAdresse, demande, Buffer.from(adresse, 'hex'))
  if (!clair) return []
  const { rows } = await sql<{
    organisme: OrganismeId
    personne: PersonneId
  }>`select organisme, personne from porte.fiches_de_l_adresse(${Buffer.from(clair).toString()})`.execute(tx)
  return rows
}

// ─── Chez l’organisme ─────────────────────────────────────────────────────────────────────────────
export type Acces = {
  readonly id: string
  readonly activite: ActiviteId
  readonly personne: PersonneId
  readonly genre: GenreEspace
  readonly envois: number
  readonly envoyeLe: Date | null
  readonly vuLe: Date | null
  readonly retireLe: Date | null
}

export const accesDe = async (tx: TenantTx, personne: PersonneId): Promise<Acces[]> =>
  (
    await sql<Acces>`select id, activite_id as activite, personne_id as personne, genre, envois, envoye_le as "envoyeLe", vu_le as "vuLe",
      retire_le as "retireLe" from espaces.acces where organisme_id = (select app.organisme()) and personne_id = ${personne} order by genre`.execute(
      tx,
    )
  ).rows

/**
 * Le dernier courriel de ses liens, tel que le journal le sait (un seul porte tous ses espaces) ; absent : aucun ne fut suivi. Un
 * accès note l’envoi demandé, le journal dit s’il est parti.
 */
export type DernierCourriel = {
  readonly etat: 'en-cours' | 'attente' | 'parti' | 'refuse' | 'retenu'
  readonly le: Date
}

export const dernierCourriel = async (
  tx: TenantTx,
  personne: PersonneId,
): Promise<DernierCourriel | undefined> =>
  (
    await sql<DernierCourriel>`select etat, le from etapes.envoi where organisme_id = (select app.organisme())
      and personne_id = ${personne} and code = 'espace' order by pris_le desc limit 1`.execute(tx)
  ).rows[0]

/** Les espaces auxquels la personne a droit aujourd’hui : elle est inscrite, contact d’un client, ou elle intervient sans compte. */
export const genresDe = async (tx: TenantTx, personne: PersonneId): Promise<GenreEspace[]> => {
  const { rows } = await sql<{ stagiaire: boolean; client: boolean; intervenant: boolean }>`select
      exists (select from inscriptions.inscription i where i.organisme_id = (select app.organisme()) and i.personne_id = ${personne}) or
        exists (select from inscriptions.dossier d where d.organisme_id = (select app.organisme()) and d.personne_id = ${personne}) as stagiaire,
      exists (select from tiers.contact c join inscriptions.dossier d on d.organisme_id = c.organisme_id and d.entreprise_id = c.entreprise_id
        where c.organisme_id = (select app.organisme()) and c.personne_id = ${personne} and c.retire_le is null) as client,
      exists (select from tiers.intervenant v where v.organisme_id = (select app.organisme()) and v.personne_id = ${personne} and v.compte_id is null) as intervenant`.execute(
    tx,
  )
  const [r] = rows
  return [
    ...(r?.stagiaire ? (['stagiaire'] as const) : []),
    ...(r?.client ? (['client'] as const) : []),
    ...(r?.intervenant ? espacesDIntervenant : []),
  ]
}

export const ficheAJoindre = async (
  tx: TenantTx,
  personne: PersonneId,
): Promise<
  | {
      readonly activite: ActiviteId
      readonly prenom: string
      readonly nom: string
      readonly courriel: string | null
    }
  | undefined
> =>
  (
    await sql<{
      activite: ActiviteId
      prenom: string
      nom: string
      courriel: string | null
    }>`select activite_id as activite, prenom, nom, courriel
      from tiers.personne where organisme_id = (select app.organisme()) and id = ${personne} and effacee_le is null`.execute(
      tx,
    )
  ).rows[0]
