import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type {
  Acheteur,
  Circonstance,
  Dispositif,
  DossierId,
  Echeance,
  GenreRemise,
  Regime,
} from '../domain/dossier.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export type TermesDuDossier = {
  readonly acheteur: Acheteur
  readonly entreprise: EntrepriseId | null
  readonly personne: TiersId | null
  readonly signataire: TiersId | null
  readonly signataireQualite: string | null
  readonly individuelASesFrais: boolean
  readonly circonstance: Circonstance
  readonly regime: Regime
  readonly article: string
  readonly objectif: string | null
  readonly reference: string | null
  readonly prix: number
}
export type LigneAEcrire = {
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly dispositif: Dispositif
  readonly montant: number
  readonly subrogation: boolean
  readonly accordReference: string | null
  readonly accordLe: DateCivile | null
  /** Plafond d’heures, en minutes. */
  readonly minutes: number | null
  readonly inscription: InscriptionId | null
}
type Cle = { readonly id: DossierId; readonly activite: ActiviteId }

/** Faux si l'identifiant est déjà pris : le même formulaire, envoyé deux fois. */
export const insererDossier = async (
  tx: TenantTx,
  { id, activite, session }: Cle & { readonly session: SessionId },
  t: TermesDuDossier,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into inscriptions.dossier (id, activite_id, session_id, acheteur,
      entreprise_id, personne_id, signataire_id, signataire_qualite, individuel_a_ses_frais, circonstance, regime,
      regime_article, objectif, reference_client, prix_centimes, cree_le)
    values (${id}, ${activite}, ${session}, ${t.acheteur}, ${t.entreprise}, ${t.personne}, ${t.signataire},
      ${t.signataireQualite}, ${t.individuelASesFrais}, ${t.circonstance}, ${t.regime}, ${t.article}, ${t.objectif},
      ${t.reference}, ${t.prix}, ${le}) on conflict (organisme_id, id) do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Faux si quelqu'un l'a changé depuis l'ouverture du formulaire. */
export const modifierTermes = async (
  tx: TenantTx,
  id: DossierId,
  version: number,
  t: TermesDuDossier,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update inscriptions.dossier set acheteur = ${t.acheteur},
      entreprise_id = ${t.entreprise}, personne_id = ${t.personne}, signataire_id = ${t.signataire},
      signataire_qualite = ${t.signataireQualite}, individuel_a_ses_frais = ${t.individuelASesFrais},
      circonstance = ${t.circonstance}, regime = ${t.regime}, regime_article = ${t.article}, objectif = ${t.objectif},
      reference_client = ${t.reference}, prix_centimes = ${t.prix}, version = version + 1
    where id = ${id} and version = ${version}`.execute(tx)
  return numAffectedRows === 1n
}

export const remplacerFinancements = async (
  tx: TenantTx,
  { id, activite }: Cle,
  lignes: readonly LigneAEcrire[],
  le: Date,
): Promise<void> => {
  await sql`delete from inscriptions.financement where dossier_id = ${id}`.execute(tx)
  for (const [rang, l] of lignes.entries())
    await sql`insert into inscriptions.financement (id, activite_id, dossier_id, rang, payeur_entreprise_id,
        payeur_personne_id, dispositif, montant_ht_centimes, subrogation, accord_reference, accord_le, minutes, inscription_id)
      values (${newId(le)}, ${activite}, ${id}, ${rang}, ${l.payeurEntreprise}, ${l.payeurPersonne}, ${l.dispositif},
        ${l.montant}, ${l.subrogation}, ${l.accordReference}, ${l.accordLe},
        ${l.minutes}, ${l.inscription})`.execute(tx)
}

export const remplacerEcheances = async (
  tx: TenantTx,
  { id, activite }: Cle,
  echeances: readonly Echeance[],
  le: Date,
): Promise<void> => {
  await sql`delete from inscriptions.echeance where dossier_id = ${id}`.execute(tx)
  for (const e of echeances)
    await sql`insert into inscriptions.echeance (id, activite_id, dossier_id, jour, montant_centimes)
      values (${newId(le)}, ${activite}, ${id}, ${e.jour}, ${e.montant})`.execute(tx)
}

/** Faux si une signature est déjà notée : on ne la remplace pas. */
export const poserSignature = async (
  tx: TenantTx,
  id: DossierId,
  s: {
    readonly le: Date
    readonly moyen: 'lien' | 'scan'
    readonly piece: string | null
    readonly anticipe: boolean
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update inscriptions.dossier set signe_le = ${s.le}, signature_moyen = ${s.moyen},
      signature_piece_id = ${s.piece}::uuid, debut_anticipe_le = ${s.anticipe ? s.le : null}, version = version + 1
    where id = ${id} and signe_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Faux si elle l’était déjà, si rien n’est signé, ou si la personne s’est rétractée. */
export const poserDebutAnticipe = async (tx: TenantTx, id: DossierId, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update inscriptions.dossier set debut_anticipe_le = ${le}, version = version + 1
    where id = ${id} and signe_le is not null and debut_anticipe_le is null and retracte_le is null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const poserRetractation = async (tx: TenantTx, id: DossierId, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update inscriptions.dossier set retracte_le = ${le}, version = version + 1
    where id = ${id} and retracte_le is null`.execute(tx)
  return numAffectedRows === 1n
}

export const poserDemarrage = async (tx: TenantTx, id: DossierId, motif: string): Promise<boolean> => {
  const { numAffectedRows } = await sql`update inscriptions.dossier set demarrage_sans_signature = ${motif},
      version = version + 1 where id = ${id} and signe_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Une remise se note une fois : la première date fait foi. */
export const poserRemise = async (
  tx: TenantTx,
  r: {
    readonly inscription: InscriptionId
    readonly activite: ActiviteId
    readonly genre: GenreRemise
    readonly moyen: 'lien' | 'courriel' | 'main-propre'
    readonly le: Date
    /** L’accusé en est signé de la main, en la recevant : il ne vaut que pour cette remise-là. */
    readonly accuse?: boolean
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into inscriptions.remise (activite_id, inscription_id, genre, remis_le, moyen, accuse_le,
      accuse_moyen)
    values (${r.activite}, ${r.inscription}, ${r.genre}, ${r.le}, ${r.moyen},
      ${r.accuse ? r.le : null}::timestamptz, ${r.accuse ? 'main-propre' : null}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Faux si le dossier a changé depuis, ou s’il est signé : le signataire ne bouge plus. */
export const poserSignataire = async (
  tx: TenantTx,
  id: DossierId,
  version: number,
  s: { readonly personne: TiersId; readonly qualite: string | null },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update inscriptions.dossier set signataire_id = ${s.personne}, signataire_qualite = ${s.qualite},
      version = version + 1 where id = ${id} and version = ${version} and signe_le is null`.execute(tx)
  return numAffectedRows === 1n
}

export const poserSuivi = async (tx: TenantTx, id: DossierId, compte: PersonneId): Promise<void> => {
  await sql`update inscriptions.dossier set suivi_par = ${compte} where id = ${id}`.execute(tx)
}

/** Un point où revenir sans perdre la transaction : ce qui a été écrit depuis se défait. */
export const jalonner = async (tx: TenantTx): Promise<() => Promise<void>> => {
  await sql`savepoint dossier`.execute(tx)
  return async () => {
    await sql`rollback to savepoint dossier`.execute(tx)
  }
}
