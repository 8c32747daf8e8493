import { type Node, parseSync } from 'oxc-parser'
import { listeGenres } from '../../src/modules/documents/domain/genres.ts'
import { estSource, estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

const fiches = 'src/modules/documents/domain/genres.ts'
const connus: ReadonlySet<string> = new Set(listeGenres)
/** La démonstration et les essais jouent des gens, et nomment les pièces une à une. */
const juge = (chemin: string): boolean =>
  estSource(chemin) && !estTest(chemin) && chemin !== fiches && !/^src\/app\/demo\/|\/test\//.test(chemin)

/** Une exception se justifie sur la ligne où commence la liste, ou juste au-dessus. */
const permis = /(\/\/|\*)[ \u00a0]*Permis[ \u00a0]?:[ \u00a0]*\S/

const estNoeud = (v: unknown): v is Node =>
  typeof v === 'object' && v !== null && typeof (v as { type?: unknown }).type === 'string'
const genreDe = (v: unknown): string[] => (typeof v === 'string' && connus.has(v) ? [v] : [])
/** Le genre que compare `p.genre === 'devis'`, ou ceux que compare une suite de `||` et de `&&`. */
const compares = (n: Node): string[] =>
  n.type === 'LogicalExpression'
    ? [...compares(n.left), ...compares(n.right)]
    : n.type === 'ParenthesizedExpression'
      ? compares(n.expression)
      : n.type === 'BinaryExpression' && n.right.type === 'Literal'
        ? genreDe(n.right.value)
        : []
/** Les genres d’une liste écrite en SQL : `in ('devis', 'avenant')`, ou `'{devis,avenant}'`. */
const dansUnTexte = (texte: string): string[][] =>
  [...texte.matchAll(/\(\s*'[a-z-]+'(?:\s*,\s*'[a-z-]+')+\s*\)|\{[a-z-]+(?:,[a-z-]+)+\}/g)].map(([liste]) =>
    (liste.match(/[a-z-]+/g) ?? []).filter((m) => connus.has(m)),
  )

/** Les genres que ce nœud énumère : un tableau, une union, les clés d’un objet, une alternative, les cas d’un choix, une liste en SQL. */
const enumeres = (n: Node): string[][] => {
  switch (n.type) {
    case 'ArrayExpression':
      return [n.elements.flatMap((e) => (e?.type === 'Literal' ? genreDe(e.value) : []))]
    case 'TSUnionType':
      return [
        n.types.flatMap((t) =>
          t.type === 'TSLiteralType' && t.literal.type === 'Literal' ? genreDe(t.literal.value) : [],
        ),
      ]
    case 'ObjectExpression':
      return [
        n.properties.flatMap((p) =>
          p.type === 'Property'
            ? genreDe(p.key.type === 'Identifier' ? p.key.name : p.key.type === 'Literal' ? p.key.value : '')
            : [],
        ),
      ]
    case 'SwitchStatement':
      return [n.cases.flatMap((c) => (c.test?.type === 'Literal' ? genreDe(c.test.value) : []))]
    case 'LogicalExpression':
      return [compares(n)]
    case 'Literal':
      return typeof n.value === 'string' ? dansUnTexte(n.value) : []
    case 'TemplateElement':
      return dansUnTexte(n.value.raw)
    default:
      return []
  }
}

/**
 * Pur : les listes de genres d’un fichier, s’il en énumère trois ou plus en tout. Un genre seul, ou nommé pour lui-même, n’est pas une liste.
 */
export const genresEnumeres = (chemin: string, texte: string): string[] => {
  if (!juge(chemin) || listeGenres.filter((g) => texte.includes(g)).length < 3) return []
  const lignes = texte.split('\n')
  const listes: { readonly ligne: number; readonly genres: readonly string[] }[] = []
  const visiter = (n: Node): void => {
    const ligne = texte.slice(0, n.start).split('\n').length
    const tolere = permis.test(`${lignes[ligne - 2] ?? ''}\n${lignes[ligne - 1] ?? ''}`)
    if (!tolere)
      for (const liste of enumeres(n)) if (new Set(liste).size > 1) listes.push({ ligne, genres: liste })
    for (const valeur of Object.values(n))
      for (const enfant of Array.isArray(valeur) ? valeur : [valeur]) if (estNoeud(enfant)) visiter(enfant)
  }
  visiter(parseSync(chemin, texte).program)
  const tous = new Set(listes.flatMap((l) => l.genres))
  return tous.size < 3
    ? []
    : listes.map(
        (l) =>
          `${chemin}:${l.ligne} : ${[...new Set(l.genres)].join(', ')} : demandez-les aux fiches (genresQui).`,
      )
}

export const genresDansLeursFiches: Verification = {
  nom: 'Les genres de pièces ne s’énumèrent que dans leurs fiches',
  async verifier(racine) {
    const fichiers = listerFichiers(racine, 'src').filter(juge)
    return conclure(
      fichiers.flatMap((f) => genresEnumeres(f, lireFichier(racine, f))),
      `${fichiers.length} fichiers, ${listeGenres.length} genres`,
    )
  },
}
