import { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unCatalogue } from '../src/modules/catalogue/test/fichiers.ts'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirCatalogue } from '../test/parcours/catalogue.ts'

let serveur: Awaited<ReturnType<typeof servirCatalogue>>
let navigateur: Navigateur
beforeAll(async () => {
  serveur = await servirCatalogue()
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await serveur?.fermer()
})

const presser = async (page: Page, nom: string) => {
  await page.getByRole('button', { name: nom, exact: true }).click()
}
const suivre = async (page: Page, nom: string) => {
  await page.getByRole('link', { name: nom }).first().click()
}

describe.each(ecrans)('à %i pixels', (largeur, script) => {
  it('importer un fichier, corriger un brouillon, l’adopter avec son motif', async () => {
    const page = await navigateur.ouvrirPage({ largeur, hauteur: 900, script, origine: serveur.origine })
    const relire = async (nom: string) => {
      expect(await verifierAxe(page), nom).toEqual([])
      expect(await sansDefilementDeCote(page), nom).toEqual([])
      await capturer(page, `catalogue-${nom}-${largeur}`)
    }
    const suffixe = `de ${largeur}`
    await page.goto('/catalogue')
    await relire('liste-avant')
    await page.goto('/catalogue/importer')
    await relire('importer')
    await presser(page, 'Lire ce fichier')
    await relire('importer-sans-fichier')
    await page.getByLabel('Catalogue en LHEO 2.2 ou 2.3').setInputFiles({
      name: 'catalogue-regional-2026-2027-de-la-cooperative.xml',
      mimeType: 'text/xml',
      buffer: Buffer.from(
        unCatalogue(
          {
            numero: `A${largeur}`,
            intitule: `Conduire une réunion en anglais, niveau B2, à distance et en salle, ${suffixe}`,
          },
          {
            numero: `B${largeur}`,
            intitule: `Reprise ${suffixe}`,
            siret: '55208131766522',
            nda: '99999999999',
            organisme: 'Établissement d’enseignement à distance de la région',
            heures: '',
          },
          { numero: `B${largeur}`, intitule: 'Doublon', siret: '55208131766522' },
        ),
      ),
    })
    if (script) {
      // L’envoi tarde : il se voit, on y renonce, et le fichier choisi est encore là pour repartir. Pendant qu’une page part, Playwright
      // n’y lit rien : c’est elle qui se regarde. En texte : les essais n’ont pas les types d’un navigateur.
      // On ne renonce qu’une fois l’envoi vu en route : y renoncer plus tôt laisse Playwright attendre une page qui ne viendra pas.
      const enRoute = Promise.withResolvers<void>()
      await page.route('**/catalogue/importer', () => enRoute.resolve())
      await page.evaluate(`addEventListener('keydown', () => requestAnimationFrame(() => requestAnimationFrame(() => {
        const envoi = document.querySelector('[data-envoi-en-cours]')
        window.vu = [envoi.textContent, envoi.closest('form').getAttribute('aria-busy')].join(' ')
        envoi.querySelector('button').click()
      })), { once: true })`)
      await page.getByRole('button', { name: 'Lire ce fichier' }).click({ noWaitAfter: true })
      await enRoute.promise
      await page.keyboard.press('Shift')
      // « waitForFunction » évalue un texte dans la page, que sa politique refuse dès le second regard.
      await expect
        .poll(() => page.evaluate<string>("window.vu ?? ''"), { timeout: 120_000 })
        .toMatch(/^Le fichier part, puis se lit.*Renoncer true$/)
      expect(await page.locator('[data-envoi-en-cours], [aria-busy]').count()).toBe(0)
      await page.unroute('**/catalogue/importer')
    }
    await presser(page, 'Lire ce fichier')
    expect(new URL(page.url()).pathname).toMatch(/^\/catalogue\/imports\//)
    await relire('rapport')
    await suivre(page, `Reprise ${suffixe}`)
    await relire('fiche-brouillon')
    await suivre(page, 'Corriger le brouillon')
    await page.getByText('Pour qui, et comment y entrer').first().click()
    await page.getByLabel('Prérequis').fill('Aucun.')
    await relire('corriger')
    await presser(page, 'Enregistrer le brouillon')
    await suivre(page, 'Valider cette offre')
    await relire('adopter')
    await page.getByLabel('Bilan de compétences').check()
    await page.getByLabel('Durée confirmée').fill('24 h')
    await presser(page, 'Valider cette offre')
    await relire('adopter-refuse')
    await page
      .getByLabel('À quel titre reprenez-vous cette offre')
      .fill('Convention de partenariat du 3 mars 2026')
    await presser(page, 'Valider cette offre')
    await relire('fiche-adoptee')
    await page.goto('/catalogue')
    await relire('liste')
    await page.goto('/catalogue/nouvelle')
    await presser(page, 'Créer le brouillon')
    await relire('nouvelle-a-reprendre')
    await page.context().close()
  })
})
