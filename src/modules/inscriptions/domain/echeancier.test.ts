import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { alerteEcheancier, echeancierAuxNouvellesDates, echeancierPropose } from './echeancier.ts'
import { verifierEcheancier } from './retractation.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
const exigibleDes = jour('2027-03-15')
const prix = centimes(100_000)
const tous = (n: number, pas: number, depuis = '2027-04-05') =>
  Array.from({ length: n }, (_, i) => ({ jour: ajouterJours(jour(depuis), i * pas), minutes: 420 }))
const propose = (seances: readonly { jour: DateCivile; minutes: number }[]) =>
  echeancierPropose({ prix, exigibleDes, seances }).map((e) => [e.jour, e.montant])

describe('l’échéancier proposé suit l’action', () => {
  it('deux jours : trente pour cent, puis au soir de chacun', () => {
    expect(propose(tous(2, 7))).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-05', 20_000],
      ['2027-04-12', 50_000],
    ])
  })
  it('ce que trente pour cent couvrent déjà ne se demande pas deux fois', () => {
    expect(propose(tous(5, 7))).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-12', 10_000],
      ['2027-04-19', 20_000],
      ['2027-04-26', 20_000],
      ['2027-05-03', 20_000],
    ])
  })
  it('beaucoup de jours en peu de semaines : à la fin de chaque semaine', () => {
    const jours = [...tous(4, 1), ...tous(4, 1, '2027-04-12')]
    expect(propose(jours)).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-08', 20_000],
      ['2027-04-15', 50_000],
    ])
  })
  it('beaucoup de semaines : à la fin de chaque mois', () => {
    expect(propose(tous(12, 7)).map(([j]) => j)).toEqual([
      '2027-03-15',
      '2027-04-26',
      '2027-05-31',
      '2027-06-21',
    ])
  })
  it('un seul jour, ou une action déjà finie : rien ne s’échelonne', () => {
    expect(propose(tous(1, 1))).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-05', 70_000],
    ])
    expect(propose(tous(3, 1, '2027-03-01'))).toEqual([
      ['2027-03-15', 30_000],
      ['2027-03-16', 70_000],
    ])
  })
  it('celui que l’on propose tient toujours, et fait le prix au centime', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.array(
          fc.record({ ecart: fc.integer({ min: -30, max: 200 }), minutes: fc.integer({ min: 1, max: 480 }) }),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        (p, lues) => {
          const siennes = lues.map((l) => ({ jour: ajouterJours(exigibleDes, l.ecart), minutes: l.minutes }))
          const montant = centimes(p)
          const propose = echeancierPropose({ prix: montant, exigibleDes, seances: siennes })
          expect(verifierEcheancier(propose, { prix: montant, exigibleDes, seances: siennes })).toEqual([])
          expect(propose.reduce((t, e) => t + e.montant, 0)).toBe(p)
          expect(propose.length).toBeLessThanOrEqual(24)
          // Ce que l’on propose n’est jamais de ce dont on avertit.
          expect(alerteEcheancier(propose, { exigibleDes, seances: siennes })).toBeUndefined()
        },
      ),
    )
  })
})

describe('un échéancier écrit à la main', () => {
  const seances = tous(2, 7)
  const alerte = (...e: [string, number][]) =>
    alerteEcheancier(
      e.map(([j, m]) => ({ jour: jour(j), montant: centimes(m) })),
      { exigibleDes, seances },
    )
  it('tout le solde au dernier jour, ou après : on en avertit, avec l’article', () => {
    expect(alerte(['2027-03-15', 30_000], ['2027-04-12', 70_000])).toMatch(
      /Tout le solde tombe d’un coup, le 12\savril\s2027.*L6353-6/,
    )
    expect(alerte(['2027-04-12', 100_000])).toMatch(/d’un coup/)
    expect(alerte(['2027-03-15', 30_000], ['2027-05-12', 70_000])).toMatch(/12\smai\s2027/)
  })
  it('échelonné, pendant l’action ou après elle : rien à dire', () => {
    expect(alerte(['2027-03-15', 30_000], ['2027-04-05', 20_000], ['2027-04-12', 50_000])).toBeUndefined()
    expect(alerte(['2027-03-15', 30_000], ['2027-04-12', 35_000], ['2027-05-12', 35_000])).toBeUndefined()
    expect(alerte()).toBeUndefined()
  })
  it('un seul jour de séance après l’expiration, ou presque tout au dernier : rien ne s’y échelonne', () => {
    const lourd = [{ jour: jour('2027-04-05'), minutes: 60 }, ...tous(1, 1, '2027-04-12')]
    const solde = [{ jour: jour('2027-04-12'), montant: prix }]
    expect(alerteEcheancier(solde, { exigibleDes, seances: lourd })).toBeUndefined()
    const unJour = { exigibleDes, seances: tous(1, 1) }
    expect(alerteEcheancier([{ jour: jour('2027-04-05'), montant: prix }], unJour)).toBeUndefined()
  })
})

describe('l’échéancier d’un avenant suit les nouvelles dates', () => {
  const aujourdhui = jour('2027-04-01')
  const refaire = (
    echeances: readonly (readonly [string, number])[],
    seances: readonly { jour: DateCivile; minutes: number }[],
    le = aujourdhui,
  ) =>
    echeancierAuxNouvellesDates(
      echeances.map(([j, m]) => ({ jour: jour(j), montant: centimes(m) })),
      { prix, exigibleDes, seances, aujourdhui: le },
    ).map((e) => [e.jour, e.montant])
  it('la dernière date avancée : le solde vient au dernier jour, jamais après la fin', () => {
    const avancees = [...tous(1, 7), { jour: jour('2027-04-09'), minutes: 420 }]
    expect(
      refaire(
        [
          ['2027-03-15', 30_000],
          ['2027-04-05', 20_000],
          ['2027-04-12', 50_000],
        ],
        avancees,
      ),
    ).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-05', 20_000],
      ['2027-04-09', 50_000],
    ])
  })
  it('reculées : rien ne se demande avant que les heures soient faites, et ce qui tombe le même jour se réunit', () => {
    expect(
      refaire(
        [
          ['2027-03-15', 30_000],
          ['2027-04-05', 20_000],
          ['2027-04-12', 50_000],
        ],
        tous(2, 7, '2027-04-12'),
      ),
    ).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-12', 20_000],
      ['2027-04-19', 50_000],
    ])
    expect(
      refaire(
        [
          ['2027-03-15', 30_000],
          ['2027-04-12', 20_000],
          ['2027-04-19', 50_000],
        ],
        tous(2, 1),
      ),
    ).toEqual([
      ['2027-03-15', 30_000],
      ['2027-04-06', 70_000],
    ])
  })
  it('les mêmes dates n’y changent rien, et le résultat tient toujours', () => {
    const suivis = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(suivis, suivis, fc.integer({ min: 1, max: 9 }), (avant, apres, pas) => {
        const anciennes = tous(avant, pas)
        const echeances = echeancierPropose({ prix, exigibleDes, seances: anciennes })
        const memes = { prix, exigibleDes, seances: anciennes, aujourdhui }
        expect(echeancierAuxNouvellesDates(echeances, memes)).toEqual(echeances)
        const seances = tous(apres, pas, '2027-05-03')
        const refait = echeancierAuxNouvellesDates(echeances, { ...memes, seances })
        expect(verifierEcheancier(refait, { prix, exigibleDes, seances })).toEqual([])
        expect(refait.every((e) => e.jour <= (seances.at(-1)?.jour ?? e.jour))).toBe(true)
      }),
    )
  })
})
