import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contenu } from '../domain/registres.ts'

/** Une personne à qui une veille est transmise, et ce qu’elle en dit. */
export type Transmise = {
  readonly compte: PersonneId
  readonly diffuseeLe: Date
  readonly relanceeLe: Date | null
  readonly lueLe: Date | null
  readonly suite: string
  /** Elle a corrigé ce qu’elle en avait dit. */
  readonly corrigeeLe: Date | null
  /** Elle a dit avoir lu une révision d’avant. */
  readonly lueAvantLe: Date | null
}

const corrigee = sql`case when dite_le > lue_le then dite_le end as "corrigeeLe"`
/** Ce qu’une personne dit de la dernière révision ; d’une autre, elle ne l’a pas encore relue. */
const rangLu = sql`(select max(y.rang) from qualite.registre y where y.organisme_id = d.organisme_id and y.id = d.ligne_id)`

export const transmisesDe = async (tx: TenantTx, ligne: string): Promise<Transmise[]> =>
  (
    await sql<Transmise>`select d.compte_id as compte, d.diffusee_le as "diffuseeLe", d.relancee_le as "relanceeLe", v.lue_le as "lueLe", coalesce(v.suite, '') as suite, ${corrigee},
        case when v.lue_le is null then (select max(x.lue_le) from qualite.veille_dite x where x.organisme_id = d.organisme_id and x.ligne_id = d.ligne_id
          and x.compte_id = d.compte_id) end as "lueAvantLe"
      from qualite.diffusion d left join qualite.veille_dite v on v.organisme_id = d.organisme_id and v.ligne_id = d.ligne_id and v.compte_id = d.compte_id
        and v.rang = ${rangLu}
     where d.organisme_id = (select app.organisme()) and d.ligne_id = ${ligne}::uuid order by v.lue_le nulls last, d.diffusee_le, d.compte_id limit 500`.execute(
      tx,
    )
  ).rows

export type Lectorat = { readonly transmises: number; readonly lues: number }

/** De ces veilles, à combien de personnes chacune est transmise, et combien disent avoir lu leur dernière révision. Celles que l’on n’a transmises à personne n’y sont pas. */
export const lectorats = async (
  tx: TenantTx,
  lignes: readonly string[],
): Promise<ReadonlyMap<string, Lectorat>> =>
  lignes.length === 0
    ? new Map()
    : new Map(
        (
          await sql<
            Lectorat & { readonly ligne: string }
          >`select d.ligne_id as ligne, count(*)::int4 as transmises, count(v.lue_le)::int4 as lues
        from qualite.diffusion d left join qualite.veille_dite v on v.organisme_id = d.organisme_id and v.ligne_id = d.ligne_id and v.compte_id = d.compte_id
         and v.rang = ${rangLu}
       where d.organisme_id = (select app.organisme()) and d.ligne_id = any (${`{${lignes.join(',')}}`}::uuid[]) group by 1`.execute(
            tx,
          )
        ).rows.map((r) => [r.ligne, r]),
      )

/** Une veille reçue, telle que sa dernière révision la dit : source, analyse, décision. */
export type VeilleRecue = {
  readonly ligne: string
  readonly genre: string
  readonly titre: string
  readonly le: string
  readonly contenu: Contenu
  readonly diffuseeLe: Date
  readonly relanceeLe: Date | null
  readonly lueLe: Date | null
  readonly suite: string
  /** Elle a dit avoir lu une révision d’avant. */
  readonly lueAvantLe: Date | null
  readonly corrigeeLe: Date | null
  readonly rang: number
  /** Combien de fois elle a parlé de cette révision. */
  readonly dite: number
}

/** Les veilles transmises à qui lit : celles à lire d’abord, puis les plus récentes. */
export const veillesRecues = async (tx: TenantTx): Promise<VeilleRecue[]> =>
  (
    await sql<VeilleRecue>`select ligne, genre, titre, le::text as le, contenu, diffusee_le as "diffuseeLe", relancee_le as "relanceeLe", lue_le as "lueLe", suite,
        lue_avant_le as "lueAvantLe", ${corrigee}, rang, dite
      from porte.veilles_recues((select app.personne())) order by lue_le is not null, diffusee_le desc, ligne limit 200`.execute(
      tx,
    )
  ).rows
