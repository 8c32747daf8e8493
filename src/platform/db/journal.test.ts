import { describe, expect, it } from 'vitest'
import { direPhrase, jetonsDe } from '#platform/db/journal.ts'

const id = '018f0000-0000-7000-8000-00000000000a'
const autre = '018f0000-0000-7000-8000-00000000000b'

describe('les phrases du journal', () => {
  it('nomme chaque chose une fois', () => {
    expect(jetonsDe([`{personne:${id}} signe {session:${autre}}.`, `{personne:${id}} revient.`])).toEqual([
      { genre: 'personne', id },
      { genre: 'session', id: autre },
    ])
  })

  it('dit les noms du moment, et qu’un nom est effacé', () => {
    const noms = (genre: string) => (genre === 'personne' ? 'Inès Caron' : undefined)
    expect(direPhrase(`{personne:${id}} ouvre {session:${autre}}.`, noms)).toBe(
      'Inès Caron ouvre nom effacé.',
    )
  })

  it('élide le « de » d’avant un nom', () => {
    const nom = (dit: string) => direPhrase(`L’absence de {personne:${id}} est notée.`, () => dit)
    expect(nom('Ewen Tanguy')).toBe('L’absence d’Ewen Tanguy est notée.')
    expect(nom('Yann Prigent')).toBe('L’absence de Yann Prigent est notée.')
    expect(nom('Les Tisserands')).toBe('L’absence des Tisserands est notée.')
  })

  it('laisse tel quel ce qui n’est pas un jeton', () => {
    expect(direPhrase('{personne:inconnue} et {x}', () => 'non')).toBe('{personne:inconnue} et {x}')
  })
})
