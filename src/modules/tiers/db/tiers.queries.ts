import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { Tiers, TiersId } from '../domain/lus.ts'
import { resoudre, vive } from './renvois.ts'

export type { EntrepriseId, Tiers, TiersId } from '../domain/lus.ts'

const colonnes = sql`p.id, p.activite_id as activite, p.prenom, p.nom, p.courriel, p.telephone, p.adresse,
  p.code_postal as "codePostal", p.ville, p.entreprise_id as entreprise, e.nom as employeur, e.siret, p.pli
  from tiers.personne p left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.entreprise_id`

/** Le dernier signe d'Unicode : la borne haute d'un préfixe. */
const fin = '\u{10ffff}'

export type FiltreTiers = {
  /** Début du nom (puis du prénom) ; accents et casse indifférents. */
  readonly q?: string | undefined
}

/** Par nom, puis prénom. Rend une ligne de plus que `taille` s'il en reste (`cutPage`). */
export const listerTiers = async (
  tx: TenantTx,
  { q = '' }: FiltreTiers,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<Tiers[]> => {
  const pli = plier(q)
  const [pliCle, id] = [cle?.[0], cle?.[1]]
  const depuis = typeof pliCle === 'string' && typeof id === 'string' ? [pliCle, id] : undefined
  const { rows } = await sql<Tiers>`select ${colonnes}
    where ${pli === '' ? sql`true` : sql`p.pli >= ${pli} and p.pli < ${pli + fin}`}
      and ${
        depuis
          ? sql`(p.pli, p.id) ${sens === 'avant' ? sql`<` : sql`>`} (${depuis[0]}, ${depuis[1]}::uuid)`
          : sql`true`
      }
    order by ${sens === 'avant' ? sql`p.pli desc, p.id desc` : sql`p.pli, p.id`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows
}

/** La personne, ou celle à laquelle sa fiche a été réunie. */
export const lireTiers = async (tx: TenantTx, id: TiersId): Promise<Tiers | undefined> =>
  lireTiersTelle(tx, (await resoudre(tx, [id])).get(id) ?? id)

/** La fiche elle-même, même réunie à une autre. */
export const lireTiersTelle = async (tx: TenantTx, id: TiersId): Promise<Tiers | undefined> =>
  (await sql<Tiers>`select ${colonnes} where p.id = ${id}`.execute(tx)).rows[0]

/**
 * Les personnes déjà connues de cette enseigne sous ce nom plié, et sous ce courriel (ou sans courriel d'un des
 * deux côtés). On les propose ; on ne confond jamais deux personnes en silence.
 */
export const homonymes = async (
  tx: TenantTx,
  activite: ActiviteId,
  { prenom, nom, courriel }: { prenom: string; nom: string; courriel: string | undefined },
): Promise<Tiers[]> =>
  (
    await sql<Tiers>`select ${colonnes}
      where p.activite_id = ${activite} and p.pli = ${plier(`${nom} ${prenom}`)}
        and not ${vive('fusion', sql`p`)}
        and (p.courriel is null or ${courriel ?? null}::text is null or p.courriel = ${courriel ?? null})
      order by p.cree_le, p.id limit 5`.execute(tx)
  ).rows

/** Les noms de ces personnes, pour une phrase du journal. */
export const nommerTiers = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; prenom: string; nom: string }>`
    select id, prenom, nom from tiers.personne where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, `${l.prenom} ${l.nom}`]))
}
