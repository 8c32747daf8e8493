import { readFile, stat } from 'node:fs/promises'

/** Un fichier plus gros ne se charge pas pour être refusé. */
const octetsMax = 100_000_000

/** Les octets d’un fichier nommé par qui appelle, ou la phrase de ce qui empêche de les lire. */
export const lireOctets = async (
  chemin: string,
  max = octetsMax,
): Promise<{ readonly octets: Uint8Array } | string> => {
  try {
    const { size } = await stat(chemin)
    if (size > max) return `ce fichier dépasse ${max / 1_000_000} Mo.`
    return { octets: await readFile(chemin) }
  } catch (erreur) {
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : undefined
    return code === 'ENOENT' ? 'ce fichier n’existe pas.' : 'ce fichier ne se lit pas.'
  }
}

/** Le texte UTF-8 d’un fichier ; un octet faux est une phrase, jamais un « � ». */
export const lireTexte = async (chemin: string): Promise<{ readonly texte: string } | string> => {
  const lus = await lireOctets(chemin)
  if (typeof lus === 'string') return lus
  try {
    return { texte: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(lus.octets) }
  } catch {
    return 'ce fichier n’est pas en UTF-8.'
  }
}
