import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile, dateDe, morceaux } from '#kernel/dates.ts'
import type { Exercice } from './dossier.ts'
import {
  aRappeler,
  echeanceRetenue,
  ecrireExercice,
  etatDExercice,
  lireExercice,
  nomExercice,
  rangerExercices,
} from './exercices.ts'

const d = (texte: string): DateCivile => {
  const lue = dateCivile(texte)
  if (!lue) throw new Error(texte)
  return lue
}
const e = (debut: string, fin: string): Exercice => ({ debut: d(debut), fin: d(fin) })
const civil = (jour: DateCivile): Exercice => {
  const { annee } = morceaux(jour)
  const [debut, fin] = [dateDe(annee, 1, 1), dateDe(annee, 12, 31)]
  if (!debut || !fin) throw new Error(jour)
  return { debut, fin }
}

describe('un exercice dans une adresse', () => {
  it('se lit comme il s’écrit', () => {
    const x = e('2025-09-01', '2026-08-31')
    expect(lireExercice(ecrireExercice(x))).toEqual(x)
    expect([nomExercice(x), nomExercice(e('2026-01-01', '2026-12-31'))]).toEqual(['2025-2026', '2026'])
  })
  it.each([
    undefined,
    '',
    '2025-01-01',
    '2025-01-01..',
    '2025-02-30..2026-01-01',
    '2025-12-31..2025-01-01',
    '2025-01-01..2025-12-31..2026-12-31',
    '2000-01-01..2199-12-31',
    "2025-01-01..2025-12-31'; drop",
  ])('%s : rien', (texte) => expect(lireExercice(texte)).toBeUndefined())
})

describe('les exercices d’un organisme', () => {
  it('vont de la première trace à aujourd’hui, le plus récent d’abord', () =>
    expect(rangerExercices([], civil, d('2024-06-01'), d('2026-03-01')).map(nomExercice)).toEqual([
      '2026',
      '2025',
      '2024',
    ]))
  it('ceux qui sont dits remplacent ceux de la clôture qu’ils touchent', () =>
    expect(
      rangerExercices([e('2024-07-01', '2025-12-31')], civil, d('2024-01-01'), d('2026-03-01')).map(
        ecrireExercice,
      ),
    ).toEqual(['2026-01-01..2026-12-31', '2024-07-01..2025-12-31']))
  it('aucun ne chevauche un autre, quels que soient ceux qui sont dits', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 30, max: 700 }), (depart, duree) => {
        const debut = ajouterJours(d('2018-01-01'), depart)
        const ranges = rangerExercices(
          [{ debut, fin: ajouterJours(debut, duree) }],
          civil,
          d('2018-01-01'),
          d('2026-11-25'),
        )
        for (const [i, a] of ranges.entries())
          for (const b of ranges.slice(i + 1)) expect(b.fin < a.debut).toBe(true)
      }),
    ))
})

describe('l’échéance et son rappel', () => {
  const x = e('2025-01-01', '2025-12-31')
  it('la date saisie l’emporte, sinon la prolongation connue, sinon la légale', () => {
    expect(echeanceRetenue(x, null).retenue).toBe('2026-05-31')
    expect(echeanceRetenue(x, d('2026-06-15')).retenue).toBe('2026-06-15')
    expect(echeanceRetenue(e('2026-01-01', '2026-12-31'), null).retenue).toBe('2027-04-29')
  })
  it.each([
    ['2025-12-31', false, 'ouvert', false],
    ['2026-01-02', false, 'a-transmettre', false],
    ['2026-02-10', false, 'a-transmettre', true],
    ['2026-05-31', false, 'a-transmettre', true],
    ['2026-06-01', false, 'en-retard', true],
    ['2026-06-01', true, 'transmis', false],
  ] as const)('le %s, déposé %s : %s, rappel %s', (jour, depose, etat, rappel) => {
    const { retenue } = echeanceRetenue(x, null)
    const lu = etatDExercice(x, d(jour), { depose, retenue })
    expect([lu, aRappeler(lu, retenue, d(jour))]).toEqual([etat, rappel])
  })
})
