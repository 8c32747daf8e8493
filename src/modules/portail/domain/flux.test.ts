import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evenement, enIcs } from '#kernel/ics.ts'
import { enAtom } from './atom.ts'

const le = new Date('2026-11-24T10:00:00Z')
const un = (traits: Partial<Evenement> = {}): Evenement => ({
  uid: 'a@exemple',
  debut: new Date('2026-12-10T13:00:00Z'),
  fin: new Date('2026-12-10T16:00:00Z'),
  titre: 'Huitième rencontre',
  lieu: '8, quai de l’Ourcq;Pantin',
  description: '',
  url: 'https://exemple.fr/agenda',
  annule: false,
  ...traits,
})
const deplier = (ics: string) => ics.replaceAll('\r\n ', '')

describe('l’agenda iCalendar', () => {
  it('dit chaque rencontre à l’heure universelle, et l’annulation', () => {
    const ics = deplier(enIcs('Pôles', [un(), un({ annule: true })], le))
    expect(ics).toContain('DTSTART:20261210T130000Z\r\nDTEND:20261210T160000Z')
    expect(ics).toContain('LOCATION:8\\, quai de l’Ourcq\\;Pantin')
    expect(ics.match(/STATUS:CONFIRMED/g)).toHaveLength(1)
    expect(ics.match(/STATUS:CANCELLED/g)).toHaveLength(1)
  })
  it('aucun texte n’ouvre une ligne à lui, et aucune ligne ne passe 75 octets', () => {
    const piege = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }).map((t) => t.toWellFormed()),
      fc.constantFrom('x\r\nEND:VCALENDAR\r\nBEGIN:VEVENT', '\nURL:javascript:alert(1)', 'é'.repeat(200)),
    )
    fc.assert(
      fc.property(piege, piege, piege, (titre, lieu, description) => {
        const ics = enIcs('Pôles', [un({ titre, lieu: `x${lieu}`, description: `x${description}` })], le)
        const lignes = deplier(ics).split('\r\n')
        expect(lignes.filter((l) => l === 'BEGIN:VEVENT')).toHaveLength(1)
        expect(lignes.filter((l) => l.startsWith('URL:'))).toEqual(['URL:https://exemple.fr/agenda'])
        expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        for (const l of ics.split('\r\n')) expect(Buffer.byteLength(l)).toBeLessThanOrEqual(75)
      }),
    )
  })
})

describe('le flux Atom', () => {
  it('aucun texte n’y fait une balise', () => {
    const piege = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(']]></title><script>alert(1)</script>', '\u0000\u0008', '&lt;b&gt;'),
    )
    fc.assert(
      fc.property(piege, piege, (titre, resume) => {
        const flux = { titre: 'Retours', url: 'https://x.fr/retours.atom', page: 'https://x.fr/retours', le }
        const xml = enAtom(flux, [{ titre, resume, auteur: titre, url: 'https://x.fr/r', le }])
        expect(xml.match(/</g)).toHaveLength(
          enAtom(flux, [{ titre: '', resume: '', auteur: '', url: 'https://x.fr/r', le }]).match(/</g)
            ?.length ?? 0,
        )
        // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l’on cherche
        expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
      }),
    )
  })
})
