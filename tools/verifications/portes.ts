import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** Ces portes rendent ce qu’on leur demande, et notent seulement qu’il fut lu : une page les appelle pour lire. */
const lisentEnLeNotant: readonly string[] = [
  // Le dernier passage d’une session, d’un lien ou d’un agenda abonné.
  'porte.visiteur',
  'porte.espace',
  'porte.agenda_abonne',
  'porte.agenda_de_pole_abonne',
  'porte.agenda_des_marches',
  // Le registre des lectures d’un auditeur du dehors (indicateur 27 : qui a lu quoi).
  'porte.lire_echantillon',
  'porte.fichier_d_echantillon',
  // Regarder un lot et s’y dire intéressée sont la même écriture : la page du lot l’écrit.
  'porte.regarder_lot',
]

/** Ce qui écrit sans passer par une porte : enfiler une tâche, consigner au journal. */
const ecriventAilleurs: readonly string[] = [
  '#platform/jobs/enqueue.ts#enqueue',
  '#platform/db/journal.ts#consigner',
]
/** Ces fichiers consignent une lecture, et rien d’autre. */
const consignentUneLecture: readonly string[] = ['src/modules/documents/lecture/peut-lire.ts']

const ecrit = /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate)\s|\bupdate\s+[a-z_]+\.[a-z_]+\s/i
const appels = /\b([a-z_]+\.[a-z_0-9]+)\s*\(/gi
const definit = /\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\s+([\w.]+)/gi

/** Les fonctions de `db/` qui écrivent, d’elles-mêmes ou par une autre. `textes` : ceux de `db/portes`. */
export const portesQuiEcrivent = (textes: readonly string[]): ReadonlySet<string> => {
  const corps = new Map<string, string>()
  for (const texte of textes) {
    const nu = texte.replaceAll(/--[^\n]*/g, '')
    for (const [, nom = ''] of nu.matchAll(definit)) corps.set(nom, nu)
  }
  const ecrivent = new Set([...corps].filter(([, nu]) => ecrit.test(nu)).map(([nom]) => nom))
  for (let avant = -1; avant !== ecrivent.size; ) {
    avant = ecrivent.size
    for (const [nom, nu] of corps)
      if ([...nu.matchAll(appels)].some(([, autre = '']) => autre !== nom && ecrivent.has(autre)))
        ecrivent.add(nom)
  }
  for (const nom of lisentEnLeNotant) ecrivent.delete(nom)
  return ecrivent
}

type Noeud = { readonly start: number; readonly end: number } & Record<string, unknown>

/** Les noms qu’un fichier de `db/` déclare et qui passent par une de ces portes, d’eux-mêmes ou par un autre du fichier. */
export const ecrivainsDe = (chemin: string, texte: string, portes: ReadonlySet<string>): string[] => {
  const declares = new Map<string, string>()
  for (const n of parseSync(chemin, texte).program.body as unknown as Noeud[]) {
    const d = (n.type === 'ExportNamedDeclaration' ? n.declaration : n) as Noeud | null
    const noms =
      d?.type === 'VariableDeclaration'
        ? (d.declarations as { id: { name?: string } }[]).map((x) => x.id.name)
        : [(d?.id as { name?: string } | undefined)?.name]
    for (const nom of noms) if (nom) declares.set(nom, texte.slice(n.start, n.end))
  }
  const ecrivent = new Set<string>()
  for (const [nom, code] of declares)
    if ([...code.matchAll(appels)].some(([, porte = '']) => portes.has(porte))) ecrivent.add(nom)
  for (let avant = -1; avant !== ecrivent.size; ) {
    avant = ecrivent.size
    for (const [nom, code] of declares)
      if ([...ecrivent].some((autre) => autre !== nom && new RegExp(`\\b${autre}\\b`).test(code)))
        ecrivent.add(nom)
  }
  return [...ecrivent]
}

const page = /^src\/(?:modules\/[^/]+\/(?:pages|contributions|lecture|documents)|app\/pages)\//
const cible = (de: string, demande: string): string =>
  demande.startsWith('.')
    ? posix.join(posix.dirname(de), demande)
    : demande.replace(/^#modules\//, 'src/modules/')

/** Pur : ce que des pages importent et qui écrit : par une porte, d’un fichier de `db/` ou par l’`index.ts` d’un module ; par un `.ecritures.ts` que cet index rend ; en enfilant une tâche ; au journal. */
export const juger = (fichiers: ReadonlyMap<string, string>, portes: ReadonlySet<string>): string[] => {
  const ecrivains = new Set<string>(ecriventAilleurs)
  for (const [chemin, texte] of fichiers)
    if (/\/db\//.test(chemin) && texte.includes('porte.'))
      for (const nom of ecrivainsDe(chemin, texte, portes)) ecrivains.add(`${chemin}#${nom}`)
  for (const [chemin, texte] of fichiers)
    if (/^src\/modules\/[^/]+\/index\.ts$/.test(chemin))
      for (const { entries } of parseSync(chemin, texte).module.staticExports)
        for (const e of entries)
          if (
            e.moduleRequest &&
            !e.isType &&
            (/\.ecritures\.ts$/.test(e.moduleRequest.value) ||
              ecrivains.has(`${cible(chemin, e.moduleRequest.value)}#${e.importName.name}`))
          )
            ecrivains.add(`${chemin}#${e.exportName.name}`)
  return [...fichiers].flatMap(([chemin, texte]) =>
    page.test(chemin) && !consignentUneLecture.includes(chemin)
      ? parseSync(chemin, texte).module.staticImports.flatMap((i) => {
          const de = cible(chemin, i.moduleRequest.value)
          return i.entries
            .filter((e) => !e.isType && ecrivains.has(`${de}#${e.importName.name}`))
            .map((e) => `${chemin} → ${de} ${e.importName.name} (page-ecrit-par-une-porte)`)
        })
      : [],
  )
}

export const pagesSansPorteQuiEcrit: Verification = {
  nom: 'Aucune page n’écrit par une porte de la base',
  async verifier(racine) {
    const sql = listerFichiers(racine, 'db/portes').filter((f) => f.endsWith('.sql'))
    const portes = portesQuiEcrivent(sql.map((f) => lireFichier(racine, f)))
    const sources = ['src/modules', 'src/app/pages']
      .flatMap((d) => listerFichiers(racine, d))
      .filter((f) => /\.tsx?$/.test(f) && !estTest(f))
    const lus = new Map(
      sources
        .filter((f) => page.test(f) || /\/db\/|\/index\.ts$/.test(f))
        .map((f) => [f, lireFichier(racine, f)]),
    )
    const fautes = juger(lus, portes)
    // Sans porte qui écrive, rien ne serait une faute.
    if (portes.size === 0) fautes.push('Aucune porte qui écrive dans db/portes.')
    return conclure(fautes, `${portes.size} portes qui écrivent`)
  },
}
