import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import {
  type ActivitePrevue,
  ajouterAPart,
  classesVirtuelles,
  type ElementProbant,
  heuresAPart,
  heuresDuLieu,
  type PrevueId,
  realiseePar,
} from './a-part.ts'
import { branchesAfest, branchesDistance } from './branches.ts'
import { calculerHeuresSuivies } from './heures-suivies.ts'
import type { InscriptionId, SeanceId } from './signer-demi-journee.ts'

const moi = 'moi' as InscriptionId
const plan: readonly ActivitePrevue[] = [
  { id: 'p1' as PrevueId, genre: 'asynchrone', intitule: 'Module 1', minutes: 90 },
  { id: 'p2' as PrevueId, genre: 'asynchrone', intitule: 'Module 2', minutes: 30 },
]
type E = Pick<ElementProbant, 'genre' | 'inscription' | 'prevue' | 'minutes' | 'le'>
const e = (genre: E['genre'], plus: Partial<E> = {}): E => ({
  genre,
  inscription: moi,
  prevue: null,
  minutes: null,
  le: '2026-03-02' as DateCivile,
  ...plus,
})

describe('Les heures hors des demi-journées', () => {
  it('sont le temps estimé de chaque activité réalisée, une fois chacune', () => {
    const faites = [
      e('realisation', { prevue: 'p1' as PrevueId, minutes: 90 }),
      e('realisation', { prevue: 'p1' as PrevueId, minutes: 90 }),
    ]
    expect(heuresAPart(plan, faites, moi)).toEqual({
      planifieMin: 120,
      realiseMin: 90,
      distanceMin: 90,
      travailMin: 0,
    })
  })
  it('se disent à distance d’un côté, au travail de l’autre', () => {
    const mixte: readonly ActivitePrevue[] = [
      ...plan,
      { id: 'p3' as PrevueId, genre: 'situation', intitule: 'Tenir la ligne', minutes: 60 },
      { id: 'p4' as PrevueId, genre: 'reflexion', intitule: 'Y revenir', minutes: 30 },
    ]
    const faits = [
      e('realisation', { prevue: 'p1' as PrevueId, minutes: 90 }),
      e('afest-situation', { minutes: 60 }),
      e('afest-reflexion', { minutes: 30 }),
    ]
    expect(heuresDuLieu('distance', mixte, faits, moi)).toMatchObject({ planifieMin: 120, realiseMin: 90 })
    expect(heuresDuLieu('travail', mixte, faits, moi)).toMatchObject({ planifieMin: 90, realiseMin: 90 })
    // La mise en situation ne nomme pas l’activité : qui l’a faite l’a faite.
    expect(mixte.map((p) => realiseePar(p, faits))).toEqual([1, 0, 1, 1])
  })
  it('comptent mise en situation et phase réflexive, qui ne sont pas à distance', () => {
    expect(
      heuresAPart(
        [],
        [e('afest-situation', { minutes: 60 }), e('afest-reflexion', { minutes: 20 }), e('evaluation')],
        moi,
      ),
    ).toEqual({
      planifieMin: 0,
      realiseMin: 80,
      distanceMin: 0,
      travailMin: 80,
    })
  })
  it('d’une autre personne ne comptent pas', () => {
    expect(
      heuresAPart(
        plan,
        [e('realisation', { inscription: 'autre' as InscriptionId, prevue: 'p1' as PrevueId, minutes: 90 })],
        moi,
      ).realiseMin,
    ).toBe(0)
  })
  it('s’ajoutent à celles des demi-journées sans jamais en ôter', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.array(fc.constantFrom('p1', 'p2'), { maxLength: 5 }),
        fc.nat(200),
        (seances, faites, travail) => {
          const h = calculerHeuresSuivies(
            Array.from({ length: seances }, () => ({
              debut: 540,
              fin: 750,
              distance: false,
              suivi: { etat: 'signee' as const },
            })),
          )
          const elements = [
            ...faites.map((p) => e('realisation', { prevue: p as PrevueId, minutes: p === 'p1' ? 90 : 30 })),
            e('afest-situation', { minutes: travail }),
          ]
          const tout = ajouterAPart(h, heuresAPart(plan, elements, moi))
          const faitesUneFois = [...new Set(faites)].reduce((t, p) => t + (p === 'p1' ? 90 : 30), 0)
          expect(tout.suiviMin).toBe(h.suiviMin + faitesUneFois + travail)
          expect(tout.distanceMin).toBe(faitesUneFois)
          expect(tout.planifieMin).toBe(h.planifieMin + 120)
          expect(tout.signatures).toBe(h.signatures)
        },
      ),
    )
  })
})

describe('Une classe virtuelle', () => {
  const seance = 's1' as SeanceId
  it.each([
    ['qui s’y est connecté la suit à distance', true, true, 1],
    ['les autres sont dans la salle, la liste rapprochée', false, true, 0],
    ['pas encore rapprochée, elle vaut pour tous', false, false, 1],
  ] as const)('%s', (_, sienne, rapprochee, n) => {
    expect(classesVirtuelles([{ seance, sienne, rapprochee }]).size).toBe(n)
  })
})

describe('Les branches', () => {
  const dit = (b: readonly { code: string; satisfaite: boolean }[]) =>
    b.filter((x) => x.satisfaite).map((x) => x.code)
  it('à distance : un assistant nommé et un échange, un plan, une évaluation', () => {
    const tout = [e('assistant', { inscription: null }), e('echange'), e('evaluation')]
    expect(dit(branchesDistance({ annonce: true, elements: tout }, moi))).toEqual([
      'assistance',
      'information',
      'evaluation',
    ])
    expect(dit(branchesDistance({ annonce: false, elements: tout.slice(0, 1) }, moi))).toEqual([])
    expect(dit(branchesDistance({ annonce: false, elements: [e('echange')] }, moi))).toEqual([])
  })
  it('en situation de travail : le formateur est désigné avant, jamais après', () => {
    const tard = [
      e('afest-formateur', { inscription: null, le: '2026-03-03' as DateCivile }),
      e('afest-situation', { minutes: 60 }),
    ]
    expect(dit(branchesAfest({ annonce: false, elements: tard }, moi))).toEqual([])
    const tot = [
      ...tard,
      e('afest-formateur', { inscription: null, le: '2026-03-01' as DateCivile }),
      e('afest-analyse', { inscription: null }),
      e('afest-reflexion'),
      e('afest-evaluation'),
    ]
    expect(dit(branchesAfest({ annonce: false, elements: tot }, moi))).toEqual([
      'analyse',
      'formateur',
      'reflexion',
      'evaluation',
    ])
  })
})
