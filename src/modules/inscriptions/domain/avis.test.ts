import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import {
  avisDu,
  calendrier,
  calendrierAnnonce,
  changementDe,
  connusDe,
  type Demie,
  type GenreAvis,
  memeCalendrier,
  memesDates,
  nonDite,
  precisees,
  texteDAvis,
} from './avis.ts'

const demie = (date: string, debut = '09:00', fin = '12:30'): Demie => ({
  date: date as DateCivile,
  debut,
  fin,
})
const avant = calendrier([demie('2026-12-14'), demie('2026-12-14', '13:30', '17:00')])
const apres = calendrier([demie('2026-12-16'), demie('2026-12-16', '13:30', '17:00')])

const piece = (objet: string, seances: readonly Demie[] | null, a = 0, genre = 'convocation') => ({
  objet,
  genre,
  seances,
  emiseLe: new Date(a),
})

describe('ce que chacun connaît', () => {
  const [salle, distance] = ['sur place', 'à distance'].map((modalite) => [
    { ...demie('2026-12-14'), modalite },
  ]) as [Demie[], Demie[]]
  it('sa dernière pièce, quoi que disent celles des autres', () => {
    // Agathe est convoquée en salle ; l’avenant de son client, puis la convocation d’Ousmane, disent à distance.
    const pieces = [
      piece('ousmane', distance, 3),
      piece('client', distance, 2, 'avenant'),
      piece('agathe', salle, 1),
      piece('client', salle, 0, 'convention'),
    ]
    expect(connusDe(pieces, undefined)).toEqual([distance, distance, salle].map(calendrier))
    const faits = { etat: 'confirmee', aujourdhui: calendrier(distance), dernier: undefined }
    expect(avisDu({ ...faits, connus: connusDe(pieces, undefined) })).toBe('dates')
    expect(changementDe('dates', connusDe(pieces, undefined), faits.aujourdhui)).toBe('modalites')
  })
  it('un avis parti depuis ; une pièce d’après l’avis vaut pour qui l’a reçue', () => {
    const avis = { calendrier: calendrier(distance), le: new Date(2) }
    expect(connusDe([piece('ousmane', salle, 3), piece('agathe', salle, 1)], avis)).toEqual(
      [salle, distance].map(calendrier),
    )
    expect(connusDe([], avis)).toEqual([avis.calendrier])
  })
  it('l’avenant, avant la convention émise au même instant ; d’une pièce sans demi-journée, rien', () => {
    const pieces = [piece('client', salle, 1, 'convention'), piece('client', distance, 1, 'avenant')]
    expect(connusDe(pieces, undefined)).toEqual([calendrier(distance)])
    expect(connusDe([piece('client', null)], undefined)).toEqual([])
  })
})

describe('l’avis qui reste à envoyer', () => {
  it.each([
    ['annulee', 'annulation'],
    ['reportee', 'report'],
    ['interrompue', 'interruption'],
  ] as const)('%s : un avis d’%s, une fois', (etat, genre) => {
    const faits = { etat, aujourdhui: '[]', connus: [avant] }
    expect(avisDu({ ...faits, dernier: undefined })).toBe(genre)
    expect(avisDu({ ...faits, dernier: { genre } })).toBeUndefined()
    expect(avisDu({ ...faits, dernier: { genre: 'dates' } })).toBe(genre)
  })

  it('des dates changées se disent à qui avait reçu les anciennes, et à personne d’autre', () => {
    expect(avisDu({ etat: 'confirmee', aujourdhui: apres, connus: [], dernier: undefined })).toBeUndefined()
    expect(avisDu({ etat: 'confirmee', aujourdhui: apres, connus: [avant], dernier: undefined })).toBe(
      'dates',
    )
    expect(
      avisDu({ etat: 'confirmee', aujourdhui: avant, connus: [avant], dernier: undefined }),
    ).toBeUndefined()
    expect(
      avisDu({ etat: 'terminee', aujourdhui: apres, connus: [avant], dernier: undefined }),
    ).toBeUndefined()
  })

  it('un report dit, puis de nouvelles dates : elles restent à dire', () =>
    expect(
      avisDu({
        etat: 'ouverte',
        aujourdhui: apres,
        connus: ['[]'],
        dernier: { genre: 'report' },
      }),
    ).toBe('dates'))

  it('envoyer ce qui est dû le rend dit, quel que soit l’état', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          'brouillon',
          'ouverte',
          'confirmee',
          'en-cours',
          'reportee',
          'interrompue',
          'annulee',
        ),
        fc.constantFrom(avant, apres, '[]'),
        fc.array(fc.constantFrom(avant, apres), { maxLength: 3 }),
        fc.option(
          fc.record({
            genre: fc.constantFrom<GenreAvis>('annulation', 'report', 'interruption', 'dates'),
            calendrier: fc.constantFrom(avant, apres, '[]'),
          }),
          { nil: undefined },
        ),
        (etat, aujourdhui, dits, envoi) => {
          const pieces = dits.map((d, i) => piece(`objet-${i}`, JSON.parse(d) as Demie[], i))
          const juger = (d: typeof avis) =>
            avisDu({ etat, aujourdhui, connus: connusDe(pieces, d), dernier: d })
          const avis = envoi && { ...envoi, le: new Date(0) }
          const genre = juger(avis)
          if (genre === undefined) return
          const envoye = { genre, calendrier: calendrierAnnonce(genre, aujourdhui), le: new Date(1000) }
          expect(juger(envoye)).toBeUndefined()
        },
      ),
    ))
})

describe('le calendrier qui se compare', () => {
  it('ne dépend pas de l’ordre', () =>
    expect(calendrier([demie('2026-12-14', '13:30', '17:00'), demie('2026-12-14')])).toBe(avant))
})

describe('ce qu’un calendrier dit de la modalité', () => {
  const [surPlace, aDistance] = ['sur place', 'à distance'].map((modalite) =>
    calendrier([{ ...demie('2026-12-14'), modalite }]),
  ) as [string, string]
  const tue = calendrier([demie('2026-12-14')])
  it('« à préciser » ne dit rien', () =>
    expect(calendrier([{ ...demie('2026-12-14'), modalite: nonDite }])).toBe(tue))
  it('contredite, elle en fait un autre ; précisée, non ; les dates, elles, tiennent', () => {
    expect(memeCalendrier(surPlace, aDistance)).toBe(false)
    expect(memesDates(surPlace, aDistance)).toBe(true)
    expect(memeCalendrier(tue, aDistance)).toBe(true)
    expect(memeCalendrier(tue, avant)).toBe(false)
    expect(memeCalendrier(avant, apres)).toBe(false)
    expect(memesDates(avant, apres)).toBe(false)
  })
  it('contredite après une convocation, elle se dit à chacun', () =>
    expect(avisDu({ etat: 'confirmee', aujourdhui: aDistance, connus: [surPlace], dernier: undefined })).toBe(
      'dates',
    ))
})

describe('ce qu’une convocation laissait à préciser', () => {
  const d14 = demie('2026-12-14')
  const dite = { ...d14, modalite: 'à distance' }
  const faits = {
    convocations: [[{ ...d14, modalite: nonDite }]],
    aVenir: [dite],
    mixte: true,
    dernier: undefined,
  }
  it('se dit une fois précisé ; tant que rien n’en est dit, non, ni une fois passé', () => {
    expect(precisees(faits)).toEqual([dite])
    expect(precisees({ ...faits, aVenir: [d14] })).toEqual([])
    expect(precisees({ ...faits, aVenir: [] })).toEqual([])
  })
  it('est dit par l’avis qui le précise, non par un avis qui s’en taisait', () => {
    expect(precisees({ ...faits, dernier: calendrier([dite]) })).toEqual([])
    expect(precisees({ ...faits, dernier: calendrier([d14]) })).toEqual([dite])
  })
  it('une convocation qui se taisait d’une action mixte laissait à préciser ; d’une autre, non', () => {
    expect(precisees({ ...faits, convocations: [[d14]] })).toEqual([dite])
    // Une action mixte qui ne disait rien, devenue toute à distance, est annoncée ; en présence, seul le plan se faisait à distance.
    expect(precisees({ ...faits, convocations: [[d14]], mixte: false })).toEqual([dite])
    const place = { ...d14, modalite: 'sur place' }
    expect(precisees({ ...faits, convocations: [[d14]], mixte: false, aVenir: [place] })).toEqual([])
    expect(precisees({ ...faits, convocations: [[{ ...d14, modalite: 'sur place' }]] })).toEqual([])
  })
  it('fait un avis, sans changer de dates ni de façon de suivre', () => {
    const [tu, dit] = [calendrier([d14]), calendrier([dite])]
    const fait = { etat: 'confirmee', aujourdhui: dit, connus: [tu], dernier: undefined }
    expect(avisDu(fait)).toBeUndefined()
    expect(avisDu({ ...fait, precise: true })).toBe('dates')
    expect(avisDu({ ...fait, etat: 'terminee', precise: true })).toBeUndefined()
    expect(changementDe('dates', [tu], dit)).toBe('precisions')
    expect(changementDe('dates', [calendrier([{ ...d14, modalite: 'sur place' }])], dit)).toBe('modalites')
    expect(changementDe('dates', [avant], apres)).toBe('dates')
    expect(changementDe('report', [tu], dit)).toBe('dates')
  })
  it('s’écrit demi-journée par demi-journée, et dit ce qui le reste', () => {
    const texte = texteDAvis('dates', {
      intitule: 'Accueillir',
      lieu: 'Maison Duras',
      demies: [dite, demie('2026-12-16')],
      motif: null,
      changement: 'precisions',
    })
    expect(texte).toContain('laissaient à préciser où suivre')
    expect(texte).toMatch(/14\sdécembre\s2026, de 9\sh à 12\sh\s30, à distance/)
    expect(texte).toMatch(/16\sdécembre\s2026, de 9\sh à 12\sh\s30, à préciser/)
  })
})

describe('le texte proposé', () => {
  const session = { intitule: 'Accueillir', lieu: 'Maison Duras', demies: [demie('2026-12-16')] }
  it('dit le motif d’une annulation, sans dates', () => {
    const texte = texteDAvis('annulation', { ...session, motif: 'Trop peu d’inscrits' })
    expect(texte).toContain('est annulée')
    expect(texte).toContain('Trop peu d’inscrits')
    expect(texte).not.toContain('décembre')
  })
  it('dit chaque demi-journée des nouvelles dates et le lieu', () => {
    const texte = texteDAvis('dates', { ...session, motif: null })
    expect(texte).toMatch(/mercredi\s16\sdécembre\s2026, de 9\sh à 12\sh\s30/)
    expect(texte).toContain('Maison Duras')
  })
  it('quand seule la façon de suivre change, garde les dates, dit laquelle et par où', () => {
    const texte = texteDAvis('dates', {
      ...session,
      demies: [{ ...demie('2026-12-16'), modalite: 'à distance' }],
      motif: null,
      changement: 'modalites',
      connexion: 'https://visio.example/salle',
    })
    expect(texte).toContain('garde ses dates')
    expect(texte).toMatch(/à 12\sh\s30, à distance/)
    expect(texte).toContain('https://visio.example/salle')
  })
})
