import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trouverChromium } from '../test/navigateur/chromium.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'

const page = (corps: string) => `<!doctype html><html lang="fr"><head><title>Essai</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Essai</h1>${corps}</main>
<script src="/script.js"></script></body></html>`

const pages: Readonly<Record<string, string>> = {
  '/bonne': page('<p>Bonjour.</p><form method="post" action="/envoi"><button>Envoyer</button></form>'),
  '/avant': page('<a href="/longue">La suite</a> <a href="/sans-fin">Jamais</a>'),
  '/sans-etiquette': page('<input name="courriel">'),
  '/large': page('<div id="trop" style="width:3000px">large</div>'),
  '/tableau': page('<div tabindex="0" style="overflow-x:auto"><div style="width:3000px">large</div></div>'),
  '/envoi': page('<p id="recu">Reçu.</p>'),
}

describe('le navigateur des parcours', () => {
  let serveur: Server
  let origine = ''
  let navigateur: Navigateur

  beforeAll(async () => {
    serveur = createServer((requete, reponse) => {
      const chemin = requete.url ?? ''
      if (chemin === '/script.js') {
        reponse.setHeader('content-type', 'text/javascript')
        reponse.end('document.body.dataset.script = Intl.DateTimeFormat().resolvedOptions().timeZone')
        return
      }
      reponse.setHeader('content-type', 'text/html; charset=utf-8')
      // La politique de nos vraies pages : aucun script en ligne.
      reponse.setHeader(
        'content-security-policy',
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'",
      )
      if (chemin === '/longue') {
        // Une page longue vient en plusieurs fois.
        const [debut = '', fin = ''] = page('<p>Le début.</p>|<p>La fin.</p>').split('|')
        reponse.write(debut.padEnd(4_096))
        // Permis : c’est le serveur qui tarde, l’essai n’attend rien d’autre que la page.
        setTimeout(() => reponse.end(fin), 500)
        return
      }
      if (chemin === '/sans-fin') {
        reponse.write(page('').padEnd(4_096))
        return
      }
      reponse.statusCode = chemin in pages ? 200 : 404
      reponse.end(pages[chemin] ?? page('<p>Rien ici.</p>'))
    })
    await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret))
    const adresse = serveur.address()
    if (adresse === null || typeof adresse === 'string') throw new Error('Le serveur n’a pas de port.')
    origine = `http://127.0.0.1:${adresse.port}`
    navigateur = await ouvrirNavigateur()
  })
  afterAll(async () => {
    await navigateur.fermer()
    serveur.closeAllConnections()
    await new Promise((fini) => serveur.close(fini))
  })

  describe.each([true, false])('avec script : %s', (script) => {
    it('envoie un formulaire', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine })
      const onglet = await contexte.newPage()
      await onglet.goto('/bonne')
      await onglet.getByRole('button', { name: 'Envoyer' }).click()
      await onglet.locator('#recu').waitFor()
      expect(await onglet.locator('#recu').textContent()).toBe('Reçu.')
    })

    it('ne rend un clic ni une touche qu’une fois venue toute la page où ils mènent', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine })
      const onglet = await contexte.newPage()
      for (const aller of [
        () => onglet.getByRole('link', { name: 'La suite' }).click(),
        () => onglet.click('text=La suite'),
        () => onglet.getByRole('link', { name: 'La suite' }).press('Enter'),
        () => onglet.press('text=La suite', 'Enter'),
      ]) {
        await onglet.goto('/avant')
        await aller()
        expect(await onglet.textContent('main')).toContain('La fin.')
      }
    })

    it('n’attend la page où mène un clic que le temps dit', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine })
      const onglet = await contexte.newPage()
      await onglet.goto('/avant')
      await expect(onglet.getByRole('link', { name: 'Jamais' }).click({ timeout: 2_000 })).rejects.toThrow(
        'Timeout 2000ms',
      )
    })

    it('n’exécute le script de la page que s’il est permis, dans le fuseau demandé', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine, fuseau: 'Indian/Reunion' })
      const onglet = await contexte.newPage()
      await onglet.goto('/bonne')
      expect(await onglet.locator('body').getAttribute('data-script')).toBe(script ? 'Indian/Reunion' : null)
    })

    it('trouve les fautes d’accessibilité malgré la politique de sécurité, et elles seules', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine })
      const onglet = await contexte.newPage()
      await onglet.goto('/bonne')
      expect(await verifierAxe(onglet)).toEqual([])
      await onglet.goto('/sans-etiquette')
      const [faute, ...autres] = await verifierAxe(onglet)
      expect(faute).toMatch(/^label\s: .*input/)
      expect(autres).toEqual([])
    })

    it('dit ce qui déborde de côté, et rien d’un tableau qui défile dans son cadre', async () => {
      await using contexte = await navigateur.ouvrirContexte({ script, origine, largeur: 360, hauteur: 640 })
      const onglet = await contexte.newPage()
      await onglet.goto('/large')
      expect((await sansDefilementDeCote(onglet)).join('\n')).toContain('div#trop')
      await onglet.goto('/tableau')
      expect(await sansDefilementDeCote(onglet)).toEqual([])
    })
  })

  it('rend le clic qui ferme sa page', async () => {
    await using contexte = await navigateur.ouvrirContexte({ origine })
    const onglet = await contexte.newPage()
    await onglet.goto('/bonne')
    const ouverte = onglet.waitForEvent('popup')
    await onglet.evaluate('void window.open("/bonne")')
    const fenetre = await ouverte
    await fenetre.waitForLoadState()
    await fenetre.evaluate('document.querySelector("h1").addEventListener("click", () => window.close())')
    const fermee = fenetre.waitForEvent('close')
    await fenetre.getByRole('heading', { name: 'Essai' }).click()
    await fermee
  })

  it('laisse le script coupé après la mesure d’accessibilité', async () => {
    await using contexte = await navigateur.ouvrirContexte({ script: false, origine })
    const onglet = await contexte.newPage()
    await onglet.goto('/bonne')
    expect(await verifierAxe(onglet)).toEqual([])
    expect(await onglet.locator('body').getAttribute('data-script')).toBeNull()
    await onglet.goto('/bonne')
    expect(await onglet.locator('body').getAttribute('data-script')).toBeNull()
    expect(await verifierAxe(onglet)).toEqual([])
  })

  it('écrit une image seulement quand un dossier est donné', async () => {
    const dossier = mkdtempSync(join(tmpdir(), 'coforme-captures-'))
    try {
      await using contexte = await navigateur.ouvrirContexte({ origine })
      const onglet = await contexte.newPage()
      await onglet.goto('/bonne')
      expect(await capturer(onglet, 'bonne', '')).toBeUndefined()
      const chemin = await capturer(onglet, 'bonne', dossier)
      expect(
        readFileSync(chemin ?? '')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
      await expect(capturer(onglet, '../ailleurs', dossier)).rejects.toThrow('inattendu')
    } finally {
      rmSync(dossier, { recursive: true, force: true })
    }
  })

  it('refuse un COFORME_CHROMIUM qui ne nomme rien, plutôt que d’en prendre un autre', async () => {
    await expect(trouverChromium({ COFORME_CHROMIUM: '/nulle/part' })).rejects.toThrow('/nulle/part')
  })

  // Le paquet n’existe que pour Linux x64.
  if (process.platform === 'linux' && process.arch === 'x64') {
    it('se contente du paquet sur une machine sans navigateur', async () => {
      const chromium = await trouverChromium({}, [])
      expect(existsSync(chromium.executable)).toBe(true)
      await using celui = await ouvrirNavigateur(chromium)
      const onglet = await celui.ouvrirPage({ origine })
      await onglet.goto('/bonne')
      expect(await onglet.title()).toBe('Essai')
    })
  }
})
