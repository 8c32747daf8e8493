import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chauffer, construire, garderJeune } from './construire.ts'

const lieux: string[] = []
const lieu = (): string => {
  const dossier = mkdtempSync(join(tmpdir(), 'coforme-construire-'))
  lieux.push(dossier)
  return dossier
}
const jour = 24 * 3600 * 1000
const vieillir = (dossier: string, jours = 8) => {
  const alors = new Date(Date.now() - jours * jour)
  utimesSync(dossier, alors, alors)
}
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  for (const dossier of lieux.splice(0)) rmSync(dossier, { recursive: true, force: true })
})

describe('une construction', () => {
  it('tient en un octet par signe : chaînes, motifs et SQL y disent par son numéro ce qui n’est pas de l’ASCII', async () => {
    const racine = lieu()
    for (const dossier of ['src/app', 'tools']) mkdirSync(join(racine, dossier), { recursive: true })
    writeFileSync(
      join(racine, 'src/app/main.web.ts'),
      'console.log("l’un", /l’autre/.test("l’autre"), ((x: TemplateStringsArray) => x[0])`l’une`)\n',
    )
    writeFileSync(join(racine, 'tools/gabarits.ts'), '')
    const faite = await construire({ racine })
    const programme = readFileSync(join(faite, 'entrees/main.web.js'), 'utf8')
    expect(programme).not.toMatch(/\P{ASCII}/u)
    expect(programme.match(/l\\u2019/g)).toHaveLength(4)
  })

  it('une fois lancée, ne garde pas en mémoire la forme compilée qu’elle a lue', async () => {
    const racine = lieu()
    for (const dossier of ['src/app', 'tools']) mkdirSync(join(racine, dossier), { recursive: true })
    writeFileSync(join(racine, 'src/app/main.web.ts'), "process.on('exit', () => console.error('fin'))\n")
    writeFileSync(join(racine, 'tools/gabarits.ts'), '')
    const faite = await construire({ racine })
    const { stderr } = spawnSync(process.execPath, [join(faite, 'main.web.js')], {
      env: { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
      encoding: 'utf8',
    })
    // Node l’ôte aussi en finissant, après ce dernier mot : un serveur, lui, ne finit pas.
    const [dAbord] = stderr.split('fin\n')
    expect(dAbord).toContain('Clear deserialized cache')
  })

  it('efface celles d’il y a plus d’une semaine, et jamais le lien des paquets, même anciens', async () => {
    const [racine, donnees] = [lieu(), lieu()]
    for (const dossier of ['src/app', 'tools', 'node_modules'])
      mkdirSync(join(racine, dossier), { recursive: true })
    writeFileSync(join(racine, 'src/app/main.web.ts'), 'export {}\n')
    writeFileSync(join(racine, 'tools/gabarits.ts'), '')
    vieillir(join(racine, 'node_modules'))
    const vers = join(donnees, 'construit')
    const [vieille, jeune] = [join(vers, 'vieille'), join(vers, 'jeune')]
    for (const dossier of [vieille, jeune]) mkdirSync(dossier, { recursive: true })
    vieillir(vieille)
    vieillir(jeune, 6)
    const faite = await construire({ racine, vers })
    expect([join(faite, 'main.web.js'), jeune, vieille, join(vers, 'node_modules')].map(existsSync)).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  it('dont un serveur se sert depuis plus d’une semaine reste jeune', () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    const dossier = lieu()
    garderJeune(dossier)
    vieillir(dossier)
    vi.advanceTimersByTime(jour)
    expect(Date.now() - statSync(dossier).mtimeMs).toBeLessThan(jour)
    rmSync(dossier, { recursive: true })
    expect(() => vi.advanceTimersByTime(jour)).not.toThrow()
  })

  it('ne retient pas le départ quand Node ne garde rien de compilé, et ne s’essaie qu’une fois', () => {
    vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1')
    const dossier = lieu()
    chauffer(dossier, ['--max-old-space-size=64', '--autre'])
    expect(existsSync(join(dossier, 'compile', 'chaud--max-old-space-size=64'))).toBe(true)
  })
})
