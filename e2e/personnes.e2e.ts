// Les données d’une personne et son espace, dans la démonstration : demander son lien, le lire, demander ses données ; du côté de la coopérative,
// répondre, dire les durées, essayer la purge ; délégués et discipline. Sans script au téléphone, avec au bureau.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  capturer,
  deuxEcrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
const pages: Page[] = []
beforeAll(async () => {
  site = await servirInstance(undefined, { demonstration: true })
  navigateur = await ouvrirNavigateur()
  const { telephone, bureau } = await deuxEcrans(navigateur, site.origine)
  pages.push(telephone, bureau)
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (page: Page, nom: string): Promise<void> => {
  await capturer(page, `personnes-${nom}`)
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
}
const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
/** Le dernier lien d’espace reçu sous ce titre, de qui que ce soit ou de cette personne ; la démonstration en a envoyé, la page /moi en renvoie. */
const lienRecu = async (titre: string, qui?: string): Promise<{ a: string; url: string }> => {
  const trouver = () => {
    for (const m of site.courrier.toReversed()) {
      if (qui !== undefined && m.a !== qui) continue
      const url = new RegExp(`${titre}[^\\n]*\\n+\\S+(/moi/[\\w-]{43})`).exec(m.texte)?.[1]
      if (url) return { a: m.a, url }
    }
    return undefined
  }
  await vi.waitFor(() => expect(trouver()).toBeDefined(), { timeout: 120_000 })
  return trouver() ?? { a: '', url: '' }
}

describe.each([
  ['au téléphone, sans script', 0, 'rectification'],
  ['au bureau, avec', 1, 'opposition'],
])('une personne et ses données, %s', (_, rang, droit) => {
  const page = () => pages[rang] as Page

  it('demande son lien, lit son espace et demande à corriger', async () => {
    const p = page()
    const { a } = await lienRecu('Mon espace')
    await p.goto('/moi')
    await sain(p, `moi-${rang}`)
    await p.getByLabel('Courriel').fill(a)
    const envoyes = () => site.courrier.filter((m) => m.a === a && m.objet.startsWith('Votre espace')).length
    const avant = envoyes()
    await p.getByRole('button', { name: 'Recevoir mon lien' }).click()
    expect(await principal(p)).toContain('Si un organisme connaît cette adresse')
    await vi.waitFor(() => expect(envoyes()).toBeGreaterThan(avant), { timeout: 120_000 })
    await p.goto((await lienRecu('Mon espace', a)).url)
    await sain(p, `stagiaire-${rang}`)
    await p.getByLabel('Je veux').selectOption(droit)
    await p.getByLabel('Précisions').fill('Mon nom prend un accent.')
    await p.getByRole('button', { name: 'Envoyer ma demande' }).click()
    expect(await principal(p)).toContain('due avant le')
    await p.goto((await lienRecu('L’espace de l’entreprise')).url)
    await sain(p, `client-${rang}`)
  })

  it('la coopérative répond, dit ses durées, essaie la purge et imprime son registre', async () => {
    const p = page()
    await p.goto('/connexion')
    await p.getByLabel('Courriel').fill('maiwenn@langue-et-lien.example')
    await p.getByLabel('Mot de passe', { exact: true }).fill('coforme-demo')
    await p.getByRole('button', { name: /connecter/i }).click()
    await p.goto('/cooperative/donnees')
    await sain(p, `donnees-${rang}`)
    await p.getByRole('link', { name: 'Traoré' }).first().click()
    await sain(p, `demande-${rang}`)
    await p.getByRole('link', { name: /ses données$/ }).click()
    expect(await principal(p)).toContain('Ce qui se garde')
    await sain(p, `personne-${rang}`)
    await p.goto('/cooperative/donnees/conservation')
    await sain(p, `conservation-${rang}`)
    await p.goto('/cooperative/donnees/purge')
    await p.getByRole('button', { name: 'Dire ce qui s’effacerait aujourd’hui' }).click()
    expect(await principal(p)).toContain('Rien n’est ôté')
    await sain(p, `purge-${rang}`)
    for (const [nom, ou] of [
      ['traitements', '/cooperative/donnees/traitements'],
      ['traitement', '/cooperative/donnees/traitements/handicap'],
      ['lectures', '/cooperative/donnees/lectures'],
    ] as const) {
      await p.goto(ou)
      await sain(p, `${nom}-${rang}`)
    }
  })

  it('une session dit ses délégués et sa discipline ; la procédure commence par les griefs', async () => {
    const p = page()
    await p.goto('/sessions')
    await p
      .getByRole('link', { name: /anglais/i })
      .first()
      .click()
    const session = new URL(p.url()).pathname
    await p.goto(`${session}/delegues`)
    await sain(p, `delegues-${rang}`)
    await p.goto(`${session}/discipline`)
    await sain(p, `discipline-${rang}`)
    await p.getByLabel('Stagiaire', { exact: true }).selectOption({ index: 1 })
    await p.getByLabel('Griefs').fill('Absences non prévenues, deux matins de suite.')
    await p.getByLabel(/^oui/).check()
    await p.getByRole('button', { name: 'Ouvrir la procédure' }).click()
    await sain(p, `procedure-${rang}`)
    await p.getByLabel('Étape', { exact: true }).selectOption('griefs')
    await p.getByRole('button', { name: 'Garder l’étape' }).click()
    expect(await principal(p)).toContain('AD-')
    expect(await principal(p)).toContain('Convocation à l’entretien (R6352-5)')
  })
})
