/**
 * Entre deux regards. Une demande qui arrive pendant le ramassage l’attend, deux dixièmes de seconde (mesuré), et le code qu’il a ôté se
 * recompile à l’emploi : une page que l’on lit, puis que l’on quitte, ne doit pas le payer.
 */
const pas = 45_000
/** En dessous, il n’y a rien à rendre qui vaille un ramassage. */
const seuil = 8 * 2 ** 20

/**
 * Rend au système ce qu’une affluence a fait prendre au tas : V8 ne ramasse que pour allouer, et une instance que personne ne demande garde sinon
 * jusqu’à la prochaine ce que la précédente a laissé, trente-huit Mio (mesuré ; un ramassage ordinaire n’en rend aucun). `demandes` : combien en tout jusqu’ici. Rend de quoi cesser. Sans `ramasser`
 * (`--expose-gc`, que pose le lanceur), ne fait rien.
 */
export const rendreAuRepos = (
  demandes: () => number,
  ramasser: ((ainsi: { type: 'major'; flavor: 'last-resort' }) => unknown) | undefined = globalThis.gc,
  tas = () => process.memoryUsage().heapTotal,
): (() => void) => {
  if (!ramasser) return () => {}
  let vues = demandes()
  let plancher = 0
  const regard = setInterval(() => {
    const calme = demandes() === vues
    vues = demandes()
    if (!calme || tas() < plancher + seuil) return
    ramasser({ type: 'major', flavor: 'last-resort' })
    plancher = tas()
  }, pas).unref()
  return () => clearInterval(regard)
}
