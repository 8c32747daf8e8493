/** Les contrats dont le délai de rétractation peut courir encore, et ceux que leur lien vient de défaire. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierLu } from './dossiers.queries.ts'

/** Ce qu’il faut d’un dossier pour en calculer le délai, et pour le nommer. */
export type DossierRecent = Pick<
  DossierLu,
  'id' | 'session' | 'acheteur' | 'individuelASesFrais' | 'circonstance' | 'signeLe' | 'creeLe' | 'client'
> & {
  readonly zone: Zone
  readonly regime: 'contrat' | 'cpf'
  readonly financements: readonly Pick<DossierLu['financements'][number], 'dispositif'>[]
}

/** Signés depuis moins d’un mois : aucun délai n’est plus long, report d’un jour férié compris. */
export const contratsRecents = async (tx: TenantTx, maintenant: Date): Promise<DossierRecent[]> =>
  (
    await sql<DossierRecent>`select d.id, d.session_id as session, d.regime, d.acheteur, d.individuel_a_ses_frais as "individuelASesFrais",
        d.circonstance, d.signe_le as "signeLe", d.cree_le as "creeLe", coalesce(q.prenom || ' ' || q.nom, e.nom) as client, s.zone,
        coalesce((select jsonb_agg(jsonb_build_object('dispositif', f.dispositif) order by f.rang) from inscriptions.financement f
          where f.organisme_id = d.organisme_id and f.dossier_id = d.id), '[]') as financements
      from inscriptions.dossier d join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
        left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
        left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      where d.organisme_id = (select app.organisme()) and d.regime in ('contrat', 'cpf') and d.retracte_le is null
        and d.signe_le > ${maintenant}::timestamptz - interval '31 days' and s.etat <> 'annulee'
        and s.premier_jour >= (${maintenant}::timestamptz)::date - 400
      order by d.signe_le, d.id limit 40`.execute(tx)
  ).rows

export type RetracteEnLigne = Pick<DossierLu, 'id' | 'session' | 'client'> & {
  readonly zone: Zone
  readonly retracteLe: Date
  /** Le premier jour de sa session ; nul : elle n’a pas de dates. */
  readonly premierJour: DateCivile | null
}

/** Les rétractations arrivées par lien depuis cet instant : personne n’était là pour les recevoir. */
export const retractesEnLigne = async (tx: TenantTx, depuis: Date): Promise<RetracteEnLigne[]> =>
  (
    await sql<RetracteEnLigne>`select d.id, d.session_id as session, coalesce(q.prenom || ' ' || q.nom, '') as client, s.zone,
        d.retracte_le as "retracteLe", s.premier_jour as "premierJour"
      from inscriptions.dossier d join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
        left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
      where d.organisme_id = (select app.organisme()) and d.retracte_le > ${depuis}::timestamptz
        and exists (select from documents.signature g where g.organisme_id = d.organisme_id and g.piece_id = d.signature_piece_id
          and g.acte = 'retractation')
      order by d.retracte_le desc, d.id limit 20`.execute(tx)
  ).rows
