/** Un XML du dehors, en arbre : sans DTD, sans entité à développer, borné en profondeur et en nombre. */
import { SaxesParser } from 'saxes'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export type Noeud = {
  /** Sans préfixe. */
  readonly nom: string
  readonly espace: string
  readonly attributs: Readonly<Record<string, string>>
  readonly enfants: readonly Noeud[]
  readonly texte: string
}

export type RefusXml = Refus<'xml-illisible' | 'xml-dtd' | 'xml-trop-lourd'>

export const bornesXml = { octets: 20_000_000, noeuds: 400_000, profondeur: 64 } as const

/** Le texte d’un XML, selon sa marque d’ordre ou ce que sa première ligne annonce ; UTF-8 sinon. */
export const decoderXml = (octets: Uint8Array): string | undefined => {
  const debut = new TextDecoder('latin1').decode(octets.subarray(0, 200))
  const annonce = /^[^<]{0,4}<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(debut)?.[1]
  const marque =
    octets[0] === 0xff && octets[1] === 0xfe
      ? 'utf-16le'
      : octets[0] === 0xfe && octets[1] === 0xff
        ? 'utf-16be'
        : undefined
  try {
    return new TextDecoder(marque ?? annonce ?? 'utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
}

type EnCours = { -readonly [C in keyof Noeud]: Noeud[C] } & { enfants: Noeud[] }

class Arret extends Error {
  readonly refus: RefusXml['code']
  constructor(refus: RefusXml['code'], phrase: string) {
    super(phrase)
    this.refus = refus
  }
}

export const lireXml = (octets: Uint8Array): Result<Noeud, RefusXml> => {
  if (octets.length > bornesXml.octets)
    return refuser('xml-trop-lourd', 'Ce XML pèse plus de 20 Mo : rien n’en est lu.')
  const texte = decoderXml(octets)
  if (texte === undefined)
    return refuser('xml-illisible', 'Ce XML n’est pas écrit dans l’encodage qu’il annonce.')
  const lecteur = new SaxesParser({ xmlns: true })
  const pile: EnCours[] = []
  let racine: EnCours | undefined
  let noeuds = 0
  lecteur.on('doctype', () => {
    throw new Arret('xml-dtd', 'Ce XML porte une DTD : une facture n’en a pas, rien n’en est lu.')
  })
  lecteur.on('opentag', (t) => {
    noeuds += 1
    if (noeuds > bornesXml.noeuds || pile.length >= bornesXml.profondeur)
      throw new Arret('xml-trop-lourd', 'Ce XML a trop d’éléments, ou les emboîte trop : rien n’en est lu.')
    const n: EnCours = {
      nom: t.local,
      espace: t.uri,
      attributs: Object.fromEntries(Object.values(t.attributes).map((a) => [a.local || a.name, a.value])),
      enfants: [],
      texte: '',
    }
    pile.at(-1)?.enfants.push(n)
    racine ??= n
    pile.push(n)
  })
  const ajouter = (suite: string) => {
    const n = pile.at(-1)
    if (n) n.texte += suite
  }
  lecteur.on('text', ajouter)
  lecteur.on('cdata', ajouter)
  lecteur.on('closetag', () => void pile.pop())
  lecteur.on('error', (e) => {
    throw new Arret('xml-illisible', `Ce XML est mal formé : ${e.message.slice(0, 160)}`)
  })
  try {
    lecteur.write(texte).close()
  } catch (erreur) {
    if (erreur instanceof Arret) return refuser(erreur.refus, erreur.message)
    throw erreur
  }
  return racine ? ok(racine) : refuser('xml-illisible', 'Ce XML est vide.')
}

/** Les descendants au bout d’un chemin de noms, sans préfixe : `'SellerTradeParty/Name'`. */
export const tous = (noeud: Noeud | undefined, chemin: string): readonly Noeud[] =>
  chemin
    .split('/')
    .reduce<readonly Noeud[]>(
      (ici, nom) => ici.flatMap((n) => n.enfants.filter((e) => e.nom === nom)),
      noeud ? [noeud] : [],
    )
export const un = (noeud: Noeud | undefined, chemin: string): Noeud | undefined => tous(noeud, chemin)[0]
/** Le texte d’un élément, bords ôtés ; `undefined` s’il n’y est pas. */
export const dit = (noeud: Noeud | undefined, chemin?: string): string | undefined =>
  (chemin === undefined ? noeud : un(noeud, chemin))?.texte.trim()
