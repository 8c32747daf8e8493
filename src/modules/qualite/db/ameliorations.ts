import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { LienDAmelioration } from '../domain/ameliorations.ts'
import type { Contenu } from '../domain/registres.ts'

/** L’action d’amélioration d’une enseigne, et ce qui la lie à la coopérative. */
export type Amelioration = {
  readonly id: string
  readonly rang: number
  readonly titre: string
  readonly le: string
  readonly activite: ActiviteId
  readonly enseigne: string
  /** De l’enseigne commune : celle de la coopérative. */
  readonly commune: boolean
  readonly contenu: Contenu
  readonly lien: LienDAmelioration | undefined
}
type Brute = Omit<Amelioration, 'lien'> & {
  readonly sens: LienDAmelioration['sens'] | null
  readonly communeId: string | null
  readonly repondueLe: Date | null
  readonly motif: string | null
}
const enLue = ({ sens, communeId, repondueLe, motif, ...a }: Brute): Amelioration => ({
  ...a,
  lien: sens ? { sens, commune: communeId, repondueLe, motif: motif ?? '' } : undefined,
})
const lues = sql`select r.id, r.rang, r.titre, r.le::text as le, r.activite_id as activite, a.nom as enseigne, a.commune, r.contenu,
    l.sens, l.commune_id as "communeId", l.repondue_le as "repondueLe", l.motif
  from (select distinct on (x.id) x.* from qualite.registre x where x.organisme_id = (select app.organisme()) and x.genre = 'action' order by x.id, x.rang desc) r
    join organisme.activite a on a.organisme_id = r.organisme_id and a.id = r.activite_id
    left join qualite.amelioration_liee l on l.organisme_id = r.organisme_id and l.ligne_id = r.id
  where not r.retire`

/** Celles des enseignes que lit la personne, ce qui attend une réponse d’abord. Celles de la coopérative n’y sont pas. */
export const ameliorationsDesEnseignes = async (tx: TenantTx): Promise<Amelioration[]> =>
  (
    await sql<Brute>`${lues} and not a.commune order by l.sens = 'montee' and l.repondue_le is null desc nulls last, coalesce(r.contenu ->> 'closeLe', '') <> '', r.le desc, r.id limit 500`.execute(
      tx,
    )
  ).rows.map(enLue)

export const lireAmelioration = async (tx: TenantTx, id: string): Promise<Amelioration | undefined> => {
  const [une] = (await sql<Brute>`${lues} and r.id = ${id}::uuid`.execute(tx)).rows
  return une && enLue(une)
}

/** Celles des enseignes liées à celle-ci, de la coopérative. */
export const ameliorationsLieesA = async (tx: TenantTx, commune: string): Promise<Amelioration[]> =>
  (await sql<Brute>`${lues} and l.commune_id = ${commune}::uuid order by a.nom, r.id`.execute(tx)).rows.map(
    enLue,
  )

/** Où en est celle de la coopérative, vue d’une enseigne : elle n’en lit rien d’autre. */
export type Commune = { readonly titre: string; readonly closeLe: string; readonly effet: string }
export const communesLiees = async (tx: TenantTx): Promise<ReadonlyMap<string, Commune>> =>
  new Map(
    (
      await sql<
        Commune & { readonly ligne: string }
      >`select ligne, titre, close_le as "closeLe", effet from porte.ameliorations_communes()`.execute(tx)
    ).rows.map((r) => [r.ligne, r]),
  )
