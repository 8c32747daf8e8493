import { dire, mediane, noter } from './mesurer.ts'

const enSecondes = (ms: number) => ms / 1000

/** `gens` personnes demandent la même chose, chacune à la suite, quatre secondes : combien par seconde, et la durée médiane de chaque demande. */
export const aLaFois = async (
  nom: string,
  gens: number,
  fn: () => Promise<unknown>,
  dureeMs = 4000,
): Promise<void> => {
  const durees: number[] = []
  const debut = performance.now()
  await Promise.all(
    Array.from({ length: gens }, async () => {
      while (performance.now() - debut < dureeMs) {
        const avant = performance.now()
        await fn()
        durees.push(performance.now() - avant)
      }
    }),
  )
  const parSeconde = durees.length / enSecondes(performance.now() - debut)
  noter(`${nom} (par seconde)`, parSeconde, 'mesures')
  noter(`${nom}, p50 (ms)`, mediane(durees), 'mesures')
  dire(
    `${nom} : ${parSeconde.toFixed(1)} par seconde, p50 ${Math.round(mediane(durees))} ms, ${durees.length} demandes`,
  )
}
