import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import {
  type ContenuDeConvention,
  clauses,
  type DossierLu,
  manquesDeConvention,
  manquesPourConstituer,
  signauxDe,
} from './groupement.ts'
import { cleDeLot, type Interet, remplir, TAILLE, vider } from './interet.ts'

const le = new Date('2026-11-24T09:00:00Z')
const [a, b, c] = ['a', 'b', 'c'] as unknown as [OrganismeId, OrganismeId, OrganismeId]
const clausesEcrites = Object.fromEntries(
  Object.keys(clauses).map((k) => [k, 'Une clause écrite en toutes lettres.']),
) as ContenuDeConvention['clauses']
const contenu = (points: readonly number[], qui: readonly OrganismeId[] = [a, b]): ContenuDeConvention => ({
  forme: 'conjoint',
  parts: qui.map((organisme, i) => ({ organisme, tient: 'français', points: points[i] ?? 0 })),
  clauses: clausesEcrites,
})
const membre = (organisme: OrganismeId, mandataire = false) => ({
  organisme,
  nom: String(organisme).toUpperCase(),
  mandataire,
  accepteLe: le,
  sortiLe: null,
  sortie: null,
})
const necessite = (
  organisme: OrganismeId,
  texte = 'Quatre formatrices pour deux cent soixante journées demandées.',
) => ({ organisme, motifs: ['volume' as const], capableSeule: false, texte, le })
const dossier = (reste: Partial<DossierLu> = {}): DossierLu => ({
  g: {
    id: 'g' as never,
    mandataire: a,
    lot: 'l#1',
    idweb: '26-1',
    objet: 'o',
    acheteur: 'x',
    limite: le,
    zone: 'Europe/Paris',
    forme: 'conjoint',
    etat: 'tour-de-table',
    constitueLe: null,
    signeLe: null,
    version: 1,
  },
  membres: [membre(a, true), membre(b)],
  necessites: [necessite(a), necessite(b)],
  convention: { version: 1, contenu: contenu([6000, 4000]), empreinte: 'e1', le },
  accords: [a, b],
  signatures: [],
  poles: [['A', 'B', 'C']],
  ...reste,
})

describe('ce qui manque à un groupement', () => {
  it('rien, quand chacun a écrit sa raison et accordé la convention', () =>
    expect(manquesPourConstituer(dossier())).toEqual([]))
  it.each([
    ['une raison', { necessites: [necessite(a)] }, 'B.'],
    ['une raison trop courte', { necessites: [necessite(a), necessite(b, 'Parce que.')] }, 'B.'],
    [
      'un second membre',
      { membres: [membre(a, true)], convention: { version: 1, contenu: contenu([10_000], [a]), le } },
      'qu’un membre',
    ],
    ['un accord', { accords: [a] }, 'l’accord sur la convention'],
    ['une convention', { convention: null }, 'écrit la convention'],
    [
      'la part de qui vient d’entrer',
      {
        membres: [membre(a, true), membre(b), membre(c)],
        necessites: [necessite(a), necessite(b), necessite(c)],
        accords: [a, b, c],
      },
      'répartition de nouveau',
    ],
    ['cent pour cent', { convention: { version: 1, contenu: contenu([6000, 3999]), le } }, 'cent pour cent'],
  ] as const)('%s', (_quoi, reste, phrase) =>
    expect(manquesPourConstituer(dossier(reste as Partial<DossierLu>)).join(' ')).toContain(phrase),
  )
  it('une invitée qui n’a pas répondu, une sortie ne comptent pas', () => {
    const membres = [membre(a, true), membre(b), { ...membre(c), accepteLe: null }]
    expect(manquesPourConstituer(dossier({ membres }))).toEqual([])
  })
  it('tout le pôle, un membre capable : des avertissements, qui n’arrêtent pas', () => {
    const d = dossier({
      necessites: [necessite(a), { ...necessite(b), capableSeule: true }],
      poles: [
        ['A', 'B'],
        ['A', 'B', 'C'],
      ],
    })
    expect(signauxDe(d).map((s) => s.code)).toEqual(['capable-seule'])
    const trois = dossier({
      membres: [membre(a, true), membre(b), membre(c)],
      necessites: [necessite(a), necessite(b), necessite(c)],
    })
    expect(signauxDe(trois).map((s) => s.code)).toEqual(['tout-le-pole'])
  })
  it('les parts ne passent que si elles font dix mille, sans part nulle', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10, max: 10_000 }), { minLength: 2, maxLength: 2 }),
        (points) => {
          const manques = manquesDeConvention(contenu(points), 'conjoint', [a, b])
          expect(manques.length === 0).toBe(
            points.every((p) => p > 0) && points.reduce((t, p) => t + p, 0) === 10_000,
          )
        },
      ),
    )
  })
})

describe('l’intérêt rempli', () => {
  it('a toujours la même taille et se relit ; le bruit ne se lit pas', () => {
    const texte = fc.string({ unit: 'grapheme', maxLength: 100 })
    fc.assert(
      fc.property(texte, texte, (t, territoire) => {
        const i: Interet = {
          capableSeule: false,
          manques: ['volume'],
          texte: t,
          territoire,
          volume: '',
          ouvert: 'membre',
        }
        const plein = remplir(i)
        if (plein) expect([plein.length, vider(plein)]).toEqual([TAILLE, i])
      }),
    )
    expect(vider(new Uint8Array(TAILLE))).toBeUndefined()
  })
  it('un lot a la même clé d’où que vienne l’avis de la procédure', () => {
    const lu = (idweb: string) => ({ avis: { idweb, procedure: 'p' } }) as never
    expect(cleDeLot(lu('26-1'), '5')).toBe(cleDeLot(lu('443934-2026'), '5'))
  })
})
