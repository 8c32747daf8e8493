import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId, MouvementId, Moyen, ReglementId } from '../domain/facture.ts'
import type { FichesDuPayeur } from '../domain/payeur.ts'
import type { FactureDue } from '../domain/rapprocher.ts'

export type ReglementAEcrire = {
  readonly id: ReglementId
  readonly activite: ActiviteId
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly payeur: string
  readonly jour: DateCivile
  readonly montant: Montant
  readonly moyen: Moyen
  readonly reference: string | null
  readonly mouvement: MouvementId | null
  readonly annule: ReglementId | null
  /** Le règlement dont celui-ci rend l’avance. */
  readonly rend?: ReglementId | null
  readonly le: Date
}

export type ReglementLu = {
  readonly id: ReglementId
  readonly activite: ActiviteId
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly jour: DateCivile
  readonly montant: Montant
  readonly moyen: Moyen
  readonly annule: boolean
  /** Une part en a été rendue au payeur. */
  readonly rendu: boolean
  /** Le règlement dont celui-ci rend l’avance. */
  readonly rend: ReglementId | null
  readonly imputations: readonly {
    readonly facture: FactureId
    readonly activite: ActiviteId
    readonly montant: Montant
  }[]
}

export const lireReglement = async (tx: TenantTx, id: ReglementId): Promise<ReglementLu | undefined> => {
  const [r] = (
    await sql<
      Omit<ReglementLu, 'imputations'>
    >`select r.id, r.activite_id as activite, r.payeur_nom as payeur,
        r.payeur_entreprise_id as "payeurEntreprise", r.payeur_personne_id as "payeurPersonne", r.jour, r.montant_centimes as montant,
        r.moyen, r.rend_id as rend, exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id) as annule,
        exists (select from facturation.reglement x where x.organisme_id = r.organisme_id and x.rend_id = r.id
          and not exists (select from facturation.reglement n where n.organisme_id = x.organisme_id and n.annule_id = x.id)) as rendu
      from facturation.reglement r where r.id = ${id}::uuid and r.annule_id is null`.execute(tx)
  ).rows
  if (!r) return undefined
  const { rows } = await sql<
    ReglementLu['imputations'][number]
  >`select i.facture_id as facture, f.activite_id as activite,
      sum(i.montant_centimes)::bigint as montant
    from facturation.imputation i join facturation.facture f on f.organisme_id = i.organisme_id and f.id = i.facture_id
    where i.reglement_id = ${id}::uuid group by 1, 2 having sum(i.montant_centimes) <> 0`.execute(tx)
  return { ...r, imputations: rows }
}

export type FactureOuverte = FactureDue & {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly emiseLe: DateCivile
  readonly echeance: DateCivile | null
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly niveaux: readonly number[]
  /** L’instant de la dernière relance partie. */
  readonly relanceeA: Date | null
}

/** Ce qui reste dû, la plus ancienne facture d’abord ; d’un payeur, ses fiches réunies, ou de tous. */
export const facturesOuvertes = async (tx: TenantTx, qui?: FichesDuPayeur): Promise<FactureOuverte[]> => {
  const siennes = !qui
    ? sql`true`
    : 'entreprises' in qui
      ? sql`f.payeur_entreprise_id = any (${`{${qui.entreprises.join(',')}}`}::uuid[])`
      : sql`f.payeur_personne_id = any (${`{${qui.personnes.join(',')}}`}::uuid[])`
  return (
    await sql<FactureOuverte>`with s as (
        select f.organisme_id, f.id, f.total_ttc_centimes
            + coalesce((select sum(v.total_ttc_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)
            - coalesce((select sum(i.montant_centimes) from facturation.imputation i where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0) as solde
          from facturation.facture f
         where f.genre <> 'avoir' and coalesce((select a.retiree from facturation.affectation a
           where a.organisme_id = f.organisme_id and a.facture_id = f.id order by a.rang desc limit 1), false) = false
           and ${siennes})
      select f.id, f.activite_id as activite, f.numero, f.payeur_nom as payeur, f.emise_le as "emiseLe", f.echeance,
          f.payeur_entreprise_id as "payeurEntreprise", f.payeur_personne_id as "payeurPersonne", s.solde::bigint as solde,
          array(select r.niveau::int from facturation.relance r where r.organisme_id = f.organisme_id and r.facture_id = f.id order by r.niveau) as niveaux,
          (select max(r.envoyee_le) from facturation.relance r where r.organisme_id = f.organisme_id and r.facture_id = f.id) as "relanceeA"
        from s join facturation.facture f on f.organisme_id = s.organisme_id and f.id = s.id
       where s.solde > 0 order by f.emise_le, f.id limit 2000`.execute(tx)
  ).rows
}

// ─── Le relevé ───────────────────────────────────────────────────────────────────────────────────────────────────

export type MouvementLu = {
  readonly id: MouvementId
  readonly activite: ActiviteId
  readonly jour: DateCivile
  readonly montant: Montant
  readonly libelle: string
}

/** Les encaissements du relevé que rien n’explique encore, le plus ancien d’abord. */
export const mouvementsARapprocher = async (tx: TenantTx): Promise<MouvementLu[]> =>
  (
    await sql<MouvementLu>`select m.id, m.activite_id as activite, m.jour, m.montant_centimes as montant, m.libelle
      from facturation.mouvement m where m.montant_centimes > 0 and m.ecarte_le is null
        and not exists (select from facturation.reglement r where r.organisme_id = m.organisme_id and r.mouvement_id = m.id)
      order by m.jour, m.id limit 200`.execute(tx)
  ).rows

export const lireRelance = async (
  tx: TenantTx,
  facture: FactureId,
  niveau: number,
): Promise<
  | {
      readonly destinataire: string
      readonly objet: string
      readonly texte: string
      readonly activite: ActiviteId
    }
  | undefined
> =>
  (
    await sql<{
      activite: ActiviteId
      destinataire: string
      objet: string
      texte: string
    }>`select activite_id as activite, destinataire, objet, texte from facturation.relance
      where facture_id = ${facture}::uuid and niveau = ${niveau}::smallint`.execute(tx)
  ).rows[0]

export type PenalitesAnnoncees = {
  /** Les a-t-elle annoncées ? */
  readonly dites: boolean
  /** Leur taux annuel, en points de base ; nul : la facture ne le chiffre pas. */
  readonly points: number | null
}
/** Ce que la pièce figée d’une facture dit de son retard. */
export const penalitesAnnoncees = async (
  tx: TenantTx,
  piece: PieceId,
): Promise<PenalitesAnnoncees | undefined> =>
  (
    await sql<PenalitesAnnoncees>`select coalesce(p.donnees::jsonb #>> '{reglement,penalites}', '') <> '' as dites,
        (p.donnees::jsonb #>> '{reglement,tauxPenalites}')::int as points
      from documents.piece p where p.organisme_id = (select app.organisme()) and p.id = ${piece}::uuid`.execute(
      tx,
    )
  ).rows[0]

/** Par payeur, la médiane des jours entre l’échéance d’une facture et le dernier versement qui l’a payée ; signée. Un versement annulé ou rendu n’en est pas un. */
export const habitudesDePaiement = async (tx: TenantTx): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ payeur: string; jours: number }>`with payees as (
      select coalesce(f.payeur_entreprise_id, f.payeur_personne_id)::text as payeur, f.echeance,
          max(r.jour) filter (where r.montant_centimes > 0 and not exists (select from facturation.reglement n
            where n.organisme_id = r.organisme_id and n.annule_id = r.id)) as jour,
          f.total_ttc_centimes
            + coalesce((select sum(v.total_ttc_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)
            - sum(i.montant_centimes) as reste
        from facturation.facture f
          join facturation.imputation i on i.organisme_id = f.organisme_id and i.facture_id = f.id
          join facturation.reglement r on r.organisme_id = i.organisme_id and r.id = i.reglement_id
       where f.organisme_id = (select app.organisme()) and f.echeance is not null and f.total_ttc_centimes > 0
         and (f.payeur_entreprise_id is not null or f.payeur_personne_id is not null)
       group by f.organisme_id, f.id, f.payeur_entreprise_id, f.payeur_personne_id, f.echeance, f.total_ttc_centimes)
    select p.payeur, percentile_disc(0.5) within group (order by p.jour - p.echeance)::int as jours
      from payees p where p.reste <= 0 and p.jour is not null group by p.payeur`.execute(tx)
  return new Map(rows.map((r) => [r.payeur, r.jours]))
}
