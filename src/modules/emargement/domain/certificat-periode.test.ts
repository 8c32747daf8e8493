import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { chevauche, ouEnEst, periodeACertifier, periodeProposee } from './certificat-periode.ts'

const d = (x: string) => x as DateCivile
/** Trois mois de mardis. */
const tenues = ['2026-09-08', '2026-09-22', '2026-10-06', '2026-10-20', '2026-11-17'].map(d)
const p = (debut: string, fin: string) => ({ debut: d(debut), fin: d(fin) })

describe('la période d’un certificat', () => {
  it.each([
    ['à l’envers', p('2026-10-02', '2026-10-01'), 'periode-inverse'],
    ['où rien ne se tient', p('2026-10-07', '2026-10-19'), 'periode-vide'],
    ['qui va jusqu’au bout de l’action', p('2026-10-01', '2026-11-17'), 'periode-finale'],
    ['qui n’est pas achevée', p('2026-10-01', '2026-10-31'), 'periode-a-venir'],
  ])('ne se certifie pas %s', (_, periode, code) => {
    expect(periodeACertifier(periode, tenues, d('2026-10-30'))).toMatchObject({ ok: false, error: { code } })
  })
  it('ne commence pas avant l’action', () => {
    expect(periodeACertifier(p('2026-09-01', '2026-09-30'), tenues, d('2026-09-30'))).toEqual({
      ok: true,
      value: p('2026-09-08', '2026-09-30'),
    })
  })
  it('deux périodes qui ont un jour commun se recouvrent', () => {
    expect(chevauche(p('2026-09-01', '2026-09-30'), p('2026-09-30', '2026-10-31'))).toBe(true)
    expect(chevauche(p('2026-09-01', '2026-09-30'), p('2026-10-01', '2026-10-31'))).toBe(false)
  })
})

it('dit d’avance où une période n’a pas lieu d’être', () => {
  expect(ouEnEst(tenues, d('2026-09-07'))).toBe('rien-tenu')
  expect(ouEnEst([], d('2026-09-07'))).toBe('rien-tenu')
  expect(ouEnEst(tenues, d('2026-11-17'))).toBeUndefined()
  expect(ouEnEst(tenues, d('2026-11-18'))).toBe('finie')
  // Le matin et l’après-midi d’un même jour.
  expect(ouEnEst([d('2026-09-08'), d('2026-09-08')], d('2026-10-01'))).toBe('un-seul-jour')
})

describe('la période proposée', () => {
  it('est le mois passé, après ce qui est déjà certifié', () => {
    expect(periodeProposee(tenues, [], d('2026-10-02'))).toEqual(p('2026-09-08', '2026-09-30'))
    expect(periodeProposee(tenues, [p('2026-09-08', '2026-09-30')], d('2026-11-02'))).toEqual(
      p('2026-10-06', '2026-10-31'),
    )
  })
  it('il n’y en a pas quand le mois est déjà certifié, ni quand l’action est finie', () => {
    expect(periodeProposee(tenues, [p('2026-09-08', '2026-09-30')], d('2026-10-15'))).toBeUndefined()
    expect(periodeProposee(tenues, [], d('2026-12-02'))).toBeUndefined()
  })
})
