/** Ce qui doit rester hors du code : le SQL composé de texte, et les réglages qui disent qui demande. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Node, parseSync } from 'oxc-parser'
import { expect, it } from 'vitest'

const src = path.resolve(import.meta.dirname, '../../src')
const fichiers = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((nom) => /\.tsx?$/.test(nom) && !/\.(test|itest)\.tsx?$/.test(nom))
  .map((nom) => nom.replaceAll('\\', '/'))
  // Les seuls à tenir la base : le socle, le lanceur de PostgreSQL et la sauvegarde, qui lit tout par le rôle prévu.
  .filter((nom) => !/^platform\/(db|postgres|sauvegarde)\//.test(nom))
  // Les semeurs des essais ne sont pas servis ; un assemblage n'en contient pas.
  .filter((nom) => !/^modules\/[a-z]+\/test\//.test(nom))

const fautifs = (motif: RegExp) =>
  fichiers.filter((nom) => motif.test(readFileSync(path.join(src, nom), 'utf8')))

it('lit bien des fichiers', () => expect(fichiers.length).toBeGreaterThan(10))

it('aucune requête n’est composée de texte hors de platform/db', () => {
  expect(fautifs(/\bsql\.(raw|lit)\(|\bsql\.raw`|CompiledQuery\.raw\(/)).toEqual([])
})

it('personne ne règle qui demande, ni n’endosse un rôle', () => {
  expect(
    fautifs(
      /set_config\s*\(|set\s+(local\s+)?role\b|app\.(organisme_id|personne_id|activites|sceau)\b(?!\()/i,
    ),
  ).toEqual([])
})

// Nu, l'appel est déplié dans chaque parcours d'index et chaque boucle : le sceau s'y recalcule à chaque ligne (mesuré :
// 3,3 ms au lieu de 0,9 pour les cases d'une feuille). Entre parenthèses, il se calcule une fois.
it('toute comparaison à qui demande passe par un sous-choix : « = (select app.organisme()) »', () => {
  expect(fautifs(/=\s*app\.organisme\(\)/i)).toEqual([])
})

it('aucun texte ne devient du code : ni eval, ni fonction composée, ni contexte d’exécution', () => {
  expect(fautifs(/\beval\s*\(|new Function\s*\(|\bFunction\s*\(['"`]|from 'node:vm'/)).toEqual([])
})

const racine = path.resolve(import.meta.dirname, '../..')
const lire = (chemin: string) => readFileSync(path.join(racine, chemin), 'utf8')
const blancs = (texte: string) => texte.replace(/(?:\\u00a0|\\u202f|[\s\u00a0\u202f])+/g, ' ')

const estNoeud = (v: unknown): v is Node =>
  typeof v === 'object' && v !== null && typeof (v as { type?: unknown }).type === 'string'
const enfants = (n: Node): Node[] =>
  Object.values(n as object).flatMap((v: unknown) => (Array.isArray(v) ? v : [v]).filter(estNoeud))
/** « it », « it.each(…) », « describe.each(…) » : le nom dont part l’appel. */
const racineDe = (n: Node): string =>
  n.type === 'Identifier'
    ? n.name
    : n.type === 'CallExpression'
      ? racineDe(n.callee)
      : n.type === 'MemberExpression'
        ? racineDe(n.object)
        : ''
/** Les cas que nomme « it.each([['un cas', …], …]) » : le titre de chacun les dit. */
const casDe = (n: Node): Node[] => {
  const [table] = n.type === 'CallExpression' && n.callee.type === 'CallExpression' ? n.callee.arguments : []
  const lignes = table?.type === 'TSAsExpression' ? table.expression : table
  return lignes?.type === 'ArrayExpression'
    ? lignes.elements.flatMap((e) => (e?.type === 'ArrayExpression' ? (e.elements[0] ?? []) : (e ?? [])))
    : []
}
const lus = new Map<string, string>()
/** Les titres des essais de ce fichier, un par ligne : un mot du code, ou d’une attente, n’en est pas un. */
const titresDe = (chemin: string): string => {
  const connus = lus.get(chemin)
  if (connus !== undefined) return connus
  const texte = lire(chemin)
  const titres: string[] = []
  const visiter = (n: Node): void => {
    if (n.type === 'CallExpression' && ['it', 'test', 'describe'].includes(racineDe(n.callee)))
      for (const dit of [...n.arguments.slice(0, 1), ...casDe(n)])
        if (dit.type === 'TemplateLiteral' || dit.type === 'Literal')
          titres.push(blancs(texte.slice(dit.start + 1, dit.end - 1)))
    for (const e of enfants(n)) visiter(e)
  }
  visiter(parseSync(chemin, texte).program)
  const dits = titres.join('\n')
  lus.set(chemin, dits)
  return dits
}

it('chaque ligne de l’ADR 0003 nomme un essai qui existe', () => {
  const cites = [
    ...lire('docs/adr/0003-ce-que-le-role-web-ne-peut-pas.md').matchAll(/`([a-z-]+)` › ([^|]+?) \|$/gm),
  ]
  expect(cites.length).toBeGreaterThan(35)
  const absents = cites.filter(
    ([, fichier = '', titre = '']) =>
      !lire(`test/murs/${fichier}.itest.ts`)
        .match(/\bit(?:\.each\([^\n]*\))?\(\s*(?:'[^'\n]*'|`[^`]*`)/g)
        ?.some((essai) => essai.includes(titre)),
  )
  expect(absents.map(([, fichier, titre]) => `${fichier} › ${titre}`)).toEqual([])
})

it.each(['docs/surete.md', 'docs/registre.md'])(
  'chaque essai que nomme %s existe, sous ce titre',
  (document) => {
    const page = blancs(lire(document))
    const cites = [...page.matchAll(/`((?:src|test|tools|docs|e2e)\/[^`\s]+)`/g)].map(([, f = '']) => f)
    const titres = [...page.matchAll(/`([^`\s]+)` › (.+?)(?= ;| \|)/g)]
    expect(cites.length).toBeGreaterThan(40)
    expect(titres.length).toBeGreaterThan(40)
    expect(
      titres.filter(([, f = '', titre = '']) => !titresDe(f).includes(titre)).map(([tout]) => tout),
    ).toEqual([])
    const tous = new Set(
      ['src', 'test', 'tools', 'docs', 'e2e'].flatMap((d) =>
        readdirSync(path.join(racine, d), { recursive: true, encoding: 'utf8' }).map((f) => `${d}/${f}`),
      ),
    )
    expect(cites.filter((f) => !tous.has(f) && ![...tous].some((t) => t.startsWith(`${f}-`)))).toEqual([])
  },
)

it('chaque essai que nomme docs/preuves.md existe, sous ce titre', () => {
  const cites = [...lire('docs/preuves.md').matchAll(/`([^`]+\.tsx?)` › ([^|]+?) \|$/gm)]
  expect(cites.length).toBeGreaterThan(80)
  const absents = cites.filter(([, fichier = '', titre = '']) => !titresDe(fichier).includes(blancs(titre)))
  expect(absents.map(([, fichier, titre]) => `${fichier} › ${titre}`)).toEqual([])
})

it('les mandataires que montre l’exploitation taisent chaque adresse qui porte un secret', () => {
  const secrets = new Set(
    fichiers.flatMap((nom) =>
      [...lire(`src/${nom}`).matchAll(/\blink\('\/([a-z-]+)\/(?:[^']*\/)?:(?:jeton|secret|preuve)\b/g)].map(
        ([, debut]) => debut,
      ),
    ),
  )
  expect(secrets.size).toBeGreaterThan(10)
  const attendus = [...secrets].toSorted()
  const dits = [...lire('docs/exploitation.md').matchAll(/\^\/\((?:\?<debut>)?([a-z|-]+)\)\//g)]
  expect(dits).toHaveLength(2)
  for (const [, liste = ''] of dits) expect(liste.split('|').toSorted()).toEqual(attendus)
})

it('aucune feuille de style ne barre les zéros d’un prix', () => {
  const styles = readdirSync(path.join(src, 'web/public'), { recursive: true, encoding: 'utf8' }).filter(
    (nom) => nom.endsWith('.css'),
  )
  expect(styles.length).toBeGreaterThan(10)
  expect(
    styles.filter((nom) => /slashed-zero|font-feature-settings[^;]*zero/.test(lire(`src/web/public/${nom}`))),
  ).toEqual([])
})

it('aucune page, aucun geste, aucune tâche ne lit un fichier du dehors sur place : un fil à part le lit', () => {
  const lecteurs =
    /\b(lireOctetsXml|lireXml|lireCsv|lireTableau|lireXlsx|lireAvis|lireFactureElectronique|lireListeConnexion|lireImport|lireEntrees|lireCamt)\(/
  const ici = fichiers.filter((nom) => /^modules\/[a-z]+\/(pages|gestes|jobs|contributions)\//.test(nom))
  expect(ici.length).toBeGreaterThan(300)
  // « lireEntrees(tx, …) », « r.lireImport(id) » relisent la base, non un fichier.
  expect(
    ici.filter((nom) => lecteurs.test(lire(`src/${nom}`).replaceAll(/\.?\blire\w+\((tx\b|id\))/g, ''))),
  ).toEqual([])
})

it('aucune page n’écoute de message, ni n’en envoie à une autre', () => {
  const ilots = fichiers.filter((nom) => /^(web|modules\/[a-z]+)\/islands\//.test(nom))
  expect(ilots.length).toBeGreaterThan(5)
  expect(
    ilots.filter((nom) =>
      /postMessage|onmessage|['"]message['"]|BroadcastChannel|MessageChannel/.test(lire(`src/${nom}`)),
    ),
  ).toEqual([])
})

// Des mots que personne n’a compris en essayant, et des phrases que personne ne dirait : chacun sa ligne, cherché dans tout ce qui
// s’affiche, se compose ou s’envoie.
const dits = [
  ...fichiers,
  ...readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((nom) => nom.replaceAll('\\', '/'))
    .filter((nom) => nom.endsWith('.typ')),
].map((nom) => {
  const texte = readFileSync(path.join(src, nom), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/[\u00a0\u202f]|\\u00a0|\\u202f|\s+/g, ' ')
  return [nom, texte] as const
})
it.each([
  ['adopter sa propre offre', /[Aa]dopte[rz]? (?:cette |une |votre |l’)offre|offre adoptée/],
  [
    'épreuve, pour l’aperçu d’une pièce',
    /(?:Voir l’|en |Pas encore d’)épreuve\b|Épreuve(?:, sans| de travail)|, 'epreuve\.pdf'/,
  ],
  ['jalon signé', /jalon signé/],
  ['LHEO, sans dire que c’est le catalogue du Carif-Oref', /(?:Lisez|lisez|Importer) un fichier LHEO(?! \()/],
  ['un fichier relu n’y touche plus', /n’y touche plus/],
  ['par chacun de 3 stagiaires', /par chacun de (?!ces|ceux)/],
  ['2 forfait', /\} forfait`/],
  ['de une entreprise', /\bde (?:une?|à) [a-zé]/],
  ['aucune heure facturées', /direMinutes\([^()]*\)\} [a-zé]+ées/],
  [
    'un prix taxe comprise, qu’une coopérative soit exonérée ou non',
    /hint=[^>]{0,80}'toutes taxes comprises/,
  ],
  ['est de Pôle Formation', /est de (?:Pôle|\$\{[a-z]*pole)/],
  ['D6353-1, pour dire quand une convention se conclut', /(?:avant|conclu)[^'"`]{0,90}D6353-1(?!, III)/],
] as const)('aucune phrase ne dit : %s', (_, motif) => {
  expect(dits.filter(([, texte]) => motif.test(texte)).map(([nom]) => nom)).toEqual([])
})
