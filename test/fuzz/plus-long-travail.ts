/**
 * Le plus long temps que ce fil a travaillé d’une traite pendant le travail, en millisecondes de processeur : ce qu’une page aurait
 * attendu. Le processeur, et non l’horloge, pour qu’une machine chargée ne fasse pas échouer l’essai.
 */
export const plusLongTravail = async <T>(
  travail: () => Promise<T>,
): Promise<{ readonly rendu: T; readonly max: number }> => {
  let max = 0
  let fini = false
  const cpu = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1_000
  }
  let avant = cpu()
  const tour = () => {
    const maintenant = cpu()
    max = Math.max(max, maintenant - avant)
    avant = maintenant
    if (!fini) setImmediate(tour)
  }
  setImmediate(tour)
  const rendu = await travail()
  fini = true
  await new Promise((fait) => setImmediate(fait))
  return { rendu, max: Math.max(max, cpu() - avant) }
}
