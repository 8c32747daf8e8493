import { describe, expect, it } from 'vitest'
import { etaler } from './etaler.ts'
import { lireOccupe } from './lire-occupe.ts'

const fenetre = {
  du: Date.parse('2026-03-01T00:00:00Z'),
  au: Date.parse('2026-12-01T00:00:00Z'),
  zone: 'Europe/Paris',
}
const agenda = (...lignes: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//essai//FR', ...lignes, 'END:VCALENDAR', ''].join('\r\n')
const rdv = (...lignes: readonly string[]) => ['BEGIN:VEVENT', 'UID:un', ...lignes, 'END:VEVENT']
const paris = [
  'BEGIN:VTIMEZONE',
  'TZID:Romance Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]
const lire = (...lignes: readonly string[]) =>
  etaler(agenda(...lignes), fenetre).map((o) => [
    new Date(o.du).toISOString().slice(0, 16),
    new Date(o.au).toISOString().slice(0, 16),
    o.type,
  ])

describe('ce qui occupe, d’un agenda', () => {
  it('le fuseau de l’agenda, celui que l’on connaît, ou celui de la maison : le passage à l’heure d’été compris', () => {
    const serie = (tzid: string) =>
      rdv(`DTSTART${tzid}:20260323T090000`, `DTEND${tzid}:20260323T100000`, 'RRULE:FREQ=WEEKLY;COUNT=2')
    // Le dimanche 29 mars 2026 avance l'heure : neuf heures deviennent sept heures en temps universel.
    const attendu = [
      ['2026-03-23T08:00', '2026-03-23T09:00', 'occupe'],
      ['2026-03-30T07:00', '2026-03-30T08:00', 'occupe'],
    ]
    expect(lire(...paris, ...serie(';TZID=Romance Standard Time'))).toEqual(attendu)
    expect(lire(...serie(';TZID=Europe/Paris'))).toEqual(attendu)
    expect(lire(...serie(''))).toEqual(attendu)
    expect(lire(...serie(';TZID=Lune/Mer de la Tranquillité'))).toEqual(attendu)
    expect(lire(...serie(';TZID=Indian/Reunion'))[1]).toEqual([
      '2026-03-30T05:00',
      '2026-03-30T06:00',
      'occupe',
    ])
  })

  it('une journée entière va de minuit à minuit, chez nous', () => {
    expect(lire(...rdv('DTSTART;VALUE=DATE:20260714', 'DTEND;VALUE=DATE:20260716'))).toEqual([
      ['2026-07-13T22:00', '2026-07-15T22:00', 'occupe'],
    ])
  })

  it('ce qui est libre, transparent ou annulé n’occupe pas ; ce qui est provisoire le dit', () => {
    const heures = ['DTSTART:20260406T080000Z', 'DURATION:PT1H']
    expect(lire(...rdv(...heures, 'TRANSP:TRANSPARENT'))).toEqual([])
    expect(lire(...rdv(...heures, 'STATUS:CANCELLED'))).toEqual([])
    expect(lire(...rdv(...heures, 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'))).toEqual([])
    expect(lire(...rdv(...heures, 'STATUS:TENTATIVE'))).toEqual([
      ['2026-04-06T08:00', '2026-04-06T09:00', 'incertain'],
    ])
  })

  it('une série a ses exceptions : un jour ôté, un jour déplacé, un jour annulé', () => {
    expect(
      lire(
        ...rdv(
          'DTSTART:20260406T080000Z',
          'DTEND:20260406T090000Z',
          'RRULE:FREQ=DAILY;COUNT=4',
          'EXDATE:20260407T080000Z',
        ),
        ...rdv('RECURRENCE-ID:20260408T080000Z', 'DTSTART:20260408T140000Z', 'DTEND:20260408T150000Z'),
        ...rdv(
          'RECURRENCE-ID:20260409T080000Z',
          'DTSTART:20260409T080000Z',
          'DTEND:20260409T090000Z',
          'STATUS:CANCELLED',
        ),
      ),
    ).toEqual([
      ['2026-04-06T08:00', '2026-04-06T09:00', 'occupe'],
      ['2026-04-08T14:00', '2026-04-08T15:00', 'occupe'],
    ])
  })

  it('les plages libre/occupé se lisent aussi ; ce qui se touche n’est qu’une plage', () => {
    expect(
      lire(
        'BEGIN:VFREEBUSY',
        'FREEBUSY;FBTYPE=BUSY:20260406T080000Z/20260406T090000Z,20260406T090000Z/PT30M',
        'FREEBUSY;FBTYPE=FREE:20260406T100000Z/PT1H',
        'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260406T120000Z/PT1H',
        'END:VFREEBUSY',
      ),
    ).toEqual([
      ['2026-04-06T08:00', '2026-04-06T09:30', 'occupe'],
      ['2026-04-06T12:00', '2026-04-06T13:00', 'incertain'],
    ])
  })

  it('rien que des heures : ni titre, ni lieu, ni personne ne sortent', () => {
    const lues = etaler(
      agenda(
        ...rdv(
          'DTSTART:20260406T080000Z',
          'DURATION:PT1H',
          'SUMMARY:Chez le médecin',
          'LOCATION:Hôpital',
          'ATTENDEE:mailto:a@b.example',
        ),
      ),
      fenetre,
    )
    expect(lues.map((o) => Object.keys(o).toSorted())).toEqual([['au', 'du', 'type']])
  })

  it('une règle sans fin n’arrête que son fil, et un fichier qui n’est pas un agenda se dit', async () => {
    const octets = (t: string) => new TextEncoder().encode(t)
    const sansFin = agenda(
      ...rdv('DTSTART:20260406T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'),
    )
    expect(await lireOccupe(octets(sansFin), fenetre, { millisecondes: 300 })).toMatchObject({
      ok: false,
      error: { code: 'agenda-trop-lourd' },
    })
    const dure = agenda(...rdv('DTSTART:19700101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY'))
    expect((await lireOccupe(octets(dure), fenetre)).ok).toBe(true)
    for (const [texte, code] of [
      ['<html>', 'agenda-illisible'],
      [
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:pas une date\r\nEND:VEVENT\r\nEND:VCALENDAR',
        'agenda-illisible',
      ],
    ] as const)
      expect(await lireOccupe(octets(texte), fenetre)).toMatchObject({ ok: false, error: { code } })
    const bon = await lireOccupe(octets(agenda(...rdv('DTSTART:20260406T080000Z', 'DURATION:PT1H'))), fenetre)
    expect(bon.ok && bon.value.length).toBe(1)
  })
})
