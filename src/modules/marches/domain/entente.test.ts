import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireDossiers } from '../lecture/lire-dossiers.ts'
import cas from '../test/entente.cas.json' with { type: 'json' }
import { codesDeSignaux, type Dossier, motifs, niveaux, signaler } from './entente.ts'

const lire = (dossier: unknown): Dossier => {
  const r = lireDossiers(JSON.stringify({ schema: 'entente-cas/1', cas: [{ id: 'x', dossier }] }))
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  const [lu] = r.value
  if (!lu) throw new Error('aucun cas')
  return lu.dossier
}

describe('les signaux d’entente', () => {
  it.each(cas.cas.map((c) => [`${c.id} ${c.dit}`, c] as const))('%s', (_, c) =>
    expect(signaler(lire(c.dossier)).map((s) => [s.code, s.niveau, s.qui])).toEqual(c.attendu),
  )
  it('chaque signal sert au moins un cas', () => {
    const vus = new Set<string>(cas.cas.flatMap((c) => signaler(lire(c.dossier)).map((s) => s.code)))
    expect(codesDeSignaux.filter((c) => !vus.has(c))).toEqual([])
  })
})

const coops = ['A', 'B', 'C', 'D', 'E', 'Scop du Lac']
const desCoops = (min = 0) => fc.uniqueArray(fc.constantFrom(...coops), { minLength: min, maxLength: 5 })
const unDossier: fc.Arbitrary<Dossier> = fc.record(
  {
    membres: desCoops(1).chain((ids) =>
      fc.tuple(
        ...ids.map((coop) =>
          fc.record({
            coop: fc.constant(coop),
            mandataire: fc.boolean(),
            capableSeule: fc.boolean(),
            motifs: fc.subarray([...motifs]),
            texte: fc.string({ maxLength: 60 }),
          }),
        ),
      ),
    ),
    capables: desCoops(),
    nature: fc.constantFrom('conjoint' as const, 'solidaire' as const),
    repartition: fc.boolean(),
    interditDoubleOffre: fc.boolean(),
    offresSeules: desCoops(),
    mandatairesAilleurs: desCoops(),
    prixEchangesAvant: fc.boolean(),
    animateurs: desCoops(),
    changementApresLimite: fc.boolean(),
    passe: fc.array(
      fc.record({
        lot: fc.string(),
        offres: fc.array(
          fc.record(
            { candidats: desCoops(1), montant: fc.integer({ min: 0, max: 9 }), gagne: fc.boolean() },
            { requiredKeys: ['candidats', 'gagne'] },
          ),
          { maxLength: 4 },
        ),
        sousTraitants: desCoops(),
      }),
      { maxLength: 9 },
    ),
    indices: fc.constant([]),
    lots: fc.array(fc.record({ lot: fc.string(), repond: desCoops(), pourrait: desCoops() }), {
      maxLength: 4,
    }),
  },
  {
    requiredKeys: [
      'membres',
      'capables',
      'interditDoubleOffre',
      'offresSeules',
      'mandatairesAilleurs',
      'prixEchangesAvant',
      'animateurs',
      'changementApresLimite',
      'passe',
      'indices',
      'lots',
    ],
  },
) as fc.Arbitrary<Dossier>

describe('quels que soient les dossiers', () => {
  const toujours = (titre: string, tenir: (d: Dossier) => void) =>
    it(
      titre,
      () =>
        void fc.assert(
          fc.property(unDossier, (d) => void tenir(d)),
          { numRuns: 1500 },
        ),
    )
  toujours('du plus grave au moins grave, chacun nommé une fois et dans l’ordre', (d) => {
    const s = signaler(d)
    const rangs = s.map((x) => niveaux.indexOf(x.niveau))
    expect(rangs).toEqual(rangs.toSorted((a, b) => a - b))
    for (const x of s) {
      expect(x.qui.length).toBeGreaterThan(0)
      expect(x.qui).toEqual([...new Set(x.qui)].toSorted())
    }
  })
  toujours('l’ordre des membres et des listes ne change rien', (d) =>
    expect(
      signaler({
        ...d,
        membres: d.membres.toReversed(),
        capables: d.capables.toReversed(),
        offresSeules: d.offresSeules.toReversed(),
        passe: d.passe.map((r) => ({
          ...r,
          offres: r.offres.map((o) => ({ ...o, candidats: o.candidats.toReversed() })),
        })),
      }).map((s) => [s.code, s.niveau, s.qui]),
    ).toEqual(signaler(d).map((s) => [s.code, s.niveau, s.qui])),
  )
  toujours('un groupement ne passe pas sans une nécessité de chacun', (d) => {
    const muets = d.membres.filter((m) => m.motifs.length === 0 || m.texte.trim().length < 40)
    const s = signaler(d).find((x) => x.code === 'sans-justification')
    if (d.membres.length < 2) expect(s).toBeUndefined()
    else for (const m of muets) expect(s?.qui).toContain(m.coop)
  })
  toujours('qui n’a rien à se reprocher seul ne se signale pas', (d) => {
    const [seul] = d.membres
    if (!seul) return
    const propre: Dossier = {
      membres: [seul],
      capables: [],
      interditDoubleOffre: false,
      offresSeules: [],
      mandatairesAilleurs: [],
      prixEchangesAvant: false,
      animateurs: [],
      changementApresLimite: false,
      passe: [],
      indices: [],
      lots: [],
    }
    expect(signaler(propre)).toEqual([])
  })
})
