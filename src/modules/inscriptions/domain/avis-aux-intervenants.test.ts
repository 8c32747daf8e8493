import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { nouvellePour, texteAQuiAnime } from './avis-aux-intervenants.ts'

const rien = {
  suspendue: undefined,
  dernier: undefined,
  anime: true,
  animait: true,
  arrive: false,
  quitte: false,
  autres: false,
} as const

describe('ce qu’apprend qui anime', () => {
  it.each([
    ['rien ne change', {}, undefined],
    ['elle arrive', { animait: false, arrive: true }, 'arrive'],
    ['une demi-journée de plus', { arrive: true }, 'change'],
    ['il n’anime plus rien', { anime: false, quitte: true }, 'quitte'],
    ['il en garde une', { quitte: true }, 'change'],
    ['les dates bougent', { autres: true }, 'change'],
    ['la session s’annule', { suspendue: 'annulation' }, 'annulation'],
    ['elle le sait déjà', { suspendue: 'annulation', dernier: 'annulation' }, undefined],
    ['rouverte après un report, ses dates se disent', { dernier: 'report' }, 'change'],
    ['dites, elles ne se redisent pas', { dernier: 'dates' }, undefined],
  ] as const)('%s', (_, traits, attendue) => {
    expect(nouvellePour({ ...rien, ...traits })).toBe(attendue)
  })
  it('dit ses demi-journées et le lieu à qui arrive, rien des autres à qui part', () => {
    const s = {
      intitule: 'Anglais',
      motif: null,
      lieu: 'Salle Duras',
      demies: [{ jour: '2026-12-07' as DateCivile, debutMinutes: 540, finMinutes: 750 }],
    }
    const dit = texteAQuiAnime('arrive', s).replace(/[\u00a0\u202f]/g, ' ')
    expect(dit).toMatch(/Vous animez.*7 décembre 2026.*Salle Duras/s)
    expect(texteAQuiAnime('quitte', s).replace(/[\u00a0\u202f]/g, ' ')).not.toMatch(/décembre|Duras/)
  })
})
