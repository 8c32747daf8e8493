/** La vie électronique des factures émises : par où elles partent, ce qui en est dit. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodeStatut, Encaisse, Voie } from '../domain/cycle/statuts.ts'
import type { FactureId, GenreFacture } from '../domain/facture.ts'

export type DepotId = Id<'DepotFacture'>
export type StatutId = Id<'StatutFacture'>

export type DepotLu = {
  readonly id: DepotId
  readonly facture: FactureId
  readonly activite: ActiviteId
  readonly voie: Voie
  readonly reference: string | null
  readonly demandeLe: Date
  readonly essayeLe: Date | null
  readonly essais: number
  readonly empreinte: string | null
  readonly flux: string | null
  readonly deposeLe: Date | null
  /** Ses contrôles passés, la plateforme l’a acceptée. */
  readonly priseLe: Date | null
  readonly echec: string | null
  readonly closLe: Date | null
}
const colonnesDepot = sql`d.id, d.facture_id as facture, d.activite_id as activite, d.voie, d.reference, d.demande_le as "demandeLe",
  d.essaye_le as "essayeLe", d.essais, d.empreinte, d.flux, d.depose_le as "deposeLe", d.prise_le as "priseLe", d.echec,
  d.clos_le as "closLe"`

/** Du plus ancien au plus récent : un seul est ouvert. */
export const depotsDe = async (tx: TenantTx, facture: FactureId): Promise<readonly DepotLu[]> =>
  (
    await sql<DepotLu>`select ${colonnesDepot} from facturation.depot d
      where d.organisme_id = (select app.organisme()) and d.facture_id = ${facture}::uuid order by d.demande_le, d.id`.execute(
      tx,
    )
  ).rows

export const lireDepot = async (tx: TenantTx, id: DepotId): Promise<DepotLu | undefined> =>
  (
    await sql<DepotLu>`select ${colonnesDepot} from facturation.depot d
      where d.organisme_id = (select app.organisme()) and d.id = ${id}::uuid`.execute(tx)
  ).rows[0]

/** Les factures dont un dépôt par cette voie fut essayé sans que l’on sache s’il y est. */
export const depotsEnDoute = async (
  tx: TenantTx,
  voie: 'plateforme' | 'chorus',
): Promise<readonly string[]> =>
  (
    await sql<{ numero: string }>`select f.numero from facturation.depot d
        join facturation.facture f on f.organisme_id = d.organisme_id and f.id = d.facture_id
      where d.organisme_id = (select app.organisme()) and d.voie = ${voie} and d.clos_le is null and d.flux is null and d.essais > 0
      order by f.numero`.execute(tx)
  ).rows.map((r) => r.numero)

/**
 * Les dépôts demandés avant cet instant et qui ne sont pas encore partis : la file a peut-être fini ses essais. Ce que Chorus Pro a peut-être
 * attend qu’une personne y ait regardé : un essai de plus n’en dirait rien.
 */
export const depotsEnPlan = async (tx: TenantTx, avant: Date): Promise<readonly DepotId[]> =>
  (
    await sql<{ id: DepotId }>`select d.id from facturation.depot d
      where d.organisme_id = (select app.organisme()) and d.depose_le is null and d.clos_le is null and d.flux is null
        and not (d.voie = 'chorus' and d.essais > 0 and d.echec is not null)
        and d.demande_le < ${avant}::timestamptz and (d.essaye_le is null or d.essaye_le < ${avant}::timestamptz)
      order by d.demande_le, d.id limit 200`.execute(tx)
  ).rows.map((r) => r.id)

export type StatutGarde = {
  readonly id: StatutId
  readonly code: CodeStatut
  readonly le: Date
  readonly apprisLe: Date
  readonly motif: string | null
  readonly encaisse: readonly Encaisse[]
  /** Par la coopérative. */
  readonly dit: boolean
  readonly aEnvoyer: boolean
  readonly envoyeLe: Date | null
  readonly echec: string | null
}
const colonnesStatut = sql`s.id, s.code, s.le, s.appris_le as "apprisLe", s.motif, s.encaisse, s.dit, s.a_envoyer as "aEnvoyer",
  s.envoye_le as "envoyeLe", s.echec`

export const statutsDe = async (
  tx: TenantTx,
  de: { readonly facture: string } | { readonly recue: string },
): Promise<readonly StatutGarde[]> =>
  (
    await sql<StatutGarde>`select ${colonnesStatut} from facturation.statut s
      where s.organisme_id = (select app.organisme())
        and ${'facture' in de ? sql`s.facture_id = ${de.facture}::uuid` : sql`s.recue_id = ${de.recue}::uuid`}
      order by s.le, s.appris_le, s.rang, s.code, s.id`.execute(tx)
  ).rows

/** Ce que la coopérative a dit d’une facture et qui n’est pas encore parti. */
export type StatutAEnvoyer = {
  readonly id: StatutId
  readonly facture: FactureId | null
  readonly recue: string | null
  readonly code: CodeStatut
  readonly le: Date
  readonly motifCode: string | null
  readonly motif: string | null
  readonly encaisse: readonly Encaisse[]
  readonly essayeLe: Date | null
}
export const statutsAEnvoyer = async (tx: TenantTx): Promise<readonly StatutAEnvoyer[]> =>
  (
    await sql<StatutAEnvoyer>`select s.id, s.facture_id as facture, s.recue_id as recue, s.code, s.le, s.motif_code as "motifCode", s.motif,
        s.encaisse, s.essaye_le as "essayeLe"
      from facturation.statut s
      where s.organisme_id = (select app.organisme()) and s.a_envoyer and s.envoye_le is null and s.echec is null
      order by s.appris_le, s.id limit 200`.execute(tx)
  ).rows

/** Une facture émise, sous son numéro. */
export const factureDeNumero = async (
  tx: TenantTx,
  numero: string,
): Promise<{ readonly id: FactureId; readonly activite: ActiviteId } | undefined> =>
  (
    await sql<{
      id: FactureId
      activite: ActiviteId
    }>`select id, activite_id as activite from facturation.facture
      where organisme_id = (select app.organisme()) and provenance = 'emise' and numero = ${numero}`.execute(
      tx,
    )
  ).rows[0]

/** Une facture émise et son dépôt en cours, telle que la liste la montre. */
export type FactureQuiPart = {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly numero: string
  readonly genre: GenreFacture
  readonly piece: PieceId
  readonly emiseLe: DateCivile
  readonly payeur: string
  readonly ttc: Montant
  readonly regle: Montant
  readonly avoirs: Montant
  readonly voie: Voie | null
  readonly demandeLe: Date | null
  readonly flux: string | null
  readonly empreinte: string | null
  readonly essais: number | null
  readonly deposeLe: Date | null
  readonly echec: string | null
  readonly closLe: Date | null
  readonly statuts: readonly {
    readonly code: CodeStatut
    readonly le: string
    readonly motif: string | null
  }[]
}
/** Les factures émises, de la plus récente à la plus ancienne ; `seules` : celles dont un dépôt est ouvert. */
export const facturesQuiPartent = async (
  tx: TenantTx,
  f: { readonly taille: number; readonly seules?: boolean; readonly facture?: FactureId },
): Promise<readonly FactureQuiPart[]> =>
  (
    await sql<FactureQuiPart>`select f.id, f.activite_id as activite, f.numero, f.genre, f.piece_id as piece, f.emise_le as "emiseLe",
        f.payeur_nom as payeur, f.total_ttc_centimes as ttc,
        coalesce((select sum(i.montant_centimes) from facturation.imputation i
          where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0)::bigint as regle,
        coalesce((select sum(x.total_ttc_centimes) from facturation.facture x
          where x.organisme_id = f.organisme_id and x.corrige_id = f.id), 0)::bigint as avoirs,
        d.voie, d.demande_le as "demandeLe", d.flux, d.empreinte, d.essais, d.depose_le as "deposeLe", d.echec, d.clos_le as "closLe",
        coalesce((select jsonb_agg(jsonb_build_object('code', s.code, 'le', s.le, 'motif', s.motif) order by s.le, s.id)
          from facturation.statut s where s.organisme_id = f.organisme_id and s.facture_id = f.id and s.echec is null), '[]'::jsonb) as statuts
      from facturation.facture f
        left join lateral (select x.voie, x.demande_le, x.flux, x.empreinte, x.essais, x.depose_le, x.echec, x.clos_le from facturation.depot x
          where x.organisme_id = f.organisme_id and x.facture_id = f.id and (x.clos_le is null or x.echec is not null) order by x.clos_le nulls first, x.demande_le desc limit 1) d on true
      where f.organisme_id = (select app.organisme()) and f.provenance = 'emise' and f.piece_id is not null
        and ${f.seules ? sql`d.voie is not null and d.clos_le is null` : sql`true`}
        and ${f.facture ? sql`f.id = ${f.facture}::uuid` : sql`true`}
      order by f.emise_le desc, f.numero desc limit ${f.taille}`.execute(tx)
  ).rows

/** Ce que la coopérative a dit, que la plateforme refuse, et qui ne fut pas redit depuis : les cinquante plus récents. */
export type StatutRefuse = {
  readonly facture: FactureId | null
  readonly recue: string | null
  readonly quoi: string | null
  readonly code: CodeStatut
  readonly echec: string | null
}
export const statutsRefuses = async (tx: TenantTx, depuis: Date): Promise<readonly StatutRefuse[]> =>
  (
    await sql<StatutRefuse>`select s.facture_id as facture, s.recue_id as recue,
        coalesce(f.numero || ', ' || f.payeur_nom, r.numero || ', de ' || r.fournisseur) as quoi, s.code, s.echec
      from facturation.statut s
        left join facturation.facture f on f.organisme_id = s.organisme_id and f.id = s.facture_id
        left join facturation.recue r on r.organisme_id = s.organisme_id and r.id = s.recue_id
      where s.organisme_id = (select app.organisme()) and s.a_envoyer and s.echec is not null and s.appris_le > ${depuis}::timestamptz
        and not exists (select from facturation.statut x
          where x.organisme_id = s.organisme_id and x.facture_id is not distinct from s.facture_id
            and x.recue_id is not distinct from s.recue_id and x.code = s.code and x.a_envoyer and x.appris_le > s.appris_le)
      order by s.appris_le desc, s.id limit 50`.execute(tx)
  ).rows

/**
 * Les factures déposées par la plateforme dont des lignes sont taxées, et ce qui en fut dit encaissé. Ce qu’elle a refusé n’est pas dit : cela
 * se redit, un jour plus tard (`apres`) au plus tôt.
 */
type FactureTaxeeDeposee = {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly ttc: Montant
  readonly regle: Montant
  readonly lignes: readonly { readonly montant: Montant; readonly taux: number }[]
  readonly dits: readonly Encaisse[]
}
export const taxeesDeposees = async (tx: TenantTx, apres: Date): Promise<readonly FactureTaxeeDeposee[]> =>
  (
    await sql<FactureTaxeeDeposee>`select f.id, f.activite_id as activite, f.total_ttc_centimes as ttc,
        coalesce((select sum(i.montant_centimes) from facturation.imputation i
          where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0)::bigint as regle,
        (select jsonb_agg(jsonb_build_object('montant', l.montant_ht_centimes, 'taux', l.taux_points)) from facturation.ligne l
          where l.organisme_id = f.organisme_id and l.facture_id = f.id) as lignes,
        coalesce((select jsonb_agg(e) from facturation.statut s, jsonb_array_elements(s.encaisse) e
          where s.organisme_id = f.organisme_id and s.facture_id = f.id and s.code = 212 and s.dit and s.echec is null), '[]'::jsonb) as dits
      from facturation.facture f
        join facturation.depot d on d.organisme_id = f.organisme_id and d.facture_id = f.id
      where f.organisme_id = (select app.organisme()) and f.genre <> 'avoir' and d.voie = 'plateforme' and d.flux is not null
        and d.clos_le is null and f.total_tva_centimes > 0
        and not exists (select from facturation.statut s where s.organisme_id = f.organisme_id and s.facture_id = f.id and s.code = 212
          and s.dit and s.echec is not null and s.appris_le > ${apres}::timestamptz)`.execute(tx)
  ).rows

export type Exigence = {
  readonly engagement: boolean
  readonly service: boolean
}
/** Ce que cet acheteur public exige ; rien de dit : rien. */
export const exigenceDe = async (tx: TenantTx, entreprise: EntrepriseId): Promise<Exigence | undefined> =>
  (
    await sql<Exigence>`select engagement, service from facturation.exigence
      where organisme_id = (select app.organisme()) and entreprise_id = ${entreprise}::uuid`.execute(tx)
  ).rows[0]
