import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ecrireMesures, type Rendu } from './mesures.ts'

/**
 * `npm run banc [-- --json] [--publier] [mot …]` : chaque bench/*.banc.ts dans son propre processus, pour qu'aucun ne chauffe l'autre.
 * `--json` : un document seul sur la sortie standard, le récit sur la sortie d'erreur. Les rapports viennent d'abord, car
 * eux seuls se comparent d'une machine à l'autre ; un banc qui tombe a `code` non nul et ne rend rien. `--publier` écrit
 * `docs/mesures.md` de ce qui a été mesuré.
 */
const racine = join(import.meta.dirname, '..')
const dossier = join(racine, 'bench')
const args = process.argv.slice(2)
const enJson = args.includes('--json')
const publier = args.includes('--publier')
const mots = args.filter((a) => !a.startsWith('--'))
const bancs = existsSync(dossier)
  ? readdirSync(dossier)
      .filter((nom) => /\.banc\.tsx?$/.test(nom))
      .filter((nom) => mots.length === 0 || mots.some((mot) => nom.includes(mot)))
      .sort()
  : []
const dire = (phrase: string) => (enJson ? console.error : console.log)(phrase)

type Chiffres = Omit<Rendu, 'nom' | 'code'>

const signaux = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Le récit d'un banc va à l'écran ; en `--json`, la sortie standard est gardée pour le document. */
const lancer = (banc: string, sortie: string): Promise<number> =>
  new Promise((fait) => {
    const enfant = spawn(
      process.execPath,
      ['--import', pathToFileURL(join(dossier, 'tsx.ts')).href, join('bench', banc)],
      {
        cwd: racine,
        env: { ...process.env, BANC_SORTIE: sortie },
        stdio: ['ignore', enJson ? 2 : 'inherit', 'inherit'],
      },
    )
    const transmettre = (signal: NodeJS.Signals) => enfant.kill(signal)
    for (const signal of signaux) process.on(signal, transmettre)
    const finir = (code: number | null) => {
      for (const signal of signaux) process.off(signal, transmettre)
      fait(code ?? 128)
    }
    enfant.once('error', () => finir(127))
    enfant.once('close', finir)
  })

const vide: Chiffres = { rapports: {}, durees: {}, mesures: {}, etendues: {} }
/** La fraction des cœurs occupée pendant `ms`. La charge moyenne ne sert pas : le banc d'avant y compte encore. */
const occupation = async (ms: number): Promise<number> => {
  const temps = () =>
    cpus().reduce(
      ({ tout, repos }, { times: t }) => ({
        tout: tout + t.user + t.nice + t.sys + t.idle + t.irq,
        repos: repos + t.idle,
      }),
      { tout: 0, repos: 0 },
    )
  const avant = temps()
  await setTimeout(ms)
  const apres = temps()
  return 1 - (apres.repos - avant.repos) / Math.max(1, apres.tout - avant.tout)
}
const occupationAvant = publier ? await occupation(3000) : 0
const dossierSortie = mkdtempSync(join(tmpdir(), 'coforme-banc-sortie-'))
const rendus: Rendu[] = []
for (const banc of bancs) {
  const nom = banc.replace(/\.banc\.tsx?$/, '')
  dire(`— ${nom}`)
  const sortie = join(dossierSortie, nom)
  const code = await lancer(banc, sortie)
  const lus = code === 0 && existsSync(sortie) ? (JSON.parse(readFileSync(sortie, 'utf8')) as Chiffres) : vide
  rendus.push({ nom, code, ...lus })
}
rmSync(dossierSortie, { recursive: true, force: true })

if (publier) {
  const page = ecrireMesures(rendus, {
    le: new Date(),
    commit: execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: racine,
      encoding: 'utf8',
    }).trim(),
    processeur: cpus()[0]?.model ?? 'inconnu',
    coeurs: availableParallelism(),
    node: process.version,
    occupation: occupationAvant,
  })
  writeFileSync(join(racine, 'docs', 'mesures.md'), page)
  dire('docs/mesures.md est écrit.')
}
const tombes = rendus.filter((r) => r.code !== 0)
if (bancs.length === 0) dire(mots.length > 0 ? 'Aucun banc de ce nom.' : 'Aucun banc dans bench/.')
if (tombes.length > 0) dire(`${tombes.length} bancs sont tombés.`)
if (enJson) {
  const par = (genre: keyof Chiffres) => Object.fromEntries(rendus.map((r) => [r.nom, r[genre]]))
  console.log(
    JSON.stringify(
      {
        version: 1,
        tombes: tombes.map((r) => r.nom),
        rapports: par('rapports'),
        durees_ms: par('durees'),
        mesures: par('mesures'),
        etendues: par('etendues'),
        machine: {
          coeurs: availableParallelism(),
          processeur: cpus()[0]?.model ?? 'inconnu',
          node: process.version,
          charge: loadavg().map((c) => Number(c.toFixed(2))),
        },
      },
      undefined,
      2,
    ),
  )
}
process.exitCode = bancs.length === 0 || tombes.length > 0 ? 1 : 0
