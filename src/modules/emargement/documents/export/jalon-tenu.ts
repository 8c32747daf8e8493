/** Le jalon que quelqu’un tient d’ailleurs que de l’export : le texte du courriel reçu à son jour, ou une ligne de `jalons.txt`. */

export type JalonTenu = {
  /** Le JSON canonique, tel qu’il fut signé. */
  readonly contenu: string
  /** Ed25519, 64 octets. */
  readonly signature: Uint8Array
  readonly organisme: string
  readonly numero: number
  readonly empreinte: string
}

/**
 * Le courriel entier, ou ce qui en fut copié : une ligne porte le jalon, une autre sa signature (128 chiffres
 * hexadécimaux). Rien si l’un des deux manque, ou s’il y a plus d’un jalon : on ne choisit pas à la place de qui vérifie.
 */
export const lireJalonTenu = (texte: string): JalonTenu | undefined => {
  const contenus = new Set(texte.match(/\{"[^\n\r]*"coforme-jalon\/1"[^\n\r]*\}/g))
  const signatures = new Set(texte.match(/(?<![0-9a-f])[0-9a-f]{128}(?![0-9a-f])/g))
  const [contenu] = contenus
  const [signature] = signatures
  if (contenu === undefined || signature === undefined || contenus.size > 1 || signatures.size > 1)
    return undefined
  let lu: unknown
  try {
    lu = JSON.parse(contenu)
  } catch {
    return undefined
  }
  const j = lu as Partial<Record<'format' | 'organisme' | 'numero' | 'empreinte', unknown>>
  if (
    j.format !== 'coforme-jalon/1' ||
    typeof j.organisme !== 'string' ||
    !Number.isSafeInteger(j.numero) ||
    typeof j.empreinte !== 'string' ||
    !/^[0-9a-f]{64}$/.test(j.empreinte)
  )
    return undefined
  return {
    contenu,
    signature: Buffer.from(signature, 'hex'),
    organisme: j.organisme,
    numero: j.numero as number,
    empreinte: j.empreinte,
  }
}
