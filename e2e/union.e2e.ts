// Le site de l'Union tel qu'une personne sans compte le parcourt : au téléphone sans script, et à l'écran.
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let instance: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
beforeAll(async () => {
  instance = await servirInstance('2027-01-11T09:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await instance?.fermer()
})

it.each(ecrans)('à %i pixels, rien ne déborde et tout se lit au lecteur d’écran', async (largeur, script) => {
  const page = await navigateur.ouvrirPage({ largeur, hauteur: 900, script, origine: instance.origine })
  // Seul un livrable relu est public : le premier que la liste montre.
  await page.goto('/livrables')
  const livrable = (await page.locator('main a[href^="/livrables/0"]').first().getAttribute('href')) ?? ''
  for (const chemin of [
    '/union',
    '/actualites',
    '/actualites/grille-qualite-33-indicateurs-et-rien-a-recommencer',
    '/cooperatives',
    '/cooperatives/langue-et-lien',
    '/poles-metiers',
    '/livrables',
    livrable,
    '/chercher?q=qualite',
    '/rejoindre',
    '/rejoindre?siren=999000177&pole=formation',
    '/ecrire',
    '/lettre',
    '/mentions-legales',
  ]) {
    const r = await page.goto(chemin)
    expect(r?.status(), chemin).toBe(200)
    expect(await verifierAxe(page), chemin).toEqual([])
    expect(await sansDefilementDeCote(page), chemin).toEqual([])
    await capturer(page, `union${chemin.replace(/[^a-z]+/g, '-')}-${largeur}`)
  }
  await page.context().close()
})
