// Renoncer en ligne au contrat signé en ligne : de la page du lien à l’accusé reçu. Courrier vrai, sans script et avec.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lireTexte, serre } from '../test/documents/texte.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import {
  type Dossiers,
  type Envoyer,
  envoyeur,
  fonder,
  planifier,
  regler,
  vendre,
} from '../test/parcours/pieces.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let page: Page
let envoyer: Envoyer
let d: Dossiers
let session = ''
let contrat = ''
const lire = async (url: string) => (await page.request.get(`${site.origine}${url}`)).text()
const main = async (p: Page) => ((await p.textContent('main')) ?? '').replace(/\s+/g, ' ')
const recu = (a: string, motif: RegExp) =>
  vi.waitFor(
    () => {
      const lu = site.courrier.filter((m) => m.a === a && motif.test(`${m.objet}\n${m.texte}`)).at(-1)
      if (!lu) throw new Error(`rien de ${motif} pour ${a}`)
      return lu
    },
    { timeout: 120_000 },
  )
const lien = /\/piece\/[\w-]{43}/
const neuve = (script: boolean, largeur: number) =>
  navigateur.ouvrirPage({ script, origine: site.origine, largeur, hauteur: 760 })
const saine = async (p: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(p), nom).toEqual([])
  expect(await sansDefilementDeCote(p), nom).toEqual([])
  await capturer(p, `renoncer-${nom}`)
}

beforeAll(async () => {
  site = await servirInstance('2026-11-02T08:00:00Z')
  navigateur = await ouvrirNavigateur()
  page = await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 1366 })
  envoyer = envoyeur(page, site.origine)
  await fonder(envoyer)
  await regler(
    envoyer,
    /<option value="([0-9a-f-]{36})"/.exec(await lire('/cooperative/signataires'))?.[1] ?? '',
  )
  session = await planifier(envoyer, lire)
  d = await vendre(envoyer, lire, session, page)
  await page.goto(`${d.particulier}/echeancier`)
  await page.getByRole('button', { name: 'Poser l’échéancier' }).click()
  contrat =
    (await envoyer(`${d.particulier}/pieces`, { geste: 'emettre-contrat', validiteJours: '30' })).split(
      '?',
    )[0] ?? ''
  await envoyer(`${contrat}/demandes`, {
    nom: 'Yasmine Haddad',
    qualite: 'stagiaire',
    courriel: 'yasmine@exemple.example',
  })
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

describe('Renoncer au contrat, par le lien qui l’a fait signer', () => {
  let adresse = ''

  it('le contrat et la page de signature disent où et jusqu’à quand, avant de signer', async () => {
    adresse = lien.exec((await recu('yasmine@exemple.example', lien)).texte)?.[0] ?? ''
    const p = await neuve(false, 360)
    const pdf = await p.request.get(`${site.origine}${adresse}/0.pdf`)
    const texte = serre(await lireTexte(await pdf.body()))
    expect(texte).toContain(serre('sous « Renoncer au contrat ici »'))
    expect(texte).toContain(serre('accusé de réception part alors sans tarder par courriel'))
    expect(texte).toContain(
      serre('la date et l’heure de son envoi (code de la consommation, L221-21 et D221-5)'),
    )
    await p.goto(adresse)
    expect(await main(p)).toContain('vous aurez 14 jours pour y renoncer')
    // Rien à quoi renoncer tant que rien n’est signé.
    expect((await p.request.get(`${site.origine}${adresse}/renoncer`)).status()).toBe(404)
    await p.getByRole('checkbox').first().check()
    await p.getByRole('button', { name: 'Recevoir le code pour signer' }).click()
    const code = /\b(\d{6})\b/.exec((await recu('yasmine@exemple.example', /\b\d{6}\b/)).objet)?.[1] ?? ''
    await p.getByRole('checkbox').first().check()
    await p.getByLabel('Le code reçu par courriel').fill(code)
    await p.getByRole('button', { name: 'Signer la pièce' }).click()
    expect(await p.textContent('h1')).toBe('C’est signé')
    expect(await main(p)).toContain('sans motif, jusqu’au lundi 16 novembre 2026 à minuit')
    await saine(p, 'signe-360')
    await p.context().close()
  })

  it('la personne le retrouve à son espace, et nul autre', async () => {
    const p = await neuve(false, 360)
    for (const [qui, combien] of [
      ['yasmine@exemple.example', 1],
      ['agathe@exemple.example', 0],
    ] as const) {
      await p.goto('/moi')
      await p.getByLabel('Courriel').fill(qui)
      await p.getByRole('button', { name: 'Recevoir mon lien' }).click()
      await p.goto(/\/moi\/[\w-]{43}/.exec((await recu(qui, /\/moi\/[\w-]{43}/)).texte)?.[0] ?? '')
      const ici = p.getByRole('link', { name: /renoncer au contrat ici/ })
      expect(await ici.count(), qui).toBe(combien)
      if (combien === 0) continue
      await saine(p, 'espace-360')
      await ici.click()
      expect(await p.textContent('h1')).toBe('Renoncer au contrat')
    }
    await p.context().close()
  })

  it('déclarer n’écrit rien ; une adresse fautive se dit ; la confirmation est un geste à part', async () => {
    const p = await neuve(false, 360)
    await p.goto(adresse)
    await p.getByRole('link', { name: 'Renoncer au contrat ici' }).click()
    await saine(p, 'declarer-360')
    expect(await p.getByLabel('Votre nom').inputValue()).toBe('Yasmine Haddad')
    await p.getByLabel('Où recevoir l’accusé de réception').fill('pas une adresse')
    await p.getByRole('button', { name: 'Continuer' }).click()
    expect(await p.getByLabel('Où recevoir l’accusé de réception').inputValue()).toBe('pas une adresse')
    expect(await p.getByRole('button', { name: 'Confirmer la rétractation' }).count()).toBe(0)
    await p.getByLabel('Où recevoir l’accusé de réception').fill('yasmine.ailleurs@exemple.example')
    await p.getByRole('button', { name: 'Continuer' }).click()
    expect(await p.textContent('h1')).toBe('Confirmer la rétractation')
    expect(await main(p)).toMatch(/Je renonce au contrat n° CT-2026-\d+.*signé le lundi 2 novembre 2026/)
    await saine(p, 'confirmer-360')
    await p.getByRole('button', { name: 'Corriger' }).click()
    const ou = await p.getByLabel('Où recevoir l’accusé de réception').inputValue()
    expect(ou).toBe('yasmine.ailleurs@exemple.example')
    await p.getByRole('button', { name: 'Continuer' }).click()
    await page.goto(d.particulier)
    expect(await main(page)).not.toContain('rétracté le')
    await p.getByRole('link', { name: 'Garder le contrat' }).click()
    expect(await p.textContent('h1')).toBe('C’est signé')
    await p.context().close()
  })

  it('confirmée, l’accusé part avec son contenu et son heure, le dossier et l’inscription l’apprennent, une seule fois', async () => {
    site.regler('2026-11-16T22:41:00Z')
    const p = await neuve(true, 1366)
    await p.goto(`${adresse}/renoncer`)
    await p.getByLabel('Où recevoir l’accusé de réception').fill('yasmine.ailleurs@exemple.example')
    await saine(p, 'declarer-1366')
    await p.getByRole('button', { name: 'Continuer' }).click()
    await saine(p, 'confirmer-1366')
    await p.getByRole('button', { name: 'Confirmer la rétractation' }).click()
    expect(await p.textContent('h1')).toBe('Vous avez renoncé à ce contrat')
    expect(await main(p)).toContain('16 novembre 2026 à 23 h 41 (France métropolitaine)')
    await saine(p, 'faite-1366')
    const accuse = await recu('yasmine.ailleurs@exemple.example', /Accusé de réception/)
    expect(accuse.texte.replace(/\s+/g, ' ')).toMatch(
      /envoyée en ligne le 16 novembre 2026 à 23 h 41 .*« Je renonce au contrat n° CT-2026-\d+/,
    )
    expect(accuse.texte).toContain('Rien n’est dû')
    // À qui a reçu le lien aussi : il l’apprend, qui que ce soit qui ait déclaré.
    expect((await recu('yasmine@exemple.example', /Accusé de réception/)).texte).toBe(accuse.texte)
    const avis = await recu('contact@langue-et-lien.example', /Rétractation reçue en ligne/)
    expect(avis.texte).toContain(`${site.origine}${d.particulier}`)
    await page.goto(d.particulier)
    expect(await main(page)).toContain('rétracté le')
    await page.goto('/aujourdhui')
    expect(await main(page)).toMatch(/Prendre acte de la rétractation de Yasmine Haddad/)
    await page.goto(contrat)
    expect(await main(page)).toMatch(
      /signée, puis rétractée.*rétractation, en ligne, .* à 23\s?h\s?41\s?: Je renonce au contrat/,
    )
    expect(await page.getByRole('button', { name: 'Signer pour l’organisme' }).count()).toBe(0)
    await saine(page, 'piece-1366')
    await page.goto(session)
    expect(await main(page)).toMatch(/Yasmine Haddad.*rétracté/)
    // Rejouée, après la fin du délai : la même page, aucun second accusé.
    site.regler('2026-11-16T23:05:00Z')
    const rejeu = await p.request.post(`${site.origine}${adresse}/renoncer`, {
      form: { nom: 'Autre Nom', courriel: 'autre@exemple.example', geste: 'confirmer' },
      headers: { origin: site.origine },
    })
    expect(rejeu.status()).toBe(200)
    expect(await rejeu.text()).toMatch(/à 23\s?h\s?41/)
    expect(site.courrier.some((m) => m.a === 'autre@exemple.example')).toBe(false)
    await p.goto(adresse)
    expect(await main(p)).toContain('contrat rétracté')
    await p.context().close()
  })
})
