declare const genre: unique symbol

/** Un identifiant du dehors ou du dedans : un uuid, marqué du genre de ce qu'il nomme. */
export type Id<K extends string> = string & { readonly [genre]: K }

export type OrganismeId = Id<'Organisme'>
export type PersonneId = Id<'Personne'>
/** Une enseigne (ou activité) d'une CAE ; chaque organisme en a une, dite « commune ». */
export type ActiviteId = Id<'Activite'>

const motif = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Rend l'identifiant, ou rien : tout ce qui vient d'une adresse est tenu pour hostile. */
export const asId = <K extends string>(texte: string): Id<K> | undefined =>
  motif.test(texte) ? (texte as Id<K>) : undefined

/**
 * Compose un uuid v7 (RFC 9562) : l'instant en millisecondes, puis 74 bits tirés au sort.
 * Pur : l'horloge et le hasard (10 octets) sont donnés.
 */
export const uuidV7 = (instant: Date, hasard: Uint8Array): string => {
  const hex = (n: number, width: number) => n.toString(16).padStart(width, '0')
  const octet = (i: number) => hasard[i] ?? 0
  const temps = hex(instant.getTime(), 12)
  const a = hex(0x7000 | ((octet(0) & 0x0f) << 8) | octet(1), 4)
  const b = hex(0x8000 | ((octet(2) & 0x3f) << 8) | octet(3), 4)
  const c = Array.from({ length: 6 }, (_, i) => hex(octet(i + 4), 2)).join('')
  return `${temps.slice(0, 8)}-${temps.slice(8)}-${a}-${b}-${c}`
}
