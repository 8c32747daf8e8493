import { lireAPart } from './lire-a-part.ts'
import { aSonTour } from './tour.ts'

/**
 * Ce qu’un PDF ferait à qui l’ouvre. `actif` : un script, un lancement, un envoi, un fichier caché ; un XML joint, celui d’une facture
 * électronique, n’en est pas un, ni un JSON, celui des données d’une pièce.
 */
export type ExamenPdf = 'sain' | 'actif' | 'illisible' | 'mot-de-passe' | 'trop-lourd' | 'occupe'

/** Examine un PDF hors du fil des pages, deux à la fois. Au-delà de quarante en attente : `occupe`. */
export const examinerPdf = (octets: Uint8Array): Promise<ExamenPdf> =>
  aSonTour(async () => {
    const lu = await lireAPart<ExamenPdf, never>(['platform', 'fils', 'pdf.ouvrier.ts'], { octets })
    if (lu.ok) return lu.value.fin
    return lu.error.code === 'illisible' ? 'illisible' : 'trop-lourd'
  })
