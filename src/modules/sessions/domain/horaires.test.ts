import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile, jourSemaine } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { joursDits, lireHoraires } from './horaires.ts'
import { validerSeance } from './seance.ts'

const d = (t: string): DateCivile => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}
const jour = d('2027-03-22')
const lire = (t: string) => {
  const lu = lireHoraires(t, jour)
  return lu.ok ? lu.value.map((h) => [h.debut, h.fin]) : lu.error.code
}

describe('les horaires d’un tableau', () => {
  it.each([
    [
      '9h-12h30 / 13h30-17h',
      [
        [540, 750],
        [810, 1020],
      ],
    ],
    [
      'de 9 h à 12 h 30 et 13:30 – 17:00',
      [
        [540, 750],
        [810, 1020],
      ],
    ],
    [
      '9h-17h',
      [
        [540, 750],
        [810, 1020],
      ],
    ],
    ['Matin', [[540, 750]]],
    ['Après-midi', [[810, 1020]]],
    [
      'matin et après-midi',
      [
        [540, 750],
        [810, 1020],
      ],
    ],
    [
      'journée',
      [
        [540, 750],
        [810, 1020],
      ],
    ],
    [
      '18h-minuit',
      [
        [1080, 1260],
        [1260, 1440],
      ],
    ],
    ['9h', 'horaires-illisibles'],
    ['9h-12h-15h', 'horaires-illisibles'],
    ['quand on veut', 'horaires-illisibles'],
    [' / ', 'horaires-illisibles'],
    ['12h-9h', 'horaires-inverses'],
  ])('« %s »', (texte, attendu) => {
    expect(lire(texte)).toEqual(attendu)
  })

  it('quelles que soient les bornes, ce qui est lu tient en demi-journées recevables qui couvrent le dit, midi ôté', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1438 }), fc.integer({ min: 1, max: 1439 }), (debut, duree) => {
        const fin = Math.min(1439, debut + duree)
        fc.pre(fin > debut)
        const lu = lireHoraires(`${formaterHeure(debut)}-${formaterHeure(fin)}`, jour)
        if (!lu.ok) throw new Error(lu.error.phrase)
        for (const h of lu.value)
          expect(validerSeance({ ...h, date: jour, zone: 'Europe/Paris' }).ok).toBe(true)
        expect([lu.value[0]?.debut, lu.value.at(-1)?.fin]).toEqual([debut, fin])
      }),
    )
  })
})

describe('les jours d’une ligne', () => {
  it('un seul jour est gardé tel quel, fût-il un dimanche ; une période ne prend que les jours travaillés', () => {
    expect(joursDits(d('2027-03-21'), undefined, 'metropole')).toEqual(['2027-03-21'])
    // Le lundi 29 mars 2027 est le lundi de Pâques.
    expect(joursDits(d('2027-03-26'), d('2027-03-30'), 'metropole')).toEqual(['2027-03-26', '2027-03-30'])
    expect(joursDits(d('2027-03-30'), d('2027-03-26'), 'metropole')).toEqual([])
  })
  it('jamais un samedi ni un dimanche', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (n) => {
        for (const j of joursDits(jour, ajouterJours(jour, n), 'metropole'))
          expect(jourSemaine(j)).toBeLessThan(6)
      }),
    )
  })
})
