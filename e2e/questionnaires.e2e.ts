// Un questionnaire de bout en bout : envoyé depuis la session, répondu sur un téléphone sans script ou au bureau avec, lu, suivi.
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
import { recu } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur, fonder, planifier } from '../test/parcours/pieces.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let session = ''
const pages: Page[] = []

beforeAll(async () => {
  site = await servirInstance('2026-11-05T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  const { telephone: premiere, ensemble } = await deuxEcrans(navigateur, site.origine)
  const envoyer = envoyeur(premiere, site.origine)
  await fonder(envoyer)
  const lire = async (url: string) => (await premiere.request.get(`${site.origine}${url}`)).text()
  session = await planifier(envoyer, lire)
  const dossier =
    /dossier=([0-9a-f-]{36})/.exec(
      await envoyer(`${session}/dossiers/nouveau`, {
        acheteur: 'entreprise',
        structure: 'Ateliers Belledonne',
        prenom: 'Odile',
        nom: 'Garnier',
        courriel: 'odile@belledonne.example',
        qualite: 'présidente',
        circonstance: 'distance',
        prix: '2400',
      }),
    )?.[1] ?? ''
  await envoyer(`${session}/inscriptions/nouvelle`, {
    dossier,
    statutCommun: 'salarie-prive',
    remis: 'on',
    ...Object.fromEntries(
      [
        ['Agathe', 'Pons'],
        ['Ousmane', 'Sarr'],
        ['Yann', 'Kerbrat'],
      ].flatMap(([prenom = '', nom = ''], i) => [
        [`apprenants[${i}].prenom`, prenom],
        [`apprenants[${i}].nom`, nom],
        [`apprenants[${i}].courriel`, `${prenom.toLowerCase()}@exemple.example`],
      ]),
    ),
  })
  pages.push(...(await ensemble()))
  site.regler('2026-12-02T17:00:00Z')
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (page: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `questionnaires-${nom}`)
}
const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')

/** Le lien que cette personne a reçu ; le travailleur l’envoie dès qu’il passe. */
const lienDe = async (courriel: string): Promise<string> =>
  new URL(await recu(site.courrier, courriel, /https?:\/\/\S+\/questionnaire\/[\w-]{43}(?=\s)/)).pathname

describe('les questionnaires', () => {
  it('un modèle s’adapte : une question, sa condition, un aperçu', async () => {
    const p = pages[1] as Page
    await p.goto('/questionnaires')
    await sain(p, 'accueil-1')
    await p.goto('/questionnaires/prets/chaud')
    await sain(p, 'pret-1')
    await p.getByRole('button', { name: 'Adapter ce modèle' }).click()
    await p.getByLabel('Titre', { exact: true }).fill('Votre avis sur ces deux jours')
    await sain(p, 'composer-1')
    await p.getByRole('button', { name: 'Garder ce modèle' }).click()
    expect(await principal(p)).toContain('Le modèle est gardé')
    await (pages[0] as Page).goto(new URL(p.url()).pathname)
    await sain(pages[0] as Page, 'composer-0')
  })
  it('part de la session, le dernier jour, à chacun', async () => {
    const p = pages[0] as Page
    await p.goto(`${session}/questionnaires`)
    await sain(p, 'session-0')
    await p.getByRole('button', { name: /^Envoyer\s*: appréciation à chaud/ }).click()
    expect(await principal(p)).toContain('3 messages partent')
    await (pages[1] as Page).goto(`${session}/questionnaires`)
    await sain(pages[1] as Page, 'session-1')
  })
  it.each([
    ['au téléphone, sans script', false, 360, 'agathe@exemple.example', '2'],
    ['au bureau, avec', true, 1366, 'ousmane@exemple.example', '5'],
  ] as const)(
    'se remplit %s, se garde en chemin, et ne se donne qu’une fois',
    async (_, script, largeur, courriel, note) => {
      const lien = await lienDe(courriel)
      const p = await navigateur.ouvrirPage({ script, origine: site.origine, largeur, hauteur: 760 })
      await p.goto(lien)
      await sain(p, `repondre-${largeur}`)
      const pourquoi = p.getByLabel(/^Qu’est-ce qui n’a pas convenu/)
      // Avec script, la question attend sa condition ; sans, elle la dit.
      expect(await pourquoi.isVisible()).toBe(!script)
      await p.getByLabel(/^Qu’avez-vous trouvé/).fill('Les mises en situation')
      await p.getByRole('button', { name: 'Garder et finir plus tard' }).click()
      expect(await principal(p)).toContain('Vos réponses sont gardées')
      expect(await p.getByLabel(/^Qu’avez-vous trouvé/).inputValue()).toBe('Les mises en situation')
      await p.getByRole('button', { name: 'Envoyer mes réponses' }).click()
      await sain(p, `reprendre-${largeur}`)
      expect(await principal(p)).toContain('réponses à reprendre')
      for (const groupe of await p.locator('fieldset.field').all())
        await groupe
          .locator(`input[type=radio][value="${note}"], input[type=radio][value="oui"]`)
          .first()
          .check()
      await p.getByRole('button', { name: 'Envoyer mes réponses' }).click()
      expect(await principal(p)).toContain('Votre réponse est gardée')
      await sain(p, `merci-${largeur}`)
      await p.goto(lien)
      expect(await principal(p)).toContain('Déjà répondu')
    },
  )
  it('les résultats disent leur effectif ; la réponse basse vient à suivre, et sa suite l’en ôte', async () => {
    const [petit, grand] = pages as [Page, Page]
    await grand.goto('/questionnaires')
    await grand
      .getByRole('link', { name: /^Anglais professionnel/ })
      .first()
      .click()
    expect(await principal(grand)).toContain('2 réponses sur 3 personnes sollicitées')
    await sain(grand, 'recueil-1')
    await petit.goto(new URL(grand.url()).pathname)
    await sain(petit, 'recueil-0')
    for (const [i, p] of [petit, grand].entries()) {
      await p.goto('/questionnaires/resultats?genre=chaud')
      await sain(p, `resultats-${i}`)
      await p.goto('/questionnaires/publier')
      await sain(p, `publier-${i}`)
      await p.goto('/questionnaires/reglages')
      await sain(p, `reglages-${i}`)
      await p.goto('/questionnaires/a-suivre')
      await sain(p, `a-suivre-${i}`)
    }
    await petit.getByRole('link', { name: 'Agathe Pons' }).click()
    await sain(petit, 'reponse-0')
    await petit.getByRole('link', { name: 'En faire une réclamation' }).click()
    await sain(petit, 'reclamation-0')
    await petit.getByRole('button', { name: 'Ouvrir cette affaire' }).click()
    expect(await principal(petit)).toContain('la réponse a sa suite')
    await petit.goto('/questionnaires/a-suivre')
    expect(await principal(petit)).not.toContain('Agathe Pons')
  })
})
