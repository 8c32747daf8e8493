// Chargé avant le serveur mesuré (--import) : note le retard de sa boucle d'événements, et l'écrit quand on le demande.
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Le guet se réveille à cet intervalle, en millisecondes ; ce qui dépasse est du retard. */
const pas = 5
const histogramme = monitorEventLoopDelay({ resolution: pas })
histogramme.enable()

const retard = (ns: number) => Math.max(0, ns / 1e6 - pas)
process.on('SIGUSR2', () => {
  const fichier = process.env.BANC_GUET
  if (!fichier) return
  const lu = {
    p50: retard(histogramme.percentile(50)),
    p99: retard(histogramme.percentile(99)),
    max: retard(histogramme.max),
  }
  histogramme.reset()
  writeFileSync(`${fichier}.neuf`, JSON.stringify(lu))
  renameSync(`${fichier}.neuf`, fichier)
})
