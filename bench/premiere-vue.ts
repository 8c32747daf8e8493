// La première vue d'une page publique, mesurée dans Chromium par son protocole : 1,6 Mb/s, 150 ms d'aller-retour, processeur au
// quart. Le plus grand affichage (LCP) est celui que le navigateur dit lui-même.
import { ouvrirNavigateur } from '../test/navigateur/index.ts'
import { dire, mediane, noter } from './mesurer.ts'

const fois = Number(process.env.BANC_VUES ?? 5)

type Vue = { readonly lcp: number; readonly octets: number; readonly requetes: number; readonly fin: number }

/** Une visite neuve : ni cache, ni témoin. */
const voir = async (navigateur: Awaited<ReturnType<typeof ouvrirNavigateur>>, url: string): Promise<Vue> => {
  const contexte = await navigateur.ouvrirContexte({ largeur: 360, hauteur: 800 })
  const page = await contexte.newPage()
  const cdp = await contexte.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  let octets = 0
  let requetes = 0
  cdp.on('Network.loadingFinished', (e) => {
    octets += e.encodedDataLength
    requetes += 1
  })
  await page.addInitScript(() => {
    const noter = globalThis as unknown as { lcp: number }
    noter.lcp = 0
    new PerformanceObserver((liste) => {
      for (const e of liste.getEntries()) noter.lcp = e.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true } as never)
  })
  const debut = performance.now()
  await page.goto(url, { waitUntil: 'networkidle' })
  const fin = performance.now() - debut
  const lcp = await page.evaluate(() => (globalThis as unknown as { lcp: number }).lcp)
  await contexte.close()
  return { lcp, octets, requetes, fin }
}

/** Chaque page, vue plusieurs fois ; la médiane se note, la pire se dit. */
export const mesurerPremieresVues = async (origine: string, chemins: readonly string[]): Promise<void> => {
  await using navigateur = await ouvrirNavigateur()
  for (const chemin of chemins) {
    const vues: Vue[] = []
    for (let n = 0; n < fois; n += 1) vues.push(await voir(navigateur, `${origine}${chemin}`))
    const lcp = mediane(vues.map((v) => v.lcp))
    const derniere = vues.at(-1)
    noter(`plus grand affichage de ${chemin} (1,6 Mb/s, 150 ms, processeur au quart)`, lcp, 'durees')
    noter(`octets de la première vue de ${chemin}`, derniere?.octets ?? 0, 'mesures')
    noter(`requêtes de la première vue de ${chemin}`, derniere?.requetes ?? 0, 'mesures')
    dire(
      `${chemin} : plus grand affichage ${lcp.toFixed(0)} ms (pire ${Math.max(...vues.map((v) => v.lcp)).toFixed(0)}), ${((derniere?.octets ?? 0) / 1000).toFixed(1)} Ko en ${derniere?.requetes ?? 0} requêtes`,
    )
  }
}
