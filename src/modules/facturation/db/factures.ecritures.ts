import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { Dispositif, DossierId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type {
  FactureId,
  GenreFacture,
  LigneDeFacture,
  Periode,
  ProjetId,
  Provenance,
} from '../domain/facture.ts'

export type FactureAEcrire = {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly provenance: Provenance
  readonly genre: GenreFacture
  readonly outil: string
  readonly numero: string
  readonly piece: PieceId | null
  readonly projet: ProjetId | null
  readonly emiseLe: DateCivile
  readonly echeance: DateCivile | null
  readonly session: SessionId | null
  readonly dossier: DossierId | null
  readonly financementRang: number | null
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly payeur: string
  readonly source: Dispositif | null
  readonly subrogation: boolean
  readonly corrige: FactureId | null
  readonly periode: Periode | null
  readonly ht: Montant
  readonly tva: Montant
  readonly ttc: Montant
  readonly lignes: readonly (LigneDeFacture & { readonly rang?: number })[]
  readonly le: Date
}

/** Faux : cet outil a déjà donné ce numéro, à une facture que personne n’a retirée. Rien n’est alors écrit. */
export const ajouterFacture = async (tx: TenantTx, f: FactureAEcrire): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into facturation.facture (id, activite_id, provenance, genre, outil, numero, piece_id, projet_id,
      emise_le, echeance, session_id, dossier_id, financement_rang, payeur_entreprise_id, payeur_personne_id, payeur_nom, pli, source,
      subrogation, corrige_id, periode_du, periode_au, total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le,
      rang_du_numero)
    values (${f.id}, ${f.activite}::uuid, ${f.provenance}, ${f.genre}, ${f.outil}, ${f.numero}, ${f.piece}::uuid, ${f.projet}::uuid,
      ${f.emiseLe}::date, ${f.echeance}::date, ${f.session}::uuid, ${f.dossier}::uuid, ${f.financementRang}::smallint,
      ${f.payeurEntreprise}::uuid, ${f.payeurPersonne}::uuid, ${f.payeur}, ${plier(f.payeur)}, ${f.source}, ${f.subrogation},
      ${f.corrige}::uuid, ${f.periode?.du ?? null}::date, ${f.periode?.au ?? null}::date, ${f.ht}::bigint, ${f.tva}::bigint,
      ${f.ttc}::bigint, ${f.le}::timestamptz, (select 1 + count(*) from facturation.facture x
        where x.organisme_id = (select app.organisme()) and x.outil = ${f.outil} and x.numero = ${f.numero}
          and (select a.retiree from facturation.affectation a where a.organisme_id = x.organisme_id and a.facture_id = x.id
            order by a.rang desc limit 1))::smallint)
    on conflict (organisme_id, outil, numero, rang_du_numero) do nothing`.execute(tx)
  if (numAffectedRows === 0n) return false
  for (const [ordre, l] of f.lignes.entries()) {
    const id = newId<'LigneFacture'>()
    await sql`insert into facturation.ligne (id, activite_id, facture_id, rang, nature, libelle, inscription_id, acompte_id,
        quantite_millemes, unite, prix_centimes, montant_ht_centimes, taux_points, bien)
      values (${id}, ${f.activite}::uuid, ${f.id}, ${l.rang ?? ordre}::smallint, ${l.nature}, ${l.libelle}, ${l.inscription}::uuid,
        ${l.acompte}::uuid, ${l.quantite}::int, ${l.unite}, ${l.prix}::bigint, ${l.montant}::bigint, ${l.taux}::int, ${l.bien === true})`.execute(
      tx,
    )
    for (const h of l.heures)
      await sql`insert into facturation.heures (activite_id, facture_id, ligne_id, inscription_id, minutes)
        values (${f.activite}::uuid, ${f.id}, ${id}, ${h.inscription}::uuid, ${h.minutes}::int)`.execute(tx)
  }
  return true
}

/** Ce qui s’émet d’un même dossier se suit : sans ce verrou, deux factures compteraient les mêmes heures. */
export const verrouillerObjet = async (tx: TenantTx, objet: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4832, hashtext(${objet}))`.execute(tx)
}
/** Le même verrou que la base prend pour un avoir : ce qui reste d’une facture se lit sous lui. */
export const verrouillerFacture = async (tx: TenantTx, facture: FactureId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4830, hashtext(${facture}::text))`.execute(tx)
}

/** La date de la dernière pièce de sa série : la suivante ne la précède pas. */
export const derniereDeLaSerie = async (tx: TenantTx, avoir: boolean): Promise<DateCivile | null> =>
  (
    await sql<{ le: DateCivile | null }>`select max(emise_le) as le from facturation.facture
      where organisme_id = (select app.organisme()) and provenance = 'emise' and (genre = 'avoir') = ${avoir}`.execute(
      tx,
    )
  ).rows[0]?.le ?? null

export const affecter = async (
  tx: TenantTx,
  a: {
    readonly facture: FactureId
    readonly activite: ActiviteId
    readonly source: Dispositif | null
    readonly session: SessionId | null
    readonly dossier: DossierId | null
    readonly retiree: boolean
    readonly motif: string | null
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into facturation.affectation (activite_id, facture_id, rang, source, session_id, dossier_id, retiree, motif, le)
    select ${a.activite}::uuid, ${a.facture}::uuid, coalesce(max(x.rang), 0) + 1, ${a.source}, ${a.session}::uuid, ${a.dossier}::uuid,
        ${a.retiree}, ${a.motif}, ${a.le}::timestamptz
      from facturation.affectation x where x.facture_id = ${a.facture}::uuid`.execute(tx)
}
