/** Le fil qui lit un flux, un export ou un tableau d’actualités : une page ne l’attend pas. */
import { workerData } from 'node:worker_threads'
import { rendreParLots } from '#platform/fils/rendre-par-lots.ts'
import { lireEntrees } from './entrees.ts'

const { octets } = workerData as { readonly octets: Uint8Array }
const lu = lireEntrees(octets)
if (lu.ok) {
  const { entrees, ...reste } = lu.value
  rendreParLots({ ok: true, reste }, entrees)
} else rendreParLots(lu)
