import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

const uuids = (l: readonly string[]) => sql`${`{${l.join(',')}}`}::uuid[]`

/** Combien de personnes la reçoivent de plus : qui l’a déjà n’est pas comptée. */
export const insererDiffusion = async (
  tx: TenantTx,
  ligne: string,
  comptes: readonly string[],
  le: Date,
): Promise<number> =>
  Number(
    (
      await sql`insert into qualite.diffusion (ligne_id, compte_id, diffusee_le) select ${ligne}::uuid, x, ${le}::timestamptz
        from unnest(${uuids(comptes)}) as x on conflict do nothing`.execute(tx)
    ).numAffectedRows ?? 0n,
  )

/** De ces comptes, date la relance de qui n’a pas dit avoir lu la dernière révision, et que l’on n’a pas relancé depuis `avant`. Rend leurs comptes. */
export const noterRelances = async (
  tx: TenantTx,
  ligne: string,
  comptes: readonly string[],
  avant: Date,
  le: Date,
): Promise<readonly string[]> =>
  (
    await sql<{ compte: string }>`update qualite.diffusion d set relancee_le = ${le}::timestamptz
      where d.organisme_id = (select app.organisme()) and d.ligne_id = ${ligne}::uuid and d.compte_id = any (${uuids(comptes)}) and coalesce(d.relancee_le, d.diffusee_le) < ${avant}::timestamptz
        and not exists (select from qualite.veille_dite v where v.organisme_id = d.organisme_id and v.ligne_id = d.ligne_id and v.compte_id = d.compte_id
          and v.rang = (select max(y.rang) from qualite.registre y where y.organisme_id = d.organisme_id and y.id = d.ligne_id))
      returning d.compte_id as compte`.execute(tx)
  ).rows.map((r) => r.compte)

/**
 * Ce qu’elle en dit, une fois de plus : la `dite`-ième. Faux : elle l’a déjà dit depuis, n’a rien à retirer, ou la base sait une révision plus
 * récente que celle qu’elle a lue.
 */
export const insererLue = async (
  tx: TenantTx,
  {
    ligne,
    rang,
    dite = 1,
    retiree = false,
  }: {
    readonly ligne: string
    readonly rang: number
    readonly dite?: number
    readonly retiree?: boolean
  },
  suite: string,
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into qualite.veille_lue (ligne_id, rang, dite, retiree, suite, lue_le)
      values (${ligne}::uuid, ${rang}, ${dite}, ${retiree}, ${suite}, ${le}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n
