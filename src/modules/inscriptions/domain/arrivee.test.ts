import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import {
  arriveeEnCours,
  arriveeProposee,
  arrivesDepuis,
  changerArrivee,
  depuisLArrivee,
  direSurLaFeuille,
  tropTardPourConvoquer,
} from './arrivee.ts'

const jourDit = (t: string) => t as DateCivile
const demie = (jour: string, heure: number) => ({
  jour: jourDit(jour),
  debut: new Date(`${jour}T${String(heure).padStart(2, '0')}:00:00Z`),
  fin: new Date(`${jour}T${String(heure + 3).padStart(2, '0')}:00:00Z`),
})
const seances = [demie('2026-12-07', 9), demie('2026-12-07', 13), demie('2026-12-14', 9)]

describe('rejoindre une action en cours', () => {
  it('sans date, ou dès le premier jour, on vient depuis le début', () => {
    expect(arriveeEnCours(undefined, seances)).toEqual({ ok: true, value: null })
    expect(arriveeEnCours(jourDit('2026-12-07'), seances)).toEqual({ ok: true, value: null })
    expect(arriveeEnCours(jourDit('2026-12-08'), [])).toEqual({ ok: true, value: null })
  })
  it('entre deux jours, l’arrivée est le prochain jour de présence ; après le dernier, elle se refuse', () => {
    expect(arriveeEnCours(jourDit('2026-12-08'), seances)).toEqual({ ok: true, value: '2026-12-14' })
    expect(arriveeEnCours(jourDit('2026-12-15'), seances)).toMatchObject({
      ok: false,
      error: { code: 'arrivee-tardive' },
    })
  })
  it('se propose une fois l’action commencée, jamais avant, jamais le premier jour', () => {
    expect(arriveeProposee(seances, new Date('2026-12-06T10:00:00Z'))).toBeUndefined()
    expect(arriveeProposee(seances, new Date('2026-12-07T10:00:00Z'))).toBeUndefined()
    expect(arriveeProposee(seances, new Date('2026-12-09T10:00:00Z'))).toBe('2026-12-14')
    expect(arriveeProposee(seances, new Date('2026-12-20T10:00:00Z'))).toBeUndefined()
  })
  it('ne se convoque plus une fois commencée, ni quand les dates reviennent avant elle', () => {
    const le = (t: string) => new Date(t)
    expect(tropTardPourConvoquer(seances, null, le('2026-12-07T08:00:00Z'))).toBe(false)
    expect(tropTardPourConvoquer(seances, null, le('2026-12-07T09:00:00Z'))).toBe(true)
    expect(tropTardPourConvoquer(seances, jourDit('2026-12-14'), le('2026-12-07T09:00:00Z'))).toBe(false)
    expect(tropTardPourConvoquer(seances, jourDit('2026-12-20'), le('2026-12-01T09:00:00Z'))).toBe(true)
    expect(tropTardPourConvoquer([], null, le('2026-12-01T09:00:00Z'))).toBe(false)
  })
  it('dit à qui anime qui est déjà sur sa feuille, et qui n’y est pas encore', () => {
    const [rosa, louis] = [
      { nom: 'Rosa Ba', inscrite: true },
      { nom: 'Louis Marec', inscrite: false },
    ]
    expect(direSurLaFeuille([rosa])).toBe('Son nom est sur votre feuille.')
    expect(direSurLaFeuille([louis])).toBe(
      'Son nom viendra sur votre feuille quand son inscription sera définitive.',
    )
    expect(direSurLaFeuille([rosa, louis])).toBe(
      'Rosa Ba est sur votre feuille\u00a0; Louis Marec y sera quand son inscription sera définitive.',
    )
  })
  it('un nom corrigé n’est pas une arrivée', () => {
    const emiseLe = new Date('2026-11-24T09:00:00Z')
    const avant = new Date('2026-11-20T09:00:00Z')
    const apres = new Date('2026-11-25T09:00:00Z')
    const piece = { emiseLe, nommes: [{ nom: 'Agathe Pons', arrivee: null }] }
    const arriveeLe = null
    expect(arrivesDepuis(piece, [{ nom: 'Agathe PONS', inscriteLe: avant, arriveeLe }])).toEqual([])
    expect(arrivesDepuis(piece, [{ nom: 'Agathe Ponce', inscriteLe: avant, arriveeLe }])).toEqual([])
    expect(
      arrivesDepuis(piece, [
        { nom: 'Agathe Pons', inscriteLe: avant, arriveeLe },
        { nom: 'Rosa Ba', inscriteLe: apres, arriveeLe },
      ]),
    ).toEqual(['Rosa Ba'])
    // Nommée, mais d’un autre premier jour : la pièce ne dit plus ce qui fut convenu.
    expect(
      arrivesDepuis(piece, [{ nom: 'Agathe Pons', inscriteLe: avant, arriveeLe: jourDit('2026-12-16') }]),
    ).toEqual(['Agathe Pons'])
  })
  it('quelle que soit la date, rien de ce qui se suit n’est avant l’arrivée, et il en reste', () =>
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 30 }), (n) => {
        const r = arriveeEnCours(ajouterJours(jourDit('2026-12-05'), n), seances)
        if (!r.ok) return
        const suivies = depuisLArrivee(seances, r.value)
        expect(suivies.length).toBeGreaterThan(0)
        expect(suivies.every((s) => r.value === null || s.jour >= r.value)).toBe(true)
      }),
    ))
})

describe('changer un premier jour', () => {
  const inscrite = { arriveeLe: null, attendueDepuis: new Date('2026-12-01T09:00:00Z'), certifiee: false }
  const session = { seances, finie: false }
  const le = new Date('2026-12-09T09:00:00Z')
  const code = (r: ReturnType<typeof changerArrivee>) => (r.ok ? r.value : r.error.code)

  it('une demi-journée commencée où elle était attendue ne s’enlève pas : son absence se note', () => {
    const refusee = changerArrivee(jourDit('2026-12-14'), inscrite, session, le)
    expect(code(refusee)).toBe('absence-a-noter')
    expect(refusee.ok ? '' : refusee.error.phrase).toBe(
      'Elle était attendue le lundi 7\u00a0décembre 2026\u00a0: notez son absence.',
    )
    // Le matin était passé, l’après-midi l’attendait.
    const aMidi = { ...inscrite, attendueDepuis: new Date('2026-12-07T12:00:00Z') }
    expect(code(changerArrivee(jourDit('2026-12-14'), aMidi, session, le))).toBe('absence-a-noter')
  })
  it('avant le début, ou pour qui n’y était pas encore attendu, il se dit', () => {
    expect(
      code(changerArrivee(jourDit('2026-12-14'), inscrite, session, new Date('2026-12-06T09:00:00Z'))),
    ).toBe('2026-12-14')
    const apres = { ...inscrite, attendueDepuis: new Date('2026-12-08T09:00:00Z') }
    expect(code(changerArrivee(jourDit('2026-12-14'), apres, session, le))).toBe('2026-12-14')
    expect(
      code(changerArrivee(jourDit('2026-12-14'), { ...inscrite, attendueDepuis: null }, session, le)),
    ).toBe('2026-12-14')
    // Plus tôt qu’avant : rien ne s’enlève.
    expect(
      code(changerArrivee(undefined, { ...inscrite, arriveeLe: jourDit('2026-12-14') }, session, le)),
    ).toBeNull()
  })
  it('ni la session finie, ni un certificat émis ne le laissent changer', () => {
    const tot = new Date('2026-12-06T09:00:00Z')
    const vers = jourDit('2026-12-14')
    expect(code(changerArrivee(vers, inscrite, { ...session, finie: true }, tot))).toBe('arrivee-close')
    expect(code(changerArrivee(vers, { ...inscrite, certifiee: true }, session, tot))).toBe('arrivee-close')
  })
  it('redit tel quel, il reste, quoi que disent les dates d’aujourd’hui', () => {
    const perdue = { ...inscrite, arriveeLe: jourDit('2026-12-20'), certifiee: true }
    expect(code(changerArrivee(jourDit('2026-12-20'), perdue, { ...session, finie: true }, le))).toBe(
      '2026-12-20',
    )
    expect(code(changerArrivee(jourDit('2026-12-21'), perdue, session, le))).toBe('arrivee-tardive')
  })
})
