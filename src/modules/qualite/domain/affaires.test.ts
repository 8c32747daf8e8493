import { describe, expect, it } from 'vitest'
import { direRecue, type GenreAffaire, type GenreSuite, verifierSuite } from './affaires.ts'

const refus = (genre: GenreAffaire, suite: GenreSuite, texte: string, faites: readonly GenreSuite[] = []) =>
  verifierSuite(
    { genre, recuLe: '2026-11-01', suites: faites.map((g) => ({ genre: g, le: '2026-11-02' })) },
    { genre: suite, le: '2026-11-03', texte },
    '2026-11-24',
  )?.champ

describe('une suite qui prouve dit quelque chose', () => {
  it.each([
    ['signalement', 'mesure', []],
    ['adaptation', 'accorder', []],
    ['adaptation', 'refuser', []],
    ['adaptation', 'mise-en-oeuvre', ['accorder']],
  ] as const)('%s, %s : « RAS » est repris, ce qui fut fait est gardé', (genre, suite, faites) => {
    for (const mot of ['RAS', 'ok', 'C’est fait.', '...'])
      expect(refus(genre, suite, mot, faites), mot).toBe('texte')
    expect(refus(genre, suite, 'Un écran agrandi est prêté', faites)).toBeUndefined()
  })
  it('une clôture, et ce que la base sait lire elle-même, ne sont pas repris', () => {
    expect(refus('signalement', 'cloture', 'ok', ['mesure'])).toBeUndefined()
    expect(refus('reclamation', 'accuse', 'Reçue')).toBeUndefined()
  })
  it('une mesure ne vient pas avant ce qu’elle traite, ni demain', () => {
    const le = (jour: string) =>
      verifierSuite(
        { genre: 'signalement', recuLe: '2026-11-10', suites: [] },
        { genre: 'mesure', le: jour, texte: 'Les deux groupes sont séparés' },
        '2026-11-24',
      )?.champ
    expect([le('2026-11-09'), le('2026-11-25'), le('2026-11-10')]).toEqual(['le', 'le', undefined])
  })
})

describe('ce qu’une affaire dit d’elle-même', () => {
  it('s’accorde avec son genre, et « d’une entreprise » s’élide', () => {
    expect(direRecue('reclamation', '14 oct. 2026', 'entreprise')).toBe(
      'reçue le 14 oct. 2026 d’une entreprise',
    )
    expect(direRecue('alea', '14 oct. 2026', 'formateur')).toBe('reçu le 14 oct. 2026 d’un formateur')
    expect(direRecue('signalement', '14 oct. 2026')).toBe('reçu le 14 oct. 2026')
    expect(direRecue('difficulte', '14 oct. 2026', 'equipe')).toBe('reçue le 14 oct. 2026 de l’équipe')
  })
})
