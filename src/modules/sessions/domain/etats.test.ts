import { describe, expect, it } from 'vitest'
import {
  passageQuiSuit,
  passagesOfferts,
  passagesVers,
  passageVers,
  seTermineDUnClic,
  transitions,
} from './etats.ts'

const etats = Object.keys(transitions) as (keyof typeof transitions)[]

describe('un passage d’un seul geste', () => {
  it('confirmée et tenue jusqu’au bout, une session se termine d’un trait, sous les conditions des deux passages', () => {
    expect(passagesVers('confirmee', 'terminee').map((t) => t.vers)).toEqual(['en-cours', 'terminee'])
    expect(passageVers('confirmee', 'terminee')).toEqual({
      vers: 'terminee',
      gardes: ['premiere-seance-atteinte', 'derniere-seance-passee', 'creneaux-statues'],
    })
  })
  it('d’un clic, une fois confirmée seulement : jamais confirmée, ce qui s’y vérifie se relit d’abord', () => {
    expect((['ouverte', 'confirmee', 'en-cours'] as const).map(seTermineDUnClic)).toEqual([false, true, true])
  })
  it('jamais confirmée, elle se termine de même, sous les conditions de la confirmation aussi, et ce qu’une décision motivée lève', () => {
    expect(passagesVers('ouverte', 'terminee').map((t) => t.vers)).toEqual([
      'confirmee',
      'en-cours',
      'terminee',
    ])
    expect(passageVers('ouverte', 'terminee')).toEqual({
      vers: 'terminee',
      gardes: [
        'effectif-atteint',
        'formateur-affecte',
        'dossier-formateur-a-jour',
        'sous-traitance-signee',
        'premiere-seance-atteinte',
        'derniere-seance-passee',
        'creneaux-statues',
      ],
      derogation: 'effectif-atteint',
    })
  })
  it('arrêtée en route sans avoir été commencée, elle s’interrompt d’un trait ; le motif de l’arrêt ne tient pas lieu d’effectif', () => {
    expect(passagesVers('confirmee', 'interrompue').map((t) => t.vers)).toEqual(['en-cours', 'interrompue'])
    expect(passageVers('confirmee', 'interrompue')).toEqual({
      vers: 'interrompue',
      gardes: ['premiere-seance-atteinte', 'avis-traces'],
      motif: true,
    })
    const jamaisConfirmee = passageVers('ouverte', 'interrompue')
    expect(jamaisConfirmee?.gardes).toContain('effectif-atteint')
    expect(jamaisConfirmee?.derogation).toBeUndefined()
  })
  it('ne saute rien d’autre : ni l’ouverture, ni la clôture, qui se décident', () => {
    expect(passageVers('brouillon', 'terminee')).toBeUndefined()
    expect(passageVers('ouverte', 'en-cours')).toBeUndefined()
    expect(passageVers('brouillon', 'interrompue')).toBeUndefined()
    expect(passageVers('ouverte', 'cloturee')).toBeUndefined()
    expect(passageVers('confirmee', 'cloturee')).toBeUndefined()
    expect(passageVers('en-cours', 'cloturee')).toBeUndefined()
  })
  it('ailleurs, est celui de la machine, tel quel', () => {
    for (const de of etats) for (const t of transitions[de]) expect(passageVers(de, t.vers)).toEqual(t)
  })
})

describe('ce qui se propose', () => {
  const passee = { 'derniere-seance-passee': true, 'creneaux-statues': false }
  it('tout passé et quelqu’un attendu, ni confirmer ni commencer : terminer, et ce qui demande un motif', () => {
    for (const de of ['ouverte', 'confirmee'] as const) {
      expect(passagesOfferts(de, passee).map((t) => t.vers)).toEqual(['terminee', 'annulee', 'reportee'])
      expect(passageQuiSuit(de, passee)).toEqual(passageVers(de, 'terminee'))
    }
  })
  it('avant la fin, ou si personne n’était attendu, la machine telle quelle', () => {
    for (const de of etats)
      for (const reponses of [
        { ...passee, 'derniere-seance-passee': false },
        { 'derniere-seance-passee': true },
      ])
        expect(passagesOfferts(de, reponses)).toBe(transitions[de])
    expect(passageQuiSuit('ouverte', {})?.vers).toBe('confirmee')
  })
  it('la première demi-journée venue, l’interruption se propose avec le reste ; personne d’attendu, non', () => {
    const commencee = { 'premiere-seance-atteinte': true, 'derniere-seance-passee': false }
    const vers = (de: 'ouverte' | 'confirmee', r: object) => passagesOfferts(de, r).map((t) => t.vers)
    for (const de of ['ouverte', 'confirmee'] as const) {
      const suite = de === 'ouverte' ? 'confirmee' : 'en-cours'
      expect(vers(de, { ...commencee, 'creneaux-statues': false })).toEqual([
        suite,
        'interrompue',
        'annulee',
        'reportee',
      ])
      expect(vers(de, commencee)).not.toContain('interrompue')
      expect(vers(de, { ...passee, 'premiere-seance-atteinte': true })).toEqual([
        'terminee',
        'interrompue',
        'annulee',
        'reportee',
      ])
    }
  })
  it('où rien ne se saute, le temps passé ne change rien', () => {
    for (const de of etats)
      if (de !== 'ouverte' && de !== 'confirmee') expect(passagesOfferts(de, passee)).toBe(transitions[de])
  })
})
