import { describe, expect, it } from 'vitest'
import { qualite } from '../module.ts'

const appeler = async (...args: readonly string[]) => {
  const [commande] = qualite.commandes ?? []
  if (!commande) throw new Error('sans commande')
  const [out, err]: [string[], string[]] = [[], []]
  const code = await commande.run(args, { stdout: (t) => void out.push(t), stderr: (t) => void err.push(t) })
  return { code, out: out.join(''), err: err.join('') }
}

describe('rnq', () => {
  it('n’a pas besoin de base', () =>
    expect(qualite.commandes?.[0]).toMatchObject({ nom: 'rnq', base: false }))
  it('rend un document, et rien d’autre', async () => {
    const r = await appeler('--date', '2026-11-01', '--categories', 'AF,VAE', '--json')
    expect([r.code, r.err]).toEqual([0, ''])
    const g = JSON.parse(r.out)
    expect([Object.keys(g), g.version, g.indicateurs.length]).toEqual([
      ['version', 'indicateurs'],
      '2026-728',
      28,
    ])
    expect(g.indicateurs[0]).toMatchObject({ numero: 1, critere: 1, gradable: true })
  })
  it('sans catégorie, les a toutes ; sans --json, se lit', async () => {
    const { code, out } = await appeler('--date=2026-10-31')
    expect(code).toBe(0)
    expect(out).toContain('version V9\u00a0: 32 indicateurs')
    expect(out.split('\n').filter((l) => /^ +\d+ {2}/.test(l))).toHaveLength(32)
  })
  it('avec --situation, ôte ce dont la condition manque', async () => {
    const lus = async (s: string) =>
      JSON.parse(
        (await appeler('--date', '2026-11-24', '--categories', 'AF', '--situation', s, '--json')).out,
      ).indicateurs.length
    expect([await lus(''), await lus('sous-traitance'), await lus('sous-traitance,certification')]).toEqual([
      22, 23, 26,
    ])
  })
  it('avant la première grille tenue, répond non', async () => {
    const r = await appeler('--date', '2023-01-01', '--json')
    expect([r.code, r.out]).toEqual([1, ''])
    expect(r.err).toContain('8\u00a0mars 2024')
  })
  it.each([
    [[], '--date'],
    [['--date', '2026-02-30'], 'calendrier'],
    [['--date', '2026-11-01', '--categories', 'AF,XX'], 'XX'],
    [['--date', '2026-11-01', '--categories', ''], '--categories'],
    [['--date', '2026-11-01', '--situation', 'pluie'], 'pluie'],
    [['--date', '2026-11-01', '--date', '2026-11-02'], 'deux fois'],
    [['--date', '2026-11-01', '--vite'], '--vite'],
    [['--date', '--json'], '--date'],
  ])('%j : rend 2 avec sa phrase', async (args, phrase) => {
    const r = await appeler(...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(phrase)
  })
})
