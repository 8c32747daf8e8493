/**
 * Un lecteur JSON strict (RFC 8259), parce que celui de la plateforme perd ce qui compte ici : il arrondit un nombre avant
 * qu’on ait pu compter ses décimales, et ne garde que la dernière de deux clés égales.
 */
export class Nombre {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}
export type Objet = ReadonlyMap<string, Json>
export type Json = null | boolean | string | Nombre | readonly Json[] | Objet

/** La ligne est comptée à partir de un ; d’un document d’une seule ligne, le chemin seul dit où. */
export class FauteJson extends Error {
  readonly ligne: number
  readonly chemin: readonly (string | number)[]
  constructor(phrase: string, texte: string, position: number, chemin: readonly (string | number)[]) {
    super(phrase)
    this.ligne = texte.slice(0, position).split('\n').length
    this.chemin = [...chemin]
  }
}

const blanc = /[ \t\n\r]*/y
const nombre = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const chaine = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const mots: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
])
const profondeurMax = 40

/** Lève `FauteJson` sur tout ce qui n’est pas un document JSON, y compris une clé répétée. */
export const lireJson = (texte: string): Json => {
  let i = 0
  const chemin: (string | number)[] = []
  const faute = (phrase: string): never => {
    throw new FauteJson(phrase, texte, i, chemin)
  }
  const avaler = (motif: RegExp): string | undefined => {
    motif.lastIndex = i
    const lu = motif.exec(texte)?.[0]
    if (lu !== undefined) i += lu.length
    return lu
  }
  const passer = () => void avaler(blanc)
  const attendre = (signe: string) => {
    passer()
    if (texte[i] !== signe) faute(`« ${signe} » est attendu.`)
    i += 1
  }
  const lireChaine = (): string => {
    const lu = avaler(chaine)
    if (lu === undefined) return faute('Une chaîne entre guillemets est attendue.')
    try {
      return JSON.parse(lu) as string
    } catch {
      return faute('Une chaîne porte un caractère de contrôle.')
    }
  }
  /** Les éléments jusqu’au signe fermant, séparés par des virgules. */
  const suite = (fermant: string, element: () => void): void => {
    i += 1
    passer()
    if (texte[i] === fermant) {
      i += 1
      return
    }
    for (let encore = true; encore; i += encore ? 1 : 0) {
      passer()
      element()
      passer()
      encore = texte[i] === ','
    }
    attendre(fermant)
  }
  const lire = (profondeur: number): Json => {
    if (profondeur > profondeurMax) faute(`Plus de ${profondeurMax} niveaux.`)
    passer()
    const signe = texte[i]
    if (signe === '"') return lireChaine()
    if (signe === '{') {
      const objet = new Map<string, Json>()
      suite('}', () => {
        const cle = lireChaine()
        chemin.push(cle)
        if (objet.has(cle)) faute(`La clé « ${cle.slice(0, 40)} » est répétée.`)
        attendre(':')
        objet.set(cle, lire(profondeur + 1))
        chemin.pop()
      })
      return objet
    }
    if (signe === '[') {
      const liste: Json[] = []
      suite(']', () => {
        chemin.push(liste.length)
        liste.push(lire(profondeur + 1))
        chemin.pop()
      })
      return liste
    }
    for (const [mot, valeur] of mots)
      if (texte.startsWith(mot, i)) {
        i += mot.length
        return valeur
      }
    const lu = avaler(nombre)
    return lu === undefined ? faute('Une valeur est attendue.') : new Nombre(lu)
  }
  const document = lire(0)
  passer()
  if (i < texte.length) faute('Rien n’est attendu ici.')
  return document
}
