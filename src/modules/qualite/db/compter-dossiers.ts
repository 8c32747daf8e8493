import { type RawBuilder, sql } from 'kysely'
import { jourParis, type Regarde } from './population.ts'
import { faitsDeDossier } from './regles-dossier.ts'

export const separe = '\u001f'

/** Ce qu’un trou est, en un texte qui se range : le jour où il était dû, puis de quoi le relire. */
export const enTexte = (
  c: Readonly<Record<'jour' | 'objet' | 'session' | 'qui' | 'quoi', RawBuilder<unknown>>>,
) => sql`(concat_ws(${separe}, coalesce((${c.jour})::text, ''), ${c.objet}::text, coalesce(${c.session}::text, ''), coalesce(${c.qui}::text, ''),
  ${c.quoi})) collate "C"`

const suite = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)

/**
 * Les contrôles d’un dossier en deux passages sur `m` : les comptes et le plus ancien jour dû (`dc`), puis le pire parmi les seuls
 * trous de ce jour-là (`dp`). Douze lectures de vingt mille dossiers n’en font que deux, et un trou ne se met en texte que s’il peut
 * être le pire. Qui est attendu et qui tient se disent en un masque, deux bits par contrôle : vingt mille dossiers se rangent en
 * quelques cas (`dk`), qui seuls se comptent contrôle par contrôle ; quinze contrôles au plus tiennent dans l’entier. Rien quand nul
 * de ces contrôles n’est demandé.
 */
export const compterDossiers = (
  r: Regarde,
  codes: readonly string[],
): { readonly lectures: RawBuilder<unknown>; readonly lignes: readonly RawBuilder<unknown>[] } => {
  const faits = codes
    .flatMap((code) => {
      const f = faitsDeDossier[code]?.(r)
      return f ? [{ code, f, ou: f.ou ?? sql`true`, c: (nom: string) => sql.ref(`${nom}${code}`) }] : []
    })
    .map((x, rang) => {
      const bit = 4 ** rang
      const bits = (n: number) => sql`(masque & ${n}::int4) <> 0`
      const manque = sql`(masque & ${3 * bit}::int4) = ${bit}::int4`
      return { ...x, bit, attendu: bits(bit), tenu: bits(2 * bit), manque }
    })
  if (faits.length === 0) return { lectures: sql``, lignes: [] }
  const masque = sql.join(
    faits.map(
      ({ f, ou, bit }) =>
        sql`case when ${ou} then case when ${f.tenu} then ${3 * bit}::int4 else ${bit}::int4 end else 0 end`,
    ),
    sql` + `,
  )
  const colonnes = faits.map(
    ({ c, f }) =>
      sql`${f.le} as ${c('le')}, ${f.jour} as ${c('jour')}${f.tard ? sql`, ${f.tard} as ${c('tard')}` : sql``}`,
  )
  const ranges = faits.map(
    ({
      c,
      f,
    }) => sql`min(${c('le')}) as ${c('du')}, max(${c('le')}) as ${c('au')}, min(${c('jour')}) as ${c('jour')}
      ${f.tard ? sql`, count(*) filter (where ${c('tard')}) as ${c('tard')}` : sql``}`,
  )
  const compte = faits.map(
    ({
      c,
      f,
      attendu,
      tenu,
      manque,
    }) => sql`coalesce(sum(n) filter (where ${attendu}), 0)::int4 as ${c('total')}, coalesce(sum(n) filter (where ${tenu}), 0)::int4 as ${c('tenus')},
      min(${c('du')}) filter (where ${tenu}) as ${c('du')}, max(${c('au')}) filter (where ${tenu}) as ${c('au')},
      ${f.tard ? sql`coalesce(sum(${c('tard')}) filter (where ${tenu}), 0)` : sql`0`}::int4 as ${c('apres')},
      min(${c('jour')}) filter (where ${manque}) as ${c('manque')}`,
  )
  const pires = faits.map(
    ({
      c,
      code,
      f,
      ou,
    }) => sql`min(${enTexte({ jour: f.jour, objet: sql`m.id`, session: sql`m.session_id`, qui: f.qui, quoi: f.quoi })})
      filter (where ${f.jour} = ${sql.ref(`dc.manque${code}`)} and (${ou}) and not (${f.tenu})) as ${c('pire')}`,
  )
  const jour = ({ f }: (typeof faits)[number], x: RawBuilder<unknown>) =>
    sql`(${f.instant ? jourParis(x) : x})::text`
  return {
    // `offset 0` : chaque fait se juge une fois, et non une fois par compte qu’on en tire.
    lectures: sql`, dk as materialized (select masque, count(*) as n, ${suite(ranges)} from (select ${masque} as masque, ${suite(colonnes)} from m offset 0) x
        group by masque),
      dc as materialized (select ${suite(compte)} from dk),
      dp as materialized (select ${suite(pires)} from m, dc where ${sql.join(
        faits.map(({ code, f }) => sql`${f.jour} = ${sql.ref(`dc.manque${code}`)}`),
        sql` or `,
      )})`,
    lignes: faits.map(
      (
        x,
      ) => sql`select ${x.code}::text, dc.${x.c('total')}, dc.${x.c('tenus')}, 0, ${jour(x, sql`dc.${x.c('du')}`)}, ${jour(x, sql`dc.${x.c('au')}`)},
        dc.${x.c('apres')}, dp.${x.c('pire')} from dc, dp where dc.${x.c('total')} > 0`,
    ),
  }
}
