import { timingSafeEqual } from 'node:crypto'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Mailer } from '#platform/mail/mail.ts'
import type { PdfRenderer } from '#platform/pdf/pdf.ts'

type EtatPool = { readonly total: number; readonly libres: number; readonly attente: number }

/** Les compteurs d'un processus. Les étiquettes sont des motifs et des codes : jamais une adresse ni une personne. */
export type Metrics = {
  /** `route` : le motif de l'adresse, ou `absente` ; `secondes` : la durée. */
  http(methode: string, route: string, statut: number, secondes: number): void
  tache(nom: string, issue: 'faite' | 'echec', secondes: number): void
  /** Branche la lecture de l'état des connexions, faite au moment où l'on demande les chiffres. */
  pool(lire: () => EtatPool): void
  pdf(gabarit: string, issue: 'compose' | 'refus' | 'panne', secondes: number): void
  courriel(issue: 'parti' | 'refuse'): void
  /** Ce que la sonde vient de lire d’une partie de l’instance : son état, ses comptes. */
  partie(partie: string, mesure: string, valeur: number): void
  /** L'exposition en texte, au format que Prometheus lit. */
  exposer(): Promise<{ readonly type: string; readonly texte: string }>
}

const methodes = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export const createMetrics = (version: string): Metrics => {
  const registers = [new Registry()]
  const registre = registers[0] as Registry
  const durees = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  const http = new Histogram({
    name: 'coforme_http_secondes',
    help: 'Durée des requêtes, par motif d’adresse',
    labelNames: ['methode', 'route', 'statut'],
    buckets: durees,
    registers,
  })
  const taches = new Histogram({
    name: 'coforme_tache_secondes',
    help: 'Durée des tâches de fond',
    labelNames: ['nom', 'issue'],
    buckets: [...durees, 30, 120],
    registers,
  })
  const pdf = new Histogram({
    name: 'coforme_pdf_secondes',
    help: 'Durée de composition des documents',
    labelNames: ['gabarit', 'issue'],
    buckets: durees,
    registers,
  })
  const courriels = new Counter({
    name: 'coforme_courriels_total',
    help: 'Courriels remis ou refusés',
    labelNames: ['issue'],
    registers,
  })
  const parties = new Gauge({
    name: 'coforme_sante',
    help: 'Chaque partie de l’instance : son état (0 va bien, 1 se regarde, 2 est en panne) et ce qu’elle compte',
    labelNames: ['partie', 'mesure'],
    registers,
  })
  let lirePool: (() => EtatPool) | undefined
  new Gauge({
    name: 'coforme_base_connexions',
    help: 'Connexions à la base, et requêtes qui en attendent une',
    labelNames: ['etat'],
    registers,
    collect() {
      const etat = lirePool?.()
      if (!etat) return
      this.set({ etat: 'ouvertes' }, etat.total)
      this.set({ etat: 'libres' }, etat.libres)
      this.set({ etat: 'attente' }, etat.attente)
    },
  })
  new Gauge({
    name: 'coforme_memoire_octets',
    help: 'Mémoire résidente du processus',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({ name: 'coforme_version', help: 'Version en service', labelNames: ['version'], registers }).set(
    { version },
    1,
  )

  return {
    http: (methode, route, statut, s) =>
      // Une méthode inventée par le client ne doit pas créer une série de plus.
      http.observe({ methode: methodes.has(methode) ? methode : 'autre', route, statut: String(statut) }, s),
    tache: (nom, issue, s) => taches.observe({ nom, issue }, s),
    pool: (lire) => {
      lirePool = lire
    },
    pdf: (gabarit, issue, s) => pdf.observe({ gabarit, issue }, s),
    courriel: (issue) => courriels.inc({ issue }),
    partie: (partie, mesure, valeur) => parties.set({ partie, mesure }, valeur),
    exposer: async () => ({ type: registre.contentType, texte: await registre.metrics() }),
  }
}

const secondesDepuis = (debut: number) => (performance.now() - debut) / 1000

/** Le même compositeur, compté. Les exceptions passent telles quelles. */
export const measuredPdf = (renderer: PdfRenderer, metrics: Metrics): PdfRenderer => ({
  ...renderer,
  async render(demande) {
    const debut = performance.now()
    try {
      const rendu = await renderer.render(demande)
      metrics.pdf(demande.gabarit, rendu.ok ? 'compose' : 'refus', secondesDepuis(debut))
      return rendu
    } catch (erreur) {
      metrics.pdf(demande.gabarit, 'panne', secondesDepuis(debut))
      throw erreur
    }
  },
  close: () => renderer.close(),
})

export const measuredMailer = (mailer: Mailer, metrics: Metrics): Mailer => ({
  async send(message) {
    try {
      await mailer.send(message)
      metrics.courriel('parti')
    } catch (erreur) {
      metrics.courriel('refuse')
      throw erreur
    }
  },
  close: () => mailer.close(),
})

/** Vrai pour une adresse de bouclage, `::ffff:127.…` compris. */
export const isLoopback = (adresse: string | undefined): boolean =>
  adresse !== undefined && /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(adresse)

/**
 * Qui peut lire `/metriques` : la machine elle-même, ou qui porte le jeton. Derrière un mandataire local tout
 * le monde vient du bouclage : `dIci` est faux d'une requête relayée, ou venue sous le nom d'un site (`web/http/client-ip.ts`).
 */
export const mayReadMetrics = (
  requete: {
    readonly dIci: boolean
    readonly autorisation: string | undefined
  },
  jeton: string | undefined,
): boolean => {
  if (jeton !== undefined && jeton.length >= 16 && requete.autorisation !== undefined) {
    const attendu = Buffer.from(`Bearer ${jeton}`)
    const recu = Buffer.from(requete.autorisation)
    if (attendu.length === recu.length && timingSafeEqual(attendu, recu)) return true
  }
  return requete.dIci
}
