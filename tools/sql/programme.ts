import path from 'node:path'
import ts from 'typescript'
import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'

export type Gabarit = {
  readonly noeud: ts.TaggedTemplateExpression
  readonly ou: string
  /** Le module et la déclaration qui le porte : ce nom survit au déménagement du fichier. */
  readonly nom: string
  readonly debut: string
  /** Vrai : c’est une instruction, que l’on exécute telle quelle. */
  readonly execute: boolean
  /** Ce que `sql<…>` dit rendre ; `unknown` quand rien n’est dit. */
  readonly type: ts.Type
}

export const estSql = (n: ts.Node) => ts.isIdentifier(n) && n.text === 'sql'
export const estGabarit = (n: ts.Node): n is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(n) && estSql(n.tag)
/** `sql`…`.execute(tx)`, fût-ce d’une branche ou d’une parenthèse. */
const estExecute = (n: ts.Node): boolean =>
  ts.isParenthesizedExpression(n.parent) || ts.isConditionalExpression(n.parent)
    ? estExecute(n.parent)
    : ts.isPropertyAccessExpression(n.parent) && n.parent.name.text === 'execute'

/** Les fichiers servis qui parlent SQL ; `plus` ajoute des fichiers qui n’existent pas, par leur chemin. */
export const lireProgramme = (racine: string, plus: Readonly<Record<string, string>> = {}) => {
  const ajoutes = new Map(Object.entries(plus).map(([f, texte]) => [path.join(racine, f), texte]))
  const { config } = ts.readConfigFile(path.join(racine, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, racine)
  const hote = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = hote
  hote.fileExists = (f) => ajoutes.has(f) || fileExists(f)
  hote.readFile = (f) => ajoutes.get(f) ?? readFile(f)
  hote.getSourceFile = (f, cible, ...reste) => {
    const texte = ajoutes.get(f)
    return texte === undefined ? getSourceFile(f, cible, ...reste) : ts.createSourceFile(f, texte, cible)
  }
  const fichiers = listerFichiers(racine, 'src')
    .filter((f) => /\.tsx?$/.test(f) && !estTest(f) && /\bsql(<|`|\.)/.test(lireFichier(racine, f)))
    .map((f) => path.join(racine, f))
  const lus = [...fichiers, ...ajoutes.keys()]
  const programme = ts.createProgram(lus, options, hote)
  const types = programme.getTypeChecker()
  const sources = lus.flatMap((f) => programme.getSourceFile(f) ?? [])
  const appels = new Map<string, ts.CallExpression[]>()
  const gabarits: Gabarit[] = []

  const typeDe = (n: ts.TaggedTemplateExpression): ts.Type => {
    const dit = n.typeArguments?.[0]
    if (dit) return types.getTypeFromTypeNode(dit)
    const t = types.getTypeAtLocation(n)
    return types.getTypeArguments(t as ts.TypeReference)[0] ?? t
  }
  const nomDe = (f: ts.SourceFile, n: ts.Node): string => {
    const relatif = path.relative(racine, f.fileName)
    const chez = /^src\/modules\/([^/]+)\//.exec(relatif)?.[1] ?? path.dirname(relatif).replace(/^src\//, '')
    let nom = '?'
    for (let m: ts.Node = n; m !== f; m = m.parent)
      if ((ts.isVariableDeclaration(m) || ts.isFunctionDeclaration(m)) && m.name && ts.isIdentifier(m.name))
        nom = m.name.text
    return `${chez} › ${nom}`
  }
  for (const f of sources) {
    const visiter = (n: ts.Node): void => {
      if (ts.isCallExpression(n) && ts.isIdentifier(n.expression))
        appels.set(n.expression.text, [...(appels.get(n.expression.text) ?? []), n])
      if (estGabarit(n)) {
        const ligne = f.getLineAndCharacterOfPosition(n.getStart(f)).line + 1
        const debut = ts.isNoSubstitutionTemplateLiteral(n.template) ? n.template.text : n.template.head.text
        gabarits.push({
          noeud: n,
          ou: `${path.relative(racine, f.fileName)}:${ligne}`,
          nom: nomDe(f, n),
          debut,
          execute: estExecute(n),
          type: typeDe(n),
        })
      }
      ts.forEachChild(n, visiter)
    }
    visiter(f)
  }

  const estFragment = (n: ts.Expression) => {
    const t = types.getTypeAtLocation(n)
    return (t.isUnion() ? t.types : [t]).some(
      (m) => types.getPropertyOfType(m, 'toOperationNode') !== undefined,
    )
  }
  /** `RawBuilder<string[]>` dit son genre, `RawBuilder<unknown>` non. */
  const seDit = (n: ts.Expression) => {
    const t = types.getTypeAtLocation(n)
    const fragments = (t.isUnion() ? t.types : [t]).filter((m) =>
      types.getPropertyOfType(m, 'toOperationNode'),
    )
    return fragments.every((m) =>
      types.getTypeArguments(m as ts.TypeReference).some((a) => !(a.flags & ts.TypeFlags.Unknown)),
    )
  }
  const declarationDe = (n: ts.Node): ts.Declaration | undefined => {
    const dit = types.getSymbolAtLocation(n)
    const s = dit && dit.flags & ts.SymbolFlags.Alias ? types.getAliasedSymbol(dit) : dit
    return s?.declarations?.[0]
  }

  return { types, gabarits, appels, estFragment, seDit, declarationDe }
}
export type Programme = ReturnType<typeof lireProgramme>
