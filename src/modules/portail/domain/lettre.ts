import { uneLigne } from '#kernel/texte.ts'

/** La lettre, en texte brut : un mot, puis chaque actualité en trois lignes. Rien n'y est suivi, rien n'y est chargé. */
export const composerLettre = (
  mot: string,
  actualites: readonly { readonly titre: string; readonly chapo: string; readonly url: string }[],
): string =>
  [
    'Bonjour,',
    ...(mot.trim() ? [mot.trim()] : []),
    ...actualites.map((a) => [uneLigne(a.titre), uneLigne(a.chapo), a.url].filter(Boolean).join('\n')),
  ]
    .join('\n\n')
    .slice(0, 40_000)
    .toWellFormed()
