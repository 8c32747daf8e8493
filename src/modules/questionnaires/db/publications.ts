import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export const mesures = {
  satisfaction: 'Satisfaction à chaud',
  recommandation: 'Recommandation',
  retour: 'Taux de réponse au questionnaire à chaud',
  acquis: 'Objectifs acquis en fin de formation',
  insertion: 'Emploi, création ou poursuite d’études à six mois',
} as const

export type Mesure = keyof typeof mesures

/** Un résultat public : tout ce qu’il faut pour le refaire. */
export type Publication = {
  readonly id: string
  readonly offre: string
  readonly mesure: Mesure
  readonly libelle: string
  readonly formule: string
  readonly du: DateCivile
  readonly au: DateCivile
  readonly valeurMilliemes: number
  readonly numerateur: number
  readonly denominateur: number
  readonly interroges: number
  readonly repondants: number
  readonly publieeLe: Date
}

const colonnes = sql`p.id, p.offre_id as offre, p.mesure, p.libelle, p.formule, p.du::text, p.au::text, p.valeur_milliemes as "valeurMilliemes", p.numerateur,
  p.denominateur, p.interroges, p.repondants, p.publiee_le as "publieeLe" from questionnaires.publication p`

/** Les résultats en ligne d’une offre. */
export const lirePublications = async (tx: TenantTx, offre: string): Promise<Publication[]> =>
  (
    await sql<Publication>`select ${colonnes} where p.offre_id = ${offre} and p.retiree_le is null order by p.mesure desc`.execute(
      tx,
    )
  ).rows

/** Les mêmes en une colonne, pour qui lit la page publique de l’offre d’une seule instruction ; `relirePublications` les rend. */
export const publicationsEnColonne = (offre: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select jsonb_agg(x order by x.mesure desc) from (select ${colonnes} where p.offre_id = ${offre} and p.retiree_le is null) x)`

export const relirePublications = (lues: unknown): Publication[] =>
  ((lues ?? []) as (Omit<Publication, 'publieeLe'> & { publieeLe: string })[]).map((p) => ({
    ...p,
    publieeLe: new Date(p.publieeLe),
  }))

export const listerPublications = async (
  tx: TenantTx,
): Promise<(Publication & { readonly intitule: string })[]> =>
  (
    await sql<
      Publication & { intitule: string }
    >`select f.intitule, ${colonnes} join catalogue.offre f on f.organisme_id = p.organisme_id and f.id = p.offre_id
      where p.organisme_id = (select app.organisme()) and p.retiree_le is null order by f.pli, p.mesure desc limit 1000`.execute(
      tx,
    )
  ).rows

export type OffreSuivie = {
  readonly id: string
  readonly intitule: string
  readonly activite: ActiviteId
  readonly publiee: boolean
}

/** Les offres dont un questionnaire est parti. */
export const offresSuivies = async (tx: TenantTx): Promise<OffreSuivie[]> =>
  (
    await sql<OffreSuivie>`select f.id, f.intitule, f.activite_id as activite, exists (select from catalogue.fiche c where c.organisme_id = f.organisme_id
        and c.offre_id = f.id and c.retiree_le is null) as publiee
    from catalogue.offre f where f.organisme_id = (select app.organisme())
      and exists (select from questionnaires.campagne k where k.organisme_id = f.organisme_id and k.offre_id = f.id)
    order by f.pli, f.id limit 500`.execute(tx)
  ).rows
