// Les pages de l'application entière, dans un vrai navigateur : lisibles par tous, sans défiler de côté.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import { arreter, demarrer, donneesNeuves, type Serveur } from '../test/application/outils.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'

const donnees = donneesNeuves()
let serveur: Serveur
let navigateur: Navigateur
beforeAll(async () => {
  serveur = await demarrer({ COFORME_DONNEES: donnees.dossier })
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur.fermer()
  await arreter(serveur)
  await donnees.defaire()
})

const publiques = ['/', '/aide', '/accessibilite', '/donnees-personnelles', '/courriels', '/nulle-part']
const privees = [
  '/aujourdhui',
  '/recherche?q=an',
  '/recherche',
  '/aide',
  '/planning',
  '/planning?par=salles',
  '/planning?par=mois',
  '/planning/abonnements',
]

describe.each([360, 1366])('À %i pixels de large', (largeur) => {
  test('les pages publiques se lisent, sans script', async () => {
    const page = await navigateur.ouvrirPage({ largeur, origine: serveur.origine })
    for (const adresse of publiques) {
      await page.goto(adresse)
      expect(await sansDefilementDeCote(page), adresse).toEqual([])
      expect(await verifierAxe(page), adresse).toEqual([])
      await capturer(page, `application${adresse.replaceAll('/', '-')}-${largeur}`)
    }
  })

  test('la journée et la recherche se lisent, connecté', async () => {
    const page = await navigateur.ouvrirPage({ largeur, origine: serveur.origine })
    await page.goto('/connexion')
    await page
      .getByLabel('Adresse de courriel')
      .or(page.locator('input[name=courriel]'))
      .first()
      .fill('maiwenn@langue-et-lien.example')
    await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/aujourdhui')
    expect(await page.getByRole('heading', { name: 'À vous' }).count()).toBe(1)
    for (const adresse of privees) {
      await page.goto(adresse)
      expect(await sansDefilementDeCote(page), adresse).toEqual([])
      expect(await verifierAxe(page), adresse).toEqual([])
      await capturer(page, `application-connecte${adresse.replaceAll(/[/?=]/g, '-')}-${largeur}`)
    }
  })
})
