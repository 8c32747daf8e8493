import { Fragment, jsx } from 'hono/jsx'
import { jsxAttr } from 'hono/jsx/jsx-runtime'
import { escapeToBuffer } from 'hono/utils/html'

/**
 * Ce que devient une balise écrite en TSX une fois construite (`tools/gabarits.ts`) : des textes faits d’avance, et des places.
 * Écrit les mêmes octets que le JSX de Hono, échappements compris : `gabarit.test.tsx` compare les deux.
 */
export type Moule = readonly [textes: readonly string[], places: readonly string[]]

/** Le tampon de Hono : la tête s’écrit, une promesse la décale. */
type Tampon = [string, ...unknown[]] & { callbacks?: unknown[] }
type Noeud = { toStringToBuffer(tampon: Tampon): void }

// Hono n’exporte pas la classe de ses nœuds, et la reconnaît par « instanceof » : on l’emprunte à l’un d’eux.
const NoeudJsx = jsx('b', {}).constructor as unknown as new (
  tag: string,
  props: object,
  enfants: readonly unknown[],
) => Noeud

// Ceux que Hono écrit vides quand ils sont vrais, et tait quand ils sont faux.
const booleens = new Set(
  (
    'allowfullscreen async autofocus autoplay checked controls default defer disabled download formnovalidate hidden inert ' +
    'ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected ' +
    'shadowrootclonable shadowrootdelegatesfocus shadowrootserializable'
  ).split(' '),
)

const attribut = (tampon: Tampon, nom: string, valeur: unknown): void => {
  if (valeur === null || valeur === undefined) return
  if (typeof valeur === 'string') {
    tampon[0] += ` ${nom}="`
    escapeToBuffer(valeur, tampon as [string])
    tampon[0] += '"'
  } else if (typeof valeur === 'number') tampon[0] += ` ${nom}="${valeur}"`
  else if (typeof valeur === 'boolean')
    tampon[0] += booleens.has(nom) ? (valeur ? ` ${nom}=""` : '') : ` ${nom}="${valeur}"`
  else {
    // Une promesse, un texte déjà échappé, un objet : l’affaire de Hono.
    const ecrit = jsxAttr(nom, valeur as string)
    if (ecrit instanceof Promise) tampon.unshift('', ecrit as never)
    else tampon[0] += ` ${ecrit}`
  }
}

const enfant = (tampon: Tampon, valeur: unknown): void => {
  if (typeof valeur === 'string') escapeToBuffer(valeur, tampon as [string])
  else if (typeof valeur === 'number') tampon[0] += valeur
  else if (valeur === null || valeur === undefined || typeof valeur === 'boolean') return
  else if (valeur instanceof NoeudJsx) valeur.toStringToBuffer(tampon)
  else if (Array.isArray(valeur)) for (const v of valeur) enfant(tampon, v)
  // Un texte déjà échappé avec ses suites, une promesse : l’affaire de Hono.
  else (Fragment({ children: [valeur as never] }) as unknown as Noeud).toStringToBuffer(tampon)
}

/**
 * Un nœud de Hono, qui ne note rien de ce que celui-ci garde de chaque balise (son nom vérifié, ses attributs, sa clé) : une page en
 * bâtit des centaines, et les écrit une fois. Il n’en hérite donc que la lignée.
 */
class Gabarit {
  readonly moule: Moule
  readonly valeurs: readonly unknown[]
  constructor(moule: Moule, valeurs: readonly unknown[]) {
    this.moule = moule
    this.valeurs = valeurs
  }
  get isEscaped(): true {
    return true
  }
  toStringToBuffer(tampon: Tampon): void {
    const [textes, places] = this.moule
    tampon[0] += textes[0]
    for (let i = 0; i < places.length; i += 1) {
      const nom = places[i]
      if (nom) attribut(tampon, nom, this.valeurs[i])
      else enfant(tampon, this.valeurs[i])
      tampon[0] += textes[i + 1]
    }
  }
}
Object.setPrototypeOf(Gabarit.prototype, NoeudJsx.prototype)

/** Appelée par le texte que la construction écrit, et par lui seul. Rendu à l’écriture, comme tout nœud de Hono ; ses valeurs sont celles de l’instant où la balise est nommée. */
export const gabarit = (moule: Moule, valeurs: readonly unknown[]): Gabarit => new Gabarit(moule, valeurs)

const unePlace: Moule = [['', ''], ['']]

/**
 * L’appel d’un composant, à l’endroit où il est nommé : ce qu’il reçoit est déjà fait. Hono en gardait un nœud, puis copiait ce
 * qu’il reçoit. Rien ici ne se lit d’un contexte de Hono, que cet ordre changerait.
 */
export const composant = (tag: (recu: never) => unknown, recu: object): unknown => {
  if (typeof tag !== 'function') return jsx(tag as string, recu as never)
  const rendu = tag(recu as never)
  if (rendu instanceof NoeudJsx) return rendu
  // Une promesse : l’affaire de Hono. Un texte, une liste, rien : ce qui s’écrit s’échappe, où que ce soit posé.
  return rendu instanceof Promise ? jsx((() => rendu) as never, {}) : new Gabarit(unePlace, [rendu])
}
