import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { refusDExercice, refusDeCharge, refusDeRelances } from './charges.ts'

const jour = (t: string) => t as DateCivile
const aujourdhui = jour('2026-11-29')
const charge = { compte: '6226', ht: centimes(1), jour: aujourdhui }

describe('une charge', () => {
  it.each([
    ['6226', undefined],
    ['60', undefined],
    ['6', 'compte'],
    ['706', 'compte'],
    ['62 26', 'compte'],
    ['60123456789', 'compte'],
  ])('au compte %s : %s', (compte, code) =>
    expect(refusDeCharge({ ...charge, compte }, aujourdhui)?.code).toBe(code),
  )
  it('a un montant, même négatif', () => {
    expect(refusDeCharge({ ...charge, ht: centimes(0) }, aujourdhui)?.code).toBe('montant-nul')
    expect(refusDeCharge({ ...charge, ht: centimes(-1) }, aujourdhui)).toBeUndefined()
  })
  it('s’écrit d’avance jusqu’à un an et un jour', () => {
    expect(refusDeCharge({ ...charge, jour: jour('2027-11-30') }, aujourdhui)).toBeUndefined()
    expect(refusDeCharge({ ...charge, jour: jour('2027-12-01') }, aujourdhui)?.code).toBe('jour-impossible')
  })
})

describe('un exercice', () => {
  const e = (debut: string, fin: string) => ({ debut: jour(debut), fin: jour(fin) })
  it.each([
    ['2025-01-01', '2025-12-31', undefined],
    ['2025-01-01', '2025-01-01', 'duree'],
    ['2025-01-02', '2025-01-01', 'duree'],
    ['2025-01-01', '2027-01-02', undefined],
    ['2025-01-01', '2027-01-03', 'duree'],
  ])('du %s au %s : %s', (debut, fin, code) => expect(refusDExercice(e(debut, fin), [])?.code).toBe(code))
  it('n’en chevauche pas un autre, d’un jour non plus', () => {
    const connus = [e('2025-01-01', '2025-12-31')]
    expect(refusDExercice(e('2025-12-31', '2026-12-30'), connus)?.code).toBe('chevauche')
    expect(refusDExercice(e('2024-07-01', '2025-01-01'), connus)?.code).toBe('chevauche')
    expect(refusDExercice(e('2026-01-01', '2026-12-31'), connus)).toBeUndefined()
  })
  it('se corrige : celui du même début est lui-même', () =>
    expect(refusDExercice(e('2025-01-01', '2026-06-30'), [e('2025-01-01', '2025-12-31')])).toBeUndefined())
})

it.each([
  [[15, 30, 45], undefined],
  [[15, 15, 45], 'relances'],
  [[15, 30, 30], 'relances'],
  [[45, 30, 15], 'relances'],
] as const)('les relances à %j jours : %s', (jours, code) => expect(refusDeRelances(jours)?.code).toBe(code))
