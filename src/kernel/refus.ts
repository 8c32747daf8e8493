import { ko, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'

/** Un refus métier : un code que le programme compare, une phrase qu’une personne lit. */
export type Refus<C extends string = string> = { readonly code: C; readonly phrase: string }

/** Ce qui n’empêche rien mais doit être dit : même forme qu’un refus, jamais le même canal. */
export type Avertissement<C extends string = string> = { readonly code: C; readonly phrase: string }

/** Compose un refus ; la phrase reçoit ses espaces insécables, elle s’écrit donc au clavier ordinaire. */
export const refus = <C extends string>(code: C, phrase: string): Refus<C> => ({
  code,
  phrase: typographier(phrase),
})

/** `ko(refus(…))`. */
export const refuser = <C extends string>(code: C, phrase: string): Result<never, Refus<C>> =>
  ko(refus(code, phrase))
