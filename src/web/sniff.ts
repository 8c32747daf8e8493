/** Les seuls genres de fichiers que l'on reçoit par un formulaire, reconnus à leurs octets. */
export type GenreFichier = 'pdf' | 'png' | 'jpeg' | 'svg' | 'texte'

export const typesMime: Readonly<Record<GenreFichier, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  svg: 'image/svg+xml',
  texte: 'text/plain; charset=utf-8',
}

const commencePar = (octets: Uint8Array, signature: readonly number[]): boolean =>
  octets.length >= signature.length && signature.every((o, i) => octets[i] === o)

const utf8 = (octets: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
}

// Une image SVG est un document : elle peut porter un script, une entité, un appel au dehors. On n'en nettoie
// aucune, on refuse celles qui en portent. La politique de sécurité des pages est la seconde barrière.
const svgActif =
  /<!doctype|<!entity|<\?xml-stylesheet|<(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|handler|listener)\b|[\s"'/]on[a-z]+\s*=|(?:javascript|vbscript)\s*:|@import|href\s*=\s*["']?\s*(?!["'\s]*(?:#|data:image\/(?:png|jpeg)))[^\s>]|url\(\s*["']?\s*(?!#|["'])/i
const debutSvg = /^(?:\s|<\?xml[^>]*\?>|<!--[\s\S]*?-->)*<svg[\s>]/

/**
 * Dit ce qu'un fichier est, d'après ses octets ; ni son nom ni le type annoncé ne sont crus.
 * Rien s'il n'est d'aucun genre reçu, ou si c'est une image SVG qui porte du code.
 */
export const sniff = (octets: Uint8Array): GenreFichier | undefined => {
  // La norme admet l'en-tête d'un PDF dans les 1 024 premiers octets ; nous exigeons le début.
  if (commencePar(octets, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'pdf'
  if (commencePar(octets, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (commencePar(octets, [0xff, 0xd8, 0xff])) return 'jpeg'
  const texte = utf8(octets)
  if (texte === undefined || texte.includes('\0')) return undefined
  const sansMarque = texte.replace(/^\ufeff/, '')
  if (debutSvg.test(sansMarque)) return svgActif.test(sansMarque) ? undefined : 'svg'
  // Un document balisé qui n'est pas une image n'est pas un texte : un navigateur pourrait l'exécuter.
  return /^\s*</.test(sansMarque) ? undefined : 'texte'
}
