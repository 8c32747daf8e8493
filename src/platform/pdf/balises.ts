/* Le balisage d’un PDF composé ici, sans ce qui n’y dit rien. */
import { type Objet, remplacer, renvois } from '#platform/pdf/objets.ts'

/**
 * Une boîte du moteur (`Div`) qui n’a ni contenu à elle, ni langue, ni texte à lire : elle ne dit rien de plus que ses enfants. De même une puce
 * (`Lbl`) que rien ne dessine, d’une liste sans puces : facultative, et vide.
 */
const boite =
  /^<<\s*\/Type\s*\/StructElem\s*\/S\s*\/(?:Div|Lbl(?=\s*\/P\s+\d+\s+0\s+R\s*(?:\/K\s*\[\s*\]\s*)?>>$))\s*\/P\s+(\d+)\s+0\s+R(?:\s*\/K\s*\[((?:\s*\d+\s+0\s+R)*)\s*\])?\s*>>$/

/**
 * Ôte les boîtes : leurs enfants montent à leur place, dans leur ordre. `Div` n’a pas de rôle (ISO 32000-1, 14.8.4.2), et PDF/UA-1 n’en demande
 * pas ; le moteur en écrit une pour chaque bloc, un quart des balises d’une convention.
 */
export const sansBoites = (objets: Map<number, Objet>): void => {
  const boites = new Map<number, { readonly parent: number; readonly enfants: string }>()
  for (const [n, { texte, flux }] of objets) {
    const lue = flux ? null : boite.exec(texte)
    if (lue) boites.set(n, { parent: Number(lue[1]), enfants: (lue[2] ?? '').trim() })
  }
  const monter = (n: number): number => {
    const ici = boites.get(n)
    return ici ? monter(ici.parent) : n
  }
  const deplier = (renvoisLus: string): string =>
    renvoisLus.replace(renvois, (tout, n) => {
      const ici = boites.get(Number(n))
      return ici ? deplier(ici.enfants) : tout
    })
  for (const [n, objet] of objets) {
    if (objet.flux || boites.has(n) || !/\/StructElem\b/.test(objet.texte)) continue
    objets.set(n, {
      texte: remplacer(objet.texte, /\/P\s+(\d+)\s+0\s+R\b|(\d+)\s+0\s+R\b/g, (tout = '', parent, autre) =>
        parent === undefined
          ? boites.has(Number(autre))
            ? deplier(tout)
            : tout
          : `/P ${monter(Number(parent))} 0 R`,
      ),
    })
  }
  for (const n of boites.keys()) objets.delete(n)
}
