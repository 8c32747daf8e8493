import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Atelier, createAtelier, type OptionsAtelier } from './atelier.ts'
import { createPdfRenderer } from './create-pdf-renderer.ts'

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
    patienceMs: 60_000,
    coeurs: 2,
    ...options,
  })
  return (gabarit: string, enLot = false) =>
    atelier.composer({ gabarit, entrees: {}, instant: 0, ...(enLot && { enLot }) })
}
const douzeBons = (composer: ReturnType<typeof ouvrir>) =>
  Promise.all(Array.from({ length: 12 }, () => composer('bon', true).then(texte)))
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
    const pids = new Set(
      await Promise.all(Array.from({ length: 9 }, () => composer('bon', true).then(texte))),
    )
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
    await vi.waitFor(() => expect(atelier.processus()).toEqual([]), { timeout: 120_000, interval: 20 })
    expect(texte(await composer('bon'))).toMatch(/^bon/)
  })

  it('ne fait pas naître un second processus pour deux papiers, ni pour un lot de douze très courts', async () => {
    const composer = ouvrir({ places: 2, attenteMax: 20 })
    await Promise.all([composer('bon'), composer('bon')])
    expect(atelier.processus()).toHaveLength(1)
    await composer('court')
    await douzeBons(composer)
    expect(atelier.processus()).toHaveLength(1)
  })

  it('douze papiers demandés par douze personnes n’en font pas naître un second : ils attendent leur tour', async () => {
    const composer = ouvrir({ places: 2, attenteMax: 20 })
    const douze = Promise.all(Array.from({ length: 12 }, () => composer('bon').then(texte)))
    expect(atelier.processus()).toHaveLength(1)
    expect((await douze).every((t) => t.startsWith('bon'))).toBe(true)
    expect(atelier.processus()).toHaveLength(1)
  })

  it('un refus, qui s’arrête tôt, n’empêche pas le renfort de naître pour un lot', async () => {
    const composer = ouvrir({ places: 2, attenteMax: 20 })
    await composer('refus')
    const douze = douzeBons(composer)
    expect(atelier.processus()).toHaveLength(2)
    await douze
  })

  it('un papier long ne retient pas celui qui le suit : un second ouvrier naît', async () => {
    const composer = ouvrir({ places: 2, patienceMs: 20 })
    const long = composer('boucle')
    expect(texte(await composer('bon'))).toMatch(/^bon \d+$/)
    expect(atelier.processus()).toHaveLength(2)
    await atelier.close()
    expect((await long).genre).toBe('panne')
  })

  // Le calcul d'un autre processus ne se lit que sous Linux ; ailleurs, qui attend fait naître le second.
  const quiDort = async () => {
    const composer = ouvrir({ places: 2, patienceMs: 300 })
    await composer('bon')
    const premiers = atelier.processus()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const dort = composer('dort')
    const suivant = composer('bon')
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    expect(atelier.processus()).toEqual(premiers)
    for (const pid of premiers) process.kill(pid, 'SIGKILL')
    expect((await dort).genre).toBe('panne')
    expect(texte(await suivant)).toMatch(/^bon/)
  }
  if (process.platform === 'linux')
    it(
      'un papier qui attend le processeur ne fait pas naître un second ouvrier, qui l’attendrait avec lui',
      quiDort,
    )

  it('un papier qui ne calcule pas ne retient pas les autres au-delà de dix fois la patience', async () => {
    const composer = ouvrir({ places: 2, patienceMs: 300 })
    await composer('bon')
    const premiers = atelier.processus()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const dort = composer('dort')
    const suivant = composer('bon')
    vi.advanceTimersByTime(4_000)
    vi.useRealTimers()
    expect(atelier.processus()).toHaveLength(2)
    expect(texte(await suivant)).toMatch(/^bon/)
    for (const pid of premiers) process.kill(pid, 'SIGKILL')
    expect((await dort).genre).toBe('panne')
  })

  it('sur plus de deux cœurs, des papiers demandés un à un font naître le second', async () => {
    const composer = ouvrir({ places: 2, coeurs: 4, attenteMax: 20 })
    const douze = Promise.all(Array.from({ length: 12 }, () => composer('bon').then(texte)))
    expect(atelier.processus()).toHaveLength(2)
    await douze
  })

  it('après douze papiers d’un geste, garde un processus, et en reprend un second à la demande', async () => {
    const composer = ouvrir({ places: 2, renfortMs: 50, attenteMax: 20 })
    const douze = () => douzeBons(composer)
    const premiers = douze()
    expect(atelier.processus()).toHaveLength(2)
    await premiers
    await vi.waitFor(() => expect(atelier.processus()).toHaveLength(1), { timeout: 120_000, interval: 20 })
    const suite = douze()
    expect(atelier.processus()).toHaveLength(2)
    expect((await suite).every((t) => t.startsWith('bon'))).toBe(true)
  })

  it('le dit quand aucun ouvrier ne démarre, au lieu de tourner en rond', async () => {
    const composer = ouvrir({ ouvrier: `${ouvrier}.absent` })
    expect(await composer('bon')).toEqual({ genre: 'panne', messages: ['aucun ouvrier ne démarre'] })
  })

  it('une réunion d’avance dont l’ouvrier ne peut pas naître s’oublie, et n’arrête personne', async () => {
    // Node refuse ce chemin avant tout processus, comme le système quand il n’a plus de mémoire.
    const pdf = createPdfRenderer({ ouvrier: '\0' })
    const quoi = { titre: 'Tous', noms: ['CR-1', 'CR-2'], fichiers: ['a', 'b'] }
    pdf.dAvance?.commencer(quoi, [])
    expect(await pdf.dAvance?.reunie(quoi)).toBeUndefined()
    expect(pdf.dAvance?.reunie(quoi)).toBeUndefined()
    await pdf.close()
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
