/** Un appareil de qui forme, dans un vrai navigateur : son stockage sur le disque, et l’heure qu’il dit. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Navigateur, tuerDurable } from '../navigateur/index.ts'

export type Appareil = Awaited<ReturnType<typeof unAppareil>>

/** `dossiers` : où noter le sien, à effacer à la fin. */
export const unAppareil = async (navigateur: Navigateur, origine: string, dossiers: string[]) => {
  const unDossier = async (): Promise<string> => {
    const neuf = await mkdtemp(path.join(tmpdir(), 'coforme-appareil-'))
    dossiers.push(neuf)
    return neuf
  }
  const dossier = await unDossier()
  let contexte: BrowserContext | undefined
  return {
    ouvrir: async ({ coupe, a }: { coupe: boolean; a: string }): Promise<Page> => {
      contexte = await navigateur.ouvrirDurable(dossier, { origine, largeur: 360, hauteur: 760 })
      await contexte.setOffline(coupe)
      await contexte.clock.setFixedTime(new Date(a))
      return contexte.pages()[0] ?? contexte.newPage()
    },
    regler: async (a: string) => contexte?.clock.setFixedTime(new Date(a)),
    couper: async (oui: boolean) => contexte?.setOffline(oui),
    fermer: async () => contexte?.close(),
    /** La batterie est vide : le navigateur meurt sans rien écrire de plus. */
    tuer: async () => {
      const ferme = new Promise((fait) => contexte?.once('close', fait))
      expect(tuerDurable(dossier)).toBeGreaterThan(0)
      await ferme
    },
    /** Copie le stockage, navigateur fermé ; rend de quoi le remettre tel quel. */
    sauver: async () => {
      const copie = await unDossier()
      await cp(dossier, copie, { recursive: true })
      return async () => {
        await rm(dossier, { recursive: true })
        await cp(copie, dossier, { recursive: true })
      }
    },
  }
}

export const preparer = async (page: Page) => {
  await page.goto('/hors-ligne')
  await page.locator('signer-hors-ligne[data-installee]').waitFor()
  await page.getByLabel('Votre code').fill('2468')
  await page.getByRole('button', { name: 'Préparer cet appareil' }).click()
  await page.getByRole('heading', { name: 'Vos demi-journées' }).waitFor()
}

const initialesDe = (nom: string): string =>
  nom
    .split(' ')
    .map((m) => m.slice(0, 1))
    .join('')

export const signer = async (page: Page, nom: string, dessin = false) => {
  await page.getByRole('link', { name: nom, exact: true }).click()
  await page.getByRole('heading', { name: nom }).waitFor()
  await page.getByLabel('Vos initiales').fill(initialesDe(nom))
  await page.getByRole('checkbox').check()
  if (dessin) {
    const cadre = await page.locator('trace-signature canvas').boundingBox()
    if (!cadre) throw new Error('La toile n’est pas là.')
    await page.mouse.move(cadre.x + 30, cadre.y + 40)
    await page.mouse.down()
    await page.mouse.move(cadre.x + 160, cadre.y + 60, { steps: 6 })
    await page.mouse.up()
  }
  await page.getByRole('button', { name: 'Signer ma présence' }).click()
  await page.getByRole('heading', { name: 'Signé, pas encore envoyé' }).waitFor()
  await page.getByRole('link', { name: /Passer à la personne suivante|revenir à la feuille/ }).click()
  await page.getByRole('heading', { name: 'Touchez votre nom' }).waitFor()
}
