import { parseSync } from 'oxc-parser'
import { sansLesAttendues, sqlARanger } from '../a-ranger.ts'
import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { rangs } from '../modules.ts'
import { conclure, type Verification } from '../verification.ts'

/** Ouverts à tous : les murs, les portes, le journal, et ce que tient la plateforme. */
const socle: readonly string[] = ['app', 'porte', 'journal', 'plateforme', 'ref', 'ext', 'graphile_worker']
/** Les schémas qui ne portent pas le nom de leur module. */
const proprietaires: Readonly<Record<string, string>> = { compte: 'comptes', support: 'comptes' }

const nom = String.raw`([a-z_]+)\.([a-z_]+)\b`
const cree = new RegExp(
  String.raw`create\s+(?:unlogged\s+)?(?:table|(?:or\s+replace\s+)?view)\s+(?:if\s+not\s+exists\s+)?${nom}`,
  'gi',
)
const ecrit = new RegExp(String.raw`\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+${nom}`, 'gi')
const cite = new RegExp(String.raw`(?<![\w."])${nom}`, 'g')

/** Les tables et les vues que crée un texte de `db/` : ce qui n’en est pas est une colonne d’un alias. */
export const relationsDe = (sql: string): string[] =>
  [...sql.matchAll(cree)].map(([, schema, relation]) => `${schema}.${relation}`)

/** Le texte des gabarits `sql` d’un fichier, et les noms de table qu’il écrit en toutes lettres. */
const textesSql = (chemin: string, texte: string): string[] => {
  const lus: string[] = []
  const visiter = (n: unknown): void => {
    if (Array.isArray(n)) for (const x of n) visiter(x)
    else if (typeof n === 'object' && n !== null) {
      const { type, tag, quasi, value } = n as Record<
        string,
        { name?: string; quasis?: { value: { raw: string } }[] }
      > & {
        type?: string
        value?: unknown
      }
      if (type === 'TaggedTemplateExpression' && tag?.name === 'sql')
        lus.push(...(quasi?.quasis ?? []).map((q) => q.value.raw))
      if (type === 'Literal' && typeof value === 'string' && /^[a-z_]+\.[a-z_]+$/.test(value)) lus.push(value)
      for (const x of Object.values(n)) visiter(x)
    }
  }
  visiter(parseSync(chemin, texte).program.body)
  return lus
}

/** Pur : les fautes d’un fichier. Un module lit les siens et ceux de rang inférieur, et n’écrit que chez lui ; le reste n’a que le socle. */
export const juger = (
  chemin: string,
  texte: string,
  relations: ReadonlySet<string>,
  table: Readonly<Record<string, number>> = rangs,
): string[] => {
  const moi = /^src\/modules\/([^/]+)\//.exec(chemin)?.[1]
  const lisible = (chez: string) =>
    moi !== undefined && (chez === moi || (table[chez] ?? 0) < (table[moi] ?? 0))
  const fautes = textesSql(chemin, texte).flatMap((sql) => {
    const noms = (motif: RegExp) =>
      [...sql.matchAll(motif)]
        .map(([, schema = '', relation]) => ({
          schema,
          chez: proprietaires[schema] ?? schema,
          relation: `${schema}.${relation}`,
        }))
        .filter(({ schema, relation }) => relations.has(relation) && !socle.includes(schema))
    return [
      ...noms(cite)
        .filter(({ chez }) => !lisible(chez))
        .map(({ relation }) => `${chemin} → ${relation} (sql-au-dessus)`),
      ...noms(ecrit)
        .filter(({ chez }) => lisible(chez) && chez !== moi)
        .map(({ relation }) => `${chemin} → ${relation} (sql-ecrit-ailleurs)`),
    ]
  })
  return [...new Set(fautes)]
}

export const rangSql: Verification = {
  nom: 'Le SQL d’un module obéit à son rang, et n’écrit que chez lui',
  async verifier(racine) {
    const relations = new Set(
      listerFichiers(racine, 'db')
        .filter((f) => f.endsWith('.sql'))
        .flatMap((f) => relationsDe(lireFichier(racine, f))),
    )
    const fichiers = listerFichiers(racine, 'src').filter((f) => /\.tsx?$/.test(f) && !estTest(f))
    const fautes = fichiers.flatMap((f) => {
      const texte = lireFichier(racine, f)
      return /\bsql(<|`|\.)/.test(texte) ? juger(f, texte, relations) : []
    })
    // Sans table à reconnaître, rien ne serait une faute.
    if (relations.size === 0) fautes.push('Aucune table lue dans db/.')
    return conclure(sansLesAttendues(fautes, sqlARanger), `${relations.size} tables et vues`)
  },
}
