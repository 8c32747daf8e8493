// La qualité d’une coopérative neuve : dire l’audit, lire la grille, inscrire une réunion, conclure, signaler. Avec et sans script.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  capturer,
  deuxEcrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur, fonder } from '../test/parcours/pieces.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
const pages: Page[] = []
beforeAll(async () => {
  site = await servirInstance('2026-11-24T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  const { telephone: premiere, ensemble } = await deuxEcrans(navigateur, site.origine)
  await fonder(envoyeur(premiere, site.origine))
  pages.push(...(await ensemble()))
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (page: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `qualite-${nom}`)
}
const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')

describe.each([
  ['au téléphone, sans script', 0],
  ['au bureau, avec', 1],
])('la qualité, %s', (_, rang) => {
  const page = () => pages[rang] as Page
  it('sans audit annoncé, la grille se regarde ; l’audit dit, elle est la sienne', async () => {
    const p = page()
    await p.goto('/qualite')
    await sain(p, `grille-${rang}`)
    await p.getByRole('link', { name: 'dire quel audit se prépare' }).click()
    await p.getByLabel('Date de l’audit').fill(rang === 0 ? '31/10/2026' : '26/01/2027')
    await sain(p, `cadre-${rang}`)
    await p.getByRole('button', { name: 'Préparer cet audit' }).click()
    expect(await principal(p)).toContain(rang === 0 ? '2019-565' : '2026-728')
  })
  it('un indicateur s’ouvre, dit qui agit, mène où le fait s’écrit ; le fait écrit, il est prouvé', async () => {
    const p = page()
    await p.goto('/qualite/indicateurs/18')
    await sain(p, `indicateur-${rang}`)
    if (rang === 0) {
      expect(await principal(p)).toContain('aucun compte rendu depuis douze mois')
      await p.getByRole('link', { name: /^Écrire/ }).click()
      await p.getByLabel('Objet').fill('Rentrée pédagogique')
      await p.getByLabel('Tenue le').fill('12/10/2026')
      await p.getByLabel('Participants').fill('Inès, Tom')
      await p.getByLabel('Décisions').fill('Un test d’entrée plus court.')
      await sain(p, `ligne-${rang}`)
      await p.getByRole('button', { name: 'Inscrire', exact: true }).click()
      await sain(p, `registre-${rang}`)
      await p.goto('/qualite/indicateurs/18')
    }
    expect(await principal(p)).toContain('prouvé')
  })
  it('une personne conclut là où les faits se taisent, et son nom reste', async () => {
    const p = page()
    await p.goto('/qualite/indicateurs/6')
    await p.getByLabel('Conclusion').selectOption('prouve')
    await p.getByLabel('Pourquoi').fill('Trois déroulés relus avec l’équipe.')
    await p.getByRole('button', { name: 'Signer cette conclusion' }).click()
    expect(await principal(p)).toContain('Trois déroulés relus avec l’équipe.')
    await sain(p, `conclu-${rang}`)
  })
  it('ce qui arrive se signale ; le récit ne s’ouvre que d’un geste', async () => {
    const p = page()
    await p.goto('/qualite/evenements')
    await sain(p, `evenements-${rang}`)
    await p.getByRole('link', { name: 'Signaler ce qui arrive' }).click()
    await p.getByLabel('Genre').selectOption('signalement')
    await p.getByLabel('Reçue le').fill('20/11/2026')
    await p.getByLabel('Objet').fill('Propos en pause')
    await p.getByLabel('Venu de').selectOption('stagiaire')
    await p.getByLabel('Récit').fill('Des mots blessants, deux jours de suite.')
    await sain(p, `signaler-${rang}`)
    await p.getByRole('button', { name: 'Garder' }).click()
    // Protégé, l’événement ne se nomme que par son genre : son objet est dans le récit.
    const liste = p.locator('main').getByRole('link', { name: /^Signalement/ })
    await liste.first().waitFor()
    expect(await principal(p)).not.toContain('Propos en pause')
    await liste.first().click()
    expect(await principal(p)).not.toContain('mots blessants')
    await p.getByRole('button', { name: 'Lire le récit' }).click()
    for (const mot of ['Propos en pause', 'mots blessants']) expect(await principal(p)).toContain(mot)
    await sain(p, `affaire-${rang}`)
  })
  it('qui doit agir, la couverture et les registres se lisent', async () => {
    const p = page()
    for (const ou of ['a-faire', 'couverture', 'registres', 'sous-traitance', 'veille']) {
      await p.goto(`/qualite/${ou}`)
      await sain(p, `${ou}-${rang}`)
    }
  })
})
