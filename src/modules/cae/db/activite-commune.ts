import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Les enseignes de qui lit (celle pour laquelle il agit, s’il tient toutes), et les marques communes dont elles ont une part : ce dont parlent ses conventions. */
export const activitesCommunes = async (
  tx: TenantTx,
  enseigne: ActiviteId | null,
): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`with miennes as (
      select a.id from organisme.activite a where a.organisme_id = (select app.organisme())
        and case when (select app.toutes_activites()) then a.id = ${enseigne}::uuid else a.id = any ((select app.activites())::uuid[]) end)
      select m.acheteuse_id as id from cae.mission m
      where m.organisme_id = (select app.organisme()) and m.genre = 'cadre' and m.cle = 'pourcent' and m.vendeuse_id in (select id from miennes)
      union select id from miennes`.execute(tx)
  ).rows.map((r) => r.id)

/** Une seule personne établit la convention d’une marque à la fois : la suivante lit ce qui vient d’être établi. */
export const verrouillerMarque = async (tx: TenantTx, marque: ActiviteId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4835, hashtext(${marque}))`.execute(tx)
}

/** Les fiches des personnes parties à une activité commune, par enseigne ; celles d’une enseigne qui n’est pas à qui lit n’y sont pas. */
export const gensDeLaMarque = async (
  tx: TenantTx,
  marque: ActiviteId,
): Promise<readonly { readonly activite: string; readonly fiche: string }[]> =>
  (
    await sql<{
      activite: string
      fiche: string
    }>`select activite, fiche from porte.gens_de_la_marque(${marque}::uuid)`.execute(tx)
  ).rows

export type SuiteDExemplaire = {
  readonly piece: PieceId
  readonly perimee: boolean
  /** La personne a refusé de signer, par son dernier lien. */
  readonly refus: boolean
}
/** Ce que l’exemplaire ne dit pas : si ses parts et ses personnes valent encore, si la personne a refusé. */
export const suitesDExemplaires = async (
  tx: TenantTx,
  pieces: readonly PieceId[],
): Promise<ReadonlyMap<PieceId, SuiteDExemplaire>> =>
  new Map(
    (
      await sql<SuiteDExemplaire>`select p.id as piece, porte.convention_perimee(p.id) as perimee,
          coalesce((select d.refusee_le is not null from documents.demande d where d.organisme_id = p.organisme_id and d.piece_id = p.id
            and d.acte = 'signature' and d.role = 'client' and d.retiree_le is null order by d.creee_le desc, d.id desc limit 1), false) as refus
        from documents.piece p where p.organisme_id = (select app.organisme()) and p.id = any (${`{${pieces.join(',')}}`}::uuid[])`.execute(
        tx,
      )
    ).rows.map((r) => [r.piece, r]),
  )

/** Vrai : les parts, ou les personnes, ont changé depuis que cet exemplaire est établi. */
export const conventionPerimee = async (tx: TenantTx, piece: string): Promise<boolean> =>
  (await sql<{ oui: boolean }>`select porte.convention_perimee(${piece}::uuid) as oui`.execute(tx)).rows[0]
    ?.oui === true
