/** Le fil qui lit un fichier de factures, de charges, d’écritures ou de banque : une page ne l’attend pas. */
import { workerData } from 'node:worker_threads'
import { rendreParLots } from '#platform/fils/rendre-par-lots.ts'
import type { GenreImport } from './colonnes-import.ts'
import { lireImport } from './lire-import.ts'

const { genre, texte } = workerData as { readonly genre: GenreImport; readonly texte: string }
const lu = lireImport(genre, texte)
if (lu.ok) rendreParLots({ ok: true }, lu.value)
else rendreParLots(lu)
