/**
 * Ce que rend une décision : une valeur, ou un refus qui est lui aussi une valeur.
 * Une exception reste réservée aux pannes et aux fautes de programmation.
 */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const ko = <E>(error: E): Result<never, E> => ({ ok: false, error })
