import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formaterCreneau,
  formaterDuree,
  formaterHeure,
  formaterHeuresDecimales,
  heuresEntieres,
  lireDuree,
  lireHeure,
} from '#kernel/heures.ts'

/** « 09:30 » : ce qu’envoie un champ `time`. */
const iso = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
const n = (t: string): string => t.replace(/[\u00a0\u202f]/g, ' ')
const code = (r: { ok: true; value: unknown } | { ok: false; error: { code: string } }) =>
  r.ok ? r.value : r.error.code

describe('lire une heure', () => {
  it.each([
    ['9 h', 540],
    ['9h', 540],
    ['9 h 30', 570],
    ['9h30', 570],
    ['09:30', 570],
    ['9.30', 570],
    ['9\u00a0h\u00a030', 570],
    ['9 H 05', 545],
    ['9 heures 30', 570],
    ['9', 540],
    ['midi', 720],
    ['minuit', 0],
    ['00:00', 0],
    ['23:59', 1439],
  ])('%s est la minute %d', (t, m) => expect(code(lireHeure(t))).toBe(m))
  it.each([
    ['', 'heure-vide'],
    ['matin', 'heure-illisible'],
    ['9:3', 'heure-illisible'],
    ['9:', 'heure-illisible'],
    ['930', 'heure-illisible'],
    ['-9', 'heure-illisible'],
    ['24:00', 'heure-inexistante'],
    ['25 h', 'heure-inexistante'],
    ['9 h 60', 'heure-inexistante'],
  ])('« %s » est refusée : %s', (t, c) => expect(code(lireHeure(t))).toBe(c))
  it('minuit et 24 h ne sont 1440 que pour une fin', () => {
    expect(code(lireHeure('24 h', { fin: true }))).toBe(1440)
    expect(code(lireHeure('minuit', { fin: true }))).toBe(1440)
    expect(code(lireHeure('24 h 01', { fin: true }))).toBe('heure-inexistante')
  })
  it('toute minute écrite se relit, dans les deux formes', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (m) => {
        expect(code(lireHeure(formaterHeure(m)))).toBe(m)
        expect(code(lireHeure(iso(m)))).toBe(m)
      }),
    ))
})

describe('écrire heures et durées', () => {
  it('heures', () => {
    expect(n(formaterHeure(570))).toBe('9 h 30')
    expect(n(formaterHeure(840))).toBe('14 h')
    expect(n(formaterHeure(545))).toBe('9 h 05')
    expect(n(formaterCreneau(540, 750))).toBe('9 h – 12 h 30')
  })
  it.each([
    [210, '3 h 30', '3,5'],
    [420, '7 h', '7'],
    [45, '45 min', '0,75'],
    [20, '20 min', '0,33'],
    [0, '0 h', '0'],
    [84_000, '1 400 h', '1 400'],
    [-90, '\u22121 h 30', '\u22121,5'],
  ])('%d minutes : %s, soit %s', (m, duree, decimales) => {
    expect(n(formaterDuree(m))).toBe(duree)
    expect(n(formaterHeuresDecimales(m))).toBe(decimales)
  })
  it('l’arrondi à l’heure entière monte la demie', () =>
    expect([209, 210, 211, 0, 29, 30].map(heuresEntieres)).toEqual([3, 4, 4, 0, 0, 1]))
})

describe('lire une durée', () => {
  it.each([
    ['3 h 30', 210],
    ['3h30', 210],
    ['3:30', 210],
    ['3,5', 210],
    ['3.5 h', 210],
    ['210 min', 210],
    ['14', 840],
    ['14 heures', 840],
    ['1 400 h', 84_000],
    ['0', 0],
  ])('%s fait %d minutes', (t, m) => expect(code(lireDuree(t))).toBe(m))
  it.each([
    ['', 'duree-vide'],
    ['longtemps', 'duree-illisible'],
    ['3 h 75', 'duree-illisible'],
    ['-3', 'duree-illisible'],
    ['999999', 'duree-trop-longue'],
  ])('« %s » est refusée : %s', (t, c) => expect(code(lireDuree(t))).toBe(c))
  it('toute durée écrite se relit', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), (m) => code(lireDuree(formaterDuree(m))) === m),
    ))
})
