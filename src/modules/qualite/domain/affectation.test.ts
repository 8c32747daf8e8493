import { describe, expect, test } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { type Affectations, type Intervenant, jugerAffectations } from './affectation.ts'
import { direPlafond, jugerPlafond } from './sous-traitance.ts'

const complet: Intervenant = {
  personne: 'p',
  nom: 'Tom Okafor',
  titres: true,
  rapport: true,
  cv: true,
  externe: false,
  contrat: false,
}
const juger = (i: Partial<Intervenant>, a: Partial<Affectations> = {}, jour = '2026-11-24') => {
  const { manques, gardes } = jugerAffectations({
    premierJour: jour as DateCivile,
    certifiante: false,
    habilitee: false,
    cpf: false,
    intervenants: [{ ...complet, ...i }],
    ...a,
  })
  return [manques.map((m) => `${m.exigence} ${m.severite}`), Object.values(gardes)]
}

describe('affecter quelqu’un', () => {
  test('dont le dossier est complet ne retient rien', () => expect(juger({})).toEqual([[], [true, true]]))
  test.each([
    ['sans titres, c’est dit', { titres: false }, {}, ['titres avertit'], [true, true]],
    ['sans rapport avec la prestation, c’est dit', { rapport: false }, {}, ['rapport avertit'], [true, true]],
    [
      'sans curriculum vitæ récent, c’est dit, et cela passe',
      { cv: false },
      {},
      ['cv avertit'],
      [true, true],
    ],
    [
      'du dehors, sans contrat, la confirmation attend',
      { externe: true },
      {},
      ['contrat bloque'],
      [true, false],
    ],
    ['du dehors, contrat signé, rien', { externe: true, contrat: true }, {}, [], [true, true]],
    [
      'vers une certification, sans habilitation',
      {},
      { certifiante: true },
      ['habilitation bloque'],
      [false, true],
    ],
    ['habilitée, rien', {}, { certifiante: true, habilitee: true }, [], [true, true]],
  ] as const)('%s', (_, i, a, manques, gardes) => expect(juger(i, a)).toEqual([manques, gardes]))

  test('le nom s’élide', () => {
    const intervenants = [{ ...complet, nom: 'Agathe Pons', titres: false, cv: false }]
    const { manques } = jugerAffectations({
      premierJour: '2026-11-24' as DateCivile,
      certifiante: false,
      habilitee: false,
      cpf: false,
      intervenants,
    })
    expect(manques.map((m) => m.phrase).join(' ')).toMatch(/qualités d’Agathe Pons .* vitæ d’Agathe Pons/)
  })
  test('ce qui bloque vient d’abord', () =>
    expect(juger({ cv: false, externe: true })[0]).toEqual(['contrat bloque', 'cv avertit']))
  test('la veille du 1er novembre 2026, contrat et habilitation avertissent ; le CPF bloquait déjà', () => {
    const dehors = { externe: true }
    expect(juger(dehors, { certifiante: true }, '2026-10-31')).toEqual([
      ['contrat avertit', 'habilitation avertit'],
      [true, true],
    ])
    expect(juger(dehors, { cpf: true }, '2026-10-31')).toEqual([['contrat-cpf bloque'], [true, false]])
    expect(juger(dehors, { cpf: true }, '2024-03-31')).toEqual([['contrat-cpf avertit'], [true, true]])
  })
})

describe('le plafond du CPF', () => {
  const an = (confie: number, plus = {}) =>
    jugerPlafond({ annee: '2026', chiffre: 1_000_000, confie, contrats: 1, sansMontant: 0, ...plus })
  test.each([
    [0, 'prouve'],
    [700_000, 'prouve'],
    [700_100, 'partiel'],
    [800_000, 'partiel'],
    [801_000, 'manquant'],
  ])('%i confiés sur un million : %s', (n, etat) => expect(an(n).etat).toBe(etat))
  test('un contrat sans montant se dit, et la part n’est plus prouvée', () => {
    expect(an(0, { sansMontant: 1 })).toMatchObject({ etat: 'a-juger' })
    expect(an(0, { sansMontant: 2 }).phrase).toContain('2 contrats n’ont pas de montant')
  })
  test('sans chiffre, aucune part ; avant 2024, aucun plafond', () => {
    expect(an(10, { chiffre: 0 })).toMatchObject({ part: null, etat: 'a-juger' })
    expect(an(0, { chiffre: 0, contrats: 0 }).etat).toBe('sans-objet')
    expect(an(990_000, { annee: '2023' }).plafond).toBe(100)
  })
})

test.each([
  ['2023-12-31', '100 % au plus : aucun plafond'],
  ['2024-01-01', '80 % au plus : décret n° 2023-1350'],
  ['2026-11-24', '80 % au plus'],
])('le plafond du CPF se dit tel qu’il vaut le %s', (jour, debut) => {
  expect(
    direPlafond(jour as DateCivile)
      .replace(/[\u00a0\u202f]/g, ' ')
      .startsWith(debut),
  ).toBe(true)
})
