import { cadre, contours } from './contours.gen.ts'

export { cadre, contours }
/** Les départements d'outre-mer, que la carte pose en carrés dans la marge. */
export const outreMer: readonly (readonly [code: string, nom: string])[] = [
  ['971', 'Guadeloupe'],
  ['972', 'Martinique'],
  ['973', 'Guyane'],
  ['974', 'La Réunion'],
  ['976', 'Mayotte'],
]
const noms: ReadonlyMap<string, string> = new Map([
  ...contours.map(([c, n]): [string, string] => [c, n]),
  ...outreMer,
])

export const departements: readonly (readonly [code: string, nom: string])[] = [...noms].toSorted(
  ([a], [b]) => a.localeCompare(b),
)
export const nomDepartement = (code: string): string => noms.get(code) ?? code
export const estDepartement = (code: string): boolean => noms.has(code)

/** « 75, 92, 2a » ou « Paris ; Essonne » : les départements reconnus, une fois chacun. */
export const lireDepartements = (texte: string): readonly string[] => {
  const parNom = new Map([...noms].map(([c, n]) => [n.toLowerCase(), c]))
  const lus = texte
    .split(/[,;\n]/)
    .map((t) => t.trim())
    .map((t) => {
      const code = t.toUpperCase()
      return noms.has(code)
        ? code
        : noms.has(code.padStart(2, '0'))
          ? code.padStart(2, '0')
          : parNom.get(t.toLowerCase())
    })
    .filter((c) => c !== undefined)
  return [...new Set(lus)]
}
