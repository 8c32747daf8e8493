/** Les versements qu’un contrat prévoit et qu’aucune facture ne demande encore. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import type { DossierId } from '#modules/inscriptions/index.ts'
import { etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type VersementPrevu = {
  readonly session: string
  readonly dossier: DossierId
  readonly client: string
  readonly jour: DateCivile
  readonly montant: Montant
}

/** D’ici à un jour dit, le plus proche d’abord ; un dossier déjà facturé se suit par ses factures. */
export const versementsPrevus = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
): Promise<VersementPrevu[]> =>
  (
    await sql<VersementPrevu>`with v as materialized (select v.* from inscriptions.echeance v
        where v.organisme_id = (select app.organisme()) and v.jour between ${du}::date and ${au}::date order by v.jour, v.id limit 60)
      select d.session_id as session, d.id as dossier, coalesce(q.prenom || ' ' || q.nom, e.nom) as client,
        v.jour, v.montant_centimes as montant
      from v join inscriptions.dossier d on d.organisme_id = v.organisme_id and d.id = v.dossier_id
        join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id and s.etat not in ${cesMots(etatsSansAction)}
        left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
        left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      where d.signe_le is not null and d.retracte_le is null
        and not exists (select from facturation.facture f where f.organisme_id = d.organisme_id and f.dossier_id = d.id and f.genre <> 'avoir')
      order by v.jour, v.id limit 40`.execute(tx)
  ).rows
