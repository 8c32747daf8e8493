/** Ce qu’un payeur a versé et qui ne paie aucune facture : le reste de chaque règlement, une fois ôté ce qui en fut rendu. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Moyen, ReglementId } from '../domain/facture.ts'
import { sansFicheAuNom } from './comptes.queries.ts'

export type AvanceLue = {
  readonly reglement: ReglementId
  readonly activite: ActiviteId
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly jour: DateCivile
  readonly moyen: Moyen
  readonly verse: Montant
  readonly reste: Montant
}

type De =
  | { readonly entreprises: readonly string[] }
  | { readonly personnes: readonly string[] }
  /** Un payeur sans fiche : son nom, replié. */
  | { readonly nom: string }
  | { readonly reglement: string }

const parmi = (colonne: string, ids: readonly string[]) =>
  sql`${sql.ref(colonne)} = any (${`{${ids.join(',')}}`}::uuid[])`

/** Les avances qui restent, la plus ancienne d’abord : de ces fiches, d’un nom sans fiche, ou d’un seul règlement. */
export const lireAvances = async (tx: TenantTx, de: De): Promise<AvanceLue[]> => {
  const qui =
    'reglement' in de
      ? sql`r.id = ${de.reglement}::uuid`
      : 'entreprises' in de
        ? parmi('r.payeur_entreprise_id', de.entreprises)
        : 'nom' in de
          ? sansFicheAuNom('r', de.nom)
          : parmi('r.payeur_personne_id', de.personnes)
  return (
    await sql<AvanceLue>`select * from (
        select r.id as reglement, r.activite_id as activite, r.payeur_nom as payeur, r.payeur_entreprise_id as "payeurEntreprise",
          r.payeur_personne_id as "payeurPersonne", r.jour, r.moyen, r.montant_centimes as verse,
          (r.montant_centimes
            - coalesce((select sum(i.montant_centimes) from facturation.imputation i where i.organisme_id = r.organisme_id and i.reglement_id = r.id), 0)
            + coalesce((select sum(x.montant_centimes) from facturation.reglement x where x.organisme_id = r.organisme_id and x.rend_id = r.id
                and not exists (select from facturation.reglement n where n.organisme_id = x.organisme_id and n.annule_id = x.id)), 0))::bigint as reste
        from facturation.reglement r
        where r.organisme_id = (select app.organisme()) and ${qui} and r.montant_centimes > 0 and r.annule_id is null
          and not exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id)) a
      where a.reste > 0 order by a.jour, a.reglement`.execute(tx)
  ).rows
}
