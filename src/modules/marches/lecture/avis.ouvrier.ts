/** Le fil qui lit des avis de marché : une page ne l’attend pas. Un avis peut peser 190 Ko : ils reviennent dix par dix. */
import { workerData } from 'node:worker_threads'
import { rendreParLots } from '#platform/fils/rendre-par-lots.ts'
import { lireAvis } from './lire-avis.ts'

const { octets } = workerData as { readonly octets: Uint8Array }
const lu = lireAvis(octets)
if (lu.ok) rendreParLots({ ok: true, rejets: lu.value.rejets.length }, lu.value.lus, 10)
else rendreParLots({ ok: false, phrase: lu.error.phrase })
