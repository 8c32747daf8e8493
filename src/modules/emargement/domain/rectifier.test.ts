import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { confirmeParInitiales } from '#kernel/initiales.ts'
import { codesAbsence, estJustifiee, motifsAbsence } from './absence.ts'
import { certifiable, delivrableDe } from './certifiable.ts'
import { contresignerSeance } from './clore-feuille.ts'
import { calculerHeuresSuivies, compteursDe } from './heures-suivies.ts'
import { annuler, corrigerEnAbsence, noterMinutes, requalifierAbsence, type Vecu } from './rectifier.ts'
import type { SeanceAEmarger } from './signer-demi-journee.ts'

const jour = dateCivile('2026-11-24')
const id = asId<'Seance'>('0190a000-0000-7000-8000-000000000001')
if (!jour || !id) throw new Error('essai')
// 9 h à 12 h 30 à Paris : 8 h à 11 h 30 en temps universel.
const seance = (close = false): SeanceAEmarger => ({
  id,
  date: jour,
  debut: 540,
  fin: 750,
  zone: 'Europe/Paris',
  avanceMin: 0,
  close,
})
const a = (heure: string) => new Date(`2026-11-24T${heure}:00Z`)
const zero = { retard: 0, depart: 0 }
const signee: Vecu = { presence: { etat: 'signee', signeeLe: a('08:05') }, minutes: zero, absence: null }
const absente: Vecu = { presence: { etat: 'absente', motif: '' }, minutes: zero, absence: 'inconnu' }
const attendue: Vecu = { presence: { etat: 'attendue' }, minutes: zero, absence: null }
const code = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? 'ok' : (r.error?.code ?? ''))
const motif = 'Arrivé avec le train suivant'

describe('Retirer des minutes', () => {
  const geste = { retard: 20, depart: 0, motif: '', maintenant: a('09:00') }
  it.each([
    ['feuille ouverte, sans motif', seance(), signee, geste, 'ok'],
    ['feuille close, sans motif', seance(true), signee, geste, 'motif-exige'],
    ['feuille close, motivée', seance(true), signee, { ...geste, motif }, 'ok'],
    ['sans présence', seance(), attendue, geste, 'rien-de-signe'],
    ['sur une absence', seance(), absente, geste, 'rien-de-signe'],
    ['toute la séance', seance(), signee, { ...geste, retard: 200, depart: 10 }, 'minutes-invalides'],
    ['un nombre négatif', seance(), signee, { ...geste, retard: -1 }, 'minutes-invalides'],
    ['les mêmes', seance(), signee, { ...geste, retard: 0 }, 'deja-ainsi'],
    ['avant le début', seance(), signee, { ...geste, maintenant: a('07:59') }, 'seance-non-commencee'],
  ] as const)('%s', (_, s, vecu, g, attendu) => expect(code(noterMinutes(s, vecu, g))).toBe(attendu))
  it('feuille ouverte, un retard ; close, une correction', () => {
    const genre = (close: boolean) => {
      const r = noterMinutes(seance(close), signee, { ...geste, motif })
      return r.ok ? r.value.genre : ''
    }
    expect([genre(false), genre(true)]).toEqual(['retard', 'correction'])
  })
  it('ce qui reste suivi est toujours entre une minute et la séance entière', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 300 }), fc.integer({ min: -5, max: 300 }), (retard, depart) => {
        const r = noterMinutes(seance(), signee, { ...geste, retard, depart })
        if (!r.ok) return true
        const h = calculerHeuresSuivies([
          {
            debut: 540,
            fin: 750,
            distance: false,
            suivi: {
              etat: 'signee',
              retardMin: r.value.minutes.retard,
              departAnticipeMin: r.value.minutes.depart,
            },
          },
        ])
        return h.suiviMin === 210 - retard - depart && h.suiviMin >= 1 && h.suiviMin <= 210
      }),
    )
  })
})

describe('Corriger, requalifier, annuler', () => {
  it.each([
    ['une présence à tort, séance finie', signee, '11:30', motif, 'ok'],
    ['séance en cours', signee, '11:29', motif, 'seance-non-finie'],
    ['sans motif', signee, '11:30', 'non', 'motif-exige'],
    ['par un arrêt maladie', signee, '11:30', 'Arrêt maladie reçu ce jour', 'motif-de-sante'],
    ['déjà absente', absente, '11:30', motif, 'rien-de-signe'],
  ] as const)('en absence : %s', (_, vecu, heure, texte, attendu) =>
    expect(
      code(corrigerEnAbsence(seance(true), vecu, { motif: texte, absence: 'inconnu', maintenant: a(heure) })),
    ).toBe(attendu),
  )
  it('un justificatif change le motif, même feuille close ; le même motif ne s’écrit pas deux fois', () => {
    expect(code(requalifierAbsence(absente, 'justificatif-remis'))).toBe('ok')
    expect(code(requalifierAbsence(absente, 'inconnu'))).toBe('deja-ainsi')
    expect(code(requalifierAbsence(signee, 'inconnu'))).toBe('pas-absente')
  })
  it.each([
    ['une signature, feuille ouverte', seance(), signee, motif, 'ok'],
    ['une absence, feuille ouverte', seance(), absente, motif, 'ok'],
    ['sans motif', seance(), signee, 'oups', 'motif-exige'],
    ['par un arrêt maladie', seance(), signee, 'Arrêt maladie reçu ce jour', 'motif-de-sante'],
    ['rien d’écrit', seance(), attendue, motif, 'rien-a-annuler'],
    ['feuille close', seance(true), signee, motif, 'feuille-close'],
  ] as const)('annuler : %s', (_, s, vecu, texte, attendu) =>
    expect(code(annuler(s, vecu, texte))).toBe(attendu),
  )
})

describe('Contresigner', () => {
  it.each([
    ['séance finie', seance(), false, 3, '11:30', 'ok'],
    ['une seconde fois', seance(), true, 3, '11:30', 'deja-contresignee'],
    ['feuille close', seance(true), false, 3, '11:30', 'deja-close'],
    ['séance en cours', seance(), false, 3, '11:29', 'seance-non-finie'],
    ['sans inscrit', seance(), false, 0, '11:30', 'feuille-vide'],
  ] as const)('%s', (_, s, deja, n, heure, attendu) =>
    expect(code(contresignerSeance(s, deja, n, a(heure)))).toBe(attendu),
  )
})

describe('Les motifs d’absence', () => {
  it('ne disent rien de la santé', () => {
    const mots = codesAbsence.map((c) => motifsAbsence[c].mot).join(' ')
    expect(mots).not.toMatch(/maladie|santé|médical|hôpital|arrêt|grossesse|handicap|accident/i)
  })
  it('un justificatif remis justifie ; un motif inconnu, non', () => {
    expect([estJustifiee('justificatif-remis'), estJustifiee('inconnu')]).toEqual([true, false])
  })
})

describe('Confirmer par ses initiales', () => {
  it.each([
    ['Agathe', 'Pons', 'ap', true],
    ['Agathe', 'Pons', 'A. P.', true],
    ['Agathe', 'Pons', 'pa', false],
    ['Agathe', 'Pons', '', false],
    ['Éloïse', 'Chabrier', 'EC', true],
    ['Anne-Sophie', 'Chevallier-Duval', 'AC', true],
    ['Anne-Sophie', 'Chevallier-Duval', 'ASCD', true],
    ['Anne-Sophie', 'Chevallier-Duval', 'ACD', true],
    ['Anne-Sophie', 'Chevallier-Duval', 'ASD', false],
    ['Fatou', 'N’Diaye', 'FN', true],
    ['Pierre', 'de La Villemarqué', 'PV', true],
    ['Pierre', 'de La Villemarqué', 'PL', true],
    ['Pierre', 'de La Villemarqué', 'PLV', true],
    ['Pierre', 'de La Villemarqué', 'PD', true],
    ['Pierre', 'de La Villemarqué', 'PDLV', true],
    ['Pierre', 'de La Villemarqué', 'P', false],
    ['Pierre', 'de La Villemarqué', 'PDV', false],
    ['Pierre', 'de La Villemarqué', 'VP', false],
    ['Jeanne', 'd’Arc', 'JA', true],
    ['Anna', 'Van der Berg', 'AB', true],
    ['Yann', 'Le Goff', 'YL', true],
    ['Yann', 'Le Goff', 'YLG', true],
    // L’article fait partie du nom : sans particule devant, il compte.
    ['Yann', 'Le Goff', 'YG', false],
    ['李', '明', '李明', true],
    ['李', '明', 'lm', false],
  ])('%s %s, « %s »', (prenom, nom, saisie, attendu) =>
    expect(confirmeParInitiales({ prenom, nom }, saisie)).toBe(attendu),
  )
})

describe('Ce qu’une inscription reçoit', () => {
  const i = { etat: 'inscrit', regime: null, confiePar: null }
  it('un stagiaire reçu d’un autre organisme : un extrait, et le certificat refusé avec sa phrase', () => {
    const recu = { ...i, regime: 'sous-traitance-recue', confiePar: 'Atelier des Savoirs' }
    expect(delivrableDe(recu)).toBe('extrait')
    const r = certifiable(recu)
    expect(r.ok ? '' : r.error.phrase).toMatch(
      /reçue d’un autre organisme \(Atelier des Savoirs\).*remettez à cet organisme un extrait/,
    )
  })
  it.each(['convention', 'contrat', 'cpf', null])('régime %s : un certificat', (regime) =>
    expect(code(certifiable({ ...i, regime }))).toBe('ok'),
  )
  it.each(['besoin', 'refuse', 'annule'])('inscription « %s » : rien', (etat) =>
    expect(code(certifiable({ ...i, etat }))).toBe('inscription-annulee'),
  )
})

it('les quatre compteurs : le facturable est le réalisé ; sans durée au catalogue, le prévu est le planifié', () => {
  const h = calculerHeuresSuivies([
    { debut: 540, fin: 750, distance: false, suivi: { etat: 'signee', retardMin: 30 } },
    { debut: 810, fin: 1020, distance: false, suivi: { etat: 'absente' } },
  ])
  const suite = { planifieMin: 420, realiseMin: 180, facturableMin: 180 }
  expect(compteursDe(h, 840)).toEqual({ prevuMin: 840, ...suite })
  expect(compteursDe(h, null)).toEqual({ prevuMin: 420, ...suite })
})
