import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servirComposants } from '#web/test/serveur.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'

let serveur: Awaited<ReturnType<typeof servirComposants>>
let passant: Awaited<ReturnType<typeof servirComposants>>
let navigateur: Navigateur

beforeAll(async () => {
  serveur = await servirComposants()
  passant = await servirComposants(null)
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await serveur?.fermer()
  await passant?.fermer()
})

const adresses = ['/composants', '/composants/signer', '/composants/public', '/nulle-part']
const remplir = async (page: Page) => {
  await page.selectOption('#c-offre', 'anglais')
  await page.fill('#c-intitule', 'Anglais du 22 mars')
  await page.check('#c-modalite')
  await page.check('#c-publics')
  await page.fill('#c-seances-0-date', '22/03/2027')
  await page.fill('#c-seances-0-debut', '9 h')
  await page.fill('#c-seances-0-fin', '12 h 30')
  await page.fill('#c-mini', '3')
  await page.fill('#c-capacite', '6')
  await page.check('#c-atteste')
}

// Écrit en texte : ces lignes vivent dans la page, où `document` existe.
const contour = `(() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const s = getComputedStyle(e)
  return { vu: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, qui: e.outerHTML.slice(0, 80) }
})()`

/** L’encre au milieu d’un zéro : le trait d’un zéro barré y passe, rien d’autre. */
const encreDuZero = (
  graisse: number,
) => `document.fonts.load('${graisse} 200px "Atkinson Hyperlegible Next"', '0O').then(() => {
  const toile = document.createElement('canvas')
  const [large, haut] = (toile.width = 300, toile.height = 300, [300, 300])
  const trait = toile.getContext('2d')
  trait.font = '${graisse} 200px ' + getComputedStyle(document.body).fontFamily
  trait.textAlign = 'center'
  const encre = (signe) => {
    trait.clearRect(0, 0, large, haut)
    trait.fillText(signe, 150, 220)
    const boite = trait.measureText(signe)
    const milieu = 220 + (boite.actualBoundingBoxDescent - boite.actualBoundingBoxAscent) / 2
    return [...trait.getImageData(145, milieu - 5, 10, 10).data].some((v, i) => i % 4 === 3 && v > 0)
  }
  return { zero: encre('0'), temoin: encre('8') }
})`

it('aucun zéro n’est barré, aux deux graisses d’un montant, dans la police que la page sert', async () => {
  const page = await navigateur.ouvrirPage({ largeur: 1366, hauteur: 800, origine: serveur.origine })
  await page.goto('/composants')
  for (const graisse of [400, 700])
    expect(await page.evaluate(encreDuZero(graisse)), `${graisse}`).toEqual({ zero: false, temoin: true })
  await page.context().close()
})

describe('chaque page', () => {
  for (const largeur of [320, 360, 1366])
    for (const teinte of ['light', 'dark'] as const)
      it(`tient à ${largeur} points, ${teinte === 'light' ? 'claire' : 'sombre'}, sans faute d’accessibilité`, async () => {
        const page = await navigateur.ouvrirPage({ largeur, hauteur: 800, origine: serveur.origine })
        await page.emulateMedia({ colorScheme: teinte })
        for (const adresse of adresses) {
          await page.goto(adresse)
          expect(await sansDefilementDeCote(page)).toEqual([])
          expect(await verifierAxe(page)).toEqual([])
          await capturer(page, `web-${adresse.split('/').pop()}-${largeur}-${teinte}`)
        }
        await page.goto('/composants')
        await page.click('.button.call')
        expect(await page.locator('#reprendre li').count()).toBeGreaterThan(5)
        expect(await sansDefilementDeCote(page)).toEqual([])
        expect(await verifierAxe(page)).toEqual([])
        await capturer(page, `web-fautes-${largeur}-${teinte}`)
        await page.context().close()
      })

  it('n’appelle personne au dehors, n’enfreint pas sa politique, et tient sous 60 Ko la première fois', async () => {
    const page = await navigateur.ouvrirPage({ origine: passant.origine })
    const plaintes: string[] = []
    let transferes = 0
    page.on('console', (m) => {
      if (m.type() === 'error') plaintes.push(m.text())
    })
    page.on('pageerror', (e) => plaintes.push(e.message))
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Network.enable')
    cdp.on('Network.loadingFinished', (e) => {
      transferes += e.encodedDataLength
    })
    const demandes: string[] = []
    page.on('request', (r) => demandes.push(r.url()))
    await page.goto('/composants/public', { waitUntil: 'networkidle' })
    expect(plaintes).toEqual([])
    expect(demandes.filter((u) => !u.startsWith(passant.origine))).toEqual([])
    expect(demandes.some((u) => u.endsWith('.woff2'))).toBe(true)
    expect(transferes).toBeGreaterThan(20_000)
    expect(transferes).toBeLessThan(60_000)

    await page.context().close()
  })

  it('se lit sur papier, sans son cadre', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine })
    await page.goto('/composants')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.side').isVisible()).toBe(false)
    expect(await page.locator('.foot').isVisible()).toBe(false)
    expect(await page.locator('h1').isVisible()).toBe(true)
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
    await page.context().close()
  })
})

describe('au clavier', () => {
  it('le premier arrêt saute au contenu, et « / » mène à la recherche', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine, largeur: 1366 })
    await page.goto('/composants')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toContain('Aller au contenu')
    await page.keyboard.press('Enter')
    expect(await page.locator('#contenu:focus').count()).toBe(1)
    await page.keyboard.press('/')
    expect(await page.locator(':focus').getAttribute('name')).toBe('q')
    await page.context().close()
  })
  it('« ? » montre les raccourcis, qui se taisent dans un champ, s’éteignent et se rallument', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine, largeur: 1366 })
    await page.goto('/composants')
    const fenetre = page.locator('dialog.raccourcis')
    await page.locator('#contenu').focus()
    await page.keyboard.press('?')
    expect(await fenetre.isVisible()).toBe(true)
    expect(await verifierAxe(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await fenetre.isVisible()).toBe(false)
    await page.keyboard.press('/')
    await page.keyboard.press('?')
    expect(await fenetre.isVisible()).toBe(false)
    expect(await page.locator(':focus').inputValue()).toBe('?')
    const bouton = page.getByRole('button', { name: 'Raccourcis clavier' })
    await bouton.click()
    await fenetre.getByRole('checkbox').uncheck()
    await fenetre.getByRole('button', { name: 'Fermer' }).click()
    // Éteints, ils le restent à la page suivante ; le bouton du pied reste là.
    await page.reload()
    await page.locator('#contenu').focus()
    await page.keyboard.press('/')
    expect(await page.locator('#contenu:focus').count()).toBe(1)
    await page.keyboard.press('?')
    expect(await fenetre.count()).toBe(0)
    await bouton.click()
    await fenetre.getByRole('checkbox').check()
    await page.keyboard.press('Escape')
    await page.locator('#contenu').focus()
    await page.keyboard.press('?')
    expect(await fenetre.isVisible()).toBe(true)
    await page.context().close()
  })
  it('chaque arrêt a un contour visible', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine, largeur: 1366 })
    await page.goto('/composants')
    const sans: string[] = []
    let arrets = 0
    for (; arrets < 120; arrets++) {
      await page.keyboard.press('Tab')
      const etat = (await page.evaluate(contour)) as { vu: boolean; qui: string } | null
      if (!etat) break
      if (!etat.vu) sans.push(etat.qui)
    }
    expect(arrets).toBeGreaterThan(40)
    expect(sans).toEqual([])
    await page.context().close()
  })
  it('Entrée dans un champ envoie le formulaire, jamais « Retirer »', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine })
    await page.goto('/composants')
    await page.click('button[name="ajouter"]')
    await page.fill('#c-intitule', 'abc')
    await page.press('#c-intitule', 'Enter')
    await page.waitForSelector('#reprendre')
    expect(await page.locator('[data-rang]').count()).toBe(2)
    await page.context().close()
  })
  it('la page revenue met la main sur les réponses à reprendre', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine })
    await page.goto('/composants')
    await page.click('.button.call')
    await page.waitForSelector('#reprendre:focus')
    await page.click('#reprendre li:nth-child(2) a')
    expect(await page.locator(':focus').getAttribute('id')).toBe('c-intitule')
    await page.context().close()
  })
  it('au téléphone, le sommaire s’ouvre et se ferme', async () => {
    const page = await navigateur.ouvrirPage({ origine: serveur.origine, largeur: 360, script: false })
    await page.goto('/composants')
    expect(await page.locator('#sommaire').isVisible()).toBe(false)
    await page.click('.top-menu')
    expect(await page.locator('#sommaire').isVisible()).toBe(true)
    await page.click('.side-close')
    expect(await page.locator('#sommaire').isVisible()).toBe(false)
    await page.context().close()
  })
})

for (const script of [true, false])
  describe(script ? 'avec script' : 'sans script', () => {
    it('un formulaire se remplit, se corrige, gagne et perd un rang, puis s’enregistre', async () => {
      const page = await navigateur.ouvrirPage({ origine: serveur.origine, script })
      await page.goto('/composants')
      await remplir(page)
      for (const n of [2, 3]) {
        await page.click('button[name="ajouter"]')
        await page.waitForSelector(`#c-seances-${n - 1}-date`)
      }
      await page.fill('#c-seances-1-date', '23/03/2027')
      await page.fill('#c-seances-1-debut', '9 h')
      await page.fill('#c-seances-1-fin', '8 h')
      await page.fill('#c-seances-2-date', '24/03/2027')
      await page.fill('#c-seances-2-debut', '9 h')
      await page.fill('#c-seances-2-fin', '12 h')
      await page.click('.button.call')
      await page.waitForSelector('#c-seances-1-fin[aria-invalid="true"]')
      expect(await page.inputValue('#c-intitule')).toBe('Anglais du 22 mars')
      await page.click('button[value="seances[1]"]')
      await page.waitForSelector('#c-seances-2-date', { state: 'detached' })
      expect(await page.inputValue('#c-seances-1-date')).toBe('24/03/2027')
      await page.click('.button.call')
      await page.waitForSelector('.flash.fait')
      expect(await page.locator('.flash.fait').first().textContent()).toContain('Session ouverte.')
      await page.reload()
      expect(await page.locator('.flash.fait').count()).toBe(0)
      if (script) expect(await verifierAxe(page)).toEqual([])
      await page.context().close()
    })
    it('la présence se signe au téléphone', async () => {
      const page = await navigateur.ouvrirPage({
        origine: passant.origine,
        script,
        largeur: 360,
        hauteur: 740,
      })
      await page.goto('/composants/signer')
      await page.check('#c-attestation')
      if (script) {
        const cadre = await page.locator('canvas').boundingBox()
        if (!cadre) throw new Error('pas de toile')
        await page.mouse.move(cadre.x + 30, cadre.y + 30)
        await page.mouse.down()
        await page.mouse.move(cadre.x + 120, cadre.y + 60, { steps: 4 })
        await page.mouse.up()
      }
      await page.click('.button.call')
      await page.waitForSelector('.flash.fait')
      expect(await page.locator('.flash.fait').first().textContent()).toContain(
        script ? 'Avec un tracé.' : 'Sans tracé.',
      )
      await page.context().close()
    })
  })
