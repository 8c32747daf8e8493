import { readdirSync, readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { type Chromium, trouverChromium } from './chromium.ts'

export { verifierAxe } from './axe.ts'
export { capturer } from './captures.ts'
export { sansDefilementDeCote } from './defilement.ts'

/** Les mêmes options pour tout Chromium ; aucune qui change ce qu’une page a le droit de faire. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-dev-shm-usage',
  // Un test ne parle qu’à la machine : le navigateur n’appelle personne de lui-même.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

const gestes = ['click', 'press'] as const
type Manie = Record<(typeof gestes)[number], (...args: never[]) => Promise<void>>
type Options = { readonly noWaitAfter?: boolean; readonly timeout?: number }
const entiers = new WeakSet<Manie>()
/**
 * Le clic et la touche de Playwright finissent aux premiers octets de la page où ils mènent : ce qu’un essai y lit aussitôt peut n’en être
 * que la moitié. Les nôtres attendent qu’elle soit venue entière, pour tous les essais à la fois ; `noWaitAfter` les laisse tels quels.
 */
const rendreLesGestesEntiers = (page: Page): void => {
  for (const objet of [page, page.locator('html')]) {
    const modele = Object.getPrototypeOf(objet) as Manie
    if (entiers.has(modele)) continue
    entiers.add(modele)
    for (const geste of gestes) {
      const faire = modele[geste]
      modele[geste] = async function (this: Page | Locator, ...args) {
        await faire.apply(this, args)
        const derniere = args.at(-1) as Options | string | undefined
        const { noWaitAfter = false, timeout } = typeof derniere === 'object' ? derniere : {}
        if (noWaitAfter) return
        const page = 'page' in this ? this.page() : this
        try {
          await page.waitForLoadState('load', timeout === undefined ? {} : { timeout })
        } catch (erreur) {
          // Le geste l’a fermée : rien n’y viendra.
          if (!page.isClosed()) throw erreur
        }
      }
    }
  }
}

export type OptionsDeContexte = {
  /** Faux : la page doit marcher sans une ligne de script. */
  readonly script?: boolean
  /** Fuseau de la personne : `Europe/Paris` par défaut. */
  readonly fuseau?: string
  readonly largeur?: number
  readonly hauteur?: number
  /** Adresse de base, pour écrire `page.goto('/connexion')`. */
  readonly origine?: string
}

/** Tue net le navigateur durable de ce dossier : ni fermeture, ni dernière écriture. Rend combien de processus sont morts. */
export const tuerDurable = (dossier: string): number => {
  let arretes = 0
  for (const pid of readdirSync('/proc').filter((nom) => /^\d+$/.test(nom))) {
    try {
      // Le dossier est tiré au sort pour cet essai : aucun autre navigateur ne le nomme.
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`--user-data-dir=${dossier}`))
        continue
      process.kill(Number(pid), 'SIGKILL')
      arretes += 1
    } catch {
      // Fini entre-temps.
    }
  }
  return arretes
}

export type Navigateur = AsyncDisposable & {
  readonly browser: Browser
  /** Une personne neuve : ni cookie, ni cache. */
  ouvrirContexte(options?: OptionsDeContexte): Promise<BrowserContext>
  ouvrirPage(options?: OptionsDeContexte): Promise<Page>
  /** Un autre navigateur, dont tout ce qu’il garde vit dans ce dossier : fermé et rouvert, il le retrouve. */
  ouvrirDurable(dossier: string, options?: OptionsDeContexte): Promise<BrowserContext>
  fermer(): Promise<void>
}

/** Lance le navigateur ; à fermer par `fermer()` ou par `await using`. */
export const ouvrirNavigateur = async (choix?: Chromium): Promise<Navigateur> => {
  const { executable, env } = choix ?? (await trouverChromium())
  const browser = await chromium.launch({
    executablePath: executable,
    headless: true,
    args,
    env: { ...process.env, ...env },
  })
  const reglages = (options: OptionsDeContexte = {}) =>
    ({
      javaScriptEnabled: options.script ?? true,
      timezoneId: options.fuseau ?? 'Europe/Paris',
      locale: 'fr-FR',
      viewport: { width: options.largeur ?? 1280, height: options.hauteur ?? 900 },
      reducedMotion: 'reduce',
      ...(options.origine === undefined ? {} : { baseURL: options.origine }),
    }) as const
  const patienter = (contexte: BrowserContext): BrowserContext => {
    // Un bouton qui manque finit par se dire ; une machine chargée n’est pas une faute.
    contexte.setDefaultTimeout(120_000)
    contexte.on('page', rendreLesGestesEntiers)
    for (const page of contexte.pages()) rendreLesGestesEntiers(page)
    return contexte
  }
  const ouvrirContexte = async (options: OptionsDeContexte = {}) =>
    patienter(await browser.newContext(reglages(options)))
  const fermer = () => browser.close()
  return {
    browser,
    ouvrirContexte,
    ouvrirDurable: async (dossier, options) =>
      patienter(
        await chromium.launchPersistentContext(dossier, {
          executablePath: executable,
          headless: true,
          args,
          env: { ...process.env, ...env },
          ...reglages(options),
        }),
      ),
    ouvrirPage: async (options) => (await ouvrirContexte(options)).newPage(),
    fermer,
    [Symbol.asyncDispose]: fermer,
  }
}

/** Chaque parcours se regarde à deux écrans : au téléphone sans script, au bureau avec. */
export const ecrans = [
  [360, false],
  [1366, true],
] as const

/** Une page à chaque écran, deux personnes ; `ensemble` : la seconde reprend la connexion de la première. */
export const deuxEcrans = async (navigateur: Navigateur, origine: string) => {
  const [telephone, bureau] = [
    await navigateur.ouvrirPage({ script: false, origine, largeur: 360, hauteur: 760 }),
    await navigateur.ouvrirPage({ script: true, origine, largeur: 1366 }),
  ]
  return {
    telephone,
    bureau,
    ensemble: async (): Promise<readonly [Page, Page]> => {
      await bureau.context().addCookies(await telephone.context().cookies())
      return [telephone, bureau]
    },
  }
}
