/** Ce qui doit rester hors du code : le SQL composé de texte, et les réglages qui disent qui demande. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
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

it('chaque essai que nomme docs/surete.md existe', () => {
  const cites = [...lire('docs/surete.md').matchAll(/`((?:src|test|tools|docs)\/[^`\s]+)`/g)].map(
    ([, f = '']) => f,
  )
  expect(cites.length).toBeGreaterThan(100)
  const tous = new Set(
    ['src', 'test', 'tools', 'docs'].flatMap((d) =>
      readdirSync(path.join(racine, d), { recursive: true, encoding: 'utf8' }).map((f) => `${d}/${f}`),
    ),
  )
  expect(cites.filter((f) => !tous.has(f) && ![...tous].some((t) => t.startsWith(`${f}-`)))).toEqual([])
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

// Des mots que personne n’a compris en essayant : une offre que l’on « adopte », l’« épreuve » d’une pièce, un « jalon signé ».
it('aucun écran n’emploie les mots que les usagers n’ont pas compris', () => {
  const ecrans = fichiers.filter((nom) => /\/(pages|contributions)\//.test(nom) || nom === 'app/prises.ts')
  const incompris =
    /Voir l’épreuve|en épreuve|jalon signé|n’y touche plus|[Aa]dopter cette offre|offre adoptée|Importer un fichier LHEO|est de Pôle/
  expect(ecrans.length).toBeGreaterThan(100)
  expect(ecrans.filter((nom) => incompris.test(readFileSync(path.join(src, nom), 'utf8')))).toEqual([])
})
