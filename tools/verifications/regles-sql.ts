import { type Node, parseSync } from 'oxc-parser'
import { transitions } from '../../src/modules/sessions/domain/etats.ts'
import { listesEnSql } from '../a-ranger.ts'
import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { dureesEnBase, listes } from '../regles-en-base.ts'
import { conclure, type Verification } from '../verification.ts'

const mot = /^[a-z0-9-]+$/
/** Deux mots ou plus, énumérés en SQL : `in ('a', 'b')`, ou `'{a,b}'`. */
const enumere = /\(\s*'[a-z0-9-]+'(?:\s*,\s*'[a-z0-9-]+')+\s*\)|'\{[a-z0-9-]+(?:,[a-z0-9-]+)+\}'/g
const duree = /\binterval '[^']+'/g
const appel = /\bapp\.(liste|duree)\(\s*'([^']+)'/g
/** Ce qui ne se dit qu’en SQL le dit, sur sa ligne ou juste au-dessus. */
const permis = /--.*Permis[ \u00a0]?:[ \u00a0]*\S/

const cle = (mots: readonly string[]): string => [...new Set(mots)].sort().join(',')
const ligne = (texte: string, position: number): number => texte.slice(0, position).split('\n').length
const litteral = (n: Node | null | undefined): string =>
  n?.type === 'Literal' && typeof n.value === 'string' ? n.value : ''
const compares = (n: Node): string[] =>
  n.type === 'LogicalExpression'
    ? [...compares(n.left), ...compares(n.right)]
    : [n.type === 'BinaryExpression' ? litteral(n.right) : '']

/** Les mots que ce nœud énumère : un tableau, une union, les clés d’un objet, une suite de comparaisons. */
const enumeres = (n: Node): string[] => {
  switch (n.type) {
    case 'ArrayExpression':
      return n.elements.map(litteral)
    case 'TSUnionType':
      return n.types.map((t) => (t.type === 'TSLiteralType' ? litteral(t.literal as Node) : ''))
    case 'ObjectExpression':
      return n.properties.map((p) =>
        p.type === 'Property' ? (p.key.type === 'Identifier' ? p.key.name : litteral(p.key)) : '',
      )
    case 'LogicalExpression':
      return compares(n)
    default:
      return []
  }
}

/** Pur : les listes de mots qu’un fichier du domaine énonce, et où. */
export const listesDuDomaine = (chemin: string, texte: string): ReadonlyMap<string, string> => {
  const lues = new Map<string, string>()
  const visiter = (v: unknown): void => {
    if (Array.isArray(v)) for (const x of v) visiter(x)
    else if (typeof v === 'object' && v !== null) {
      const mots = enumeres(v as Node)
      if (new Set(mots).size > 1 && mots.every((m) => mot.test(m)))
        lues.set(cle(mots), `${chemin}:${ligne(texte, (v as Node).start)}`)
      for (const x of Object.values(v)) visiter(x)
    }
  }
  visiter(parseSync(chemin, texte).program.body)
  return lues
}

/**
 * Pur : dans une porte ou un mur, une liste que le domaine énonce aussi, une durée écrite sur place, un nom que le domaine ne dit pas. Les
 * contraintes de `db/schema` bornent une colonne, et restent.
 */
export const reglesRedites = (
  fichier: string,
  texte: string,
  domaine: ReadonlyMap<string, string>,
): string[] => {
  if (/^-- Tiré d.*tools\/regles-en-base\.ts/.test(texte)) return []
  const lignes = texte.split('\n')
  const juger = (motif: RegExp, dire: (trouve: string) => string | undefined): string[] =>
    [...texte.matchAll(motif)].flatMap((m) => {
      const n = ligne(texte, m.index)
      const ici = lignes[n - 1] ?? ''
      const dit = dire(m[0])
      return dit && !ici.trimStart().startsWith('--') && !permis.test(`${lignes[n - 2] ?? ''}\n${ici}`)
        ? [`${fichier}:${n} : ${dit}`]
        : []
    })
  return [
    ...juger(enumere, (t) => {
      const ou = domaine.get(cle(t.match(/[a-z0-9-]+/g) ?? []))
      return ou && `${t} est déjà dit par ${ou} : app.liste (tools/regles-en-base.ts).`
    }),
    ...juger(
      duree,
      (t) =>
        `${t} : dite par le domaine, elle se lit par app.duree (tools/regles-en-base.ts) ; dite ici seulement, « Permis : » au-dessus.`,
    ),
    ...[...texte.matchAll(appel)]
      .filter(([, quoi, nom]) => !Object.hasOwn(quoi === 'liste' ? listes : dureesEnBase, nom as string))
      .map(
        (m) => `${fichier}:${ligne(texte, m.index)} : « ${m[2]} » n’est pas dans tools/regles-en-base.ts.`,
      ),
  ]
}

/**
 * Pur : dans un fichier `db/` d’un module, les listes de mots que le domaine énonce. `etats` : celles qui ne nomment que des états de session ;
 * `autres` : le reste. Le domaine les nomme, `cesMots` les écrit dans l’instruction (`platform/db/ces-mots.ts`).
 */
export const listesRedites = (
  fichier: string,
  texte: string,
  domaine: ReadonlyMap<string, string>,
): { readonly etats: readonly string[]; readonly autres: readonly string[] } => {
  const etats: string[] = []
  const autres: string[] = []
  for (const m of texte.matchAll(enumere)) {
    const mots = m[0].match(/[a-z0-9-]+/g) ?? []
    const ou = domaine.get(cle(mots))
    const dit = `${fichier}:${ligne(texte, m.index)} : ${m[0]}`
    if (mots.every((x) => Object.hasOwn(transitions, x)))
      etats.push(
        `${dit} : une liste d’états de session a un nom dans sessions/domain/etats.ts, que cesMots() écrit.`,
      )
    else if (ou) autres.push(`${dit} est déjà dit par ${ou} : cesMots() l’écrit dans l’instruction.`)
  }
  return { etats, autres }
}

export const reglesEnUnSeulEndroit: Verification = {
  nom: 'La base ne redit aucune règle du domaine',
  async verifier(racine) {
    const domaine = new Map(
      listerFichiers(racine, 'src/modules')
        .filter((f) => /\/domain\/.*\.ts$/.test(f) && !estTest(f))
        .flatMap((f) => [...listesDuDomaine(f, lireFichier(racine, f))]),
    )
    const fichiers = ['db/portes', 'db/murs']
      .flatMap((d) => listerFichiers(racine, d))
      .filter((f) => f.endsWith('.sql'))
    const requetes = listerFichiers(racine, 'src/modules').filter(
      (f) => /\/db\/.*\.ts$/.test(f) && !estTest(f),
    )
    const redites = requetes.map((f) => listesRedites(f, lireFichier(racine, f), domaine))
    const autres = redites.flatMap((r) => r.autres)
    return conclure(
      [
        ...fichiers.flatMap((f) => reglesRedites(f, lireFichier(racine, f), domaine)),
        ...redites.flatMap((r) => r.etats),
        ...(autres.length > listesEnSql
          ? [`${autres.length} listes du domaine redites en SQL, ${listesEnSql} au plus.`, ...autres]
          : []),
      ],
      `${fichiers.length + requetes.length} fichiers, ${domaine.size} listes du domaine ; ${autres.length} redites dans des requêtes`,
    )
  },
}
