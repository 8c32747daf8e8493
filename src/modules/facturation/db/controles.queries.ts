/** Ce que les contrôles d’une session lisent de ses factures : les faits figés de chacune, à comparer aux autres pièces. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { DossierId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId } from '../domain/facture.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'

export type FactureDeSession = {
  readonly id: FactureId
  readonly numero: string
  readonly emiseLe: Date
  readonly dossier: DossierId | null
  /** De service, début et fin compris ; nulle d’un acompte. */
  readonly periode: { readonly du: string; readonly au: string } | null
  /** Ce que dit le papier de la formation ; nul si la facture vient d’un autre outil, ou n’en dit rien. */
  readonly action: { readonly intitule: string; readonly lieu: string; readonly minutes: number } | null
}

/**
 * Les factures et acomptes de la session qui valent encore : un avoir n’en est pas une, et celle qu’il rend en entier ne
 * compte plus. Une facture reclassée est lue là où sa dernière affectation la met.
 */
export const facturesDeLaSession = async (tx: TenantTx, session: SessionId): Promise<FactureDeSession[]> =>
  (
    await sql<
      Omit<FactureDeSession, 'periode' | 'action'> & {
        du: DateCivile | null
        au: DateCivile | null
        donnees: string | null
      }
    >`select f.id, f.numero, f.enregistree_le as "emiseLe", f.periode_du as du, f.periode_au as au, p.donnees,
        case when a.facture_id is null then f.dossier_id else a.dossier_id end as dossier
      from facturation.facture f
        left join documents.piece p on p.organisme_id = f.organisme_id and p.id = f.piece_id
        left join lateral (select x.facture_id, x.session_id, x.dossier_id, x.retiree from facturation.affectation x
          where x.organisme_id = f.organisme_id and x.facture_id = f.id order by x.rang desc limit 1) a on true
     where f.organisme_id = (select app.organisme()) and f.genre <> 'avoir' and a.retiree is not true
       and (f.session_id = ${session}::uuid or a.session_id = ${session}::uuid)
       and case when a.facture_id is null then f.session_id else a.session_id end = ${session}::uuid
       and not exists (select from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id
         having sum(v.total_ttc_centimes) + f.total_ttc_centimes <= 0)
     order by f.emise_le, f.numero, f.id`.execute(tx)
  ).rows.map(({ du, au, donnees, ...f }) => {
    // Émise ici, c’est le papier qui parle ; enregistrée, ce qui en a été saisi.
    const papier = donnees === null ? undefined : (JSON.parse(donnees) as Partial<FactureV1>)
    const action = papier?.action
    const periode = papier ? papier.periode : du && au ? { du, au } : undefined
    return {
      ...f,
      periode: periode ?? null,
      action: action ? { intitule: action.intitule, lieu: action.lieu, minutes: action.minutes } : null,
    }
  })
