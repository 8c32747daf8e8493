import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servirOrganisme } from '../src/modules/organisme/test/serveur.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'

let site: Awaited<ReturnType<typeof servirOrganisme>>
let navigateur: Navigateur
beforeAll(async () => {
  ;[site, navigateur] = await Promise.all([servirOrganisme(), ouvrirNavigateur()])
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const regarder = async (page: Page, nom: string) => {
  expect(await verifierAxe(page)).toEqual([])
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 900 })
    expect(await sansDefilementDeCote(page)).toEqual([])
    await capturer(page, `${nom}-${largeur}`)
  }
}

describe('fonder sa coopérative, sans script', () => {
  it('d’une instance vide à une fiche, un lieu, une signature, une invitation et un journal qui les dit', async () => {
    const page = await navigateur.ouvrirPage({ script: false, origine: site.origine })
    await page.goto('/premiers-pas')
    await regarder(page, 'organisme-premiers-pas')
    await page.getByLabel('SIRET du siège').fill('12345678200011')
    await page.getByRole('button', { name: 'Commencer' }).click()
    await regarder(page, 'organisme-premiers-pas-fautes')

    await page.getByLabel('Nom', { exact: true }).first().fill('Langue & Lien')
    await page.getByLabel('SIRET du siège').fill('123 456 782 00010')
    await page.getByLabel('coopérative d’activité et d’emploi').check()
    await page.getByLabel('Prénom').fill('Hélène')
    await page.getByLabel('Nom', { exact: true }).last().fill('Marchand')
    await page.getByLabel('Courriel').fill('helene@exemple.example')
    await page.getByLabel('Mot de passe').fill('trois merles sous la pluie')
    await page.getByRole('button', { name: 'Commencer' }).click()
    await page.getByRole('heading', { name: 'Ce qu’il reste à faire' }).waitFor()
    await regarder(page, 'organisme-reste-a-faire')

    await page.getByRole('link', { name: 'Compléter la fiche' }).click()
    await page.getByLabel('Adresse du siège').fill('3 rue du Four')
    await page.getByLabel('Code postal').fill('35000')
    await page.getByLabel('Ville').fill('Rennes')
    await page.getByLabel('Courriel').fill('contact@exemple.example')
    await page.getByLabel('Numéro de déclaration').fill('11 75 32629 75')
    await page.locator('input[name=regimeTva][value=assujetti]').check()
    await page
      .getByLabel('Logo', { exact: false })
      .first()
      .setInputFiles({
        name: 'logo.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 8"><path fill="#0f4c4a" d="M0 0h7v8H0z"/><circle cx="12" cy="4" r="4" fill="#d9822b"/></svg>',
        ),
      })
    await regarder(page, 'organisme-fiche-edition')
    await page.getByRole('button', { name: 'Enregistrer la fiche' }).click()
    await page.getByText('La fiche est enregistrée').waitFor()
    await regarder(page, 'organisme-fiche')

    await page.goto('/cooperative/etablissements')
    await page.getByLabel('Nom', { exact: true }).fill('Salle Duras')
    await page.getByLabel('Capacité').fill('12')
    await page.getByRole('button', { name: 'Ajouter le lieu' }).click()
    await page.getByText('Le lieu est ajouté').waitFor()
    await regarder(page, 'organisme-lieux')
    await page.getByRole('link', { name: 'Salle Duras' }).click()
    await regarder(page, 'organisme-lieu')

    await page.goto('/cooperative/enseignes')
    await page.getByLabel('Nom', { exact: true }).fill('Argile')
    await page.getByRole('button', { name: 'Ouvrir l’enseigne' }).click()
    await regarder(page, 'organisme-enseignes')
    await page.getByRole('link', { name: 'Argile' }).click()
    await regarder(page, 'organisme-enseigne')

    await page.goto('/cooperative/signataires')
    await page.getByLabel('Personne', { exact: true }).selectOption({ label: 'Hélène Marchand' })
    await page.getByLabel('Qualité').fill('gérante')
    await page.getByLabel('de sa fonction').check()
    await page.getByRole('button', { name: 'Donner ce pouvoir' }).click()
    await page.getByText('Le pouvoir est donné').waitFor()
    await regarder(page, 'organisme-signataires')
    await page.getByRole('link', { name: 'Hélène Marchand', exact: true }).last().click()
    await regarder(page, 'organisme-signataire')

    await page.goto('/cooperative/equipe')
    await page.getByLabel('Prénom').fill('Agathe')
    await page.getByLabel('Nom', { exact: true }).fill('Pons')
    await page.getByLabel('Courriel').fill('agathe@exemple.example')
    await page.getByLabel('Qui forme anime').check()
    await page.getByLabel('Argile').check()
    await page.getByRole('button', { name: 'Inviter' }).click()
    await page.getByText('L’invitation part.', { exact: true }).waitFor()
    await regarder(page, 'organisme-equipe')
    await page.getByRole('link', { name: 'Agathe Pons' }).click()
    await regarder(page, 'organisme-membre')

    await page.goto('/journal')
    await regarder(page, 'organisme-journal')
    const journal = await page.locator('main').textContent()
    for (const phrase of [
      'Hélène Marchand a fondé la coopérative',
      'La fiche de la coopérative a changé',
      'Le lieu Salle Duras est ajouté',
      'L’enseigne Argile est créée',
      'signe au nom de la coopérative par sa fonction',
      'Agathe Pons est invitée',
    ])
      expect(journal).toContain(phrase)
  })
})
