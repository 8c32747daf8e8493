import fc from 'fast-check'
import { expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { listeDispositifs, listeStatutsF1, regimes } from './dossier.ts'
import { type FaitsBpf, manquesDuBpf } from './manques-bpf.ts'

const peutEtre = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: null, freq: 6 })
const faits: fc.Arbitrary<FaitsBpf> = fc
  .record({
    offre: fc.record({
      f3: peutEtre(fc.constantFrom('a', 'b', 'd')),
      niveau: peutEtre(fc.constantFrom('5', 'cqp')),
      nsf: peutEtre(fc.constant('314')),
    }),
    seances: fc.array(
      fc.record({
        statuee: fc.constantFrom(true, true, true, true, false, undefined),
        intervenants: fc.array(
          fc.record({
            statut: peutEtre(fc.constantFrom('salarie', 'sous-traitant-of')),
            confieeA: peutEtre(fc.constant('Autre organisme')),
          }),
          { minLength: 0, maxLength: 2 },
        ),
      }),
      { maxLength: 4 },
    ),
    inscriptions: fc.array(
      fc.record({
        statutF1: peutEtre(fc.constantFrom(...listeStatutsF1)),
        dossier: peutEtre(fc.constantFrom(0, 1, 2)),
      }),
      { maxLength: 6 },
    ),
    dossiers: fc.array(
      fc.record({
        regime: fc.constantFrom(...regimes),
        ecart: fc.constantFrom(0, 0, 0, 0, 1),
        lignes: fc.array(
          fc.record({
            payeur: peutEtre(fc.constant('Payeur')),
            dispositif: fc.constantFrom(...listeDispositifs),
            montantHt: fc.integer({ min: 1, max: 100_000 }),
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 3 },
    ),
  })
  .map((f) => ({
    offre: f.offre,
    seances: f.seances.map((s, i) => ({
      ...s,
      id: `s${i}`,
      nom: `SEANCE-${i}`,
      intervenants: s.intervenants.map((x, j) => ({ ...x, nom: `INTERVENANT-${i}-${j}` })),
    })),
    inscriptions: f.inscriptions.map((x, i) => ({
      id: `i${i}`,
      nom: `STAGIAIRE-${i}`,
      statutF1: x.statutF1,
      dossier: x.dossier === null ? null : `d${x.dossier}`,
    })),
    dossiers: f.dossiers.map((d, i) => ({
      id: `d${i}`,
      client: `CLIENT-${i}`,
      regime: d.regime,
      prix: centimes(d.lignes.reduce((t, l) => t + l.montantHt, 0) + d.ecart),
      lignes: d.lignes.map((l) => ({ ...l, montantHt: centimes(l.montantHt) })),
    })),
  }))

/** Le contrôle, écrit à part : ce que le bilan exige, objet par objet, et le mot qui doit paraître à l'écran. */
const exigences = (f: FaitsBpf): string[] => [
  ...(f.offre.f3 === null ? ['F-3'] : []),
  ...(f.offre.f3 === 'a' && f.offre.niveau === null ? ['niveau'] : []),
  ...(f.offre.nsf === null ? ['NSF'] : []),
  ...(f.seances.length === 0 ? ['séance'] : []),
  ...f.seances.flatMap((s) => [
    ...(s.statuee === true ? [] : [s.nom]),
    ...(s.intervenants.length === 0 ? [s.nom] : []),
    ...s.intervenants.flatMap((i) =>
      i.statut === null || (i.statut === 'sous-traitant-of' && i.confieeA === null) ? [i.nom] : [],
    ),
  ]),
  ...f.inscriptions.flatMap((i) => [
    ...(i.statutF1 === null ? [i.nom] : []),
    ...(f.dossiers.some((d) => d.id === i.dossier) ? [] : [i.nom]),
  ]),
  ...f.dossiers.flatMap((d) => [
    ...(d.lignes.reduce((t, l) => t + l.montantHt, 0) === d.prix ? [] : [d.client]),
    ...(d.lignes.some((l) => l.payeur === null) ? [d.client] : []),
  ]),
]

it('une session finie a tout ce que le BPF demande, ou chaque manque est nommé à l’écran', () => {
  fc.assert(
    fc.property(faits, (f) => {
      const manques = manquesDuBpf(f)
      const attendus = exigences(f)
      expect(manques).toHaveLength(attendus.length)
      for (const mot of attendus) expect(manques.some((m) => m.phrase.includes(mot))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

it('une session entière n’a aucun manque', () => {
  expect(
    manquesDuBpf({
      offre: { f3: 'd', niveau: null, nsf: '314' },
      seances: [
        {
          id: 's',
          nom: 'lundi',
          statuee: true,
          intervenants: [{ nom: 'Amel', statut: 'entrepreneur-salarie', confieeA: null }],
        },
      ],
      inscriptions: [{ id: 'i', nom: 'Agathe', statutF1: 'salarie-prive', dossier: 'd' }],
      dossiers: [
        {
          id: 'd',
          client: 'Tilleuls',
          regime: 'convention',
          prix: centimes(100),
          lignes: [{ payeur: 'Tilleuls', dispositif: 'entreprise', montantHt: centimes(100) }],
        },
      ],
    }),
  ).toEqual([])
})
