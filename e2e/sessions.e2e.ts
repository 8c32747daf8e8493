import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poserSalle } from '../src/modules/sessions/test/cooperatives.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirPlanification } from '../test/parcours/planification.ts'

let site: Awaited<ReturnType<typeof servirPlanification>>
let navigateur: Navigateur

beforeAll(async () => {
  site = await servirPlanification()
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

/** Ni faute d’accessibilité, ni défilement de côté, au téléphone comme au bureau. */
const sain = async (page: Page, nom: string): Promise<void> => {
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 900 })
    expect(await verifierAxe(page), nom).toEqual([])
    expect(await sansDefilementDeCote(page), nom).toEqual([])
    await capturer(page, `sessions-${nom}-${largeur}`)
  }
}
const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom }).click()
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('link', { name: nom }).first().click()
}
const texteDe = async (page: Page) => ((await page.textContent('main')) ?? '').replaceAll(/\s/g, ' ')

describe.each([{ script: false }, { script: true }])(
  'salles et intervenants, script : $script',
  ({ script }) => {
    it('planifie dans une salle, se fait refuser la même heure, change, règle, reporte', async () => {
      const annee = script ? 2028 : 2027
      const page = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 1366 })
      if (!script) {
        await page.goto('/salles')
        await sain(page, 'salles-vide')
        await site.maintenance.withMaintenance((tx) => poserSalle(tx, site.coop, 'Duras', { places: 12 }))
      }
      await page.goto('/salles')
      await page.selectOption('#c-etablissement', { index: 1 })
      await page.fill('#c-nom', `Char ${annee}`)
      await page.fill('#c-places', '8')
      await presser(page, 'Ajouter la salle')
      expect(await texteDe(page)).toContain(`Char ${annee}`)
      if (!script) await sain(page, 'salles')

      const planifier = async (nom: string) => {
        await page.goto('/sessions/nouvelle')
        await page.selectOption('#c-offre', site.coop.offre)
        await page.fill('#c-capacite', '6')
        await page.fill('#c-effectifMin', '3')
        await page.selectOption('#c-salle', { label: `Maison Duras, Char ${annee} (8 places)` })
        await page.fill('#c-formateur', nom)
        for (const [champ, valeur] of [
          ['date', `22/03/${annee}`],
          ['debut', '9 h'],
          ['fin', '12 h 30'],
        ])
          await page.fill(`#c-seances-0-${champ}`, valeur ?? '')
        await presser(page, 'Planifier la session')
      }
      await planifier(`Tom Okafor${script ? ' Bis' : ''}`)
      expect(await texteDe(page)).toContain(`Char ${annee}, Maison Duras, Montreuil`)
      const session = new URL(page.url()).pathname
      await planifier(`Paul Roy${script ? ' Bis' : ''}`)
      expect(await texteDe(page)).toMatch(/Char \d+ : déjà pris par S-\d{4}-\d{3}/)
      if (!script) await sain(page, 'refus')

      await page.goto(session)
      if (!script) await sain(page, 'session')
      await suivre(page, /Changer dates/)
      if (!script) await sain(page, 'changer')
      await page.fill('#c-seances-0-fin', '12 h')
      await presser(page, 'Ajouter une séance')
      await page.fill('#c-seances-1-date', `23/03/${annee}`)
      await page.fill('#c-seances-1-debut', '14 h')
      await page.fill('#c-seances-1-fin', '17 h')
      // Personne d’inscrit : rien n’est touché, et rien ne s’écrit avant d’avoir été vu.
      await presser(page, 'Voir ce que cela touche')
      expect(await texteDe(page)).toContain('Rien à refaire, ni personne à prévenir.')
      if (!script) await sain(page, 'rien-touche')
      await presser(page, 'Changer')
      expect(await texteDe(page)).toContain('2 demi-journées')

      await suivre(page, /^Régler/)
      await presser(page, 'Ajouter une personne')
      await page.fill('#c-intervenants-0-duree', '1 h 30')
      if (!script) await sain(page, 'regler')
      // Une ligne laissée vide ne compte pas.
      await presser(page, 'Voir ce que cela touche')
      await presser(page, 'Changer')
      expect(await texteDe(page)).toContain('C’est réglé.')

      await suivre(page, 'Ouvrir les inscriptions')
      await presser(page, 'Ouvrir les inscriptions')
      await suivre(page, 'Reporter la session')
      if (!script) await sain(page, 'reporter')
      await page.fill('#c-motif', 'grève des trains')
      await presser(page, 'Voir ce que cela touche')
      // Qui anime l’apprend : la page le montre avant.
      expect(await texteDe(page)).toContain('Raison : grève des trains')
      if (!script) await sain(page, 'report-touche')
      await presser(page, 'Reporter la session sans prévenir')
      expect(await texteDe(page)).toContain('reportée')
      await page.goto(session)
      if (!script) await sain(page, 'reportee')
      expect(await texteDe(page)).toMatch(/Reportée : grève des trains/)

      await page.goto(`/sessions?q=okafor&du=01/03/${annee}`)
      expect(await texteDe(page)).toContain('Tom Okafor')
      if (!script) await sain(page, 'liste')
      await page.goto('/salles')
      await suivre(page, `Char ${annee}`)
      await page.goto(`${new URL(page.url()).pathname}?jour=22/03/${annee}`)
      expect(await texteDe(page)).toContain('libre')
      if (!script) await sain(page, 'salle')
      await page.close()
    })
  },
)
