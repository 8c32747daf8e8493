/** Le temps de revenir sur un geste dont rien n’est parti et qui ne prouve rien. Choix du produit. */
export const MINUTES_POUR_DEFAIRE = 15

/** Annulée à l’instant : le geste se défait encore. */
export const peutSeRetablir = (
  i: { readonly etat: string; readonly closeLe: Date | null },
  maintenant: Date,
): boolean =>
  i.etat === 'annule' &&
  i.closeLe !== null &&
  maintenant.getTime() - i.closeLe.getTime() <= MINUTES_POUR_DEFAIRE * 60_000
