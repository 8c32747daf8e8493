/** Ce que le bilan pédagogique et financier lit de l’argent : produits, charges, chiffre d’affaires, écritures. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Dispositif, DossierId, InscriptionId } from '#modules/inscriptions/index.ts'
import type { Exercice } from '#modules/organisme/index.ts'
import { coupees, type SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ChargeId, FactureId, GenreFacture, Nature, Provenance } from '../domain/facture.ts'

/** Une ligne de facture ou d’avoir, telle que le bilan la compte. */
export type ProduitLu = {
  readonly facture: FactureId
  readonly rang: number
  readonly provenance: Provenance
  readonly genre: GenreFacture
  /** « coforme » pour celles d’ici ; sinon l’outil qui l’a émise. */
  readonly outil: string
  readonly numero: string
  readonly emiseLe: DateCivile
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly subrogation: boolean
  /** La ligne du cadre C ; nulle : à affecter, et le bilan ne la devine pas (R20). */
  readonly origine: Dispositif | null
  readonly nature: Nature
  readonly libelle: string
  /** Hors taxes ; négatif d’un avoir, ou d’un acompte déduit. */
  readonly montant: Montant
  /** Points de base : 2000 pour 20 %. */
  readonly taux: number
  readonly activite: ActiviteId
  readonly session: SessionId | null
  readonly dossier: DossierId | null
  readonly inscription: InscriptionId | null
  readonly periode: { readonly du: DateCivile; readonly au: DateCivile } | null
  /** Une écriture de produit existe pour cette ligne : elle seule dit l’exercice (R16). */
  readonly aEcritures: boolean
  /** Ce que ces écritures rattachent à l’exercice demandé ; nul sans écriture. */
  readonly rattache: Montant | null
  /** Le premier jour d’écriture, pour dire d’où l’on tient le rattachement. */
  readonly ecritureLe: DateCivile | null
}

/**
 * Les lignes qui peuvent toucher l’exercice : une écriture, la date, la période de service ou une demi-journée de leur
 * session y tombe. À celui qui lit de rattacher : écriture, sinon prorata des séances, sinon date du service (ou d’émission).
 */
export const produitsDeLExercice = async (tx: TenantTx, e: Exercice): Promise<ProduitLu[]> =>
  (
    await sql<
      Omit<ProduitLu, 'periode' | 'aEcritures'> & { du: DateCivile | null; au: DateCivile | null }
    >`with e as (
        select x.organisme_id, x.facture_id, x.ligne_id, x.jour, x.credit_centimes - x.debit_centimes as montant
          from facturation.ecriture x where x.facture_id is not null and x.compte >= '7' and x.compte < '8'
      ), siennes as (
        select distinct s.organisme_id, s.session_id from sessions.seance s
          where s.jour between ${e.debut}::date and ${e.fin}::date
            and (s.tenue or s.id in (select z.id from ${coupees(sql`select c.session_id from sessions.seance c
              where not c.tenue and c.jour between ${e.debut}::date and ${e.fin}::date`)} z))
      ), parts as (
        select f.organisme_id, f.facture_id, f.rang, min(e.jour) as jour,
            (sum(e.montant) filter (where e.jour between ${e.debut}::date and ${e.fin}::date))::bigint as montant
          from e join facturation.produit f on f.organisme_id = e.organisme_id and f.facture_id = e.facture_id
            and (f.ligne_id = e.ligne_id or (e.ligne_id is null and f.rang = (select min(l.rang) from facturation.ligne l
              where l.organisme_id = e.organisme_id and l.facture_id = e.facture_id)))
          group by 1, 2, 3
      )
      select p.facture_id as facture, p.rang, p.provenance, p.genre, p.outil, p.numero, p.emise_le as "emiseLe",
          p.payeur_nom as payeur, p.payeur_entreprise_id as "payeurEntreprise", p.payeur_personne_id as "payeurPersonne",
          p.subrogation, p.origine, p.nature, p.libelle, p.montant_ht_centimes as montant, p.taux_points as taux,
          p.activite_id as activite, p.session_id as session, p.dossier_id as dossier, p.inscription_id as inscription,
          p.periode_du as du, p.periode_au as au, q.jour as "ecritureLe",
          case when q.facture_id is not null then coalesce(q.montant, 0) end as rattache
        from facturation.produit p
          left join parts q on q.organisme_id = p.organisme_id and q.facture_id = p.facture_id and q.rang = p.rang
       where p.emise_le between ${e.debut}::date and ${e.fin}::date
          or (p.periode_du <= ${e.fin}::date and p.periode_au >= ${e.debut}::date)
          or q.facture_id is not null
          or exists (select from siennes s where s.organisme_id = p.organisme_id and s.session_id = p.session_id)
       order by p.emise_le, p.numero, p.facture_id, p.rang`.execute(tx)
  ).rows.map(({ du, au, ...r }) => ({
    ...r,
    periode: du && au ? { du, au } : null,
    aEcritures: r.rattache !== null,
  }))

export type ChargeDuBilan = {
  readonly id: ChargeId
  readonly activite: ActiviteId
  readonly jour: DateCivile
  readonly compte: string
  readonly libelle: string
  readonly fournisseur: string | null
  /** Hors taxes, la charge entière. */
  readonly montant: Montant
  /** Ce qui tient à la formation, en points de base (R22). */
  readonly partFormation: number
  readonly formateur: boolean
  readonly prestationFormation: boolean
  readonly session: SessionId | null
  readonly outil: string | null
  readonly numero: string | null
}

/** Les charges datées de l’exercice et non retirées. */
export const chargesDeLExercice = async (tx: TenantTx, e: Exercice): Promise<ChargeDuBilan[]> =>
  (
    await sql<ChargeDuBilan>`select c.id, c.activite_id as activite, c.jour, c.compte, c.libelle, c.fournisseur,
        c.montant_ht_centimes as montant, c.part_formation_points as "partFormation", c.formateur,
        c.prestation_formation as "prestationFormation", c.session_id as session, c.outil, c.numero
      from facturation.charge c
     where c.retiree_le is null and c.jour between ${e.debut}::date and ${e.fin}::date
     order by c.jour, c.id`.execute(tx)
  ).rows

/** Ce que la comptabilité dit d’un exercice ; rien tant que personne ne l’a saisi. */
export type ChiffresDExercice = Exercice & {
  /** Comptes 70, hors taxes. */
  readonly chiffreAffaires: Montant
  /** Comptes 70 et 74 de la formation, pour rapprocher (V26) ; nul : non dit. */
  readonly produitsFormation: Montant | null
  readonly version: number
}
export const chiffresDeLExercice = async (
  tx: TenantTx,
  e: Exercice,
): Promise<ChiffresDExercice | undefined> =>
  (
    await sql<ChiffresDExercice>`select debut, fin, chiffre_affaires_centimes as "chiffreAffaires",
        produits_formation_centimes as "produitsFormation", version
      from facturation.exercice where debut = ${e.debut}::date and fin = ${e.fin}::date`.execute(tx)
  ).rows[0]

export type EcritureLue = {
  readonly id: Id<'Ecriture'>
  readonly activite: ActiviteId
  readonly jour: DateCivile
  readonly journal: string
  readonly compte: string
  readonly libelle: string
  readonly debit: Montant
  readonly credit: Montant
  readonly facture: FactureId | null
  readonly ligne: number | null
  readonly charge: ChargeId | null
  readonly outil: string
  readonly numero: string
}
export const ecrituresDeLExercice = async (tx: TenantTx, e: Exercice): Promise<EcritureLue[]> =>
  (
    await sql<EcritureLue>`select x.id, x.activite_id as activite, x.jour, x.journal, x.compte, x.libelle,
        x.debit_centimes as debit, x.credit_centimes as credit, x.facture_id as facture, l.rang as ligne,
        x.charge_id as charge, x.outil, x.numero
      from facturation.ecriture x left join facturation.ligne l on l.organisme_id = x.organisme_id and l.id = x.ligne_id
     where x.jour between ${e.debut}::date and ${e.fin}::date
     order by x.jour, x.outil, x.numero, x.id`.execute(tx)
  ).rows

export type HeuresFacturees = {
  readonly inscription: InscriptionId
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  /** Factures moins avoirs. Deux payeurs d’une même personne facturent chacun les mêmes heures. */
  readonly minutes: number
}
/** Les heures facturées, par inscription et par payeur : chacun ne doit que les heures suivies. */
export const heuresFactureesDe = async (tx: TenantTx, session: SessionId): Promise<HeuresFacturees[]> =>
  (
    await sql<HeuresFacturees>`select h.inscription_id as inscription, f.payeur_entreprise_id as "payeurEntreprise",
        f.payeur_personne_id as "payeurPersonne", min(f.payeur_nom) as payeur, sum(h.minutes)::int as minutes
      from facturation.heures h
        join inscriptions.inscription i on i.organisme_id = h.organisme_id and i.id = h.inscription_id
        join facturation.facture f on f.organisme_id = h.organisme_id and f.id = h.facture_id
     where i.session_id = ${session} group by 1, 2, 3 order by 1, 4`.execute(tx)
  ).rows

/**
 * Les heures facturées de chaque inscription, à comparer aux heures du certificat : la plus grande de ses payeurs, puisque
 * chacun paie sa part des mêmes heures. Une inscription jamais facturée n’y est pas.
 */
export const heuresParInscription = (
  lues: readonly HeuresFacturees[],
): ReadonlyMap<InscriptionId, number> => {
  const rendu = new Map<InscriptionId, number>()
  for (const h of lues) rendu.set(h.inscription, Math.max(rendu.get(h.inscription) ?? 0, h.minutes))
  return rendu
}
