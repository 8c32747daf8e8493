/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDAchat`). */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { DecisionId, PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Achat, AchatId, OffreRecue, OffreRecueId } from '../domain/achats.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

export type AOuvrir = Pick<Achat, 'genre' | 'objet' | 'besoin' | 'unite' | 'volumesJusquAu'> & {
  readonly pole: PoleId
}
export const ouvrirAchat = (tx: TenantTx, id: AchatId, a: AOuvrir, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_ouvrir(${id}::uuid, ${a.pole}::uuid, ${a.genre}, ${a.objet}, ${a.besoin}, ${a.unite}, ${a.volumesJusquAu}::date,
      ${le}::timestamptz) as r`,
  )
/** Zéro : la coopérative n’en prendrait pas. Sans quantité, ce qu’elle avait dit s’efface. */
export const direVolume = (tx: TenantTx, achat: AchatId, quantite: number | null, texte: string, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_dire(${achat}::uuid, ${quantite}::integer, ${texte}, ${le}::timestamptz) as r`,
  )
export const cloreVolumes = (tx: TenantTx, achat: AchatId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.achat_clore(${achat}::uuid, ${le}::timestamptz) as r`)
export const noterOffre = (
  tx: TenantTx,
  id: OffreRecueId,
  achat: AchatId,
  o: Omit<OffreRecue, 'id'>,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_offrir(${id}::uuid, ${achat}::uuid, ${o.fournisseur}, ${o.prix}::bigint, ${o.conditions}, ${le}::timestamptz) as r`,
  )
export type ARetenir = {
  readonly offre: OffreRecueId
  readonly decision: DecisionId
  readonly conditions: string
  readonly jusquAu: DateCivile
}
export const retenirOffre = (tx: TenantTx, achat: AchatId, r: ARetenir, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_retenir(${achat}::uuid, ${r.offre}::uuid, ${r.decision}::uuid, ${r.conditions}, ${r.jusquAu}::date,
      ${le}::timestamptz) as r`,
  )
/** Zéro : la coopérative ne rejoint pas, ou s’en retire. Sans quantité, sa réponse s’efface. */
export const rejoindreAchat = (tx: TenantTx, achat: AchatId, quantite: number | null, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_rejoindre(${achat}::uuid, ${quantite}::integer, ${le}::timestamptz) as r`,
  )
export const suivreAchat = (tx: TenantTx, id: Id<'SuiviDAchat'>, achat: AchatId, texte: string, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.achat_suivre(${id}::uuid, ${achat}::uuid, ${texte}, ${le}::timestamptz) as r`,
  )
export const finirAchat = (tx: TenantTx, achat: AchatId, issue: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.achat_finir(${achat}::uuid, ${issue}, ${le}::timestamptz) as r`)
