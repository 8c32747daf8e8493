import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { PieceAViser } from './visas.ts'

/** Vrai si la décision est neuve : deux personnes qui visent ensemble n’en gardent qu’une. */
export const garderVisa = async (
  tx: TenantTx,
  v: {
    readonly piece: PieceId
    readonly activite: ActiviteId | null
    readonly decision: 'accorde' | 'refuse'
    readonly motif: string
    /** Ce qu’il faut faire avant que la pièce parte ; vide : rien. */
    readonly conditions: string
    readonly le: Date
    /** Les visas d’un même geste. */
    readonly lot: string | null
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into cae.visa (activite_id, piece_id, decision, motif, conditions, decide_le, lot_id)
    values (${v.activite}::uuid, ${v.piece}::uuid, ${v.decision}, ${v.motif}, ${v.conditions}, ${v.le}::timestamptz, ${v.lot}::uuid)
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Le second visa, son refus, ou la levée des conditions. Faux : quelqu’un l’a déjà fait. */
export const ajouterSuite = async (
  tx: TenantTx,
  s: {
    readonly sorte: 'piece' | 'facture'
    /** La pièce, ou le visa de la facture. */
    readonly objet: string
    readonly activite: ActiviteId | null
    readonly genre: 'second' | 'refus' | 'levee'
    readonly note: string
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into cae.suite_de_visa (activite_id, id, piece_id, visa_facture_id, genre, note, le)
    values (${s.activite}::uuid, ${newId()}::uuid, ${s.sorte === 'piece' ? s.objet : null}::uuid, ${s.sorte === 'facture' ? s.objet : null}::uuid,
      ${s.genre}, ${s.note}, ${s.le}::timestamptz) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Un pas du visa de ce qui engage sans pièce ; le mot dit ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDObjet`). */
export const viserObjet = async (
  tx: TenantTx,
  id: PieceId,
  pas: 'ouverture' | 'accord' | 'refus' | 'levee',
  { note = '', lot = null, le }: { readonly note?: string; readonly lot?: string | null; readonly le: Date },
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.viser_objet(${id}::uuid, ${pas}, ${note}, ${lot}::uuid, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'introuvable'

/** La personne a ouvert cette pièce, ou ce projet dans cette version : la première fois compte. */
export const noterOuverture = async (
  tx: TenantTx,
  p: Pick<PieceAViser, 'id' | 'sorte' | 'version' | 'activite'>,
  le: Date,
): Promise<void> => {
  if (p.sorte === 'objet') {
    await viserObjet(tx, p.id, 'ouverture', { le })
    return
  }
  await (p.sorte === 'piece'
    ? sql`insert into cae.ouverture (activite_id, piece_id) values (${p.activite}::uuid, ${p.id}::uuid)
    on conflict do nothing`
    : sql`insert into cae.ouverture_de_projet (activite_id, projet_id, version) values (${p.activite}::uuid, ${p.id}::uuid, ${p.version}::int)
    on conflict do nothing`
  ).execute(tx)
}
