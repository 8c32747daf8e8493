/**
 * Le texte que la base recevrait de chaque instruction `sql`, une variante par branche, par lecture du code : rien n’est exécuté.
 * Un fragment est suivi par sa constante, sa fonction, ou ceux qui appellent celle-ci.
 */
import ts from 'typescript'
import { estGabarit, estSql, type Programme } from './programme.ts'

export type Variante =
  | {
      readonly texte: string
      readonly gabarits: ReadonlySet<ts.Node>
      /** Les noms mis à la place de ceux que l’exécution seule connaît. */
      readonly inventes: readonly string[]
    }
  /** Pourquoi la lecture du code ne suffit pas à écrire cette branche. */
  | { readonly indicible: string }

/** Ce qu’un nom vaut là où on le lit : l’expression donnée, et où elle se lit elle-même. */
type Valeur = { readonly noeud: ts.Expression; readonly env: Env }
type Env = ReadonlyMap<ts.Node, Valeur>
const vide: Env = new Map()

/** La lecture du code ne suffit pas à dire ce texte. */
class Indicible extends Error {}
/** La branche suppose un argument que l’appel ne donne pas : elle n’existe pas. */
class Impossible extends Error {}

const variantesAuPlus = 400
const suitesAuPlus = 5000

const estFonction = (n: ts.Node): n is ts.ArrowFunction | ts.FunctionDeclaration | ts.FunctionExpression =>
  ts.isArrowFunction(n) || ts.isFunctionDeclaration(n) || ts.isFunctionExpression(n)
const lui = <N>(n: N) => n
/** Un nœud que nous avons bâti n’a pas de texte. */
const longueur = (n: ts.Node) => (n.pos < 0 ? 0 : n.getText().length)
const estRien = (n: ts.Node) =>
  n.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(n) && n.text === 'undefined')
const estExporte = (d: ts.Declaration) => (ts.getCombinedModifierFlags(d) & ts.ModifierFlags.Export) !== 0
const citer = (noms: readonly string[]) => noms.map((n) => `"${n}"`).join('.')

const nu = (n: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(n) ||
  ts.isAsExpression(n) ||
  ts.isNonNullExpression(n) ||
  ts.isSatisfiesExpression(n) ||
  ts.isAwaitExpression(n)
    ? nu(n.expression)
    : n

/** De quoi écrire toutes les variantes d’un gabarit : la plus longue, puis chaque branche prise une à une. */
export const lireTextes = ({ types, appels, estFragment, seDit, declarationDe }: Programme) => {
  const variantes = function* (racineDuTexte: ts.TaggedTemplateExpression): Generator<Variante> {
    const connus = new Set<string>()
    const aFaire: ReadonlyMap<string, number>[] = [new Map()]
    let faites = 0
    for (let choix = aFaire.shift(); choix; choix = aFaire.shift()) {
      if (++faites > variantesAuPlus) {
        yield { indicible: `plus de ${variantesAuPlus} variantes` }
        return
      }
      const rencontres = new Map<string, number>()
      const gabarits = new Set<ts.Node>()
      const inventes = new Set<string>()
      let variante: Variante | undefined
      try {
        const texte = composer(racineDuTexte, choix, rencontres, gabarits, inventes)
        variante = { texte, gabarits, inventes: [...inventes] }
      } catch (e) {
        if (e instanceof Indicible) variante = { indicible: e.message }
        else if (!(e instanceof Impossible)) throw e
      }
      for (const [cle, n] of rencontres) {
        if (connus.has(cle)) continue
        connus.add(cle)
        for (let i = 1; i < n; i++) aFaire.push(new Map([...choix, [cle, i]]))
      }
      if (variante) yield variante
    }
  }

  const composer = (
    depart: ts.TaggedTemplateExpression,
    choix: ReadonlyMap<string, number>,
    rencontres: Map<string, number>,
    vus: Set<ts.Node>,
    inventes: Set<string>,
  ): string => {
    let parametres = 0
    let fond = 0
    const parametre = () => `$${++parametres}`
    /** Deux conditions de même texte dans la même fonction sont la même. */
    const choisir = <O>(cle: ts.Node, options: readonly O[], noeudDe: (option: O) => ts.Node): O => {
      let fonction: ts.Node = cle
      while (fonction.parent && !estFonction(fonction)) fonction = fonction.parent
      const nom = `${cle.getSourceFile().fileName}:${fonction.pos}:${cle.getText()}`
      const dits = options.toSorted((a, b) => longueur(noeudDe(b)) - longueur(noeudDe(a)))
      rencontres.set(nom, dits.length)
      const pris = dits[choix.get(nom) ?? 0] ?? dits[0]
      if (!pris) throw new Indicible(`rien à choisir : ${cle.getText().slice(0, 40)}`)
      return pris
    }

    /** Suit noms, champs, appels et conditions jusqu’à une expression qui se lit d’elle-même. */
    const suivre = (n: ts.Expression, env: Env): Valeur => {
      if (++fond > suitesAuPlus) throw new Indicible('sans fin')
      const m = nu(n)
      if (ts.isIdentifier(m)) {
        const d = declarationDe(m)
        return (d && valeurDeDeclaration(d, env)) || { noeud: m, env }
      }
      if (ts.isConditionalExpression(m)) {
        const vrai = estVrai(m.condition, env)
        if (vrai !== undefined) return suivre(vrai ? m.whenTrue : m.whenFalse, env)
        return suivre(choisir(m.condition, [m.whenTrue, m.whenFalse], lui), env)
      }
      if (ts.isBinaryExpression(m) && m.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
        try {
          const gauche = suivre(m.left, env)
          if (!estRien(gauche.noeud)) return gauche
        } catch (e) {
          if (!(e instanceof Impossible)) throw e
        }
        return suivre(m.right, env)
      }
      if (ts.isPropertyAccessExpression(m)) {
        const o = suivre(m.expression, env)
        return champDe(o, m.name.text) ?? { noeud: m, env }
      }
      if (ts.isElementAccessExpression(m)) {
        const o = suivre(m.expression, env)
        const cle = m.argumentExpression
        const dite = ts.isStringLiteralLike(cle) || ts.isNumericLiteral(cle) ? cle.text : undefined
        if (dite !== undefined) return champDe(o, dite) ?? { noeud: m, env }
        const elements = elementsDe(o)
        if (!elements) return { noeud: m, env }
        const pris = choisir(m, elements, (e) => e.noeud)
        return suivre(pris.noeud, pris.env)
      }
      if (ts.isCallExpression(m)) {
        const f = suivre(m.expression, env)
        if (estFonction(f.noeud)) return appeler(f.noeud, f.env, m, env)
      }
      return { noeud: m, env }
    }

    /** Ce que vaut une condition quand le code le dit : un fragment donné est vrai, un champ absent est faux. */
    const estVrai = (n: ts.Expression, env: Env): boolean | undefined => {
      const m = nu(n)
      if (!ts.isIdentifier(m) && !ts.isPropertyAccessExpression(m)) return undefined
      const { noeud } = suivre(m, env)
      if (estRien(noeud)) return false
      if (estGabarit(noeud) || ts.isObjectLiteralExpression(noeud) || estFonction(noeud)) return true
      return noeud.kind === ts.SyntaxKind.TrueKeyword ? true : undefined
    }

    const appeler = (
      f: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration,
      sien: Env,
      appel: ts.CallExpression,
      env: Env,
    ): Valeur => {
      const lies = new Map([...env, ...sien])
      f.parameters.forEach((p, i) => {
        const donne = appel.arguments[i]
        if (donne) lies.set(p, { noeud: donne, env })
        else lies.delete(p)
        if (!donne) absents.add(p)
        else absents.delete(p)
      })
      return suivre(corpsDe(f), lies)
    }
    /** Les paramètres que l’appel suivi ne donne pas : leur valeur par défaut, sinon rien. */
    const absents = new Set<ts.Node>()

    const corpsDe = (f: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration): ts.Expression => {
      if (f.body && !ts.isBlock(f.body)) return f.body
      const rendus: ts.Expression[] = []
      const visiter = (n: ts.Node): void => {
        if (ts.isReturnStatement(n) && n.expression) rendus.push(n.expression)
        if (!estFonction(n)) ts.forEachChild(n, visiter)
      }
      if (f.body) visiter(f.body)
      const [seul] = rendus
      if (!seul) throw new Indicible('fonction sans rendu')
      return rendus.length === 1 ? seul : choisir(f, rendus, lui)
    }

    const valeurDeDeclaration = (d: ts.Declaration, env: Env): Valeur | undefined => {
      const lie = env.get(d)
      if (lie) return suivre(lie.noeud, lie.env)
      if (ts.isVariableDeclaration(d)) {
        const boucle = d.parent.parent
        if (ts.isForOfStatement(boucle)) return unElement(boucle.expression, env)
        return d.initializer ? suivre(d.initializer, env) : undefined
      }
      if (ts.isFunctionDeclaration(d)) return { noeud: d as unknown as ts.Expression, env }
      if (ts.isParameter(d)) return valeurDeParametre(d, env)
      if (ts.isBindingElement(d)) {
        const source = valeurDeDeclaration(d.parent.parent, env)
        if (!source) return undefined
        const cle = ts.isArrayBindingPattern(d.parent)
          ? String(d.parent.elements.indexOf(d))
          : (d.propertyName ?? d.name).getText()
        const champ = champDe(source, cle)
        return champ && estRien(champ.noeud) && d.initializer ? suivre(d.initializer, env) : champ
      }
      return undefined
    }

    const valeurDeParametre = (p: ts.ParameterDeclaration, env: Env): Valeur | undefined => {
      const f = p.parent
      if (absents.has(p)) {
        if (p.initializer) return suivre(p.initializer, vide)
        throw new Impossible()
      }
      if (!estFonction(f)) return undefined
      const rang = f.parameters.indexOf(p)
      // `liste.map((x) => …)` reçoit un élément de la liste.
      const parent = f.parent
      if (
        ts.isCallExpression(parent) &&
        parent.arguments[0] === f &&
        ts.isPropertyAccessExpression(parent.expression)
      )
        return rang === 0 && /^(map|flatMap|filter)$/.test(parent.expression.name.text)
          ? unElement(parent.expression.expression, env)
          : undefined
      const nomme = ts.isFunctionDeclaration(f) ? f : f.parent
      if (
        !(ts.isVariableDeclaration(nomme) || ts.isFunctionDeclaration(nomme)) ||
        !nomme.name ||
        !ts.isIdentifier(nomme.name)
      )
        return undefined
      // Une fonction exportée a d’autres appelants que ceux qui parlent SQL : ils ne disent que ses fragments.
      if (estExporte(nomme) && !(ts.isIdentifier(p.name) && estFragment(p.name))) return undefined
      const siens = (appels.get(nomme.name.text) ?? []).filter((a) => declarationDe(a.expression) === nomme)
      if (siens.length === 0) return undefined
      const appel = choisir(f, siens, lui)
      const donne = appel.arguments[rang]
      if (donne) return suivre(donne, vide)
      if (p.initializer) return suivre(p.initializer, vide)
      throw new Impossible()
    }

    /** Un champ : sa valeur, `null` s’il est absent à coup sûr ; rien quand le code ne le dit pas. */
    const champDe = (o: Valeur, cle: string): Valeur | undefined => {
      const n = nu(o.noeud)
      if (ts.isArrayLiteralExpression(n)) {
        const e = n.elements[Number(cle)]
        return e && !ts.isSpreadElement(e) ? suivre(e, o.env) : undefined
      }
      if (ts.isCallExpression(n)) {
        const e = elementsDe(o)?.[Number(cle)]
        return e && suivre(e.noeud, e.env)
      }
      if (!ts.isObjectLiteralExpression(n)) return undefined
      for (const p of n.properties.toReversed()) {
        if (ts.isSpreadAssignment(p)) {
          const trouve = champDe(suivre(p.expression, o.env), cle)
          if (!trouve || !estRien(trouve.noeud)) return trouve
        } else if (
          p.name &&
          (ts.isIdentifier(p.name) || ts.isStringLiteralLike(p.name)) &&
          p.name.text === cle
        ) {
          if (ts.isPropertyAssignment(p)) return suivre(p.initializer, o.env)
          if (!ts.isShorthandPropertyAssignment(p)) return undefined
          const d = types.getShorthandAssignmentValueSymbol(p)?.declarations?.[0]
          return (d && valeurDeDeclaration(d, o.env)) || { noeud: p.name, env: o.env }
        }
      }
      return { noeud: ts.factory.createNull(), env: vide }
    }

    /** Les éléments d’une liste ou les valeurs d’un objet ; rien quand le code ne les dit pas. */
    const elementsDe = (o: Valeur): Valeur[] | undefined => {
      const n = nu(o.noeud)
      if (ts.isArrayLiteralExpression(n)) {
        const tous: Valeur[] = []
        for (const e of n.elements) {
          if (!ts.isSpreadElement(e)) tous.push({ noeud: e, env: o.env })
          else tous.push(...(elementsDe(suivre(e.expression, o.env)) ?? []))
        }
        return tous
      }
      if (ts.isObjectLiteralExpression(n))
        return n.properties.flatMap((p) => {
          if (ts.isPropertyAssignment(p)) return [{ noeud: p.initializer, env: o.env }]
          if (ts.isSpreadAssignment(p)) return elementsDe(suivre(p.expression, o.env)) ?? []
          return ts.isShorthandPropertyAssignment(p) ? [{ noeud: p.name, env: o.env }] : []
        })
      if (!ts.isCallExpression(n) || !ts.isPropertyAccessExpression(n.expression)) return undefined
      const quoi = n.expression.name.text
      const [a] = n.arguments
      if (quoi === 'filter' || quoi === 'toSorted' || quoi === 'slice')
        return elementsDe(suivre(n.expression.expression, o.env))
      if (a && n.expression.expression.getText() === 'Object') {
        if (quoi === 'values') return elementsDe(suivre(a, o.env))
        if (quoi === 'entries') return pairesDe(suivre(a, o.env))
        if (quoi === 'fromEntries')
          return elementsDe(suivre(a, o.env))?.flatMap(
            (paire) => champDe(suivre(paire.noeud, paire.env), '1') ?? [],
          )
      }
      if ((quoi === 'map' || quoi === 'flatMap') && a) {
        const f = suivre(a, o.env)
        if (!estFonction(f.noeud)) return undefined
        const [x] = f.noeud.parameters
        const source = elementsDe(suivre(n.expression.expression, o.env))
        const rendre = (env: Env): Valeur[] => {
          const rendu = { noeud: corpsDe(f.noeud as ts.ArrowFunction), env }
          if (quoi === 'map') return [rendu]
          const dessous = suivre(rendu.noeud, rendu.env)
          return elementsDe(dessous) ?? [dessous]
        }
        if (!source || !x) return rendre(f.env)
        return source.flatMap((element) => rendre(new Map([...f.env, [x, element]])))
      }
      return undefined
    }
    const pairesDe = (o: Valeur): Valeur[] | undefined => {
      const n = nu(o.noeud)
      if (!ts.isObjectLiteralExpression(n)) return undefined
      return n.properties.flatMap((p) => {
        if (ts.isSpreadAssignment(p)) return pairesDe(suivre(p.expression, o.env)) ?? []
        if (!ts.isPropertyAssignment(p)) return []
        const cle = ts.isStringLiteralLike(p.name) || ts.isIdentifier(p.name) ? p.name.text : ''
        return [
          {
            noeud: ts.factory.createArrayLiteralExpression([
              ts.factory.createStringLiteral(cle),
              p.initializer,
            ]),
            env: o.env,
          },
        ]
      })
    }
    const unElement = (liste: ts.Expression, env: Env): Valeur | undefined => {
      const elements = elementsDe(suivre(liste, env))
      if (!elements || elements.length === 0) return undefined
      const pris = choisir(liste, elements, (e) => e.noeud)
      return suivre(pris.noeud, pris.env)
    }

    const mot = (n: ts.Expression, env: Env): string => {
      const { noeud: m, env: sien } = suivre(n, env)
      if (ts.isStringLiteralLike(m)) return m.text
      if (ts.isTemplateExpression(m))
        return m.head.text + m.templateSpans.map((s) => mot(s.expression, sien) + s.literal.text).join('')
      const t = types.getTypeAtLocation(m)
      const [premier] = t.isUnion() ? t.types : [t]
      if (premier?.isStringLiteral()) return premier.value
      // Un nom que seule l’exécution connaît : le même partout dans l’instruction, ce qui suffit à un alias.
      inventes.add(n.getText())
      return n.getText().replaceAll(/\W/g, '_')
    }

    const ecrire = (n: ts.Expression, env: Env): string => {
      if (!estFragment(n)) return parametre()
      const { noeud: m, env: sien } = suivre(n, env)
      if (estGabarit(m)) return gabarit(m, sien)
      if (estRien(m)) return parametre()
      if (ts.isCallExpression(m) && ts.isPropertyAccessExpression(m.expression)) {
        const quoi = m.expression.name.text
        const [a, sep] = m.arguments
        if (estSql(m.expression.expression) && a) {
          if (quoi === 'ref' || quoi === 'table') return citer(mot(a, sien).split('.'))
          if (quoi === 'id') return citer(m.arguments.map((x) => mot(x, sien)))
          if (quoi === 'join') {
            const entre = sep ? ecrire(sep, sien) : ', '
            const elements = elementsDe(suivre(a, sien))
            // Une liste de valeurs reçue : une seule suffit à dire le genre.
            if (!elements) return parametre()
            return elements.map((e) => ecrire(e.noeud, e.env)).join(entre)
          }
        }
        if (quoi === 'as' && a) return `${ecrire(m.expression.expression, sien)} as ${citer([mot(a, sien)])}`
      }
      // Reçu d’ailleurs, mais d’un genre dit : une valeur de ce genre se lit de même.
      if (estFragment(m) && !seDit(m)) throw new Indicible(`fragment reçu : ${m.getText()}`)
      if (estFragment(m)) return parametre()
      if (types.isArrayType(types.getTypeAtLocation(m))) throw new Impossible()
      return parametre()
    }
    const gabarit = (n: ts.TaggedTemplateExpression, env: Env): string => {
      vus.add(n)
      return ts.isNoSubstitutionTemplateLiteral(n.template)
        ? n.template.text
        : n.template.head.text +
            n.template.templateSpans.map((s) => ecrire(s.expression, env) + s.literal.text).join('')
    }
    return gabarit(depart, vide)
  }

  return variantes
}
