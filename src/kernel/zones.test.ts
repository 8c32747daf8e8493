import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asZone, heureLocale, instantDe, jourLocal, matinAttendu, type Zone, zones } from '#kernel/zones.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
const toutes = Object.keys(zones) as Zone[]

describe('la pendule d’un lieu', () => {
  it.each([
    ['2026-11-24', 540, 'Europe/Paris', '2026-11-24T08:00:00.000Z'],
    ['2026-07-14', 540, 'Europe/Paris', '2026-07-14T07:00:00.000Z'],
    ['2026-11-24', 540, 'Indian/Reunion', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24', 540, 'America/Martinique', '2026-11-24T13:00:00.000Z'],
    ['2026-11-24', 1440 + 120, 'Europe/Paris', '2026-11-25T01:00:00.000Z'],
  ] as const)('%s à la minute %d, %s, est %s', (date, minute, zone, iso) =>
    expect(instantDe(d(date), minute, zone)).toEqual({ instant: new Date(iso), genre: 'exacte' }),
  )

  it('2 h 30 le 29 mars 2026 n’existe pas à Paris : on avance à 3 h 30', () => {
    const c = instantDe(d('2026-03-29'), 150, 'Europe/Paris')
    expect(c.genre).toBe('inexistante')
    expect(heureLocale(c.instant, 'Europe/Paris')).toEqual({ date: '2026-03-29', minute: 210, seconde: 0 })
  })
  it('2 h 30 le 25 octobre 2026 existe deux fois à Paris : on prend la première', () =>
    expect(instantDe(d('2026-10-25'), 150, 'Europe/Paris')).toEqual({
      instant: new Date('2026-10-25T00:30:00Z'),
      genre: 'ambigue',
    }))
  it('les bords du changement d’heure sont exacts', () => {
    expect(instantDe(d('2026-03-29'), 119, 'Europe/Paris').genre).toBe('exacte')
    expect(instantDe(d('2026-03-29'), 120, 'Europe/Paris').genre).toBe('inexistante')
    expect(instantDe(d('2026-03-29'), 180, 'Europe/Paris').genre).toBe('exacte')
    expect(instantDe(d('2026-10-25'), 180, 'Europe/Paris').genre).toBe('exacte')
  })
  it('la Réunion n’a pas d’heure d’été', () =>
    expect(instantDe(d('2026-03-29'), 150, 'Indian/Reunion')).toEqual({
      instant: new Date('2026-03-28T22:30:00Z'),
      genre: 'exacte',
    }))
  it('au même instant, le jour n’est pas le même partout', () => {
    const soir = new Date('2026-11-24T21:30:00Z')
    expect(jourLocal(soir, 'Europe/Paris')).toBe('2026-11-24')
    expect(jourLocal(soir, 'Indian/Reunion')).toBe('2026-11-25')
    expect(jourLocal(soir, 'America/Martinique')).toBe('2026-11-24')
  })
  it('aller et retour rend la même pendule, sauf dans un trou', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom(...toutes),
        (instant, zone) => {
          const local = heureLocale(instant, zone)
          const c = instantDe(local.date, local.minute, zone)
          expect(c.genre).not.toBe('inexistante')
          const relu = heureLocale(c.instant, zone)
          expect([relu.date, relu.minute]).toEqual([local.date, local.minute])
          if (c.genre === 'exacte')
            expect(Math.floor(c.instant.getTime() / 60_000)).toBe(Math.floor(instant.getTime() / 60_000))
        },
      ),
      { numRuns: 200 },
    ))
  it('un fuseau hors de la liste n’entre pas', () => {
    expect(asZone('Europe/Paris')).toBe('Europe/Paris')
    for (const t of ['Europe/Londres', '__proto__', 'toString', '', 'europe/paris'])
      expect(asZone(t)).toBeUndefined()
  })
})

/** La même pendule, sans rien garder : ce que le moteur répond, instant par instant. */
const parLeMoteur = (instant: Date, zone: Zone) => {
  const lu = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(instant)
      .map((p) => [p.type, p.value]),
  )
  return {
    date: `${lu.year}-${lu.month}-${lu.day}`,
    minute: Number(lu.hour) * 60 + Number(lu.minute),
    seconde: Number(lu.second),
  }
}

describe('le décalage gardé d’un quart d’heure', () => {
  it('dit la même pendule que le moteur, à tout instant depuis 1900', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1901-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }),
        fc.constantFrom(...toutes),
        (instant, zone) => {
          const attendue = parLeMoteur(instant, zone)
          expect(heureLocale(instant, zone)).toEqual(attendue)
          // La seconde fois, du décalage gardé.
          expect(heureLocale(new Date(instant.getTime()), zone)).toEqual(attendue)
        },
      ),
    ))

  it('change à la seconde près, aux deux changements d’heure', () => {
    for (const bord of ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'])
      for (const ecart of [-1, 0, 1]) {
        const instant = new Date(new Date(bord).getTime() + ecart * 1000)
        expect(heureLocale(instant, 'Europe/Paris')).toEqual(parLeMoteur(instant, 'Europe/Paris'))
      }
  })
})

describe('le matin que l’on attend pour écrire', () => {
  it.each([
    ['2026-11-24T02:10:00Z', 'Europe/Paris', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T07:00:00Z', 'Europe/Paris', undefined],
    ['2026-11-24T22:30:00Z', 'Europe/Paris', undefined],
    ['2026-11-24T07:30:00Z', 'America/Martinique', '2026-11-24T12:00:00.000Z'],
  ] as const)('%s, %s : %s', (instant, zone, attendu) => {
    expect(matinAttendu(new Date(instant), zone)?.toISOString()).toBe(attendu)
  })
})
