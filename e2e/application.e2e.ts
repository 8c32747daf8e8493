// Les pages de l'application entière, dans un vrai navigateur : lisibles par tous, sans défiler de côté.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import { arreter, demarrer, donneesNeuves, type Serveur } from '../test/application/outils.ts'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { copierMoule } from '../test/parcours/moule.ts'

const donnees = donneesNeuves()
let serveur: Serveur
let navigateur: Navigateur
beforeAll(async () => {
  await copierMoule('demonstration', donnees.dossier)
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

/** Sans script : la page doit tout savoir faire. Les statuts et titres se lisent au clavier comme à l’œil. */
describe.each(ecrans)('Le bilan, à %i pixels, script : %s', (largeur, script) => {
  const entrer = async (courriel: string) => {
    const page = await navigateur.ouvrirPage({ largeur, origine: serveur.origine, script })
    await page.goto('/connexion')
    await page.locator('input[name=courriel]').fill(courriel)
    await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/aujourdhui')
    return page
  }
  const verifier = async (page: Page, nom: string) => {
    expect(await sansDefilementDeCote(page), nom).toEqual([])
    expect(await verifierAxe(page), nom).toEqual([])
    await capturer(page, `bpf-${nom}-${largeur}`)
  }

  test('d’une case du formulaire à la signature d’une personne', async () => {
    const page = await entrer('maiwenn@langue-et-lien.example')
    await page.goto('/bpf')
    await verifier(page, 'exercices')
    // Hier fut peut-être d’un autre exercice : le premier qui a des salariés en F-1.
    const adresses = await page
      .locator('table th a')
      .evaluateAll((liens) => liens.map((a) => a.getAttribute('href') ?? ''))
    const salaries = page.getByRole('link', { name: 'Salariés d’employeurs privés hors apprentis' })
    for (const adresse of adresses) {
      await page.goto(adresse)
      if ((await salaries.count()) > 0) break
    }
    await salaries.click()
    await page.waitForURL('**case=F1.a**')
    await verifier(page, 'case')
    await page.locator('.deplie table tbody th a').first().click()
    await page.waitForURL('**ligne=**')
    await verifier(page, 'seances')
    const signee = page.locator('.deplie tr', { hasText: 'signé le' }).first().locator('th a')
    await signee.click()
    await page.waitForURL('**/seances/**')
    expect(await page.locator('main').textContent()).toMatch(/[Ss]igné/)
  })

  test('l’exercice clos des Tisserands : contrôles, recopie, réglages, comparaison', async () => {
    const page = await entrer('yann@les-tisserands.example')
    await page.goto('/bpf')
    const clos = page
      .locator('tr', { hasText: /à transmettre|en retard/ })
      .first()
      .locator('th a')
    const adresse = (await clos.getAttribute('href')) ?? ''
    await clos.click()
    await page.waitForURL(`**${adresse}`)
    // Vingt-deux viennent du fichier repris ; s’y ajoutent ceux des sessions que l’exercice a tenues ici.
    expect(
      Number.parseInt((await page.locator('#F1\\.total td.n').first().textContent()) ?? '', 10),
    ).toBeGreaterThanOrEqual(22)
    await verifier(page, 'tisserands')
    for (const suite of ['controles', 'a-affecter', 'regler', 'comparer', 'recopier', 'deposer']) {
      await page.goto(`${adresse}/${suite}`)
      await verifier(page, suite)
    }
  })
})
