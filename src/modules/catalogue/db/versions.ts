import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Contenu, lireContenu } from '../domain/contenu.ts'
import type { Nature, OffreId, VersionId } from '../domain/offre.ts'

/** Une version figée : ce que la session a promis et que la convention annexe. */
export type Version = {
  readonly id: VersionId
  readonly offre: OffreId
  readonly activite: ActiviteId
  /** 1, 2, 3… dans l’ordre des adoptions de cette offre. */
  readonly numero: number
  readonly nature: Nature
  readonly contenu: Contenu
  readonly figeeLe: Date
  readonly figeePar: PersonneId | null
  /** Ses parutions, la plus récente d’abord ; `retiree` nulle : en ligne. */
  readonly parutions: readonly { readonly publiee: Date; readonly retiree: Date | null }[]
}

type Ligne = {
  id: VersionId
  offre_id: OffreId
  activite_id: ActiviteId
  numero: number
  nature: Nature
  contenu: unknown
  figee_le: Date
  figee_par: PersonneId | null
  parutions: [string, string | null][] | null
}

const enVersion = (l: Ligne): Version => ({
  id: l.id,
  offre: l.offre_id,
  activite: l.activite_id,
  numero: l.numero,
  nature: l.nature,
  contenu: lireContenu(l.contenu),
  figeeLe: l.figee_le,
  figeePar: l.figee_par,
  parutions: (l.parutions ?? []).map(([publiee, retiree]) => ({
    publiee: new Date(publiee),
    retiree: retiree === null ? null : new Date(retiree),
  })),
})

const colonnes = sql`v.id, v.offre_id, v.activite_id, v.numero, v.nature, v.contenu, v.figee_le, v.figee_par,
  (select jsonb_agg(jsonb_build_array(f.publiee_le, f.retiree_le) order by f.publiee_le desc) from catalogue.fiche f
    where f.organisme_id = v.organisme_id and f.version_id = v.id) as parutions`

/** La version demandée : ce qu’une session ou une pièce a figé. */
export const lireVersion = async (tx: TenantTx, id: VersionId): Promise<Version | undefined> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.version v where v.id = ${id}`.execute(
    tx,
  )
  return rows[0] && enVersion(rows[0])
}

/** Toutes les versions d’une offre, la dernière d’abord. */
export const listerVersions = async (tx: TenantTx, offre: OffreId): Promise<Version[]> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.version v
    where v.offre_id = ${offre} order by v.numero desc limit 200`.execute(tx)
  return rows.map(enVersion)
}

export type VersionFigee = { readonly id: VersionId; readonly numero: number }
