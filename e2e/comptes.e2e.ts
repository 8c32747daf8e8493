import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newToken } from '#platform/auth/token.ts'
import { totpCode } from '#platform/auth/totp.ts'
import { creerLien } from '../src/modules/comptes/index.ts'
import { poserAdhesion, poserCompte } from '../src/modules/comptes/test/comptes.ts'
import { poserOrganisme } from '../src/modules/comptes/test/organismes.ts'
import { servirComptes } from '../src/modules/comptes/test/serveur.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'

let serveur: Awaited<ReturnType<typeof servirComptes>>
let navigateur: Navigateur
let coop: Awaited<ReturnType<typeof poserOrganisme>>

beforeAll(async () => {
  serveur = await servirComptes()
  coop = await serveur.maintenance.withMaintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await serveur?.fermer()
})

const phrase = 'un tilleul devant la mairie'
const invitee = async (courriel: string) => {
  const compte = await serveur.maintenance.withMaintenance(async (tx) => {
    const id = await poserCompte(tx, serveur.services.keys, {
      courriel,
      prenom: 'Line',
      nom: 'Roy',
      administreInstance: true,
    })
    await poserAdhesion(tx, {
      organisme: coop.organisme,
      compte: id,
      roles: ['administration'],
      acceptee: false,
    })
    return id
  })
  const jeton = newToken()
  await serveur.worker.db.withoutTenant((tx) =>
    creerLien(tx, jeton, { usage: 'invitation', compte, organisme: coop.organisme }),
  )
  return jeton
}
const presser = async (page: Page, nom: string) => {
  await page.getByRole('button', { name: nom, exact: true }).click()
}
/** Ce que toute page doit tenir : aucun défilement de côté, axe muet. */
const relire = async (page: Page, nom: string) => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `comptes-${nom}-${page.viewportSize()?.width}`)
}
const connecter = async (page: Page, courriel: string) => {
  await page.goto('/connexion')
  await page.getByLabel('Courriel').fill(courriel)
  await page.getByLabel('Mot de passe', { exact: true }).fill(phrase)
  await presser(page, 'Se connecter')
}

describe.each([
  { script: true, largeur: 1366 },
  { script: false, largeur: 360 },
])('les comptes, script $script, largeur $largeur', ({ script, largeur }) => {
  it('de l’invitation au second facteur, et retour par un code de secours', async () => {
    const courriel = `line-${largeur}@exemple.example`
    const jeton = await invitee(courriel)
    const page = await navigateur.ouvrirPage({ script, largeur, origine: serveur.origine })

    await page.goto(`/l/${jeton}`)
    await relire(page, 'invitation')
    await page.getByLabel('Mot de passe', { exact: true }).fill('motdepasse123')
    await presser(page, 'Rejoindre Langue & Lien')
    await relire(page, 'invitation-refusee')
    await page.getByLabel('Mot de passe', { exact: true }).fill(phrase)
    await presser(page, 'Rejoindre Langue & Lien')
    expect(new URL(page.url()).pathname).toBe('/connexion')
    await relire(page, 'connexion')
    expect((await page.goto(`/l/${jeton}`))?.status()).toBe(404)
    await relire(page, 'lien-mort')

    await page.goto('/aujourdhui')
    expect(page.url()).toContain('/connexion?suite=')
    await page.getByLabel('Courriel').fill(courriel)
    await page.getByLabel('Mot de passe', { exact: true }).fill('pas celui-là')
    await presser(page, 'Se connecter')
    await relire(page, 'connexion-refusee')
    expect(await page.getByLabel('Courriel').inputValue()).toBe(courriel)
    await page.getByLabel('Mot de passe', { exact: true }).fill(phrase)
    await presser(page, 'Se connecter')
    expect(new URL(page.url()).pathname).toBe('/aujourdhui')

    for (const chemin of ['', '/mot-de-passe', '/sessions', '/organismes', '/second-facteur']) {
      await page.goto(`/compte${chemin}`)
      await relire(page, `compte${chemin.replace('/', '-')}`)
    }
    for (const chemin of ['/instance/assistance', '/cooperative/assistance']) {
      await page.goto(chemin)
      await relire(page, chemin.slice(1).replace('/', '-'))
    }

    await page.goto('/compte/second-facteur')
    const secret = ((await page.locator('code.copiable').textContent()) ?? '').replace(/\s/g, '')
    await page.getByLabel('Code affiché par l’application').fill(totpCode(secret, new Date()))
    await page.getByLabel('Mot de passe', { exact: true }).fill(phrase)
    await presser(page, 'Activer le second facteur')
    await relire(page, 'codes-de-secours')
    const codes = await page.locator('code.copiable').allTextContents()
    expect(codes).toHaveLength(10)

    await page.goto('/compte')
    await presser(page, 'Se déconnecter')
    await connecter(page, courriel)
    expect(new URL(page.url()).pathname).toBe('/connexion/code')
    await relire(page, 'code')
    await page.getByLabel('Code à six chiffres').fill(codes[0] ?? '')
    await presser(page, 'Continuer')
    expect(new URL(page.url()).pathname).toBe('/aujourdhui')

    await page.goto('/mot-de-passe-oublie')
    await relire(page, 'oubli')
    await page.getByLabel('Courriel').fill(courriel)
    await presser(page, 'Envoyer le lien')
    await relire(page, 'oubli-parti')
    await page.context().close()
  })
})
