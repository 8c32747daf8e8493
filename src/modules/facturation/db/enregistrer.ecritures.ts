import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { EcritureDAilleurs } from '../domain/d-ailleurs.ts'
import type { ChargeId, FactureId } from '../domain/facture.ts'
import type { ChargeAEcrire, ExerciceLu } from './enregistrer.ts'

export const ajouterCharge = async (tx: TenantTx, c: ChargeAEcrire): Promise<boolean> =>
  (
    await sql`insert into facturation.charge (id, activite_id, jour, compte, libelle, fournisseur, montant_ht_centimes, formateur,
        prestation_formation, part_formation_points, session_id, outil, numero, enregistree_le)
      values (${c.id}, ${c.activite}::uuid, ${c.jour}::date, ${c.compte}, ${c.libelle}, ${c.fournisseur}, ${c.ht}::bigint, ${c.formateur},
        ${c.prestation}, ${c.part}::int, ${c.session}::uuid, ${c.outil && c.numero ? c.outil : null}, ${c.outil ? c.numero : null},
        ${c.le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const ajouterEcriture = async (
  tx: TenantTx,
  e: EcritureDAilleurs & {
    readonly activite: ActiviteId
    readonly outil: string
    readonly factureId: FactureId | null
    /** Sa place parmi les lignes de même numéro, le même jour, dans le même journal ; à partir de 1. */
    readonly rang: number
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.ecriture (id, activite_id, jour, journal, compte, libelle, debit_centimes, credit_centimes, facture_id,
        outil, numero, rang, enregistree_le)
      values (${newId<'Ecriture'>()}, ${e.activite}::uuid, ${e.jour}::date, ${e.journal}, ${e.compte}, ${e.libelle}, ${e.debit}::bigint,
        ${e.credit}::bigint, ${e.factureId}::uuid, ${e.outil}, ${e.numero}, ${e.rang}::smallint, ${e.le}::timestamptz)
      on conflict (organisme_id, outil, journal, numero, jour, rang) do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const retirerCharge = async (
  tx: TenantTx,
  id: ChargeId,
  motif: string,
  le: Date,
): Promise<{ readonly activite: ActiviteId; readonly jour: DateCivile } | undefined> =>
  (
    await sql<{
      activite: ActiviteId
      jour: DateCivile
    }>`update facturation.charge set retiree_le = ${le}::timestamptz, retrait_motif = ${motif}
      where id = ${id}::uuid and retiree_le is null returning activite_id as activite, jour`.execute(tx)
  ).rows[0]

export const garderExercice = async (tx: TenantTx, e: ExerciceLu, le: Date): Promise<boolean> =>
  (
    await sql`insert into facturation.exercice as x (debut, fin, chiffre_affaires_centimes, produits_formation_centimes, modifie_le)
      values (${e.debut}::date, ${e.fin}::date, ${e.chiffreAffaires}::bigint, ${e.produitsFormation}::bigint, ${le}::timestamptz)
      on conflict (organisme_id, debut) do update set fin = excluded.fin, chiffre_affaires_centimes = excluded.chiffre_affaires_centimes,
        produits_formation_centimes = excluded.produits_formation_centimes, modifie_le = excluded.modifie_le,
        modifie_par = excluded.modifie_par, version = x.version + 1 where x.version = ${e.version}`.execute(
      tx,
    )
  ).numAffectedRows === 1n
