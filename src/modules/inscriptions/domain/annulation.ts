import { vientDEtreFait } from '#kernel/delais.ts'

/** Annulée à l’instant : le geste se défait encore. */
export const peutSeRetablir = (
  i: { readonly etat: string; readonly closeLe: Date | null },
  maintenant: Date,
): boolean => i.etat === 'annule' && i.closeLe !== null && vientDEtreFait(i.closeLe, maintenant)
