/**
 * `Promise.all`, pour des branches qui demandent plusieurs fois à la même transaction : chacune finit avant que la première faute ne soit
 * relevée. Sans cela, une branche encore en route demanderait sur une connexion déjà rendue.
 */
export const toutes = async <T>(branches: readonly Promise<T>[]): Promise<T[]> => {
  const finies = await Promise.allSettled(branches)
  return finies.map((f) => {
    if (f.status === 'rejected') throw f.reason
    return f.value
  })
}
