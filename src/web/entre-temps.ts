/**
 * Deux personnes ouvrent la même fiche : la seconde à l'envoyer n'efface pas ce que la première vient d'écrire. Le
 * formulaire emporte ce qu'il montrait à l'ouverture (`Form`, champ `_lu`) ; à l'envoi, on le compare à ce qui est.
 * Qui forge ce champ ne se nuit qu'à lui-même : il a déjà le droit d'écrire la fiche.
 */
import type { FormState, Lu } from '#web/form-state.ts'

const propres = (valeurs: readonly string[] | undefined): string =>
  JSON.stringify((valeurs ?? []).filter((v) => v !== '').toSorted())
const memes = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  propres(a) === propres(b)

const luDe = (form: FormState): Lu => Object.fromEntries(form.values)

/** Le formulaire d'une chose qui existe : il saura dire si elle a changé depuis. */
export const openedOn = <K extends string>(form: FormState<K>): FormState<K> => ({ ...form, lu: luDe(form) })

export type Change = {
  readonly nom: string
  readonly avant: readonly string[]
  readonly maintenant: readonly string[]
}

/** Les champs qui ne sont plus ce que ce formulaire montrait. Vide s'il n'a rien emporté. */
export const changesSince = (envoye: FormState, actuel: FormState): readonly Change[] => {
  const { lu } = envoye
  if (!lu) return []
  const noms = new Set([...Object.keys(lu), ...actuel.values.keys()])
  return [...noms]
    .filter((nom) => !memes(lu[nom], actuel.values.get(nom)))
    .map((nom) => ({ nom, avant: lu[nom] ?? [], maintenant: actuel.values.get(nom) ?? [] }))
}

const pli = (valeurs: readonly string[] | undefined): string =>
  propres(valeurs)
    .replace(/[\s\u00a0\u202f]+/g, '')
    .toLowerCase()

/** Ce que l'envoi demande est déjà ce qui est, aux blancs près : le second clic d'un même envoi n'est l'écriture de personne d'autre. */
export const alreadySo = (envoye: FormState, actuel: FormState): boolean =>
  [...new Set([...Object.keys(envoye.lu ?? {}), ...actuel.values.keys()])].every(
    (nom) => pli(envoye.values.get(nom)) === pli(actuel.values.get(nom)),
  )

/**
 * Ce qui a changé depuis l'ouverture, quand l'envoi l'écraserait : le formulaire à montrer de nouveau, posé sur ce qui est.
 * Rien quand il peut s'écrire. À demander sous le verrou de la chose.
 */
export const staleOn = <K extends string>(
  envoye: FormState<K>,
  actuel: FormState<K>,
): { readonly form: FormState<K>; readonly changes: readonly Change[] } | undefined => {
  const changes = changesSince(envoye, actuel)
  return changes.length === 0 || alreadySo(envoye, actuel)
    ? undefined
    : { form: rebase(envoye, actuel), changes }
}

/**
 * Le même formulaire, posé sur ce qui est maintenant : chaque réponse que la personne avait changée reste la sienne,
 * les autres suivent. Envoyé de nouveau, il passe.
 */
export const rebase = <K extends string>(envoye: FormState<K>, actuel: FormState<K>): FormState<K> => {
  const values = new Map(envoye.values)
  for (const nom of new Set([...Object.keys(envoye.lu ?? {}), ...actuel.values.keys()])) {
    if (!memes(envoye.values.get(nom), envoye.lu?.[nom])) continue
    const neuf = actuel.values.get(nom)
    if (neuf) values.set(nom, neuf)
    else values.delete(nom)
  }
  return { ...envoye, values, lu: luDe(actuel) }
}
