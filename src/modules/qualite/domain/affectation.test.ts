import { describe, expect, test } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import {
  type Affectations,
  type DossiersLus,
  type Intervenant,
  jugerAffectations,
  lireDossiers,
} from './affectation.ts'
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

describe('une seule vérité, à la confirmation comme à la grille', () => {
  const ligne = (l: Partial<DossiersLus['lignes'][number]>): DossiersLus['lignes'][number] => ({
    genre: 'contrat-sous-traitance',
    titre: 'Contrat',
    le: '2026-11-01',
    expireLe: null,
    contenu: { clauses: [...'12345678'], indicateurs: '9' },
    fichiers: 1,
    jointLe: '2026-11-02',
    personne: null,
    offre: 'o',
    session: 's',
    entreprise: 'structure',
    etablissement: null,
    responsable: null,
    ...l,
  })
  const lire = (
    l: Partial<DossiersLus['lignes'][number]>,
    gens: Partial<DossiersLus['gens'][number]> = {},
    cpf = false,
  ) =>
    lireDossiers({
      premierJour: '2026-11-24' as DateCivile,
      dernierJour: '2026-11-26' as DateCivile,
      certifiante: true,
      cpf,
      lignes: [ligne(l)],
      gens: [
        {
          personne: 'lena',
          nom: 'Lena Y',
          externe: true,
          titres: 'Master',
          rapport: 'Enseigne l’anglais',
          entreprise: 'structure',
          ...gens,
        },
      ],
    })
  const contrat = (...x: Parameters<typeof lire>) => lire(...x).intervenants[0]?.contrat
  test('le contrat signé et joint avant le premier jour vaut', () => expect(contrat({})).toBe(true))
  test.each([
    ['sans fichier', { fichiers: 0, jointLe: null }],
    ['joint après le premier jour', { jointLe: '2026-11-25' }],
    ['signé après le premier jour', { le: '2026-11-25' }],
    ['échu au premier jour', { expireLe: '2026-11-20' }],
    ['d’une autre structure', { entreprise: 'autre' }],
    ['d’une autre personne', { personne: 'tom' }],
    ['sans partie', { entreprise: null }],
    ['à sept clauses', { contenu: { clauses: [...'1234567'], indicateurs: '9' } }],
    ['qui ne répartit rien', { contenu: { clauses: [...'12345678'] } }],
    ['sans session ni terme', { session: null }],
    [
      'sans session, fini avant le dernier jour',
      { session: null, expireLe: '2026-11-25', terme: '2026-11-25' },
    ],
  ])('le contrat %s ne vaut pas', (_, l) => expect(contrat(l)).toBe(false))
  test('un contrat-cadre vaut jusqu’à son terme, sauf pour une action que paie le CPF', () => {
    const cadre = { session: null, expireLe: '2027-06-30', terme: '2027-06-30' }
    expect([contrat(cadre), contrat(cadre, {}, true), contrat({}, {}, true)]).toEqual([true, false, true])
  })
  test.each([
    ['habilitation', { fichiers: 0, jointLe: null }, false],
    ['habilitation', {}, false],
    ['habilitation', { expireLe: '2027-01-01', terme: '2027-01-01' }, true],
    ['habilitation', { terme: '2027-01-01' }, true],
  ] as const)('une ligne « %s » : %j', (genre, l, vaut) =>
    expect(lire({ genre, contenu: {}, ...l }).habilitee).toBe(vaut),
  )
  test('un curriculum vitæ dit et non joint n’est pas un curriculum vitæ ; vingt-quatre mois plus tard non plus', () => {
    const cv = (l: Parameters<typeof lire>[0]) =>
      lire({ genre: 'cv', personne: 'lena', contenu: { domaines: 'anglais' }, ...l }).intervenants[0]?.cv
    expect([cv({}), cv({ fichiers: 0 }), cv({ le: '2024-11-24' }), cv({ personne: 'tom' })]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
  test('des titres « RAS » ne sont pas des titres', () =>
    expect(lire({}, { titres: 'RAS' }).intervenants[0]?.titres).toBe(false))
})
