import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type Contenu, enJson, lireContenu } from '../domain/contenu.ts'
import { codeNsf } from '../domain/nsf.ts'
import type { Nature, OffreAdoptee, OffreId, VersionId } from '../domain/offre.ts'

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

/** Fige l’offre telle qu’elle vient d’être adoptée. L’appelant a retenu l’offre : deux adoptions se suivent. */
export const figerVersion = async (tx: TenantTx, o: OffreAdoptee, le: Date): Promise<VersionFigee> => {
  const id = newId<'Version'>(le)
  const { rows } = await sql<{
    numero: number
  }>`insert into catalogue.version (id, activite_id, offre_id, numero, contenu,
      intitule, nature, modalite, duree_minutes, prix_centimes, nsf, objectif_f3, niveau_f3, figee_le)
    select ${id}, ${o.activite}, ${o.id}, coalesce(max(v.numero), 0) + 1, ${enJson(lireContenu(o))}::jsonb, ${o.intitule},
      ${o.nature}, ${o.modalite}, ${o.duree}, ${o.prix}, ${codeNsf(o.nsf[0]) ?? null}, ${o.f3}, ${o.niveauF3}, ${le}
      from catalogue.version v where v.offre_id = ${o.id}
    returning numero`.execute(tx)
  return { id, numero: rows[0]?.numero ?? 1 }
}
