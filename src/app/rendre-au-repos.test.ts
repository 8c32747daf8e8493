import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rendreAuRepos } from './rendre-au-repos.ts'

const Mio = 2 ** 20

describe('une instance que personne ne demande', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const scene = () => {
    const vu = { demandes: 0, tas: 150 * Mio, ramasses: 0 }
    const cesser = rendreAuRepos(
      () => vu.demandes,
      () => {
        vu.ramasses += 1
        vu.tas = 90 * Mio
      },
      () => vu.tas,
    )
    /** Le temps entre deux regards, avec tant de demandes. */
    const passer = (demandes = 0) => {
      vu.demandes += demandes
      vi.advanceTimersByTime(45_000)
      return vu.ramasses
    }
    return { vu, passer, cesser }
  }

  it('rend une fois ce que la dernière affluence a laissé, et jamais pendant elle', () => {
    const { passer } = scene()
    expect([passer(3), passer(1), passer(), passer(), passer()]).toEqual([0, 0, 1, 1, 1])
  })

  it('rend de nouveau après une autre affluence, ou quand une tâche de nuit a fait grandir le tas', () => {
    const { vu, passer } = scene()
    expect(passer()).toBe(1)
    vu.tas = 95 * Mio
    expect(passer()).toBe(1)
    vu.tas = 140 * Mio
    expect([passer(5), passer()]).toEqual([1, 2])
    vu.tas = 120 * Mio
    expect(passer()).toBe(3)
  })

  it('ne regarde plus rien une fois arrêtée', () => {
    const { passer, cesser } = scene()
    cesser()
    expect(passer()).toBe(0)
  })
})
