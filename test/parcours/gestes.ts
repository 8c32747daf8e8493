// Les gestes d’une personne devant les pages, comptés : écrans ouverts, champs remplis, boutons pressés. Rien ne passe
// par une autre porte que celle d’un navigateur sans script.
import type { Locator, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { capturer, sansDefilementDeCote, verifierAxe } from '../navigateur/index.ts'
import type { Courriel } from './instance.ts'

/** Écrans ouverts, champs remplis ou choisis, boutons et liens pressés, signes frappés. */
export type Compte = { ecrans: number; champs: number; gestes: number; frappes: number }

/** Une page, et le compte de ce qu’on y fait. `vues` retient les écrans déjà éprouvés : on n’éprouve que les neufs. */
export const devant = (page: Page, dossier: string, vues: Set<string> = new Set()) => {
  const compte: Compte = { ecrans: 0, champs: 0, gestes: 0, frappes: 0 }
  /** Ce que la personne a tapé, champ par champ. */
  const tape: string[] = []
  const texte = async () => ((await page.textContent('main')) ?? '').replace(/[\u00a0\u202f]/g, ' ')
  const ouvrir = async (adresse: string) => {
    compte.ecrans += 1
    await page.goto(adresse)
  }
  const sain = async (nom: string) => {
    if (vues.has(nom)) return
    vues.add(nom)
    await capturer(page, `${dossier}-${nom}`)
    expect(await verifierAxe(page), nom).toEqual([])
    expect(await sansDefilementDeCote(page), nom).toEqual([])
  }
  /** Remplit par le nom du champ ; une case se coche, une liste se choisit par valeur ou par `{ rang }`. */
  const remplir = async (champs: Readonly<Record<string, string | true | { rang: number }>>) => {
    for (const [nom, valeur] of Object.entries(champs)) {
      compte.champs += 1
      const champ = page.locator(`main [name="${nom}"]`)
      const volet = page.locator(`main details:not([open]):has([name="${nom}"]) > summary`).first()
      if (await volet.count()) {
        compte.gestes += 1
        await volet.click()
      }
      if (valeur === true) await champ.check()
      else if (typeof valeur === 'object') await champ.selectOption({ index: valeur.rang })
      else if (['radio', 'checkbox'].includes((await champ.first().getAttribute('type')) ?? ''))
        await page.locator(`main [name="${nom}"][value="${valeur}"]`).check()
      else if (await page.locator(`main select[name="${nom}"]`).count()) await champ.selectOption(valeur)
      else {
        compte.frappes += valeur.length
        tape.push(valeur)
        await champ.fill(valeur)
      }
    }
  }
  const presser = async (nom: string | RegExp) => {
    compte.gestes += 1
    compte.ecrans += 1
    await page.getByRole('button', { name: nom }).first().click()
  }
  /** Presse ce que ni son nom ni son lien ne désigne seul dans la page. */
  const cliquer = async (ou: Locator) => {
    compte.gestes += 1
    await ou.click()
  }
  const suivre = async (nom: string | RegExp) => {
    compte.gestes += 1
    compte.ecrans += 1
    await page.locator('main').getByRole('link', { name: nom }).first().click()
  }
  /** Remonte d’un pas par le chemin en tête de page. */
  const remonter = async (nom: string | RegExp) => {
    compte.gestes += 1
    compte.ecrans += 1
    await page.locator('header nav').getByRole('link', { name: nom }).first().click()
  }
  /** Ce que la page dit, ou l’échec avec toute la page. */
  const lire = async (attendu: RegExp | string) => {
    const lu = await texte()
    if (attendu instanceof RegExp) expect(lu, page.url()).toMatch(attendu)
    else expect(lu, page.url()).toContain(attendu)
    return lu
  }
  const liens = (selecteur: string) =>
    page.locator(selecteur).evaluateAll((tous) => [...new Set(tous.map((a) => a.getAttribute('href') ?? ''))])
  const chemin = () => new URL(page.url()).pathname
  return {
    page,
    compte,
    tape,
    texte,
    ouvrir,
    sain,
    remplir,
    presser,
    cliquer,
    suivre,
    remonter,
    lire,
    liens,
    chemin,
  }
}
export type Devant = ReturnType<typeof devant>

/** Attend le n-ième courriel de cette personne, sous cet objet, où ce motif se lit, et rend ce qu’il y capture. */
export const recu = (
  courrier: readonly Courriel[],
  a: string,
  motif: RegExp,
  rang = 0,
  objet = /^/,
): Promise<string> =>
  vi.waitFor(
    () => {
      const trouve = courrier
        .filter((m) => m.a === a && objet.test(m.objet))
        .flatMap((m) => motif.exec(m.texte)?.[0] ?? [])[rang]
      expect(trouve, `${motif} n° ${rang + 1}, pour ${a}`).toBeDefined()
      return trouve ?? ''
    },
    { timeout: 120_000 },
  )

/** Combien sont déjà là : le rang du prochain. La démonstration a pu faire écrire à la même personne. */
export const dejaRecus = (courrier: readonly Courriel[], a: string, motif: RegExp): number =>
  courrier.filter((m) => m.a === a && motif.test(m.texte)).length
