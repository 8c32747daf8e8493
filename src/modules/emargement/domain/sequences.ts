/**
 * Ce que le programme fait prévoir pour une demi-journée : ses séquences, dans l’ordre, réparties également. Une proposition : qui a animé
 * la garde ou la change, et c’est elle, dite, qui s’imprime.
 */
export const proposerSequence = (
  sequences: readonly string[],
  /** Le rang de la demi-journée, de zéro. */
  rang: number,
  demis: number,
): string => {
  if (sequences.length === 0 || rang < 0 || rang >= demis) return ''
  const du = Math.floor((rang * sequences.length) / demis)
  const au = Math.max(du + 1, Math.ceil(((rang + 1) * sequences.length) / demis))
  return sequences.slice(du, au).join(' ; ').slice(0, 200)
}
