import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Nature } from '../domain/facture.ts'

export type PieceADeclarer = {
  readonly numero: string
  readonly jour: DateCivile
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly formation: boolean
  /** Les textes figés qui y justifient un taux nul. */
  readonly exonerations: readonly string[]
  readonly lignes: readonly {
    readonly nature: Nature
    readonly montant: Montant
    readonly taux: number
    readonly bien: boolean
  }[]
  readonly reglements: readonly { readonly jour: DateCivile; readonly montant: Montant }[]
}

/** Les pièces émises ici dans ces jours, ou payées dans ces jours, avec tout ce qui les a payées jusque-là. */
export const piecesADeclarer = async (
  tx: TenantTx,
  p: { readonly du: DateCivile; readonly au: DateCivile },
): Promise<readonly PieceADeclarer[]> =>
  (
    await sql<PieceADeclarer>`select f.numero, f.emise_le as jour, f.payeur_nom as payeur, f.payeur_entreprise_id as "payeurEntreprise",
        f.payeur_personne_id as "payeurPersonne", f.dossier_id is not null as formation,
        coalesce((select p.donnees::jsonb -> 'exonerations' from documents.piece p
          where p.organisme_id = f.organisme_id and p.id = f.piece_id), '[]'::jsonb) as exonerations,
        (select jsonb_agg(jsonb_build_object('nature', l.nature, 'montant', l.montant_ht_centimes, 'taux', l.taux_points, 'bien', l.bien) order by l.rang)
          from facturation.ligne l where l.organisme_id = f.organisme_id and l.facture_id = f.id) as lignes,
        coalesce((select jsonb_agg(jsonb_build_object('jour', r.jour, 'montant', i.montant_centimes) order by r.jour, i.id)
          from facturation.imputation i join facturation.reglement r on r.organisme_id = i.organisme_id and r.id = i.reglement_id
          where i.organisme_id = f.organisme_id and i.facture_id = f.id and r.jour <= ${p.au}::date), '[]'::jsonb) as reglements
      from facturation.facture f
      where f.organisme_id = (select app.organisme()) and f.provenance = 'emise'
        and exists (select from facturation.ligne l where l.organisme_id = f.organisme_id and l.facture_id = f.id)
        and (f.emise_le between ${p.du}::date and ${p.au}::date
          or exists (select from facturation.imputation i join facturation.reglement r on r.organisme_id = i.organisme_id and r.id = i.reglement_id
            where i.organisme_id = f.organisme_id and i.facture_id = f.id and r.jour between ${p.du}::date and ${p.au}::date))
      order by f.emise_le, f.numero`.execute(tx)
  ).rows
