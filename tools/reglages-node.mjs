import { totalmem } from 'node:os'

/**
 * Les réglages de Node pour le serveur des pages. La part jeune du tas grandit sinon jusqu'à 134 Mo selon la mémoire de la machine ; à 16 Mo par
 * moitié, une page demande trois centièmes de calcul de moins qu'à 8. La part vieille grandit de deux cinquièmes entre deux ramassages au lieu de doubler et plus :
 * elle rend à peu près ce que l'autre prend (mesuré, ADR 21).
 */
export const reglagesDuServeur = ['--max-semi-space-size=16', '--heap-growing-percent=40']

/** Sur une machine d'un Go, la mémoire passe avant le calcul (`COFORME_MACHINE`, `src/platform/config/read.ts` a le même seuil). */
const petiteMachine = 1.5 * 2 ** 30
export const reglagesIci = (
  { COFORME_MACHINE: dite } = process.env,
  memoire = Math.min(totalmem(), process.constrainedMemory?.() || Infinity),
) =>
  dite === 'petite' || (dite !== 'ordinaire' && memoire < petiteMachine)
    ? ['--max-semi-space-size=8', '--heap-growing-percent=40']
    : reglagesDuServeur

/** Sans ce seuil écrit, la bibliothèque C relève le sien à chaque grand bloc rendu, et garde ensuite les suivants dans ses réserves. */
const seuil = String(128 * 1024)

/**
 * Deux réserves de mémoire au plus pour la bibliothèque C : une par fil, elle garde dans chacune ce que la dérivation d'un mot
 * de passe ou une compression y a laissé, quarante Mo de plus après huit connexions (mesuré). Au-delà du seuil,
 * un bloc se prend au système et lui est rendu : trente-huit Mio de moins après ces connexions, vingt-six après une charge (mesuré). Sans effet
 * ailleurs que sous glibc.
 */
export const environnementDuServeur = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: seuil,
  MALLOC_TRIM_THRESHOLD_: seuil,
}
