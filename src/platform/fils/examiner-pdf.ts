import { lireAPart } from './lire-a-part.ts'

/**
 * Ce qu’un PDF ferait à qui l’ouvre. `actif` : un script, un lancement, un envoi, un fichier caché ; un XML joint, celui d’une facture
 * électronique, n’en est pas un.
 */
export type ExamenPdf = 'sain' | 'actif' | 'illisible' | 'mot-de-passe' | 'trop-lourd' | 'occupe'

const aLaFois = 2
const enAttenteMax = 40
let enCours = 0
const attendent: (() => void)[] = []

/** Examine un PDF hors du fil des pages, deux à la fois. Au-delà de quarante en attente : `occupe`. */
export const examinerPdf = async (octets: Uint8Array): Promise<ExamenPdf> => {
  if (attendent.length >= enAttenteMax) return 'occupe'
  if (enCours >= aLaFois) await new Promise<void>((passer) => attendent.push(passer))
  else enCours += 1
  try {
    const lu = await lireAPart<ExamenPdf, never>(['platform', 'fils', 'pdf.ouvrier.ts'], { octets })
    if (lu.ok) return lu.value.fin
    return lu.error.code === 'illisible' ? 'illisible' : 'trop-lourd'
  } finally {
    // Sa place passe au suivant, ou se rend.
    const suivant = attendent.shift()
    if (suivant) suivant()
    else enCours -= 1
  }
}
