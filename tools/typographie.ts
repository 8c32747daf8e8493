import { readFileSync, writeFileSync } from 'node:fs'
import ts from 'typescript'

const fine = '\u202f'
const insecable = '\u00a0'

/** Une élision devant une voyelle (« l'offre », « qu'il ») : du français, et pas du code. */
const apostrophe =
  /(?<![\p{L}\d_])([ldnsmtjc]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)\\?'(?=[aeiouyhàâéèêëîïôûœ])/giu
/** Une espace qui se coupe devant un signe double, après un mot ou après une valeur insérée. */
const signeDouble = /(?<=^|[\p{L}\d»)]) ([:;?!])(?=\s|$)/gu
/** « C. trav., art. L. 6353-1 » : une abréviation ne quitte pas ce qu’elle abrège. Une balise se coupe aussi d’un retour. */
const abrege =
  /(?<=\bC\.)[ \n]+(?=(?:trav|civ|conso|com|pén)\.)|(?<=\b[Aa]rt\.)[ \n]+(?=(?:[LRDA]\.?[ \u00a0]?)?\d)|(?<=\b[LRDA]\.)[ \n]+(?=\d{3,4}\b)/g
const ouvrant = /« /g
const fermant = / »/g

type Texte = { readonly debut: number; readonly fin: number; readonly brut: string; readonly dePage: boolean }

/** Les textes d’un fichier : chaînes et texte de page. Un gabarit marqué (sql`…`) n’est pas du français. */
const lireTextes = (fichier: string, contenu: string): Texte[] => {
  const genre = fichier.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(fichier, contenu, ts.ScriptTarget.Latest, true, genre)
  const textes: Texte[] = []
  const visiter = (noeud: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(noeud) || ts.isImportDeclaration(noeud)) return
    if (
      ts.isJsxText(noeud) ||
      ts.isStringLiteralLike(noeud) ||
      ts.isTemplateHead(noeud) ||
      ts.isTemplateMiddleOrTemplateTail(noeud)
    ) {
      const marge = ts.isJsxText(noeud) ? 0 : 1
      // Ni les guillemets du code, ni le « ${ » d’un gabarit : eux ne sont pas du texte.
      const apres = ts.isTemplateHead(noeud) || noeud.kind === ts.SyntaxKind.TemplateMiddle ? 2 : marge
      const debut = (ts.isJsxText(noeud) ? noeud.pos : noeud.getStart(source)) + marge
      const fin = noeud.end - apres
      textes.push({ debut, fin, brut: contenu.slice(debut, fin), dePage: marge === 0 })
    }
    ts.forEachChild(noeud, visiter)
  }
  visiter(source)
  return textes
}

/** Des mots que l’anglais met partout et le français jamais : deux dans un texte, et il est anglais. Une suite de sigles n’en est pas. */
const anglais =
  /(?<![\p{L}\d_'’-])(?:[Tt]he|of|and|is|are|was|[Tt]his|that|[Yy]ou|your|with|without|for|from|has|have|must|should|cannot|[Pp]lease|not|been|which|when|where|there|their|they|[Ii]t|its|or|an|to|be|by|at|as|[Ii]f|we|our|will|can|could|any|all|[Ii]nvalid|missing|failed|found)(?![\p{L}\d_'’-])/gu
/** Un texte de page fait de ce seul mot. */
const motAnglais =
  /^(?:Save|Cancel|Delete|Edit|Close|Back|Next|Previous|Search|Submit|Send|Loading|Error|Forbidden|Not found|Sign in|Log in|Log out|Yes|Download|Upload|Settings|Home)[.…!]?$/
/** Ce qui se montre : pas la plateforme, dont les chaînes sont du SQL ou des normes. */
const seMontre = /^src\/(?:app|web|modules|kernel)\//

const estAnglais = ({ brut, dePage }: Texte): boolean =>
  (dePage && motAnglais.test(brut.trim())) || new Set(brut.match(anglais)).size > 1

const corriger = (brut: string) =>
  brut
    .replace(apostrophe, '$1’')
    .replace(signeDouble, (_, signe: string) => (signe === ':' ? insecable : fine) + signe)
    .replace(abrege, insecable)
    .replace(ouvrant, `«${insecable}`)
    .replace(fermant, `${insecable}»`)

/** Une ligne par texte anglais, ou dont l’apostrophe est droite ou l’espace sécable. Les commentaires sont libres. */
export const chercherTypographie = (fichier: string, contenu: string): string[] =>
  lireTextes(fichier, contenu).flatMap((texte) => {
    const { debut, brut } = texte
    const enAnglais = seMontre.test(fichier) && estAnglais(texte)
    if (corriger(brut) === brut && !enAnglais) return []
    const ligne = contenu.slice(0, debut).split('\n').length
    const faute = enAnglais
      ? 'un texte en anglais'
      : brut.replace(apostrophe, '$1’') === brut
        ? 'espace sécable'
        : 'apostrophe droite'
    return [`${fichier}:${ligne} : ${faute} dans « ${brut.replaceAll(/\s+/g, ' ').trim().slice(0, 60)} ».`]
  })

export const corrigerTypographie = (fichier: string, contenu: string): string =>
  lireTextes(fichier, contenu)
    .reverse()
    .reduce(
      (texte, { debut, fin, brut }) => texte.slice(0, debut) + corriger(brut) + texte.slice(fin),
      contenu,
    )

// node tools/typographie.ts FICHIER… : corrige sur place ; à relire ensuite.
if (import.meta.main) {
  for (const fichier of process.argv.slice(2)) {
    const contenu = readFileSync(fichier, 'utf8')
    const neuf = corrigerTypographie(fichier, contenu)
    if (neuf !== contenu) writeFileSync(fichier, neuf)
  }
}
