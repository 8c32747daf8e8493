import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { aCommence, direDebut, signeTard } from './a-temps.ts'

const premiere = {
  debut: new Date('2026-12-07T08:00:00Z'),
  jour: '2026-12-07' as DateCivile,
  debutMinutes: 540,
}
const a = (h: string) => new Date(`2026-12-07T${h}:00Z`)

describe('Avant ou après le début', () => {
  it('l’action commence à son heure, pas à minuit', () => {
    expect([a('07:59'), a('08:00')].map((x) => aCommence(premiere, x))).toEqual([false, true])
    expect(aCommence(undefined, a('08:00'))).toBe(false)
    expect(direDebut(premiere).replace(/[\u00a0\u202f]/g, ' ')).toBe('le lundi 7 décembre 2026 à 9 h')
  })
  it.each([
    ['par lien, une minute avant', 'lien', a('07:59'), false],
    ['par lien, l’après-midi même', 'lien', a('15:16'), true],
    // Un papier daté de ce jour-là ne dit pas l’heure.
    ['sur papier, le jour même', 'scan', a('11:00'), false],
    ['sur papier, le lendemain', 'scan', new Date('2026-12-08T11:00:00Z'), true],
    ['jamais', null, null, false],
  ] as const)('signé %s', (_, signatureMoyen, signeLe, tard) => {
    expect(signeTard({ signeLe, signatureMoyen }, premiere, 'Europe/Paris')).toBe(tard)
  })
})
