import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poserSession } from '../src/modules/sessions/test/poser.ts'
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
    await capturer(page, `dossiers-${nom}-${largeur}`)
  }
}
const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom, exact: true }).click()
}
const uneSession = async () => {
  const { session } = await site.maintenance.withMaintenance((tx) =>
    poserSession(tx, {
      organisme: site.coop.organisme,
      activite: site.coop.activite,
      offre: site.coop.offre,
      seances: [
        ['2027-03-22', 540, 750],
        ['2027-03-22', 810, 1020],
        ['2027-03-29', 540, 750],
        ['2027-03-29', 810, 1020],
      ],
    }),
  )
  return `/sessions/${session}`
}

describe.each([{ script: false }, { script: true }])(
  'les dossiers clients, script : $script',
  ({ script }) => {
    const suffixe = script ? 'Avec' : 'Sans'
    it('un client et ses douze salariés tiennent en deux écrans', async () => {
      const page = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 1366 })
      const session = await uneSession()
      await page.goto(session)
      if (!script) await sain(page, 'session-vide')
      await page.getByRole('link', { name: 'Ouvrir un dossier' }).first().click()
      await page.fill('#c-structure', `Clinique des Tilleuls ${suffixe}`)
      await page.fill('#c-prenom', 'Rosa')
      await page.fill('#c-nom', `Marchal${suffixe}`)
      await page.fill('#c-qualite', 'directrice')
      await page.fill('#c-prix', '2 400,00')
      await presser(page, 'Ajouter un financement')
      await page.selectOption('#c-lignes-0-dispositif', 'opco-plan')
      await page.fill('#c-lignes-0-payeur', `Opco Santé ${suffixe}`)
      await page.fill('#c-lignes-0-montant', '2 000,00')
      await page.check('#c-lignes-0-subrogation')
      await presser(page, 'Ajouter un financement')
      await page.selectOption('#c-lignes-1-dispositif', 'entreprise')
      await presser(page, 'Voir ce que cela donne')
      expect(await page.textContent('main')).toMatch(/Convention de formation[\s\S]*L6353-1/)
      if (!script) await sain(page, 'ouvrir')
      await page.setViewportSize({ width: 1366, height: 900 })
      await presser(page, 'Ouvrir le dossier')
      if (!script) await sain(page, 'inscrire')
      await page.setViewportSize({ width: 1366, height: 900 })
      await page.fill(
        '#c-liste',
        Array.from(
          { length: 12 },
          (_, i) => `Agathe Pons${suffixe}${i} a${i}.${suffixe.toLowerCase()}@exemple.example`,
        ).join('\n'),
      )
      await page.check('#c-remis')
      await presser(page, 'Inscrire')
      expect(await page.textContent('main')).toMatch(/12 personnes sont inscrites/)
      if (!script) await sain(page, 'dossier')
      await page.goto(session)
      expect(await page.textContent('#clients')).toMatch(/Convention de formation/)
      if (!script) await sain(page, 'session')
      await page.context().close()
    })
    it('un particulier a son échéancier, sa signature et son délai', async () => {
      const page = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 1366 })
      const session = await uneSession()
      await page.goto(`${session}/dossiers/nouveau`)
      await page.check('#c-acheteur-2')
      await page.check('#c-individuel')
      await page.fill('#c-prenom', 'Ousmane')
      await page.fill('#c-nom', `Sarr${suffixe}`)
      await page.fill('#c-prix', '1 000,00')
      await presser(page, 'Voir ce que cela donne')
      expect(await page.textContent('main')).toMatch(
        /Contrat de formation professionnelle[\s\S]*quatorze jours/,
      )
      await presser(page, 'Ouvrir le dossier')
      // La personne qui achète est celle qui vient : elle est déjà écrite.
      expect(await page.inputValue('#c-apprenants-0-nom')).toBe(`Sarr${suffixe}`)
      await presser(page, 'Inscrire')
      expect(await page.textContent('main')).toMatch(/en préparation/)
      await page.getByRole('link', { name: 'Écrire' }).click()
      if (!script) await sain(page, 'echeancier')
      await page.setViewportSize({ width: 1366, height: 900 })
      await presser(page, 'Poser l’échéancier')
      // Ce qui retient l’inscription se lit, sans bouton qui le ferait redire.
      expect(await page.getByRole('button', { name: /Rendre définitive/ }).count()).toBe(0)
      expect(await page.textContent('main')).toMatch(/le contrat n’est pas signé/)
      if (!script) await sain(page, 'contrat')
      await page.getByRole('link', { name: /^Changer l’état|Changer.*Ousmane/ }).click()
      if (!script) await sain(page, 'etat')
      await page.context().close()
    })
  },
)
