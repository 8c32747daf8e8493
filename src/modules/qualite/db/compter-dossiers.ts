import { type RawBuilder, sql } from 'kysely'
import { jourParis, type Regarde } from './population.ts'
import { faitsDeDossier, selonCas } from './regles-dossier.ts'

export const separe = '\u001f'

/** Ce qu’un trou est, en un texte qui se range : le jour où il était dû, puis de quoi le relire. */
export const enTexte = (
  c: Readonly<Record<'jour' | 'objet' | 'session' | 'qui' | 'quoi', RawBuilder<unknown>>>,
) => sql`(concat_ws(${separe}, coalesce((${c.jour})::text, ''), ${c.objet}::text, coalesce(${c.session}::text, ''), coalesce(${c.qui}::text, ''),
  ${c.quoi})) collate "C"`

const suite = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)

/** Les bits d’un rang de dossier et d’un rang de phrase, dans la clé d’un trou. */
const [bitsDuRang, bitsDuCas] = [sql.lit(24), sql.lit(3)]
const depart = sql`date '1900-01-01'`

/**
 * Les contrôles d’un dossier d’un seul passage : les comptes, et la clé du pire trou (le jour où il était dû, le rang du dossier, celui de
 * sa phrase, en un entier). `dp` relit les seuls dossiers que ces clés nomment. Rien n’est gardé de vingt mille dossiers que leurs sommes,
 * et un trou ne se met en texte que s’il est le pire. Rien quand nul de ces contrôles n’est demandé.
 */
export const compterDossiers = (
  r: Regarde,
  codes: readonly string[],
): { readonly lectures: RawBuilder<unknown>; readonly lignes: readonly RawBuilder<unknown>[] } => {
  const faits = codes.flatMap((code) => {
    const f = faitsDeDossier[code]?.(r)
    return f ? [{ code, f, ou: f.ou ?? sql`true`, c: (nom: string) => sql.ref(`${nom}${code}`) }] : []
  })
  if (faits.length === 0) return { lectures: sql``, lignes: [] }
  const compte = faits.map(
    ({
      c,
      f,
    }) => sql`count(*) filter (where ${c('ou')})::int4 as ${c('total')}, count(*) filter (where ${c('tenu')})::int4 as ${c('tenus')},
      min(${c('le')}) filter (where ${c('tenu')}) as ${c('du')}, max(${c('le')}) filter (where ${c('tenu')}) as ${c('au')},
      ${f.tard ? sql`count(*) filter (where ${c('tenu')} and ${c('tard')})` : sql`0`}::int4 as ${c('apres')},
      min(${c('cle')}) filter (where ${c('ou')} and not ${c('tenu')}) as ${c('cle')}`,
  )
  const colonnes = faits.map(
    ({ c, f, ou }) => sql`${ou} as ${c('ou')}, (${ou}) and (${f.tenu}) as ${c('tenu')}, ${f.le} as ${c('le')},
      ((${f.jour} - ${depart})::int8 << ${bitsDuRang} | m.rang) << ${bitsDuCas} | ${selonCas(f.quoi, (_, rang) => sql`${sql.lit(rang)}::int8`)} as ${c('cle')}
      ${f.tard ? sql`, ${f.tard} as ${c('tard')}` : sql``}`,
  )
  const rangDe = (cle: RawBuilder<unknown>) =>
    sql`(${cle} >> ${bitsDuCas} & ((1::int8 << ${bitsDuRang}) - 1))`
  const jour = ({ f }: (typeof faits)[number], x: RawBuilder<unknown>) =>
    sql`(${f.instant ? jourParis(x) : x})::text`
  return {
    // `offset 0` : chaque fait se juge une fois, et non une fois par compte qu’on en tire.
    lectures: sql`, dc as materialized (select ${suite(compte)} from (select ${suite(colonnes)} from m offset 0) x),
      dp as materialized (select i.rang, i.id, i.session_id, i.suivi_par, i.formateur_id from i, dc
        where i.rang in (${suite(faits.map(({ c }) => rangDe(sql`dc.${c('cle')}`)))}))`,
    lignes: faits.map((x) => {
      const cle = sql`dc.${x.c('cle')}`
      const pire = enTexte({
        jour: sql`${depart} + (${cle} >> (${bitsDuRang} + ${bitsDuCas}))::int4`,
        objet: sql`m.id`,
        session: sql`m.session_id`,
        qui: x.f.qui,
        quoi: sql`(${x.f.quoi.map((q) => q.phrase)}::text[])[1 + (${cle} & ((1::int8 << ${bitsDuCas}) - 1))::int4]`,
      })
      return sql`select ${x.code}::text, dc.${x.c('total')}, dc.${x.c('tenus')}, 0, ${jour(x, sql`dc.${x.c('du')}`)}, ${jour(x, sql`dc.${x.c('au')}`)},
        dc.${x.c('apres')}, case when m.id is not null then ${pire} end from dc left join dp m on m.rang = ${rangDe(cle)} where dc.${x.c('total')} > 0`
    }),
  }
}
