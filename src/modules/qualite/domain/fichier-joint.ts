/** Un fichier vaut jusqu’au jour qu’il dit, compris. */
export const estPerime = (expireLe: string | null, jour: string): boolean =>
  expireLe !== null && expireLe < jour
