import { type RawBuilder, sql } from 'kysely'
import { apresCoup } from './population.ts'

/**
 * Ce que des lignes de registre disent d’un fait : le jour de la plus récente qui prouve, sinon qu’une au moins le déclare, et ce qui
 * lui manque. Se lit en `left join lateral … k on true`.
 */
export const appui = (ou: RawBuilder<unknown>) => sql`(
  select max(g.le) filter (where g.force = 'prouve') as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) filter (where g.force = 'prouve') as tard,
    bool_or(g.force = 'declare') as declare, (array_agg(g.id order by g.force = 'prouve' desc, g.force = 'declare' desc, g.le desc))[1] as ligne,
    (array_agg(g.manque order by g.force = 'declare' desc, g.le desc) filter (where g.force <> 'prouve'))[1] as manque
  from g where ${ou})`

/** Les colonnes d’un fait qu’une ligne de registre porte : celles d’une règle, puis ce qui n’est que déclaré et la ligne qui s’ouvre. */
export const faitAppuye = (
  code: string,
  c: Readonly<Record<'objet' | 'session' | 'activite' | 'qui' | 'jour', RawBuilder<unknown>>>,
  quoi: RawBuilder<unknown>,
) => sql`${code}::text, ${c.objet}, ${c.session}, ${c.activite}, ${c.qui}, k.le is not null, k.le, coalesce(k.tard, false), ${c.jour}, ${dire(quoi)},
  k.le is null and coalesce(k.declare, false), k.ligne`

/** Ce qui manque à ce qui est dit ; rien n’est dit : ce qu’on attendait. */
const dire = (quoi: RawBuilder<unknown>) =>
  sql`coalesce(case when k.declare then 'déclaré, à appuyer : ' else '' end || k.manque, ${quoi})::text`

export const nul = sql`null::uuid`
