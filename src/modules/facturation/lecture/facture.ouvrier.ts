/** Le fil qui lit une facture du dehors, XML ou PDF. Ce qui en revient est borné : des notes ou des lignes sans fin n’arrêtent que lui. */
import { parentPort, workerData } from 'node:worker_threads'
import { refuser } from '#kernel/refus.ts'
import { bornerWasm } from '#platform/fils/borner-wasm.ts'

// Avant que libxml2 ne se charge.
bornerWasm(400_000_000)
const { lireFactureElectronique } = await import('./lire-facture-electronique.ts')

/** Une facture de mille lignes en fait moins. */
const SIGNES_AU_PLUS = 1_000_000

const { octets } = workerData as { readonly octets: Uint8Array }
const lue = await lireFactureElectronique(octets)
const rendue = lue.ok ? { ...lue, value: { ...lue.value, regles: lue.value.regles.slice(0, 100) } } : lue
parentPort?.postMessage({
  fin:
    rendue.ok && JSON.stringify(rendue.value.facture).length > SIGNES_AU_PLUS
      ? refuser(
          'trop-lourd',
          'Cette facture a trop de lignes ou de notes pour être gardée : demandez-la en plusieurs.',
        )
      : rendue,
})
