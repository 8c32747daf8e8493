import type { Page } from 'playwright-core'
import { evaluerDansLaPage } from './evaluer.ts'

/** Un tableau large a le droit de défiler dans son cadre ; la page, elle, ne déborde pas. */
const expression = `(() => {
  const largeur = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= largeur) return []
  const cadre = (element) => {
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX)) return true
    }
    return false
  }
  const coupables = [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > largeur + 0.5 && !cadre(e))
    .slice(0, 5)
    .map((e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.classList.length ? '.' + [...e.classList].join('.') : ''))
  return ['page large de ' + document.documentElement.scrollWidth + ' pour ' + largeur, ...coupables]
})()`

/** Vide quand la page ne défile pas de côté ; sinon de combien, et les premiers éléments qui débordent. */
export const sansDefilementDeCote = async (page: Page): Promise<string[]> =>
  (await evaluerDansLaPage(page, expression)) as string[]
