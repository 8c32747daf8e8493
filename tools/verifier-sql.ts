/**
 * Chaque gabarit `sql` servi est préparé sur la base migrée (jamais exécuté), dans chacune de ses branches, et les colonnes qu’il
 * rendrait sont comparées au type de ligne qu’il déclare. L’essai `tools/verifier-sql.itest.ts` refuse tout écart.
 *
 *     PGHOST=… PGPORT=… PGUSER=… PGDATABASE=… node tools/verifier-sql.ts
 */
import path from 'node:path'
import pg from 'pg'
import ts from 'typescript'
import { type Colonne, type Decrire, lireColonnes } from './sql/base.ts'
import { type Gabarit, lireProgramme, type Programme } from './sql/programme.ts'
import { lireTextes } from './sql/textes.ts'

export type Bilan = {
  readonly gabarits: number
  readonly instructions: number
  readonly variantes: number
  /** Instructions qui déclarent un type de ligne, comparées à ce que la base rendrait. */
  readonly comparees: number
  /** Un type faux, une instruction que la base refuse. */
  readonly ecarts: readonly Reproche[]
  /** Ce que la lecture du code n’a pas pu porter jusqu’à la base. */
  readonly nonVerifiees: readonly Reproche[]
  /** Des colonnes que la table admet nulles et que le type dit pleines : un `where` peut les garder. */
  readonly nulles: readonly Reproche[]
}
export type Reproche = { readonly ou: string; readonly nom: string; readonly quoi: string }

type Admis = { readonly sortes: ReadonlySet<string>; readonly nul: boolean }

/** Ce qu’un type TypeScript admet : des sortes de valeurs, et peut-être null. */
const admisPar = (types: ts.TypeChecker, t: ts.Type, dansTableau = false): Admis => {
  const sortes = new Set<string>()
  let nul = false
  for (const dit of t.isUnion() ? t.types : [t]) {
    const m = dit.flags & ts.TypeFlags.TypeParameter ? (types.getBaseConstraintOfType(dit) ?? dit) : dit
    const a = (drapeau: ts.TypeFlags) =>
      (m.flags & drapeau) !== 0 || (m.isIntersection() && m.types.some((x) => (x.flags & drapeau) !== 0))
    if (a(ts.TypeFlags.Null | ts.TypeFlags.Undefined)) nul = true
    else if (m.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) {
      sortes.add('*')
      nul = true
    } else if (m.isUnion()) {
      const dedans = admisPar(types, m, dansTableau)
      for (const s of dedans.sortes) sortes.add(s)
      nul ||= dedans.nul
    } else if (a(ts.TypeFlags.StringLike)) sortes.add('texte')
    else if (a(ts.TypeFlags.NumberLike)) sortes.add('nombre')
    else if (a(ts.TypeFlags.BooleanLike)) sortes.add('booleen')
    else if (types.isArrayType(m) || types.isTupleType(m)) {
      const [element] = types.getTypeArguments(m as ts.TypeReference)
      if (!dansTableau)
        for (const s of element ? admisPar(types, element, true).sortes : ['*']) sortes.add(`${s}[]`)
      sortes.add('json')
    } else if (m.symbol?.name === 'Date') sortes.add('instant')
    else if (/^(Buffer|Uint8Array)$/.test(m.symbol?.name ?? '')) sortes.add('octets')
    else if (m.flags & ts.TypeFlags.VoidLike) sortes.add('texte')
    else sortes.add('json')
  }
  return { sortes, nul }
}
const admet = ({ sortes }: Admis, s: string) =>
  sortes.has('*') || sortes.has(s) || (sortes.has('*[]') && s.endsWith('[]'))

const estLigne = (types: ts.TypeChecker, t: ts.Type): boolean => {
  if (t.isUnion()) return t.types.every((m) => estLigne(types, m))
  if (t.isIntersection()) return t.types.every((m) => (m.flags & ts.TypeFlags.StringLike) === 0)
  if (/^(Date|Buffer|Uint8Array)$/.test(t.symbol?.name ?? '')) return false
  return (t.flags & ts.TypeFlags.Object) !== 0 && !types.isArrayType(t) && !types.isTupleType(t)
}

const comparer = (types: ts.TypeChecker, ligne: ts.Type, colonnes: readonly Colonne[]) => {
  const fautes: string[] = []
  const nulles: string[] = []
  const attendus = new Map(types.getPropertiesOfType(ligne).map((p) => [p.name, p]))
  const rendus = new Map(colonnes.map((c) => [c.nom, c]))
  for (const [nom, p] of attendus) {
    const c = rendus.get(nom)
    if (!c) {
      if (!(p.flags & ts.SymbolFlags.Optional)) fautes.push(`« ${nom} » n’est pas rendue`)
      continue
    }
    const admis = admisPar(types, types.getTypeOfSymbol(p))
    if (!admet(admis, c.sorte))
      fautes.push(`« ${nom} » : la base rend ${c.sorte}, le type dit ${[...admis.sortes].join(' | ')}`)
    if (!admis.nul && c.nulle) nulles.push(nom)
  }
  const enTrop = [...rendus.keys()].filter((nom) => !attendus.has(nom))
  if (enTrop.length > 0) fautes.push(`rendues sans être dites : ${enTrop.join(', ')}`)
  return { fautes, nulles }
}

const motCle = /^\s*(--[^\n]*\n\s*)*(select|with|insert|update|delete|values|call)\b/i

/** Un type reçu par la fonction, que chaque appel choisit : rien à comparer ici. */
const estRecu = (t: ts.Type): boolean =>
  (t.flags & ts.TypeFlags.TypeParameter) !== 0 || (t.isIntersection() && t.types.some(estRecu))

/** Prépare toutes les instructions du programme et compare. */
export const verifierSql = async (programme: Programme, decrire: Decrire): Promise<Bilan> => {
  const { types, gabarits } = programme
  const variantes = lireTextes(programme)
  const couverts = new Set<ts.Node>()
  const ecarts: Reproche[] = []
  const indicibles: { readonly g: Gabarit; readonly quoi: string }[] = []
  const nulles: Reproche[] = []
  const refusees: { readonly g: Gabarit; readonly quoi: string }[] = []
  const compte = { gabarits: gabarits.length, instructions: 0, variantes: 0, comparees: 0 }
  const noter = (liste: Reproche[], { ou, nom }: Gabarit, quoi: string) => {
    if (!liste.some((r) => r.ou === ou && r.quoi === quoi)) liste.push({ ou, nom, quoi })
  }
  /** Vrai quand une variante au moins a été lue par la base ; les autres sont notées. */
  const eprouver = async (
    g: Gabarit,
    enTexte: (texte: string) => string,
    lire?: (c: readonly Colonne[]) => void,
  ) => {
    let lue = false
    for (const v of variantes(g.noeud)) {
      if ('indicible' in v) {
        indicibles.push({ g, quoi: v.indicible })
        continue
      }
      compte.variantes++
      try {
        const colonnes = await decrire(enTexte(v.texte))
        lue = true
        for (const n of v.gabarits) couverts.add(n)
        lire?.(colonnes)
      } catch (e) {
        if (!(e instanceof pg.DatabaseError)) throw e
        if (v.inventes.length === 0) refusees.push({ g, quoi: e.message })
        else indicibles.push({ g, quoi: `nom reçu : ${v.inventes.join(', ')}` })
      }
    }
    return lue
  }
  for (const g of gabarits) {
    const ligne = estLigne(types, g.type)
    if (!ligne && !g.execute && !motCle.test(g.debut)) continue
    if (estRecu(g.type))
      noter(ecarts, g, 'le type de ligne est reçu : chaque appelant dit le sien, par `sql<Ligne>`')
    const lue = await eprouver(
      g,
      (texte) => texte,
      (colonnes) => {
        if (!ligne || estRecu(g.type)) return
        const { fautes, nulles: siennes } = comparer(types, g.type, colonnes)
        for (const f of fautes) noter(ecarts, g, f)
        for (const n of siennes) noter(nulles, g, n)
      },
    )
    if (lue) compte.instructions++
    if (lue && ligne) compte.comparees++
  }
  // Un fragment qu’aucune instruction d’ici n’emploie se lit encore, s’il ne nomme rien de celle qui l’entoure.
  for (const g of gabarits)
    if (!couverts.has(g.noeud) && !g.execute && !refusees.some((r) => r.g === g))
      await eprouver(
        g,
        (texte) => `select (${texte})`,
        ([c]) => {
          const admis = admisPar(types, g.type)
          if (c && !admet(admis, c.sorte))
            noter(ecarts, g, `la base rend ${c.sorte}, le type dit ${[...admis.sortes].join(' | ')}`)
        },
      )
  // Une sous-requête ne se prépare pas seule : elle est vérifiée dans celle qui l’emploie.
  const seule = (g: Gabarit) => g.execute || estLigne(types, g.type) || !couverts.has(g.noeud)
  const nonVerifiees: Reproche[] = []
  for (const { g, quoi } of refusees) {
    if (!seule(g)) continue
    if (g.execute || estLigne(types, g.type)) noter(ecarts, g, `la base refuse : ${quoi}`)
    else noter(nonVerifiees, g, 'aucune instruction vérifiée ne l’emploie')
  }
  for (const { g, quoi } of indicibles) if (seule(g)) noter(nonVerifiees, g, quoi)
  return { ...compte, ecarts, nonVerifiees, nulles }
}

export const compter = (b: Bilan): string =>
  `${b.gabarits} gabarits, ${b.instructions} instructions préparées en ${b.variantes} variantes, ${b.comparees} types de ligne comparés ; ${b.ecarts.length} écarts, ${b.nonVerifiees.length} fragments non vérifiés, ${b.nulles.length} colonnes facultatives dites pleines`

if (import.meta.main) {
  const racine = path.resolve(import.meta.dirname, '..')
  const client = new pg.Client()
  await client.connect()
  const bilan = await verifierSql(lireProgramme(racine), await lireColonnes(client))
  await client.end()
  for (const liste of ['ecarts', 'nonVerifiees', 'nulles'] as const)
    for (const r of bilan[liste]) console.log(`${liste} ${r.ou} (${r.nom}) ${r.quoi}`)
  console.log(compter(bilan))
}
