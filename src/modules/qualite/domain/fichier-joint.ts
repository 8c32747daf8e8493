import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Ce qu’un PDF porte qui agit sur la machine de qui l’ouvre : un script, un lancement, un fichier caché, une adresse appelée seule. */
const actif =
  /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|OpenAction\s*<<[^>]*\/(?:URI|SubmitForm|ImportData))(?![A-Za-z])/

/**
 * Un PDF que l’on garde ne fait que se lire. Ses noms peuvent s’écrire en chiffres (`/J#53`) : on les redresse avant de chercher.
 * Ce qui est dans un flux compressé échappe à cette lecture : le fichier n’est donc jamais ouvert chez nous, toujours remis en
 * pièce jointe, isolé.
 */
export const verifierPdf = (octets: Uint8Array): Result<void, Refus<'actif' | 'tronque'>> => {
  const texte = Array.from({ length: Math.ceil(octets.length / 65_536) }, (_, i) =>
    String.fromCharCode(...octets.subarray(i * 65_536, (i + 1) * 65_536)),
  )
    .join('')
    .replace(/#([0-9a-fA-F]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
  if (!texte.slice(-2_048).includes('%%EOF'))
    return refuser(
      'tronque',
      'Ce PDF est incomplet : sa fin manque. Enregistrez-le de nouveau, puis joignez-le.',
    )
  if (actif.test(texte))
    return refuser(
      'actif',
      'Ce PDF porte un script ou un fichier caché : il n’est pas gardé. Imprimez-le en PDF, puis joignez cette copie.',
    )
  return ok(undefined)
}

/** Un fichier vaut jusqu’au jour qu’il dit, compris. */
export const estPerime = (expireLe: string | null, jour: string): boolean =>
  expireLe !== null && expireLe < jour
