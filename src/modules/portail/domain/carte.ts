import { cadre, contours, outreMer } from './departements.ts'

/** Quatre teintes, de rien à beaucoup ; le nombre est dans le tableau, la couleur n'est jamais seule à le dire. */
const classe = (n: number, max: number): string =>
  n === 0 ? '' : n * 3 <= max ? ' class="peu"' : n * 3 <= max * 2 ? ' class="assez"' : ' class="beaucoup"'

// Une image ne voit pas les jetons de la page : ses couleurs sont les leurs, de jour et de nuit.
const couleurs = (feuille: string, encre: string, profond: string, vif: string) =>
  `path,rect{fill:${feuille};stroke:${encre}}.peu{fill:color-mix(in srgb,${profond} 30%,${feuille})}.assez{fill:color-mix(in srgb,${profond} 60%,${feuille})}.beaucoup{fill:${profond}}.choisi{fill:${vif}}text{font:14px sans-serif;fill:${encre}}`

/** La carte des départements, en SVG : une image à part, que la liste n'attend pas. Tout y est à nous, rien n'est à échapper. */
export const dessinerCarte = (
  comptes: readonly { readonly nom: string; readonly nombre: number }[],
  choisi: string,
): string => {
  const parCode = new Map(comptes.map((c) => [c.nom, c.nombre]))
  const max = Math.max(1, ...comptes.map((c) => c.nombre))
  const teinte = (code: string) => (code === choisi ? ' class="choisi"' : classe(parCode.get(code) ?? 0, max))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${cadre}">`,
    `<style>${couleurs('#ffffff', '#4a4e55', '#0f4c4a', '#bf3a1f')}@media (prefers-color-scheme:dark){${couleurs('#1f1d1a', '#b9b2a5', '#8ecfc4', '#ff8a6b')}}</style>`,
    ...contours.map(([code, , chemin]) => `<path d="${chemin}"${teinte(code)}/>`),
    ...outreMer.map(
      ([code], i) =>
        `<rect x="8" y="${360 + i * 44}" width="34" height="34"${teinte(code)}/><text x="48" y="${384 + i * 44}">${code}</text>`,
    ),
    '</svg>',
  ].join('')
}
/** Les dimensions du dessin, pour que la page lui garde sa place. */
export const tailleDeLaCarte = { largeur: 613, hauteur: 585 } as const
