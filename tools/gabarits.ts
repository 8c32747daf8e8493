import {
  type JSXAttributeItem,
  type JSXChild,
  type JSXElement,
  type JSXFragment,
  type Node,
  parseSync,
} from 'oxc-parser'

/**
 * Traduit à la construction les balises HTML d’un fichier TSX en gabarits : ce qui ne change pas devient un texte écrit
 * d’avance, ce qui change une place. Le rendu n’a plus à refaire, pour chaque cellule de chaque page, un objet, la liste de ses
 * attributs et la vérification de leurs noms (`#web/gabarit.ts` écrit les mêmes octets ; ADR 0008 le mesure).
 *
 * Un composant devient l’appel de sa fonction : ni nœud qui l’attende, ni copie de ce qu’il reçoit.
 *
 * Restent du JSX ordinaire, et l’essai le tient : `svg` et les balises de l’en-tête (Hono leur donne un sens), une balise à
 * attribut étalé, un `dangerouslySetInnerHTML`, un attribut écrit en majuscules, une entité (`&nbsp;`). Les lignes gardent
 * leur numéro : une pile d’appels mène au bon endroit.
 */
export const enGabarits = (texte: string, chemin: string): string => {
  const { program, errors } = parseSync(chemin, texte)
  // Une faute de syntaxe se dit par qui construit, avec sa ligne.
  if (errors.length > 0) return texte
  const moules: string[] = []
  const traduit = new Traducteur(texte, moules, program).traduire(program, 0, texte.length)
  if (traduit === texte) return texte
  const entete = `import { composant as __composant, gabarit as __gabarit } from '#web/gabarit.ts'; ${moules
    .map((m, i) => `const __moule${i} = ${m};`)
    .join(' ')} `
  return entete + traduit
}

/** Hono en fait des composants : métadonnées remontées dans l’en-tête, espace de noms. */
const aPart = new Set(['svg', 'head', 'title', 'script', 'style', 'link', 'meta'])
const vides = new Set(
  'area base br col embed hr img input keygen link meta param source track wbr'.split(' '),
)
const echappements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const echapper = (texte: string): string => texte.replace(/[&<>"']/g, (c) => echappements[c] ?? c)

/** Les blancs d’un texte entre deux balises, comme tout traducteur de JSX les lit. */
const texteDe = (brut: string): string => {
  const lignes = brut.split(/\r\n|\n|\r/)
  return lignes
    .map((l, i) => {
      let t = l.replaceAll('\t', ' ')
      if (i > 0) t = t.replace(/^ +/, '')
      if (i < lignes.length - 1) t = t.replace(/ +$/, '')
      return t
    })
    .filter((t) => t !== '')
    .join(' ')
}

/** Une place du gabarit : un enfant (`nom` vide) ou la valeur d’un attribut. */
type Place = { readonly nom: string; readonly valeur: string }
type Ecrit = { readonly textes: string[]; readonly places: Place[] }

const nomDe = (e: JSXElement): string | undefined =>
  e.openingElement.name.type === 'JSXIdentifier' && /^[a-z][a-z0-9]*$/.test(e.openingElement.name.name)
    ? e.openingElement.name.name
    : undefined

const simple = (a: JSXAttributeItem): boolean =>
  a.type === 'JSXAttribute' &&
  a.name.type === 'JSXIdentifier' &&
  /^[a-z][a-z0-9-]*$/.test(a.name.name) &&
  !['children', 'key', 'ref', 'style'].includes(a.name.name) &&
  (a.value === null ||
    (a.value.type === 'Literal' && typeof a.value.value === 'string' && !a.value.value.includes('&')) ||
    (a.value.type === 'JSXExpressionContainer' && a.value.expression.type !== 'JSXEmptyExpression'))

const enfantSimple = (e: JSXChild): boolean =>
  e.type === 'JSXText' ? !e.value.includes('&') : e.type !== 'JSXSpreadChild'

const convient = (e: JSXElement): boolean => {
  const nom = nomDe(e)
  return (
    nom !== undefined &&
    !aPart.has(nom) &&
    e.openingElement.attributes.every(simple) &&
    e.children.every(enfantSimple) &&
    // « <br>x</br> » n’a pas de sens ; Hono le rendrait, on le lui laisse.
    (!vides.has(nom) || e.children.length === 0)
  )
}

/** Une fonction nommée : `Champ`, `Lien.Externe`. Ses attributs peuvent s’étaler, et porter tout nom. */
const estComposant = (e: JSXElement): boolean => {
  const { name, attributes } = e.openingElement
  return (
    (name.type === 'JSXMemberExpression' || (name.type === 'JSXIdentifier' && /^[A-Z]/.test(name.name))) &&
    attributes.every(
      (a) =>
        a.type === 'JSXSpreadAttribute' ||
        (a.name.type === 'JSXIdentifier' &&
          (a.value?.type !== 'Literal' ||
            (typeof a.value.value === 'string' && !/[&\n]/.test(a.value.value))) &&
          (a.value?.type !== 'JSXExpressionContainer' || a.value.expression.type !== 'JSXEmptyExpression')),
    ) &&
    e.children.every(enfantSimple)
  )
}

/** Ce qui devient un appel : une balise, un composant, ou `<>…</>`, qui n’est que ses enfants. */
const seTraduit = (n: Node): n is JSXElement | JSXFragment =>
  n.type === 'JSXFragment'
    ? n.children.every(enfantSimple)
    : n.type === 'JSXElement' && (convient(n) || estComposant(n))

const estNoeud = (v: unknown): v is Node =>
  typeof v === 'object' && v !== null && typeof (v as { type?: unknown }).type === 'string'

/** Chaque nœud juste en dessous. Sans liste intermédiaire : un départ traduit deux cent cinquante fichiers. */
const descendre = (noeud: Node, voir: (n: Node) => void): void => {
  for (const cle in noeud) {
    const v: unknown = noeud[cle as keyof Node]
    if (Array.isArray(v)) {
      for (const e of v) if (estNoeud(e)) voir(e)
    } else if (estNoeud(v)) voir(v)
  }
}

class Traducteur {
  readonly texte: string
  readonly moules: string[]
  /** Entre deux balises, ou après le « = » d’un attribut, un gabarit est une expression : il lui faut ses accolades. */
  private readonly accolades = new WeakSet<Node>()
  constructor(texte: string, moules: string[], programme: Node) {
    this.texte = texte
    this.moules = moules
    const reconnaitre = (noeud: Node) => {
      if (noeud.type === 'JSXElement' || noeud.type === 'JSXFragment')
        for (const c of noeud.children) this.accolades.add(c)
      if (noeud.type === 'JSXAttribute' && noeud.value) this.accolades.add(noeud.value)
      descendre(noeud, reconnaitre)
    }
    reconnaitre(programme)
  }

  /** Le texte de `[du, au[`, où chaque balise qui convient est devenue un gabarit. */
  traduire(noeud: Node, du: number, au: number): string {
    const trouves: (JSXElement | JSXFragment)[] = []
    const chercher = (n: Node) => {
      if (seTraduit(n)) trouves.push(n)
      else descendre(n, chercher)
    }
    chercher(noeud)
    trouves.sort((a, b) => a.start - b.start)
    let ecrit = ''
    let ou = du
    for (const e of trouves) {
      const appel = this.appel(e)
      ecrit += this.texte.slice(ou, e.start) + (this.accolades.has(e) ? `{${appel}}` : appel)
      ou = e.end
    }
    return ecrit + this.texte.slice(ou, au)
  }

  private appel(e: JSXElement | JSXFragment): string {
    return e.type === 'JSXElement' && !convient(e) ? this.appelDeComposant(e) : this.appelDeGabarit(e)
  }

  /** Des lignes vides, pour qu’un appel en occupe autant que la balise qu’il remplace. */
  private lignesDeReste(e: Node, ecrites: string): string {
    const lignes = (t: string) => t.split('\n').length - 1
    return '\n'.repeat(Math.max(0, lignes(this.texte.slice(e.start, e.end)) - lignes(ecrites)))
  }

  private appelDeComposant(e: JSXElement): string {
    const recus = e.openingElement.attributes.flatMap((a) => {
      if (a.type === 'JSXSpreadAttribute') return [`...${this.valeur(a.argument)}`]
      // Une clé ne dit rien à qui écrit du texte.
      if (a.name.type !== 'JSXIdentifier' || a.name.name === 'key') return []
      const { value } = a
      const valeur =
        value === null
          ? 'true'
          : value.type === 'Literal'
            ? JSON.stringify(value.value)
            : this.valeur(value.type === 'JSXExpressionContainer' ? value.expression : value)
      return [`${JSON.stringify(a.name.name)}: ${valeur}`]
    })
    const enfants = e.children.flatMap((c) => {
      if (c.type === 'JSXText') {
        const texte = texteDe(c.value)
        return texte === '' ? [] : [JSON.stringify(texte)]
      }
      if (c.type !== 'JSXExpressionContainer') return [this.valeur(c)]
      return c.expression.type === 'JSXEmptyExpression' ? [] : [this.valeur(c.expression)]
    })
    if (enfants.length > 0)
      recus.push(`children: ${enfants.length === 1 ? enfants[0] : `[${enfants.join(', ')}]`}`)
    const { name } = e.openingElement
    const ecrits = recus.join(', ')
    return `__composant(${this.texte.slice(name.start, name.end)}, {${ecrits}${this.lignesDeReste(e, ecrits)}})`
  }

  private appelDeGabarit(e: JSXElement | JSXFragment): string {
    const ecrit: Ecrit = { textes: [''], places: [] }
    if (e.type === 'JSXElement') this.balise(e, ecrit)
    else for (const enfant of e.children) this.enfant(enfant, ecrit)
    const moule = JSON.stringify([ecrit.textes, ecrit.places.map((p) => p.nom)])
    let rang = this.moules.indexOf(moule)
    if (rang < 0) rang = this.moules.push(moule) - 1
    const valeurs = ecrit.places.map((p) => p.valeur).join(', ')
    return `__gabarit(__moule${rang}, [${valeurs}${this.lignesDeReste(e, valeurs)}])`
  }

  private balise(e: JSXElement, ecrit: Ecrit): void {
    const nom = nomDe(e)
    this.ajouter(ecrit, `<${nom}`)
    for (const a of e.openingElement.attributes) {
      if (a.type !== 'JSXAttribute' || a.name.type !== 'JSXIdentifier') continue
      if (a.value?.type === 'Literal')
        this.ajouter(ecrit, ` ${a.name.name}="${echapper(String(a.value.value))}"`)
      else if (a.value === null) this.place(ecrit, a.name.name, 'true')
      else if (a.value.type === 'JSXExpressionContainer')
        this.place(ecrit, a.name.name, this.valeur(a.value.expression))
    }
    if (nom && vides.has(nom)) this.ajouter(ecrit, '/>')
    else {
      this.ajouter(ecrit, '>')
      for (const enfant of e.children) this.enfant(enfant, ecrit)
      this.ajouter(ecrit, `</${nom}>`)
    }
  }

  private enfant(enfant: JSXChild, ecrit: Ecrit): void {
    if (enfant.type === 'JSXText') this.ajouter(ecrit, echapper(texteDe(enfant.value)))
    else if (enfant.type === 'JSXElement' && convient(enfant)) this.balise(enfant, ecrit)
    else if (enfant.type === 'JSXFragment' && enfant.children.every(enfantSimple))
      for (const c of enfant.children) this.enfant(c, ecrit)
    else if (enfant.type === 'JSXExpressionContainer') {
      const { expression } = enfant
      if (expression.type === 'JSXEmptyExpression') return
      if (expression.type === 'Literal' && typeof expression.value === 'string')
        this.ajouter(ecrit, echapper(expression.value))
      else this.place(ecrit, '', this.valeur(expression))
    } else this.place(ecrit, '', this.valeur(enfant))
  }

  private valeur(noeud: Node): string {
    if (seTraduit(noeud)) return this.appel(noeud)
    return this.traduire(noeud, noeud.start, noeud.end)
  }

  private ajouter(ecrit: Ecrit, texte: string): void {
    ecrit.textes[ecrit.textes.length - 1] += texte
  }

  private place(ecrit: Ecrit, nom: string, valeur: string): void {
    ecrit.places.push({ nom, valeur })
    ecrit.textes.push('')
  }
}
