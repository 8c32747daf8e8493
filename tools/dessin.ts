import { rangs } from './modules.ts'

/** Un dessin par rang, du plus haut au plus bas : la flèche ne descend que vers les lignes du dessous. */
export const dessinerCouches = (table: Readonly<Record<string, number>> = rangs): string => {
  const parRang = new Map<number, string[]>()
  for (const [module, rang] of Object.entries(table)) {
    parRang.set(rang, [...(parRang.get(rang) ?? []), module])
  }
  const etages = [...parRang]
    .sort(([a], [b]) => b - a)
    .map(([rang, noms], i) => {
      const tete = i === 0 ? 'modules' : ''
      return `${tete.padEnd(10)}${String(rang).padStart(2)}  ${noms.join(' · ')}`
    })
  return [
    '```text',
    'app           compose tout',
    ' │',
    ...etages,
    ' │',
    'web           composants, formulaires, liens, îlots',
    ' │',
    'platform      base, courrier, tâches, PDF, horloge, réglages',
    ' │',
    'kernel        pur : ni entrée, ni sortie',
    '```',
    '',
    'On n’importe que vers le bas ; entre modules, que de rang strictement inférieur et par `index.ts`.',
  ].join('\n')
}
