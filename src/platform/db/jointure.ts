/**
 * Joint deux tables sur les deux colonnes de leur clé, `(organisme_id, x_id)` :
 *
 *     .innerJoin('sessions.session as s', memeOrganisme('i.session_id', 's.id'))
 *
 * Joindre sur l'identifiant seul est juste derrière le mur, mais le planificateur multiplie des sélectivités
 * qui dépendent l'une de l'autre et trie au lieu de suivre l'index : 14 ms au lieu de 0,5 (`base.md` § 1).
 */
export const memeOrganisme = <A extends string, X extends string, B extends string, Y extends string>(
  de: `${A}.${X}`,
  vers: `${B}.${Y}`,
) => {
  const cote = <S extends string>(ref: string) =>
    `${ref.slice(0, ref.lastIndexOf('.'))}.organisme_id` as `${S}.organisme_id`
  return <J extends Joignable<J, `${A}.organisme_id` | `${A}.${X}`, `${B}.organisme_id` | `${B}.${Y}`>>(
    jointure: J,
  ): J => jointure.onRef(cote<B>(vers), '=', cote<A>(de)).onRef(vers, '=', de)
}

type Joignable<J, De extends string, Vers extends string> = { onRef(gauche: Vers, signe: '=', droite: De): J }
