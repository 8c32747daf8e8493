import { type RawBuilder, sql } from 'kysely'

/** Les demi-journées `b` de la session `s` qui se tiennent, ou qui furent émargées. */
const tenues = (s: string): RawBuilder<unknown> => {
  const c = (nom: string) => sql.ref(`${s}.${nom}`)
  return sql`from sessions.seance b where b.organisme_id = ${c('organisme_id')} and b.session_id = ${c('id')}
    and (b.tenue or b.id = any (porte.seances_figees(${c('id')})))`
}

/** Reste-t-il à la session `s` une demi-journée qui se tient, ou qui fut émargée ? */
export const seTient = (s: string): RawBuilder<boolean> => sql<boolean>`exists (select ${tenues(s)})`

/**
 * Le premier ou le dernier jour de ce qui se tient d’une session (`s` : sessions.session) : sans les demi-journées qu’une
 * interruption a suspendues, avec celle qu’elle a coupée. Rien ne se tient plus (annulée, reportée) : les jours posés. Ceux-ci,
 * gardés en colonnes et seuls indexés, contiennent toujours ceux-là : on filtre d’abord par eux. Ils valent pour toute session dont
 * rien n’est suspendu, et les autres, rares, se savent d’une lecture (`seance_suspendue`) pour toute la liste.
 */
export const jourTenu = (s: string, lequel: 'debut' | 'fin'): RawBuilder<string> => {
  const c = (nom: string) => sql.ref(`${s}.${nom}`)
  const pose = c(lequel === 'debut' ? 'premier_jour' : 'dernier_jour')
  return sql<string>`case when ${c('id')} in (select y.session_id from sessions.seance y where not y.tenue)
    then coalesce((select ${lequel === 'debut' ? sql`min` : sql`max`}(b.jour) ${tenues(s)}), ${pose})
    else ${pose} end`
}
