import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Atelier, createAtelier, type OptionsAtelier } from './atelier.ts'

const ouvrier = fileURLToPath(new URL('./test/ouvrier-fautif.ts', import.meta.url))
let atelier: Atelier
const ouvrir = (options: Partial<OptionsAtelier> = {}) => {
  atelier = createAtelier({
    ouvrier,
    places: 1,
    limiteMs: 60_000,
    memoireMax: 10_000_000_000,
    vie: 100,
    attenteMax: 10,
    reposMs: 60_000,
    renfortMs: 60_000,
    ...options,
  })
  return (gabarit: string) => atelier.composer({ gabarit, entrees: {}, instant: 0 })
}
afterEach(() => atelier.close())
const texte = (issue: Awaited<ReturnType<Atelier['composer']>>) =>
  issue.genre === 'compose' ? Buffer.from(issue.pdf).toString() : issue.genre
const vivant = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('l’atelier de composition', () => {
  it('tue ce qui dure trop, le remplace, et sert la suite', async () => {
    const composer = ouvrir({ limiteMs: 2000 })
    const [bloque, suivant] = await Promise.all([composer('boucle'), composer('bon')])
    expect(bloque.genre).toBe('trop-lourd')
    expect(texte(suivant)).toMatch(/^bon \d+$/)
  })

  // La mémoire d'un autre processus ne se lit que sous Linux ; ailleurs l'ouvrier n'est remplacé qu'après sa tâche.
  const surLinux = async () => {
    const composer = ouvrir({ memoireMax: 250_000_000 })
    expect((await composer('gonfle')).genre).toBe('trop-lourd')
    expect(texte(await composer('bon'))).toMatch(/^bon/)
  }
  if (process.platform === 'linux') it('tue ce qui prend trop de mémoire', surLinux)

  it('remplace un ouvrier mort en route sans perdre la file', async () => {
    const composer = ouvrir()
    const [mort, suivant] = await Promise.all([composer('meurt'), composer('bon')])
    expect(mort.genre).toBe('panne')
    expect(texte(suivant)).toMatch(/^bon/)
  })

  it('remplace un ouvrier qui a assez servi, ou trop grossi', async () => {
    const composer = ouvrir({ vie: 2 })
    const pids: string[] = []
    for (let i = 0; i < 4; i++) pids.push(texte(await composer('bon')))
    expect(new Set(pids).size).toBe(2)
    const gras = texte(await composer('gras')).split(' ')[1]
    expect(texte(await composer('bon')).split(' ')[1]).not.toBe(gras)
  })

  it('n’embauche qu’au premier document, et jamais plus que ses places', async () => {
    const composer = ouvrir({ places: 2 })
    expect(atelier.processus()).toEqual([])
    const pids = new Set(await Promise.all(Array.from({ length: 8 }, () => composer('bon').then(texte))))
    expect(pids.size).toBeLessThanOrEqual(2)
    expect(atelier.processus().length).toBeLessThanOrEqual(2)
  })

  it('dit « occupé » quand la file déborde', async () => {
    const composer = ouvrir({ attenteMax: 2, limiteMs: 400 })
    const issues = await Promise.all(Array.from({ length: 4 }, () => composer('boucle')))
    expect(issues.filter((i) => i.genre === 'occupe')).toHaveLength(2)
  })

  it('au repos, ne garde aucun processus, et en reprend un à la demande', async () => {
    const composer = ouvrir({ reposMs: 50 })
    await composer('bon')
    await vi.waitFor(() => expect(atelier.processus()).toEqual([]), { timeout: 10_000, interval: 20 })
    expect(texte(await composer('bon'))).toMatch(/^bon/)
  })

  it('après deux papiers à la fois, garde un processus, et en reprend un second à la demande', async () => {
    const composer = ouvrir({ places: 2, renfortMs: 50 })
    await Promise.all([composer('bon'), composer('bon')])
    await vi.waitFor(() => expect(atelier.processus()).toHaveLength(1), { timeout: 10_000, interval: 20 })
    const [un, deux] = await Promise.all([composer('bon'), composer('bon')])
    expect([texte(un), texte(deux)].every((t) => t.startsWith('bon'))).toBe(true)
  })

  it('le dit quand aucun ouvrier ne démarre, au lieu de tourner en rond', async () => {
    const composer = ouvrir({ ouvrier: `${ouvrier}.absent` })
    expect(await composer('bon')).toEqual({ genre: 'panne', messages: ['aucun ouvrier ne démarre'] })
  })

  it('fermé, ne laisse aucun processus ni aucune attente', async () => {
    const composer = ouvrir()
    await composer('bon')
    const pids = atelier.processus()
    const enCours = composer('boucle')
    await atelier.close()
    expect(await enCours).toMatchObject({ genre: 'panne' })
    expect(pids.filter(vivant)).toEqual([])
    expect(await composer('bon')).toMatchObject({ genre: 'panne' })
  })
})
