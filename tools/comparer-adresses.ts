/**
 * Charge la démonstration d'un commit et celle d'un autre, suit les liens de chacune comme les suivrait une personne, et dit quelles
 * pages ne répondent plus la même chose.
 *
 *     node tools/comparer-adresses.ts AVANT [APRES] [--adresses 200] [--garder DOSSIER]
 *
 * `APRES` absent : HEAD. Une adresse se reconnaît à son modèle, identifiants et valeurs ôtés. De chaque page sont ôtés aussi les
 * jetons, les secrets, les empreintes, les noms hachés des scripts et des styles, et l'heure d'aujourd'hui : ils changent à chaque
 * chargement. `AVANT` se charge deux fois : ce qui change de soi-même d'un chargement à l'autre est compté à part. Sort 1 si une
 * adresse a disparu ou répond autre chose ; une adresse neuve est dite, sans être une faute.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const racine = path.resolve(import.meta.dirname, '..')
const motDePasse = 'coforme-demo'
/** Une personne par métier ; la visite sans compte vient d'abord. */
const personnes = [
  undefined,
  'maiwenn@langue-et-lien.example',
  'nadia@langue-et-lien.example',
  'tom@langue-et-lien.example',
  'lucie@langue-et-lien.example',
  'bastien@les-tisserands.example',
] as const

/** « 29 novembre 2026 », « 29 nov. 2026 » : le jour du chargement, à Paris. */
const duJour = (['long', 'short'] as const)
  .map((month) =>
    new Intl.DateTimeFormat('fr', { day: 'numeric', month, year: 'numeric', timeZone: 'Europe/Paris' })
      .format(new Date())
      .replaceAll('.', '\\.')
      .replaceAll(' ', '\\s'),
  )
  .reduce((a, b) => `(?:${a}|${b})`)

/** Ce qu'une page dit, sans ce qui change d'un chargement à l'autre. Exporté pour être essayé. */
export const stable = (corps: string, origine: string): string => {
  const rangs = new Map<string, number>()
  const rang = (id: string) => {
    if (!rangs.has(id)) rangs.set(id, rangs.size + 1)
    return `id${rangs.get(id)}`
  }
  return corps
    .replaceAll(origine, '')
    .replace(/name="_(jeton|lu)" value="[^"]*"/g, 'name="_$1"')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, rang)
    .replace(/\b[0-9a-f]{40,64}\b/g, 'empreinte')
    .replace(/(\/public\/[\w./-]+?[.-])[0-9a-zA-Z_-]{6,}(\.\w+)/g, '$1*$2')
    .replace(/(?<![\w-])[A-Za-z0-9_-]{40,}(?![\w-])/g, 'jeton')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/data:image[^"]*/g, 'image')
    .replace(/\b(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{4}\b/g, 'secret')
    .replace(/\b\d{8}T\d{9}-[0-9a-f]{8}\b/g, 'courriel')
    .replace(/\b[a-p]{32}\b/g, 'cle')
    .replace(/datetime="[^"]*"/g, 'datetime')
    .replace(new RegExp(`${duJour}\\sà\\s\\d{1,2}\\sh(?:\\s\\d{2})?`, 'g'), 'maintenant')
}

/** L'adresse sans ses valeurs : `/sessions/*?etat`. Exporté pour être essayé. */
export const modele = (adresse: string): string => {
  const { pathname, searchParams } = new URL(adresse, 'http://x')
  const noms = [...new Set(searchParams.keys())].sort()
  const chemin = pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}|(?<=\/)\d+(?=\/|$)/g, '*')
  return noms.length > 0 ? `${chemin}?${noms.join('&')}` : chemin
}

type Page = { readonly statut: number; readonly corps: string }
type Releve = Map<string, Page>
/** Les lignes d'une page, triées : une liste que rien n'ordonne sort dans un ordre ou un autre. */
const lignes = (corps: string): string =>
  corps
    .replaceAll('>', '>\n')
    .replace(/\bid\d+\b/g, 'id')
    .split('\n')
    .sort()
    .join('\n')

/** Les liens d'une page vers le même site. Ceux d'un même modèle sont rangés par leur texte : le premier est le même à chaque fois. */
const liens = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)[^>]*>([\s\S]*?)<\/a>/g)]
    .map(([, href = '', texte = '']) => ({ href: href.replaceAll('&amp;', '&'), texte }))
    .sort((a, b) =>
      modele(a.href) === modele(b.href) && a.texte !== b.texte ? (a.texte < b.texte ? -1 : 1) : 0,
    )
    .map(({ href }) => href)

/** Les témoins de cette personne, une fois entrée. */
const entrer = async (origine: string, courriel: string): Promise<string> => {
  const r = await fetch(`${origine}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: origine },
    body: new URLSearchParams({ courriel, motDePasse }),
  })
  if (r.status !== 303) throw new Error(`${courriel} n’entre pas (${r.status}).`)
  return r.headers
    .getSetCookie()
    .map((t) => t.split(';')[0])
    .join('; ')
}

/** Suit les liens en largeur, une fois par modèle d'adresse, pour chaque personne, jusqu'au nombre voulu. */
const relever = async (origine: string, combien: number): Promise<Releve> => {
  const releve: Releve = new Map()
  for (const [i, qui] of personnes.entries()) {
    const entete: Record<string, string> = { origin: origine }
    if (qui) {
      entete.cookie = await entrer(origine, qui)
    }
    const part = Math.ceil((combien * (i + 1)) / personnes.length)
    const file = [qui ? '/aujourdhui' : '/']
    const vus = new Set(file.map(modele))
    for (let adresse = file.shift(); adresse !== undefined && releve.size < part; adresse = file.shift()) {
      const r = await fetch(origine + adresse, { redirect: 'manual', headers: entete })
      const html = (r.headers.get('content-type') ?? '').startsWith('text/html')
      const corps = html || r.status === 303 ? await r.text() : `(${r.headers.get('content-type')})`
      if (!html) await r.body?.cancel().catch(() => undefined)
      releve.set(`${qui ?? 'sans compte'} ${modele(adresse)}`, {
        statut: r.status,
        corps: stable(`${r.headers.get('location') ?? ''}\n${corps}`, origine),
      })
      for (const lien of liens(corps)) {
        const m = modele(lien)
        if (vus.has(m) || /^\/(deconnexion|public)/.test(m)) continue
        vus.add(m)
        file.push(lien)
      }
    }
  }
  return releve
}

const portLibre = () =>
  new Promise<number>((fait) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const a = s.address()
      s.close(() => fait(typeof a === 'object' && a ? a.port : 0))
    })
  })

/** Le programme de ce commit, sa démonstration chargée, servi le temps de `faire`. */
const servir = async <T>(commit: string, faire: (origine: string) => Promise<T>): Promise<T> => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-adresses-'))
  const sources = path.join(dossier, 'sources')
  await mkdir(sources)
  const archive = execFileSync('git', ['archive', commit], { cwd: racine, maxBuffer: 1e9 })
  execFileSync('tar', ['-x', '-C', sources], { input: archive })
  await symlink(path.join(racine, 'node_modules'), path.join(sources, 'node_modules'))
  const port = await portLibre()
  const origine = `http://localhost:${port}`
  const donnees = path.join(dossier, 'donnees')
  const env = { ...process.env, PORT: String(port), COFORME_ORIGINE: origine, COFORME_DONNEES: donnees }
  const enfant = spawn(process.execPath, ['tools/lancer.mjs', 'servir'], {
    cwd: sources,
    env,
    stdio: 'inherit',
  })
  const fini = new Promise<void>((fait) => enfant.on('close', () => fait()))
  try {
    // La démonstration se charge avant l'écoute : qui répond est prêt.
    const entree = () =>
      fetch(`${origine}/connexion`).then(
        (r) => r.ok,
        () => false,
      )
    for (let reste = 900; !(await entree()); reste -= 1) {
      if (reste === 0 || enfant.exitCode !== null) throw new Error(`${commit} n’a pas servi.`)
      await new Promise((fait) => setTimeout(fait, 1000))
    }
    return await faire(origine)
  } finally {
    enfant.kill('SIGTERM')
    await fini
    await rm(dossier, { recursive: true, force: true })
  }
}

/** Les premières lignes qui diffèrent, d'un côté et de l'autre. */
const difference = (a: string, b: string): string => {
  const [la, lb] = [lignes(a).split('\n'), lignes(b).split('\n')]
  const i = la.findIndex((l, n) => l !== lb[n])
  const court = (l: string | undefined) => (l ?? '(fin)').trim().slice(0, 200)
  return `    − ${court(la[i === -1 ? la.length : i])}\n    + ${court(lb[i === -1 ? la.length : i])}`
}

const principal = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { adresses: { type: 'string', default: '200' }, garder: { type: 'string' } },
  })
  const [avant, apres = 'HEAD'] = positionals
  if (!avant) {
    process.stderr.write(
      'node tools/comparer-adresses.ts AVANT [APRES] [--adresses 200] [--garder DOSSIER]\n',
    )
    return 2
  }
  const lire = (commit: string) => servir(commit, (origine) => relever(origine, Number(values.adresses)))
  const [a, temoin, b] = [await lire(avant), await lire(avant), await lire(apres)]
  if (values.garder) {
    await mkdir(values.garder, { recursive: true })
    for (const [nom, releve] of [['avant', a] as const, ['temoin', temoin] as const, ['apres', b] as const])
      await writeFile(path.join(values.garder, `${nom}.json`), JSON.stringify([...releve], null, 1))
  }
  const change = (x: Page, y: Page | undefined) =>
    y !== undefined && (y.statut !== x.statut || lignes(y.corps) !== lignes(x.corps))
  const instables = new Set(
    [...a].filter(([cle, x]) => !temoin.has(cle) || change(x, temoin.get(cle))).map(([cle]) => cle),
  )
  const stables = [...a].filter(([cle]) => !instables.has(cle))
  const perdues = stables.filter(([cle]) => !b.has(cle)).map(([cle]) => cle)
  const neuves = [...b.keys()].filter((cle) => !a.has(cle) && !temoin.has(cle))
  const autres = stables.filter(([cle, x]) => change(x, b.get(cle)))
  console.log(
    `${a.size} adresses. ${instables.size} changent d’un chargement à l’autre du même commit. Des autres, ${stables.length - perdues.length - autres.length} répondent pareil, ${autres.length} autre chose, ${perdues.length} ne se suivent plus ; ${neuves.length} sont neuves.`,
  )
  for (const [cle, x] of autres) {
    const y = b.get(cle)
    console.log(`≠ ${cle} (${x.statut}, ${y?.statut})\n${difference(x.corps, y?.corps ?? '')}`)
  }
  for (const cle of perdues) console.log(`− ${cle}`)
  for (const cle of neuves) console.log(`+ ${cle}`)
  return perdues.length + autres.length === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = await principal()
