import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { cloreFeuille } from './clore-feuille.ts'
import { etablirPresence } from './corriger.ts'
import { noterAbsence } from './noter-absence.ts'
import type { Presence, SeanceAEmarger } from './signer-demi-journee.ts'

const id = <K extends string>(n: number) => {
  const lu = asId<K>(`0190a000-0000-7000-8000-00000000000${n}`)
  if (!lu) throw new Error('identifiant')
  return lu
}
const jour = dateCivile('2026-11-24')
if (!jour) throw new Error('date')
const seance = (traits: Partial<SeanceAEmarger> = {}): SeanceAEmarger => ({
  id: id<'Seance'>(1),
  date: jour,
  debut: 540,
  fin: 750,
  zone: 'Indian/Reunion',
  avanceMin: 0,
  close: false,
  ...traits,
})
// 9 h à 12 h 30 à La Réunion (UTC+4) : de 5 h à 8 h 30 en temps universel.
const a = (heure: string) => new Date(`2026-11-24T${heure}:00Z`)
const attendue: Presence = { etat: 'attendue' }
const signee: Presence = { etat: 'signee', signeeLe: a('05:02') }
const absente: Presence = { etat: 'absente', motif: '' }
const code = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? 'ok' : (r.error?.code ?? ''))

describe('Noter une absence', () => {
  it.each([
    ['la demi-journée a commencé', seance(), attendue, '05:00', 'ok'],
    ['une minute avant le début', seance(), attendue, '04:59', 'seance-non-commencee'],
    ['après une signature', seance(), signee, '06:00', 'deja-signee'],
    ['une seconde fois', seance(), absente, '06:00', 'deja-notee'],
    ['sur une feuille close', seance({ close: true }), attendue, '09:00', 'feuille-close'],
  ] as const)('%s', (_, s, p, heure, attendu) => {
    expect(code(noterAbsence(s, p, a(heure)))).toBe(attendu)
  })
})

describe('Clore la feuille', () => {
  it.each([
    ['à la fin, tout statué', seance(), [signee, absente], '08:30', 'ok'],
    ['une minute avant la fin', seance(), [signee], '08:29', 'seance-non-finie'],
    ['avec une personne attendue', seance(), [signee, attendue], '09:00', 'non-statuees'],
    ['deux fois', seance({ close: true }), [signee], '09:00', 'deja-close'],
    ['sans personne', seance(), [], '09:00', 'feuille-vide'],
  ] as const)('%s', (_, s, p, heure, attendu) => {
    expect(code(cloreFeuille(s, p, a(heure)))).toBe(attendu)
  })
  it('en co-animation, attend la signature de chacun', () => {
    expect(code(cloreFeuille(seance(), [signee], a('09:00'), 1))).toBe('contresignature-manquante')
    expect(code(cloreFeuille(seance(), [signee], a('09:00'), 0))).toBe('ok')
  })
  it('compte qui était là', () => {
    const r = cloreFeuille(seance(), [signee, signee, absente], a('09:00'))
    expect(r.ok && r.value).toMatchObject({ presents: 2, absents: 1 })
  })
})

describe('Établir une présence hors fenêtre', () => {
  const geste = {
    inscriptionId: id<'Inscription'>(2),
    par: id<'Personne'>(3),
    formateurs: [id<'Personne'>(3)],
    motif: 'Téléphone déchargé, vue en salle',
    maintenant: a('14:00'),
  }
  it.each([
    ['feuille ouverte : une régularisation', seance(), attendue, 'regularisation'],
    ['feuille close : une correction', seance({ close: true }), attendue, 'correction'],
    ['après une absence notée par erreur : une correction', seance(), absente, 'correction'],
  ] as const)('%s', (_, s, p, genre) => {
    const r = etablirPresence(s, p, geste)
    expect(r.ok && r.value.genre).toBe(genre)
  })
  it('dès la fin de la séance, sans attendre la fermeture de la fenêtre ; jamais avant', () => {
    expect(code(etablirPresence(seance(), attendue, { ...geste, maintenant: a('08:30') }))).toBe('ok')
    expect(code(etablirPresence(seance(), attendue, { ...geste, maintenant: a('08:29') }))).toBe(
      'seance-non-finie',
    )
  })
  it('jamais par-dessus une signature, ni sans motif', () => {
    expect(code(etablirPresence(seance({ close: true }), signee, geste))).toBe('deja-signee')
    expect(code(etablirPresence(seance(), attendue, { ...geste, motif: 'oui' }))).toBe('motif-exige')
  })
})
