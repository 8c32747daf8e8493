import { createHash, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PieceId } from '../domain/piece.ts'
import type {
  ActeGarde,
  DemandeDeSignature,
  DemandeDeSignatureId,
  PartPrivee,
  SignatureId,
} from './signatures.ts'

export const ajouterDemande = async (
  tx: TenantTx,
  d: Pick<
    DemandeDeSignature,
    | 'id'
    | 'activite'
    | 'piece'
    | 'acte'
    | 'role'
    | 'jointes'
    | 'objet'
    | 'nom'
    | 'qualite'
    | 'courriel'
    | 'creeeLe'
  >,
): Promise<boolean> => {
  const jointes = sql`array[${sql.join(d.jointes)}]::uuid[]`
  const { numAffectedRows } =
    await sql`insert into documents.demande (id, activite_id, piece_id, acte, role, jointes, objet_genre,
      objet_id, nom, qualite, courriel, creee_le)
    values (${d.id}::uuid, ${d.activite}::uuid, ${d.piece}::uuid, ${d.acte}, ${d.role},
      ${d.jointes.length > 0 ? jointes : sql`'{}'::uuid[]`}, ${d.objet.genre}, ${d.objet.id}::uuid, ${d.nom}, ${d.qualite},
      ${d.courriel}, ${d.creeeLe}::timestamptz)
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const noterEnvoiDemande = async (
  tx: TenantTx,
  id: DemandeDeSignatureId,
  envoi: number,
  le: Date,
): Promise<void> => {
  await sql`update documents.demande set envois = ${envoi}::int4, envoyee_le = ${le}::timestamptz
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and envois < ${envoi}::int4`.execute(
    tx,
  )
}

export const noterOuverture = async (tx: TenantTx, id: DemandeDeSignatureId, le: Date): Promise<void> => {
  await sql`update documents.demande set ouverte_le = ${le}::timestamptz
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and ouverte_le is null`.execute(tx)
}

/** Un nouveau code efface les essais du précédent. */
export const poserCode = async (
  tx: TenantTx,
  id: DemandeDeSignatureId,
  code: string,
  le: Date,
): Promise<void> => {
  await sql`update documents.demande set code = decode(${code}, 'hex'), code_le = ${le}::timestamptz, code_essais = 0, codes = codes + 1
    where organisme_id = (select app.organisme()) and id = ${id}::uuid`.execute(tx)
}

export const compterEssai = async (tx: TenantTx, id: DemandeDeSignatureId): Promise<void> => {
  await sql`update documents.demande set code_essais = code_essais + 1
    where organisme_id = (select app.organisme()) and id = ${id}::uuid`.execute(tx)
}

export const noterRefus = async (
  tx: TenantTx,
  id: DemandeDeSignatureId,
  motif: string,
  le: Date,
): Promise<void> => {
  await sql`update documents.demande set refusee_le = ${le}::timestamptz, motif = ${motif}
    where organisme_id = (select app.organisme()) and id = ${id}::uuid`.execute(tx)
}

export const noterRetrait = async (tx: TenantTx, id: DemandeDeSignatureId, le: Date): Promise<void> => {
  await sql`update documents.demande set retiree_le = ${le}::timestamptz
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and retiree_le is null`.execute(tx)
}

/** Garde la preuve et sa part personnelle, sous un sel : effacer la seconde laisse la première vérifiable. */
export const garderSignature = async (
  tx: TenantTx,
  s: {
    readonly id: SignatureId
    readonly activite: ActiviteId
    readonly piece: PieceId
    readonly demande: DemandeDeSignatureId | null
    readonly acte: ActeGarde
    readonly role: 'client' | 'organisme' | 'stagiaire'
    readonly moyen: 'lien' | 'scan' | 'compte'
    readonly nom: string
    readonly qualite: string
    readonly consentement: string
    readonly empreinte: string
    readonly signeeLe: Date
    readonly dateeDu: string
    readonly scan: string | null
    readonly privee: PartPrivee
  },
): Promise<boolean> => {
  const sel = randomBytes(32)
  const contenu = canonicalize(s.privee) ?? '{}'
  const engagement = createHash('sha256').update(sel).update(contenu).digest()
  const { numAffectedRows } =
    await sql`insert into documents.signature (id, activite_id, piece_id, demande_id, acte, role, moyen, nom,
      qualite, consentement, empreinte, engagement, signee_le, datee_du, scan)
    values (${s.id}::uuid, ${s.activite}::uuid, ${s.piece}::uuid, ${s.demande}::uuid, ${s.acte}, ${s.role}, ${s.moyen}, ${s.nom},
      ${s.qualite}, ${s.consentement}, decode(${s.empreinte}, 'hex'), ${engagement}::bytea, ${s.signeeLe}::timestamptz,
      ${s.dateeDu}::date, ${s.scan})
    on conflict do nothing`.execute(tx)
  if (numAffectedRows !== 1n) return false
  await sql`insert into documents.signature_privee (activite_id, signature_id, sel, contenu)
    values (${s.activite}::uuid, ${s.id}::uuid, ${sel}::bytea, ${contenu})`.execute(tx)
  return true
}

export const ajouterExemplaire = async (
  tx: TenantTx,
  e: {
    readonly activite: ActiviteId
    readonly piece: PieceId
    readonly signatures: number
    readonly fichier: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into documents.exemplaire (activite_id, piece_id, signatures, fichier, compose_le)
    values (${e.activite}::uuid, ${e.piece}::uuid, ${e.signatures}::int4, ${e.fichier}, ${e.le}::timestamptz)
    on conflict do nothing`.execute(tx)
}
