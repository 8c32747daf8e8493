import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reglesDeCouches } from './couches.ts'
import { couches, lireCouches } from './verifications/couches.ts'

const table = { organisme: 0, tiers: 1, pole: 1, sessions: 2 }

const paquet = {
  type: 'module',
  imports: {
    '#kernel/*': './src/kernel/*',
    '#platform/*': './src/platform/*',
    '#web/*': './src/web/*',
    '#modules/*': './src/modules/*',
    '#app/*': './src/app/*',
  },
  dependencies: { kysely: '1.0.0', pg: '1.0.0', zod: '1.0.0', hono: '1.0.0', sharp: '1.0.0' },
  devDependencies: { 'fast-check': '1.0.0' },
}

/** Un petit dépôt en règle ; chaque cas y ajoute un seul fichier fautif. */
const sain: Readonly<Record<string, string>> = {
  'src/kernel/result.ts': 'export const ok = 1\n',
  'src/platform/db/index.ts': "import 'kysely'\nimport '#kernel/result.ts'\nexport const tx = 1\n",
  'src/web/form.ts': "import 'zod'\nimport '#platform/db/index.ts'\nexport const form = 1\n",
  'src/modules/organisme/domain/membre.ts': "import '#kernel/result.ts'\nexport const membre = 1\n",
  'src/modules/organisme/index.ts': "export { membre } from './domain/membre.ts'\n",
  'src/modules/tiers/index.ts': "import '#modules/organisme/index.ts'\nexport const tiers = 1\n",
  'src/modules/tiers/test/fabriques.ts': 'export const unTiers = 1\n',
  'src/modules/pole/index.ts': 'export const pole = 1\n',
  'src/modules/sessions/index.ts': 'export const sessions = 1\n',
  'src/modules/sessions/domain/seance.ts': "import './duree.ts'\nexport const seance = 1\n",
  'src/modules/sessions/domain/duree.ts':
    "import type { tiers } from '#modules/tiers/index.ts'\nexport const duree: typeof tiers = 1\n",
  'src/modules/sessions/db/session.repository.ts': "import 'kysely'\nimport '../domain/seance.ts'\n",
  'src/modules/sessions/db/seance.ecritures.ts': "import 'kysely'\nexport const garder = 1\n",
  'src/modules/sessions/gestes/ouvrir.ts':
    "import '../db/seance.ecritures.ts'\nimport '../domain/seance.ts'\nexport const ouvrir = 1\n",
  'src/modules/sessions/db/session.itest.ts': "import 'pg'\nimport '#modules/tiers/test/fabriques.ts'\n",
  'src/modules/sessions/pages/liste.page.tsx': "import 'zod'\nimport 'hono'\nimport '#web/form.ts'\n",
  'src/modules/sessions/module.ts': "import './pages/liste.page.tsx'\nexport const module = 1\n",
  'src/platform/images/reduire.ts':
    "import type { x } from 'sharp'\nexport type X = typeof x\nexport const ouvrir = () => import('sharp')\n",
  'src/app/wiring.ts': "import '#modules/sessions/module.ts'\nimport '#modules/tiers/index.ts'\n",
}

const cas: readonly (readonly [regle: string, fichier: string, contenu: string])[] = [
  ['db-under-domain', 'src/modules/sessions/db/faux.ts', "import '../gestes/ouvrir.ts'\n"],
  ['db-under-domain', 'src/modules/sessions/db/faux.ts', "import '../module.ts'\n"],
  ['gestes-without-pages', 'src/modules/sessions/gestes/faux.ts', "import '../pages/liste.page.tsx'\n"],
  ['gestes-without-pages', 'src/modules/sessions/gestes/faux.ts', "import '../module.ts'\n"],
  ['lecture-without-gestes', 'src/modules/sessions/lecture/faux.ts', "import '../gestes/ouvrir.ts'\n"],
  ['lecture-without-gestes', 'src/modules/sessions/documents/faux.ts', "import '../pages/liste.page.tsx'\n"],
  ['pages-write-nothing', 'src/modules/sessions/pages/faux.page.tsx', "import '../db/seance.ecritures.ts'\n"],
  ['jobs-without-pages', 'src/modules/sessions/jobs/faux.job.ts', "import '../pages/liste.page.tsx'\n"],
  ['acyclic', 'src/modules/sessions/domain/duree.ts', "import './seance.ts'\n"],
  [
    'acyclic',
    'src/modules/sessions/domain/duree.ts',
    "import type { seance } from './seance.ts'\nexport type D = typeof seance\n",
  ],
  ['resolved', 'src/web/faux.ts', "import '#web/absent.ts'\n"],
  ['kernel-alone', 'src/kernel/faux.ts', "import 'node:fs'\n"],
  ['kernel-alone', 'src/kernel/faux.ts', "import 'hono'\n"],
  ['no-upward', 'src/platform/faux.ts', "import '#web/form.ts'\n"],
  ['no-upward', 'src/platform/faux.ts', "import '#modules/tiers/index.ts'\n"],
  ['no-upward', 'src/web/faux.ts', "import '#modules/tiers/index.ts'\n"],
  ['no-upward', 'src/modules/tiers/faux.ts', "import '#app/wiring.ts'\n"],
  ['no-upward', 'src/web/faux.ts', "import '../../tools/outil.ts'\n"],
  ['module-index', 'src/modules/sessions/faux.ts', "import '#modules/organisme/domain/membre.ts'\n"],
  ['module-index', 'src/modules/sessions/faux.ts', "import '#modules/tiers/test/fabriques.ts'\n"],
  ['module-index', 'src/modules/sessions/faux.test.ts', "import '#modules/organisme/domain/membre.ts'\n"],
  ['module-index', 'src/modules/sessions/test/faux.ts', "import '#modules/organisme/domain/membre.ts'\n"],
  ['module-index', 'src/app/faux.ts', "import '#modules/sessions/gestes/ouvrir.ts'\n"],
  [
    'pure-domain',
    'src/modules/sessions/domain/faux.ts',
    "import type { x } from 'kysely'\nexport type X = typeof x\n",
  ],
  ['pure-domain', 'src/modules/sessions/domain/faux.ts', "import '#platform/db/index.ts'\n"],
  [
    'pure-domain',
    'src/modules/sessions/domain/faux.ts',
    "import { tiers } from '#modules/tiers/index.ts'\nexport const x = tiers\n",
  ],
  ['pure-domain', 'src/modules/sessions/domain/faux.ts', "import '../gestes/ouvrir.ts'\n"],
  ['sql-in-db', 'src/modules/sessions/pages/faux.page.tsx', "import 'kysely'\n"],
  ['sql-in-db', 'src/app/faux.ts', "import 'pg'\n"],
  ['module-rank', 'src/modules/tiers/faux.ts', "import '#modules/sessions/index.ts'\n"],
  ['module-rank', 'src/modules/tiers/faux.ts', "import '#modules/pole/index.ts'\n"],
  ['module-rank', 'src/modules/tiers/faux.test.ts', "import '#modules/pole/index.ts'\n"],
  ['zod-at-the-edge', 'src/modules/sessions/jobs/faux.job.ts', "import 'zod'\n"],
  ['zod-at-the-edge', 'src/platform/mail/faux.ts', "import 'zod'\n"],
  ['served-without-dev', 'src/web/faux.ts', "import 'fast-check'\n"],
  ['loaded-on-demand', 'src/platform/faux.ts', "import { x } from 'sharp'\nexport const y = x\n"],
]

describe('les couches', () => {
  let racine = ''
  const ecrire = (chemin: string, contenu: string) => {
    mkdirSync(dirname(join(racine, chemin)), { recursive: true })
    writeFileSync(join(racine, chemin), contenu)
  }

  beforeEach(() => {
    racine = mkdtempSync(join(tmpdir(), 'coforme-couches-'))
    ecrire('package.json', JSON.stringify(paquet))
    ecrire('tsconfig.json', '{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler" } }')
    ecrire('tools/outil.ts', 'export const outil = 1\n')
    for (const nom of ['kysely', 'pg', 'zod', 'hono', 'sharp', 'fast-check']) {
      ecrire(`node_modules/${nom}/package.json`, JSON.stringify({ name: nom, main: 'index.js' }))
      ecrire(`node_modules/${nom}/index.js`, 'exports.x = 1\n')
    }
    for (const [chemin, contenu] of Object.entries(sain)) ecrire(chemin, contenu)
  })
  afterEach(() => rmSync(racine, { recursive: true, force: true }))

  it('n’ont rien à reprocher à un dépôt en règle, lu en entier', async () => {
    const { lus, reproches } = await lireCouches(racine, table)
    expect(reproches).toEqual([])
    expect(lus).toEqual(expect.arrayContaining(Object.keys(sain)))
    expect(await couches.verifier(racine)).toMatchObject({ ok: true })
  })

  it.each(cas)('%s arrête %s', async (regle, fichier, contenu) => {
    ecrire(fichier, contenu)
    const { reproches } = await lireCouches(racine, table)
    expect(reproches.filter((r) => r.de === fichier || regle === 'acyclic').map((r) => r.regle)).toContain(
      regle,
    )
  })

  it('sont toutes essayées ici', () => {
    const noms = new Set((reglesDeCouches(table).forbidden ?? []).map((regle) => regle.name))
    expect([...noms].sort()).toEqual([...new Set(cas.map(([regle]) => regle))].sort())
  })

  it('se plaignent quand un fichier du disque n’a pas été lu', async () => {
    // Un lien rompu ou un lecteur incapable donnent la même chose : présent sur le disque, absent de la lecture.
    const lire = async () => ({ lus: Object.keys(sain).slice(1), reproches: [] })
    const verdict = await couches.verifier(racine, lire)
    expect(verdict.ok).toBe(false)
    expect(JSON.stringify(verdict)).toContain('src/kernel/result.ts')
  })

  it('se plaignent d’un dépôt sans une seule source', async () => {
    rmSync(join(racine, 'src'), { recursive: true })
    rmSync(join(racine, 'tools'), { recursive: true })
    expect((await couches.verifier(racine, async () => ({ lus: [], reproches: [] }))).ok).toBe(false)
  })
})
