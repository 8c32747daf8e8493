import { type RawBuilder, sql } from 'kysely'

/** Le nom du réglage : toujours sous « retenu », donc jamais celui qui dit qui demande. */
const nom = (cle: string): RawBuilder<unknown> => {
  if (!/^[a-z_]+$/.test(cle)) throw new Error(`« ${cle} » ne nomme pas ce qui se retient.`)
  return sql.lit(`retenu.${cle}`)
}

/** À choisir dans une instruction : garde ce texte jusqu’à la fin de la transaction, pour une instruction du même envoi. */
export const retenir = (cle: string, texte: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`set_config(${nom(cle)}, ${texte}, true)`

/** Le texte que `retenir` a gardé. N’y lire que ce que le mur filtre encore : des identifiants, jamais un droit. */
export const retenu = (cle: string): RawBuilder<string> => sql<string>`current_setting(${nom(cle)})`
