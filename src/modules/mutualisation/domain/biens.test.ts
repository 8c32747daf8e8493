import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import {
  calendrierDepuis,
  creneauxVoulus,
  direBareme,
  direConfigurations,
  direEmpechements,
  direEnsemble,
  duDe,
  lireBareme,
  lireConfigurations,
  toutesTaxes,
} from './biens.ts'

const r = {
  etat: 'ferme' as const,
  prix: centimes(12_000),
  bareme: [{ jours: 7, points: 5_000 }],
  fermeLe: new Date('2027-01-05T08:00:00Z'),
  finieLe: null,
  parElle: false,
  debut: new Date('2027-01-20T08:00:00Z'),
}
const annulee = {
  ...r,
  etat: 'annulee' as const,
  finieLe: new Date('2027-01-18T08:00:00Z'),
  parElle: true,
}

it('un bien se paie avec sa taxe', () => {
  expect(toutesTaxes(centimes(6_000), 2_000)).toBe(7_200)
})
it('annulée trop tard par qui l’a demandée, une part reste due ; à temps, par l’autre, ou jamais ferme, rien', () => {
  expect(duDe(r)).toBe(12_000)
  expect(duDe(annulee)).toBe(6_000)
  expect(duDe({ ...annulee, finieLe: new Date('2027-01-10T08:00:00Z') })).toBe(0)
  expect(duDe({ ...annulee, parElle: false })).toBe(0)
  expect(duDe({ ...annulee, fermeLe: null })).toBe(0)
})
const clair = (t: string) => t.replaceAll(/[\u00a0\u202f]/g, ' ')
it('un barème a plusieurs seuils, et le plus proche du jour l’emporte', () => {
  const bareme = lireBareme('moins de 31 jours : 50 %\n moins de 8 jours : 100 %') ?? []
  const dans = (jours: number) =>
    duDe({ ...annulee, bareme, finieLe: new Date(r.debut.getTime() - jours * 86_400_000) })
  expect([40, 31, 30, 8, 7, 0].map(dans)).toEqual([0, 0, 6_000, 6_000, 12_000, 12_000])
  expect(clair(direBareme(bareme))).toBe(
    'sans frais jusqu’à 31 jours avant ; à moins de 31 jours, 50 % restent dus ; à moins de 8 jours, tout reste dû',
  )
  expect(direBareme([])).toBe('sans frais jusqu’à l’heure dite')
  // L’ordre écrit ne compte pas ; une part qui baisse à l’approche du jour, un seuil dit deux fois, un mot de trop : cela ne se lit pas.
  expect(lireBareme('8 jours : 100\n31 jours : 50')).toEqual(bareme)
  expect(lireBareme('')).toEqual([])
  for (const faux of [
    '30 jours : 100\n8 jours : 50',
    '8 jours : 50\n8 jours : 100',
    'plus tard',
    '8 jours : 101',
    '0 jour : 10',
  ])
    expect(lireBareme(faux), faux).toBeUndefined()
})
it('une salle dit chaque configuration et ses places', () => {
  expect(lireConfigurations('en U : 14\nthéâtre, 24 places\nîlots de 4 : 16\n')).toEqual([
    { nom: 'en U', places: 14 },
    { nom: 'théâtre', places: 24 },
    { nom: 'îlots de 4', places: 16 },
  ])
  expect(direConfigurations({ configurations: [{ nom: 'en U', places: 1 }] })).toBe('en U, 1 place')
  for (const faux of ['en U', '14', 'en U : 0', 'en U : 14\nEn u : 12', 'en U : 1400'])
    expect(lireConfigurations(faux), faux).toBeUndefined()
})
it('rien n’est jamais dû au-delà du prix', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('en-file', 'option', 'ferme', 'refusee', 'expiree', 'annulee'),
      fc.nat(1_000_000),
      fc.nat(90),
      fc.nat(10_000),
      fc.option(fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })),
      (etat, prix, jours, points, finieLe) => {
        const du = duDe({
          ...annulee,
          etat: etat as 'ferme',
          prix: centimes(prix),
          bareme: [{ jours, points }],
          finieLe,
        })
        expect(du).toBeGreaterThanOrEqual(0)
        expect(du).toBeLessThanOrEqual(prix)
      },
    ),
  )
})

it('matin et après-midi d’un même jour font un seul créneau, chaque jour vient une fois', () => {
  const [lundi, mardi, jeudi] = ['2027-03-22', '2027-03-23', '2027-03-25'] as DateCivile[]
  const voulus = creneauxVoulus({
    matins: [lundi, jeudi] as DateCivile[],
    apresMidi: [mardi, lundi] as DateCivile[],
    matin: [540, 750],
    apres: [810, 1020],
  })
  expect(voulus).toEqual([
    { jour: lundi, debut: 540, fin: 1020 },
    { jour: mardi, debut: 810, fin: 1020 },
    { jour: jeudi, debut: 540, fin: 750 },
  ])
})

it('ce qui empêche une demande d’ensemble se dit bien par bien, créneau par créneau ; tout réservé, rien ne se dit', () => {
  const voulue = (titre: string) => ({
    titre,
    debut: new Date('2027-03-22T08:00:00Z'),
    fin: new Date('2027-03-22T11:30:00Z'),
  })
  const deux = [voulue('Salle Duras'), voulue('Salle Weil')]
  const dit = (mots: readonly string[]) =>
    direEmpechements(deux, mots)?.phrase.replaceAll(/[\u00a0\u202f]/g, ' ')
  expect(dit(['option', 'ferme'])).toBeUndefined()
  expect(dit(['option', 'en-file'])).toBe(
    'Rien n’est réservé. Salle Weil, 22 mars 2027, 9 h – 12 h 30 : ces heures sont prises.',
  )
  expect(dit(['tour', 'heures'])).toMatch(
    /Salle Duras, .* attend déjà ces heures\. Salle Weil, .* a commencé/,
  )
  // Un mot manquant, ou un refus : rien ne passe pour réservé.
  for (const mots of [['refuse', 'refuse'], ['ferme'], []]) expect(dit(mots)).toContain('ne pouvez pas')
})

it('une demande d’ensemble n’est dite réservée que si rien n’attend de réponse', () => {
  expect(direEnsemble('ferme')).toEqual({ fort: 'Tout est réservé.' })
  const { fort, suite } = direEnsemble('option')
  expect(fort).not.toContain('réservé')
  expect(suite).toContain('ou quand le créneau commence')
})

it('le calendrier d’un bien se feuillette d’aujourd’hui au dernier jour qui se réserve ; une date illisible le laisse à cette semaine', () => {
  const de = (demandee?: string) => calendrierDepuis('2026-12-01' as DateCivile, demandee)
  expect([de(), de('n’importe quoi'), de('2020-01-01'), de('2026-12-06')]).toEqual(
    Array(4).fill('2026-11-30'),
  )
  expect(de('2027-02-06')).toBe('2027-02-01')
  expect(de('2099-01-01')).toBe('2028-11-27')
})
