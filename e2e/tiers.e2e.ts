import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirPlanification } from '../test/parcours/planification.ts'

let site: Awaited<ReturnType<typeof servirPlanification>>
let navigateur: Navigateur
beforeAll(async () => {
  ;[site, navigateur] = await Promise.all([servirPlanification(), ouvrirNavigateur()])
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const presser = async (page: Page, nom: string) => {
  await page.getByRole('button', { name: nom, exact: true }).click()
}

describe.each(ecrans)('les tiers, à %i pixels', (largeur, script) => {
  it('une entreprise et qui signe pour elle, une intervenante et ses statuts, deux fiches réunies puis séparées', async () => {
    const page = await navigateur.ouvrirPage({ largeur, hauteur: 900, script, origine: site.origine })
    const relire = async (nom: string) => {
      expect(await verifierAxe(page), nom).toEqual([])
      expect(await sansDefilementDeCote(page), nom).toEqual([])
      await capturer(page, `tiers-${nom}-${largeur}`)
    }
    const ajouterPersonne = async (prenom: string, nom: string, courriel: string) => {
      await page.goto('/personnes/nouvelle')
      await page.getByLabel('Prénom').fill(prenom)
      await page.getByLabel('Nom', { exact: true }).fill(nom)
      await page.getByLabel('Courriel').fill(courriel)
      await presser(page, 'Ajouter cette personne')
    }

    await page.goto('/entreprises')
    await relire('entreprises-debut')
    await page.goto('/entreprises/nouvelle')
    await relire('entreprise-ecrire')
    await page.getByLabel('Nom', { exact: true }).fill(`Hôtel-restaurant des Volcans d’Auvergne ${largeur}`)
    await page.getByLabel('SIRET').fill('732 829 320 00075')
    await page.getByLabel('Ville').fill('Clermont-Ferrand')
    await presser(page, 'Ajouter cette entreprise')
    await relire('entreprise-fautes')
    expect(await page.getByLabel('Ville').inputValue()).toBe('Clermont-Ferrand')
    await page.getByLabel('SIRET').fill(largeur === 360 ? '732 829 320 00074' : '443 061 841 00047')
    await page.getByLabel('Adresse').fill('12 avenue de la République, bâtiment des arrivées')
    await page.getByLabel('Code postal').fill('63000')
    await presser(page, 'Ajouter cette entreprise')
    await page.getByRole('link', { name: 'Ajouter un contact' }).click()
    await page.getByLabel('Prénom').fill('Marguerite')
    await page.getByLabel('Nom', { exact: true }).fill(`Hoarau-Delacroix ${largeur}`)
    await page.getByLabel('Courriel').fill('marguerite.hoarau-delacroix@volcans-auvergne.example')
    await page.getByLabel('Fonction').fill('directrice des ressources humaines')
    await page.getByLabel('Peut signer pour l’entreprise').check()
    await relire('contact-ecrire')
    await presser(page, 'Ajouter ce contact')
    await relire('entreprise')
    await page.getByRole('link', { name: 'Modifier le contact' }).click()
    await relire('contact')
    await page.goto('/entreprises')
    await relire('entreprises')

    await ajouterPersonne('Éloïse', `Kerbrat-Chabrier ${largeur}`, `eloise.${largeur}@exemple.example`)
    const fiche = page.url()
    await relire('personne-neuve')
    await page.getByRole('link', { name: 'Écrire ses titres et qualités' }).click()
    await relire('titres')
    await page
      .getByLabel('Titres et qualités')
      .fill('Master de français langue étrangère (Rennes 2, 2014).\nDix ans d’enseignement en centre social.')
    await presser(page, 'Enregistrer')
    await page.goto(`${fiche}/statuts/nouveau`)
    await relire('statut-ouvrir')
    await page.getByLabel('Statut', { exact: true }).selectOption('portage')
    await page.getByLabel('Premier jour').fill('01/01/2026')
    await presser(page, 'Ouvrir ce statut')
    await relire('statut-fautes')
    await page.getByLabel('Dernier jour').fill('30/06/2026')
    await page.getByLabel('Structure d’où elle vient').fill('Portage des Passerelles')
    await presser(page, 'Ouvrir ce statut')
    await page.goto(`${fiche}/statuts/nouveau`)
    await page.getByLabel('Statut', { exact: true }).selectOption('entrepreneur-salarie')
    await page.getByLabel('Premier jour').fill('01/07/2026')
    await presser(page, 'Ouvrir ce statut')
    await relire('personne')
    await page.getByRole('link', { name: 'entrepreneur salarié' }).click()
    await relire('statut')

    await ajouterPersonne('Eloise', `Kerbrat Chabrier ${largeur}`, `eloise.${largeur}@exemple.example`)
    await page.goto('/personnes/doublons')
    await relire('doublons')
    await page.getByRole('link', { name: `Kerbrat Chabrier ${largeur}` }).click()
    await relire('comparer')
    await page.locator(`input[value="${fiche.split('/').at(-1)}"]`).check()
    await presser(page, 'Réunir ces fiches')
    expect(page.url()).toBe(fiche)
    await relire('reunie')
    await page.getByRole('button', { name: 'Défaire' }).click()
    await page.getByText('de nouveau distinctes').waitFor()
    await page.goto(`/personnes?q=kerb+elo&qui=intervenant`)
    await relire('personnes')
    expect(await page.getByRole('link', { name: `Kerbrat-Chabrier ${largeur} Éloïse` }).count()).toBe(1)
    await page.context().close()
  })
})
