import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { PieceId } from '../domain/piece.ts'

export type DemandeDeSignatureId = Id<'Demande'>

export type SignatureId = Id<'Signature'>

export type DemandeDeSignature = {
  readonly id: DemandeDeSignatureId
  readonly activite: ActiviteId
  readonly piece: PieceId
  readonly acte: 'signature' | 'accuse'
  readonly role: 'client' | 'stagiaire' | 'organisme'
  readonly jointes: readonly PieceId[]
  readonly objet: { readonly genre: string; readonly id: string }
  readonly nom: string
  readonly qualite: string
  readonly courriel: string
  readonly creeeLe: Date
  readonly envois: number
  readonly envoyeeLe: Date | null
  readonly ouverteLe: Date | null
  /** Hexadécimale. */
  readonly code: string | null
  readonly codeLe: Date | null
  readonly essais: number
  readonly codes: number
  readonly refuseeLe: Date | null
  readonly motif: string
  readonly retireeLe: Date | null
}

const colonnes = sql`d.id, d.activite_id as activite, d.piece_id as piece, d.acte, d.role, d.jointes,
  jsonb_build_object('genre', d.objet_genre, 'id', d.objet_id) as objet, d.nom, d.qualite, d.courriel,
  d.creee_le as "creeeLe", d.envois, d.envoyee_le as "envoyeeLe", d.ouverte_le as "ouverteLe",
  encode(d.code, 'hex') as code, d.code_le as "codeLe", d.code_essais as essais, d.codes,
  d.refusee_le as "refuseeLe", d.motif, d.retiree_le as "retireeLe"`

/** Sous verrou : deux gestes sur la même demande se suivent. */
export const lireDemande = async (
  tx: TenantTx,
  id: DemandeDeSignatureId,
  { verrou = false } = {},
): Promise<DemandeDeSignature | undefined> => {
  const { rows } = await sql<DemandeDeSignature>`select ${colonnes} from documents.demande d
    where d.organisme_id = (select app.organisme()) and d.id = ${id}::uuid ${verrou ? sql`for update` : sql``}`.execute(
    tx,
  )
  return rows[0]
}

/** Cette demande a-t-elle sa signature, ou son accusé ? Vrai une fois pour toutes : une signature ne s’ôte pas. */
export const estSatisfaite = async (tx: TenantTx, id: DemandeDeSignatureId): Promise<boolean> =>
  (
    await sql`select from documents.signature where organisme_id = (select app.organisme()) and demande_id = ${id}::uuid limit 1`.execute(
      tx,
    )
  ).rows.length > 0

/** La demande que désigne le lien qui a ouvert cette transaction. */
export const demandeDuLien = async (
  tx: TenantTx,
  jeton: string,
): Promise<DemandeDeSignatureId | undefined> => {
  const { rows } = await sql<{
    objet: DemandeDeSignatureId
  }>`select objet from porte.lire_lien(${tokenDigest(jeton)}::bytea)
    where usage = 'signature' and organisme = (select app.organisme())`.execute(tx)
  return rows[0]?.objet
}

export const demandesDe = async (tx: TenantTx, piece: PieceId): Promise<DemandeDeSignature[]> => {
  const { rows } = await sql<DemandeDeSignature>`select ${colonnes} from documents.demande d
    where d.organisme_id = (select app.organisme()) and d.piece_id = ${piece}::uuid order by d.creee_le desc, d.id limit 200`.execute(
    tx,
  )
  return rows
}

/** `retractation` : la déclaration par laquelle qui a signé renonce au contrat. */
export type ActeGarde = DemandeDeSignature['acte'] | 'retractation'

export type Signature = {
  readonly id: SignatureId
  readonly acte: ActeGarde
  readonly role: 'client' | 'organisme' | 'stagiaire'
  readonly moyen: 'lien' | 'scan' | 'compte'
  readonly nom: string
  readonly qualite: string
  readonly signeeLe: Date
  /** `AAAA-MM-JJ`. */
  readonly dateeDu: string
  readonly scan: string | null
  /** Les mots mêmes que la personne a lus. */
  readonly consentement: string
  readonly engagement: string
  readonly demande: DemandeDeSignatureId | null
}

/** Les signatures, les accusés et la rétractation d’une pièce, dans l’ordre. */
export const signaturesDe = async (tx: TenantTx, piece: PieceId): Promise<Signature[]> => {
  const { rows } =
    await sql<Signature>`select s.id, s.acte, s.role, s.moyen, s.nom, s.qualite, s.signee_le as "signeeLe",
      s.datee_du::text as "dateeDu", s.scan, s.consentement, encode(s.engagement, 'hex') as engagement, s.demande_id as demande
    from documents.signature s where s.organisme_id = (select app.organisme()) and s.piece_id = ${piece}::uuid
    order by s.signee_le, s.id`.execute(tx)
  return rows
}

/** Repousse le terme du lien qui a ouvert cette transaction : il relit, et rétracte, aussi longtemps que promis. */
export const garderLeLien = async (tx: TenantTx, jeton: string, jusqua: Date): Promise<void> => {
  await sql`select porte.garder_le_lien(${tokenDigest(jeton)}::bytea, ${jusqua}::timestamptz)`.execute(tx)
}

export type PartPrivee = Readonly<Record<string, string>>

/** Une preuve ne se verrouille pas (ni update, ni for update) : le verrou est consultatif, au nom de la pièce. */
export const verrouillerPiece = async (tx: TenantTx, id: PieceId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4816, hashtext(${id}))`.execute(tx)
}

/** Une pièce et ce qu’il faut pour la faire signer. Sous verrou : deux signatures de la même pièce se suivent. */
export type PieceASigner = {
  readonly id: PieceId
  readonly activite: ActiviteId
  readonly genre: string
  readonly numero: string
  readonly libelle: string
  readonly empreinte: string
  readonly fichier: string
  readonly emiseLe: Date
  readonly donnees: string
  readonly objet: { readonly genre: string; readonly id: string }
  readonly remplacee: boolean
}

export const lirePieceASigner = async (tx: TenantTx, id: PieceId): Promise<PieceASigner | undefined> => {
  await verrouillerPiece(tx, id)
  const { rows } =
    await sql<PieceASigner>`select p.id, p.activite_id as activite, p.genre, p.numero, p.libelle,
      encode(p.empreinte, 'hex') as empreinte, p.fichier, p.emise_le as "emiseLe", p.donnees,
      jsonb_build_object('genre', p.objet_genre, 'id', p.objet_id) as objet,
      exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id) as remplacee
    from documents.piece p where p.organisme_id = (select app.organisme()) and p.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Les genres de ces pièces ; une pièce absente n’en a pas. */
export const genresDesPieces = async (tx: TenantTx, ids: readonly PieceId[]): Promise<string[]> =>
  (
    await sql<{ genre: string }>`select distinct p.genre from documents.piece p
      where p.organisme_id = (select app.organisme()) and p.id = any (${[...ids]}::uuid[])`.execute(tx)
  ).rows.map((r) => r.genre)

type AnnexeDite = { readonly reference: string; readonly empreinte: string }

/**
 * Les pièces qu’une pièce figée dit jointes, dans son ordre, telles qu’émises : le numéro qu’elle cite, et l’empreinte dont elle
 * donne le début. Une annexe effacée à son terme n’y est plus.
 */
export const annexesDe = async (
  tx: TenantTx,
  { donnees }: Pick<PieceASigner, 'donnees'>,
): Promise<PieceASigner[]> => {
  const dites = (JSON.parse(donnees) as { annexes?: readonly AnnexeDite[] }).annexes ?? []
  const voulues = dites.map((a) => ({ numero: a.reference.split(',')[0]?.trim() ?? '', debut: a.empreinte }))
  if (voulues.length === 0) return []
  const { rows } =
    await sql<PieceASigner>`select p.id, p.activite_id as activite, p.genre, p.numero, p.libelle,
      encode(p.empreinte, 'hex') as empreinte, p.fichier, p.emise_le as "emiseLe", p.donnees,
      jsonb_build_object('genre', p.objet_genre, 'id', p.objet_id) as objet, false as remplacee
    from documents.piece p where p.organisme_id = (select app.organisme()) and p.effacee_le is null
      and p.numero in (${sql.join(voulues.map((v) => v.numero))})`.execute(tx)
  return voulues
    .flatMap((v) => rows.filter((p) => p.numero === v.numero && p.empreinte.startsWith(v.debut)))
    .slice(0, 8)
}

/** L’exemplaire qui porte le plus de signatures. */
export const dernierExemplaire = async (
  tx: TenantTx,
  piece: PieceId,
): Promise<{ readonly fichier: string; readonly signatures: number } | undefined> => {
  const { rows } = await sql<{
    fichier: string
    signatures: number
  }>`select fichier, signatures from documents.exemplaire
    where organisme_id = (select app.organisme()) and piece_id = ${piece}::uuid order by signatures desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

export const maisonDe = async (
  tx: TenantTx,
): Promise<{ readonly nom: string; readonly courriel: string; readonly zone: string }> => {
  const { rows } = await sql<{ nom: string; courriel: string; zone: string }>`select nom, courriel, zone
    from organisme.organisme where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] ?? { nom: 'L’organisme', courriel: '', zone: 'Europe/Paris' }
}

export const nouvelleDemande = (le: Date): DemandeDeSignatureId => newId<'Demande'>(le)

export const nouvelleSignature = (le: Date): SignatureId => newId<'Signature'>(le)
