/** Le fil qui lit un tableau. */
import { workerData } from 'node:worker_threads'
import { lireTableau } from '#platform/csv/lire-csv.ts'
import { rendreParLots } from './rendre-par-lots.ts'

const { octets } = workerData as { readonly octets: Uint8Array }
const lu = lireTableau(octets)
if (lu.ok) rendreParLots({ ok: true, entetes: lu.value.entetes }, lu.value.lignes)
else rendreParLots(lu)
