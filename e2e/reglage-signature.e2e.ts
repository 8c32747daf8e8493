/** Les réglages de la signature à l’écran, et le lien qu’un code garde, avec et sans script. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirEmargement } from '../test/parcours/emargement.ts'

let site: Awaited<ReturnType<typeof servirEmargement>>
let navigateur: Navigateur
beforeAll(async () => {
  site = await servirEmargement()
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})
const sain = async (page: Page, nom: string): Promise<void> => {
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 800 })
    expect(await verifierAxe(page), nom).toEqual([])
    expect(await sansDefilementDeCote(page), nom).toEqual([])
    await capturer(page, `${nom}-${largeur}`)
  }
}

it.each([true, false])('se règlent la veille, et valent le lendemain (script : %s)', async (script) => {
  await site.poser({ stagiaires: 1 })
  site.regler('2026-11-23T09:00:00Z')
  site.devenir('responsable')
  const page = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366, script })
  await page.goto('/registre')
  await page.getByRole('link', { name: 'Régler la signature des présences' }).click()
  await sain(page, 'reglage-signature')
  await page.getByLabel('Ouverture').selectOption('15')
  await page.getByLabel('Demander un code à chacun').check()
  await page.getByRole('button', { name: 'Garder ces réglages' }).click()
  await page.getByText(/Ils valent à partir du 24/).waitFor()
  await page.getByRole('textbox', { name: 'Message' }).fill('{"to":"{numero}"}')
  await page.getByLabel('Adresse').fill('https://sms.exemple.example/envoi')
  await page.getByLabel('Clé', { exact: true }).fill('Bearer secret')
  await page.getByRole('button', { name: 'Poser cette passerelle' }).click()
  await page.getByText(/doit contenir/).waitFor()
  await sain(page, 'reglage-signature-refus')
  await page.getByRole('textbox', { name: 'Message' }).fill('{"to":"{numero}","text":"{texte}"}')
  await page.getByLabel('Clé', { exact: true }).fill('Bearer secret')
  await page.getByRole('button', { name: 'Poser cette passerelle' }).click()
  await page.getByText('La passerelle est posée.').waitFor()
  await page.getByLabel('Un mobile à vous').fill('05 61 00 00 00')
  await page.getByRole('button', { name: 'Envoyer un SMS d’essai' }).click()
  await page.locator('#c-numero-e').waitFor()
  await sain(page, 'reglage-signature-essai')
  await page.getByRole('button', { name: 'Retirer la passerelle' }).click()
  await page.getByText('La passerelle est retirée.').waitFor()
  await page.context().close()

  // Quatorze minutes avant le début : la page s’ouvre, et demande le code.
  site.devenir('formateur', 'assistant')
  site.regler('2026-11-24T07:46:00Z')
  const lien = (await site.liens()).get('s0@exemple.example') ?? ''
  const telephone = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script })
  await telephone.goto(lien)
  await sain(telephone, 'signer-avec-code')
  await telephone.getByRole('checkbox').check()
  await telephone.getByRole('button', { name: 'Signer ma présence' }).click()
  await telephone.getByText('Écrivez le code à six chiffres').waitFor()
  await telephone.getByRole('button', { name: /Recevoir mon code par courriel/ }).click()
  await telephone.getByText('Votre code part.').waitFor()
  await sain(telephone, 'signer-code-parti')
  await telephone.context().close()
})
