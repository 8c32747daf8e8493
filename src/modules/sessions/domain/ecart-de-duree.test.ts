import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { ecartDeDuree } from './ecart-de-duree.ts'

const matin = { jour: '2027-01-12' as DateCivile, debutMinutes: 540, finMinutes: 750, tenue: true }
const dire = (d: Partial<Parameters<typeof ecartDeDuree>[0]> = {}) =>
  ecartDeDuree({ etat: 'ouverte', modalite: 'presentiel', minutesOffre: 840, seances: [matin], ...d })

describe('une session et la durée de son offre', () => {
  it('plus courte ou plus longue, l’écart se dit', () => {
    expect(dire()?.replaceAll('\u00a0', ' ')).toBe('Les séances durent 3 h 30 en tout, l’offre annonce 14 h.')
    expect(dire({ minutesOffre: 120 })).toContain('annonce 2')
    // Une demi-journée suspendue ne compte plus.
    expect(dire({ minutesOffre: 420, seances: [matin, { ...matin, tenue: false }] })).toContain('3')
  })
  it.each([
    ['la même durée', { minutesOffre: 210 }],
    ['une offre sans durée', { minutesOffre: null }],
    ['aucune séance', { seances: [] }],
    ['à distance, des séances plus courtes', { modalite: 'distance' }],
    ['en partie à distance, des séances plus courtes', { modalite: 'mixte' }],
    ['une session finie', { etat: 'terminee' }],
    ['une session annulée', { etat: 'annulee' }],
  ] as const)('%s : rien à dire', (_, d) => expect(dire(d)).toBeUndefined())
  it('à distance, des séances plus longues que l’offre se disent', () =>
    expect(dire({ modalite: 'distance', minutesOffre: 120 })).toBeDefined())
})
