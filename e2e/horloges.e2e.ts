/**
 * Des horloges qui mentent, dans un vrai navigateur : deux appareils sur une feuille, une sauvegarde du stockage remise en place,
 * l’heure avancée, puis reculée entre deux gestes. Rien ne compte que l’appareil ne puisse prouver, et l’écran dit pourquoi.
 */
import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirEmargement } from '../test/parcours/emargement.ts'
import { type Appareil, preparer, signer, unAppareil } from '../test/parcours/hors-ligne.ts'

const sain = async (page: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(page)).toEqual([])
  expect(await sansDefilementDeCote(page)).toEqual([])
  await capturer(page, nom)
}

describe('des horloges qui mentent', () => {
  let site: Awaited<ReturnType<typeof servirEmargement>>
  let navigateur: Navigateur
  const dossiers: string[] = []

  beforeAll(async () => {
    site = await servirEmargement()
    navigateur = await ouvrirNavigateur()
  })
  afterAll(async () => {
    await navigateur?.fermer()
    await site?.fermer()
    for (const d of dossiers) await rm(d, { recursive: true, force: true })
  })

  const unPret = async (a: string) => {
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.regler(a)
    const page = await appareil.ouvrir({ coupe: false, a })
    await preparer(page)
    await appareil.couper(true)
    return { appareil, page }
  }
  const signerA = async (appareil: Appareil, page: Page, a: string, nom: string) => {
    await appareil.regler(a)
    await page.goto('/hors-ligne')
    await page.getByRole('link', { name: /matin/ }).click()
    await page.getByRole('heading', { name: 'Touchez votre nom' }).waitFor()
    await signer(page, nom)
  }
  /** Le réseau revient pendant que la page est fermée : rouverte, elle envoie d’elle-même. */
  const envoyerA = async (appareil: Appareil, page: Page, a: string, horloge = a) => {
    await page.goto('about:blank')
    site.regler(a)
    await appareil.regler(horloge)
    await appareil.couper(false)
    await page.goto('/hors-ligne')
    await page.getByText(/gestes? reçus?\./).waitFor()
  }
  const lireFeuille = async (adresse: string, nom: string): Promise<string> => {
    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script: false })
    await feuille.goto(adresse)
    await sain(feuille, nom)
    const texte = (await feuille.textContent('main')) ?? ''
    await feuille.context().close()
    return texte.replace(/\s+/g, ' ')
  }

  it('deux appareils sur une feuille : la première signature reçue vaut, l’autre est dite doublon', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    const un = await unPret('2026-11-24T07:30:00Z')
    const autre = await unPret('2026-11-24T07:31:00Z')
    await signerA(un.appareil, un.page, '2026-11-24T08:05:00Z', 'Agathe Pons')
    await signerA(autre.appareil, autre.page, '2026-11-24T08:04:00Z', 'Agathe Pons')
    await signerA(autre.appareil, autre.page, '2026-11-24T08:06:00Z', 'Léonie Fabre')
    await envoyerA(un.appareil, un.page, '2026-11-24T09:00:00Z')
    await envoyerA(autre.appareil, autre.page, '2026-11-24T09:10:00Z')
    await autre.page.getByText(/gardée sans effet.*une première signature valait déjà/).waitFor()
    await un.appareil.fermer()
    await autre.appareil.fermer()
    const texte = await lireFeuille(
      `/sessions/${fil.session}/seances/${fil.seances[0]}`,
      'horloges-deux-appareils-360',
    )
    expect(texte).toMatch(/2 sur 2.inscrits ont signé/)
    expect(texte).toMatch(/9.h.05/)
    expect(texte).not.toMatch(/9.h.04.? ?, ?signée/)
  })

  it('la sauvegarde d’un stockage, remise après un envoi : le rang refait est gardé sans effet', async () => {
    const fil = await site.poser({ stagiaires: 2 })
    const { appareil, page: premiere } = await unPret('2026-11-24T07:30:00Z')
    await premiere.goto('about:blank')
    await appareil.fermer()
    const remettre = await appareil.sauver()
    let page = await appareil.ouvrir({ coupe: true, a: '2026-11-24T08:05:00Z' })
    await signerA(appareil, page, '2026-11-24T08:05:00Z', 'Agathe Pons')
    await envoyerA(appareil, page, '2026-11-24T08:10:00Z')
    await appareil.fermer()

    await remettre()
    page = await appareil.ouvrir({ coupe: true, a: '2026-11-24T08:20:00Z' })
    await signerA(appareil, page, '2026-11-24T08:20:00Z', 'Léonie Fabre')
    await envoyerA(appareil, page, '2026-11-24T08:30:00Z')
    await page.getByText(/gardée sans effet.*sa place dans la suite des gestes/).waitFor()
    await sain(page, 'horloges-sauvegarde-remise-360')
    await appareil.fermer()
    const texte = await lireFeuille(
      `/sessions/${fil.session}/seances/${fil.seances[0]}`,
      'horloges-sauvegarde-feuille-360',
    )
    expect(texte).toMatch(/1.inscrit sur 2 a signé/)
    expect(texte).toMatch(/sa place dans la suite des gestes de l’appareil ne se vérifie pas/)
  })

  it('une horloge fausse de trois heures ne coûte rien ; remise à l’heure en route, elle se répare d’un geste', async () => {
    const fil = await site.poser({ stagiaires: 3 })
    const appareil = await unAppareil(navigateur, site.origine, dossiers)
    site.regler('2026-11-24T07:30:00Z')
    const page = await appareil.ouvrir({ coupe: false, a: '2026-11-24T10:30:00Z' })
    await preparer(page)
    await page.getByText(/avance de 3.h/).waitFor()
    await appareil.couper(true)
    // Trois heures d’avance du début à la fin : la signature compte, à l’heure de la coopérative.
    await signerA(appareil, page, '2026-11-24T11:05:00Z', 'Agathe Pons')
    await envoyerA(appareil, page, '2026-11-24T08:06:00Z', '2026-11-24T11:06:00Z')
    expect(await page.getByText(/gardée sans effet/).count()).toBe(0)
    // Deux autres signent, puis l’horloge est remise à l’heure avant l’envoi.
    await appareil.couper(true)
    await signerA(appareil, page, '2026-11-24T11:20:00Z', 'Léonie Fabre')
    await signerA(appareil, page, '2026-11-24T11:21:00Z', 'Ousmane Sarr')
    await envoyerA(appareil, page, '2026-11-24T09:00:00Z')
    await page
      .getByText(/gardée sans effet.*l’horloge de cet appareil a changé/)
      .first()
      .waitFor()
    await appareil.fermer()

    site.regler('2026-11-24T14:00:00Z')
    const feuille = await navigateur.ouvrirPage({ origine: site.origine, largeur: 360, script: false })
    await feuille.goto(`/sessions/${fil.session}/seances/${fil.seances[0]}`)
    expect(((await feuille.textContent('main')) ?? '').replace(/\s+/g, ' ')).toMatch(/signée, 9.h.05/)
    await feuille.getByText('Régulariser ensemble les 2 personnes qui ont signé hors ligne').click()
    await sain(feuille, 'horloges-ensemble-360')
    expect(await feuille.getByLabel('Motif, imprimé sur la feuille pour chacune').inputValue()).toMatch(
      /Ont signé hors ligne.*l’horloge de l’appareil a changé/,
    )
    await feuille.getByRole('button', { name: 'Attester leur présence' }).click()
    await feuille
      .getByText(/2.présences attestées\.$/)
      .first()
      .waitFor()
    expect(await feuille.textContent('main')).toMatch(/1.inscrit sur 3 a signé/)
    expect(
      await feuille
        .locator('.presence li')
        .getByText(/régularisée/)
        .count(),
    ).toBe(2)
    await feuille.context().close()
  })

  it('l’heure avancée pour signer avant l’heure, puis reculée entre deux gestes : seul le geste vrai compte', async () => {
    const fil = await site.poser({ stagiaires: 3 })
    const { appareil, page } = await unPret('2026-11-24T07:00:00Z')
    // Il est 8 h 10 à Paris ; l’appareil dit 9 h 05.
    await signerA(appareil, page, '2026-11-24T08:05:00Z', 'Agathe Pons')
    await envoyerA(appareil, page, '2026-11-24T07:12:00Z')
    await page.getByText(/gardée sans effet.*l’horloge de cet appareil a changé/).waitFor()

    await appareil.couper(true)
    await signerA(appareil, page, '2026-11-24T08:30:00Z', 'Léonie Fabre')
    await signerA(appareil, page, '2026-11-24T08:02:00Z', 'Ousmane Sarr')
    await envoyerA(appareil, page, '2026-11-24T08:40:00Z')
    await page.getByText(/gardée sans effet.*a reculé entre deux gestes/).waitFor()
    await sain(page, 'horloges-recul-360')
    await appareil.fermer()
    const texte = await lireFeuille(
      `/sessions/${fil.session}/seances/${fil.seances[0]}`,
      'horloges-recul-feuille-360',
    )
    expect(texte).toMatch(/1.inscrit sur 3 a signé/)
    expect(texte).toMatch(/l’horloge de l’appareil a changé/)
    expect(texte).toMatch(/l’horloge de l’appareil a reculé/)
  })
})
