import { sql } from 'kysely'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  Arrete,
  CompteDuPole,
  LigneDuCourant,
  MonCompte,
  PropositionLue,
  Solde,
} from '../domain/courant.ts'

export type Regle = {
  readonly plafond: number
  readonly decision: string
  readonly titre: string
  readonly poseeLe: Date
}
/** Tient-elle toutes les enseignes ? Le compte courant est à toute la coopérative : la base n’en montre rien à qui n’en tient qu’une. */
export const tientToutesLesEnseignes = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ t: boolean }>`select app.toutes_activites() as t`.execute(tx)).rows[0]?.t === true

/** La règle du pôle ; rien : il n’a pas voté de plafond, ou l’on n’en est pas. */
export const lireRegle = async (tx: TenantTx, pole: PoleId): Promise<Regle | undefined> =>
  (
    await sql<Regle>`select plafond::float8 as plafond, decision, titre, posee_le as "poseeLe" from porte.courant_regle(${pole}::uuid)`.execute(
      tx,
    )
  ).rows[0]

export const monCompte = async (tx: TenantTx, pole: PoleId): Promise<MonCompte | undefined> =>
  (
    await sql<MonCompte>`select solde::float8 as solde, doit_attente::float8 as "doitAttente", avoir_attente::float8 as "avoirAttente",
        plafond::float8 as plafond, montre from porte.courant_mien(${pole}::uuid)`.execute(tx)
  ).rows[0]

/** Les lignes de sa coopérative, les plus récentes d’abord. */
export const lireReleve = async (tx: TenantTx, pole: PoleId): Promise<LigneDuCourant[]> =>
  (
    await sql<LigneDuCourant>`select mouvement, le, avec, nom, genre, montant::float8 as montant, attente::float8 as attente,
        fait_genre as fait, fait_le::text as "faitLe", libelle, piece, motif, arrete, expire_le as "expireLe", denouee,
        conteste_par as "contestePar", motif_conteste as "motifConteste", a_moi as "aMoi", corrige::float8 as corrige
      from porte.courant_releve(${pole}::uuid)`.execute(tx)
  ).rows

/** Ce qui attend une réponse, d’elle ou de l’autre. */
export const lirePropositions = async (tx: TenantTx, pole: PoleId, le: Date): Promise<PropositionLue[]> =>
  (
    await sql<PropositionLue>`select id, de_nous as "deNous", avec, nom, je_dois as "jeDois", genre, montant::float8 as montant,
        fait_genre as fait, fait_le::text as "faitLe", libelle, piece, expire_le as "expireLe", motif, proposee_le as "proposeeLe",
        tombe_le as "tombeLe"
      from porte.courant_propositions(${pole}::uuid, ${le}::timestamptz)`.execute(tx)
  ).rows

export const comptesDuPole = async (tx: TenantTx, pole: PoleId): Promise<CompteDuPole[]> =>
  (
    await sql<CompteDuPole>`select organisme, nom, montre, signe from porte.courant_comptes(${pole}::uuid)`.execute(
      tx,
    )
  ).rows

/** Les soldes, si toutes les coopératives l’acceptent à l’instant ; sinon, aucun. */
export const soldesDuPole = async (tx: TenantTx, pole: PoleId): Promise<Solde[]> =>
  (
    await sql<Solde>`select organisme, nom, donne::float8 as donne, recu::float8 as recu, plafond::float8 as plafond
      from porte.courant_soldes(${pole}::uuid)`.execute(tx)
  ).rows

export const arretesDuPole = async (tx: TenantTx, pole: PoleId): Promise<Arrete[]> =>
  (
    await sql<Arrete>`select id, au, ouvert_le as "ouvertLe", compense_le as "compenseLe", comptes, virements, retenues,
        signe_le as "signeLe", signes, solde_signe::float8 as "soldeSigne" from porte.courant_arretes(${pole}::uuid)`.execute(
      tx,
    )
  ).rows
