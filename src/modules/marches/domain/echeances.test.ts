import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { estAbsurde, lireTerme, zoneDe } from './echeances.ts'

const instant = (texte: string, departements: readonly string[] = ['75']) => {
  const t = lireTerme(texte, zoneDe(departements))
  return t && 'instant' in t ? t.instant : t
}
const jour = (t: string) => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}

describe('un terme publié', () => {
  it.each<[string, string, readonly string[], string | null]>([
    ['en temps universel', '2026-10-26T11:00:00+00:00', ['03'], '2026-10-26T11:00:00Z'],
    ['au fuseau de Paris', '2016-01-25T16:00:00+01:00', ['42'], '2016-01-25T15:00:00Z'],
    ['avec des millièmes', '2026-10-26T11:00:00.123Z', ['03'], '2026-10-26T11:00:00Z'],
    ['sans secondes', '2026-10-26T11:00Z', ['03'], '2026-10-26T11:00:00Z'],
    ['sans fuseau, l’hiver à Paris', '2026-12-01T12:00:00', ['75'], '2026-12-01T11:00:00Z'],
    ['sans fuseau, l’été à Paris', '2026-07-01 12:00', ['75'], '2026-07-01T10:00:00Z'],
    ['sans fuseau, à La Réunion', '2026-07-01T12:00:00', ['974'], '2026-07-01T08:00:00Z'],
    ['sans fuseau, à Mayotte', '2026-07-01T12:00:00', ['976'], '2026-07-01T09:00:00Z'],
    ['sans fuseau, en Guadeloupe', '2026-07-01T12:00:00', ['971'], '2026-07-01T16:00:00Z'],
    ['sans fuseau, en Guyane', '2026-07-01T12:00:00', ['973'], '2026-07-01T15:00:00Z'],
    ['sans fuseau, en Nouvelle-Calédonie', '2026-07-01T08:00:00', ['988'], '2026-06-30T21:00:00Z'],
    [
      'sans fuseau, de deux pendules : celle de Paris',
      '2026-07-01T12:00:00',
      ['974', '75'],
      '2026-07-01T10:00:00Z',
    ],
    ['à minuit passé d’un jour', '2026-07-01T24:00:00Z', ['75'], '2026-07-02T00:00:00Z'],
    ['un jour sans heure', '2026-08-06+02:00', ['21'], null],
    ['un jour nu', '2026-08-06', ['21'], null],
  ])('%s', (_, texte, departements, attendu) => expect(instant(texte, departements)).toBe(attendu))
  it.each([
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '2026-10-10T25:00:00Z',
    '2026-10-10T10:61',
    '2026-10-10T10:00+15:00',
  ])('%s ne peut pas exister', (t) => expect(instant(t)).toEqual({ faux: true }))
  it.each(['', 'demain', '10/10/2026', '2026', '20261010', '{}', '2026-10-10T10:00 heure de Paris'])(
    '« %s » n’est pas un terme',
    (t) => expect(instant(t)).toBeUndefined(),
  )
  it('un instant écrit à n’importe quel fuseau est le même instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        (d, ecart) => {
          const la = new Date(d.getTime() + ecart * 60_000).toISOString().slice(0, 19)
          const [h, m] = [Math.floor(Math.abs(ecart) / 60), Math.abs(ecart) % 60].map((n) =>
            String(n).padStart(2, '0'),
          )
          expect(instant(`${la}${ecart < 0 ? '-' : '+'}${h}:${m}`)).toBe(`${d.toISOString().slice(0, 19)}Z`)
        },
      ),
    )
  })
})

describe('une échéance à ne pas croire', () => {
  it.each<[string, string, string | null, string, boolean]>([
    ['un mois après la parution', '2026-10-26', '2026-09-24', '26-1', false],
    ['le jour de la parution', '2026-09-24', '2026-09-24', '26-1', false],
    ['la veille de la parution', '2026-09-23', '2026-09-24', '26-1', true],
    ['deux ans après', '2028-09-23', '2026-09-24', '26-1', false],
    ['en 2048', '2048-10-26', '2026-09-24', '26-1', true],
    ['en 2048, sans parution, au numéro de 2026', '2048-10-26', null, '26-1', true],
    ['en 2027, sans parution, au numéro de 2026', '2027-10-26', null, '26-1', false],
    ['en 2019, au numéro de 2026', '2019-10-26', null, '26-1', true],
    ['en 2050, sans rien', '2050-10-26', null, 'EX-1', true],
    ['en 2019, sans rien', '2019-10-26', null, 'EX-1', false],
  ])('%s', (_, le, parution, idweb, absurde) => expect(estAbsurde(jour(le), parution, idweb)).toBe(absurde))
})
