import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'

export const sha256 = (octets: Uint8Array): Uint8Array => hash('sha256', octets, 'buffer')

/** JSON canonique (RFC 8785) : ce qui est haché, et gardé tel quel. */
export const canoniser = (valeur: unknown): string => {
  const texte = canonicalize(valeur)
  if (texte === undefined) throw new Error('Valeur sans forme canonique.')
  return texte
}
