/** Les profils que BT-24 nomme : ce que chacun contient, et sous quel schéma sa structure se lit. */
export type Profil = {
  /** Le nom que la commande rend. */
  readonly nom: string
  readonly portee: 'minimum' | 'sans-lignes' | 'lignes'
  /** Le dossier du schéma XSD (CII seulement). */
  readonly schema: 'minimum' | 'basic-wl' | 'basic' | 'en16931' | 'extended'
}

const factureX: Readonly<Record<string, Profil>> = {
  'urn:factur-x.eu:1p0:minimum': { nom: 'MINIMUM', portee: 'minimum', schema: 'minimum' },
  'urn:factur-x.eu:1p0:basicwl': { nom: 'BASIC WL', portee: 'sans-lignes', schema: 'basic-wl' },
  'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic': {
    nom: 'BASIC',
    portee: 'lignes',
    schema: 'basic',
  },
  'urn:cen.eu:en16931:2017': { nom: 'EN16931', portee: 'lignes', schema: 'en16931' },
  'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended': {
    nom: 'EXTENDED',
    portee: 'lignes',
    schema: 'extended',
  },
}

/** Les mêmes profils sous leurs noms d’avant (ZUGFeRD 2.0), encore en usage. */
const anciens: readonly (readonly [RegExp, string])[] = [
  [/^urn:zugferd\.de:2p\d:minimum$/, 'urn:factur-x.eu:1p0:minimum'],
  [/^urn:zugferd\.de:2p\d:basicwl$/, 'urn:factur-x.eu:1p0:basicwl'],
  [
    /^urn:cen\.eu:en16931:2017#compliant#urn:zugferd\.de:2p\d:basic$/,
    'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  ],
  [
    /^urn:cen\.eu:en16931:2017:compliant:factur-x\.eu:1p0:basic$/,
    'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  ],
  [
    /^urn:cen\.eu:en16931:2017#conformant#urn:zugferd\.de:2p\d:extended$/,
    'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
  ],
  [
    /^urn:cen\.eu:en16931:2017:conformant:factur-x\.eu:1p0:extended$/,
    'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
  ],
]

/** Le profil que BT-24 nomme ; rien s’il n’est pas de la famille EN 16931 ou Factur-X. */
export const profilDe = (bt24: string | undefined): Profil | undefined => {
  if (bt24 === undefined) return undefined
  const exact = factureX[anciens.find(([motif]) => motif.test(bt24))?.[1] ?? bt24]
  if (exact) return exact
  if (/xrechnung/i.test(bt24)) {
    return /#conformant#/.test(bt24)
      ? { nom: 'XRECHNUNG EXTENSION', portee: 'lignes', schema: 'extended' }
      : { nom: 'XRECHNUNG', portee: 'lignes', schema: 'en16931' }
  }
  if (/extended-ctc-fr/i.test(bt24)) return { nom: 'EXTENDED-CTC-FR', portee: 'lignes', schema: 'extended' }
  if (/peppol\.eu:2017:poacc:billing/i.test(bt24))
    return { nom: 'PEPPOL BIS BILLING', portee: 'lignes', schema: 'en16931' }
  if (bt24.startsWith('urn:cen.eu:en16931:2017#conformant#'))
    return { nom: 'EN16931 (extension)', portee: 'lignes', schema: 'extended' }
  if (bt24.startsWith('urn:cen.eu:en16931:2017'))
    return { nom: 'EN16931 (restreint)', portee: 'lignes', schema: 'en16931' }
  return undefined
}
