import type { CoformeModule, Command } from '#web/module.ts'
import type { Commande } from './commande.ts'

/** Les commandes d'un module, qui reçoivent les services de fond : leur base est celle de l'ouvrier. */
const adapter = (commande: Command): Commande => ({
  nom: commande.nom,
  // Toutes les formes de la commande, chacune sur sa ligne.
  usage: commande.usage.replace(/\n\s*/g, '\n  '),
  aide: '',
  base: commande.base !== false,
  run: async (args, { instance, stdout, stderr }) =>
    commande.run(args, {
      stdout,
      stderr,
      ...((typeof commande.base === 'function' ? commande.base(args) : commande.base)
        ? { services: (await instance()).fond }
        : {}),
    }),
})

export const reunir = (modules: readonly CoformeModule[], nos: readonly Commande[]): readonly Commande[] => [
  ...modules.flatMap((m) => m.commandes ?? []).map(adapter),
  ...nos,
]

/** La commande nommée par les premiers mots, et ce qui reste ; le nom le plus long l'emporte. */
export const trouver = (
  commandes: readonly Commande[],
  mots: readonly string[],
): { readonly commande: Commande; readonly args: readonly string[] } | undefined => {
  const candidates = commandes
    .map((commande) => ({ commande, nom: commande.nom.split(' ') }))
    .filter(({ nom }) => nom.every((mot, i) => mots[i] === mot))
    .toSorted((a, b) => b.nom.length - a.nom.length)
  const [choisie] = candidates
  return choisie && { commande: choisie.commande, args: mots.slice(choisie.nom.length) }
}

export const aide = (commandes: readonly Commande[]): string =>
  [
    'Usage\u00a0: npm run -s coforme -- COMMANDE [OPTIONS]',
    '',
    ...commandes
      .toSorted((a, b) => (a.nom < b.nom ? -1 : 1))
      .flatMap((c) => [`  ${c.usage}`, ...(c.aide === '' ? [] : [`      ${c.aide}`])]),
    '  aide',
    '      montre cette page',
    '',
    'Avec --json, la sortie standard ne porte qu’un document JSON. Fin\u00a0: 0 fait, 1 la réponse est non, 2 appel fautif.',
    '',
  ].join('\n')
