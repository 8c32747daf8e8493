import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  attendQuiLit,
  direCle,
  direConstat,
  direRefusDeMission,
  lireTaux,
  pourCent,
  resteACorriger,
} from './missions.ts'

const lisse = (t: string) => t.replaceAll(/\s/g, ' ')

it('la clé de partage se dit comme on la convient : au jour, au forfait, en part', () => {
  expect(
    [
      direCle({ cle: 'jours', tarif: 64_000, taux: null }),
      direCle({ cle: 'forfait', tarif: 48_000, taux: null }),
      direCle({ cle: 'pourcent', tarif: null, taux: 1250 }),
    ].map(lisse),
  ).toEqual(['640,00 € par jour', 'forfait de 480,00 €', '12,5 % d’un montant'])
})

it('un constat dit les heures, et ce que la clé compte', () => {
  expect(lisse(direConstat({ minutes: 420, demiJournees: 2, base: null }))).toBe('7 h, 2 demi-journées')
  expect(lisse(direConstat({ minutes: 180, demiJournees: null, base: 120_000 }))).toBe('3 h, sur 1 200,00 €')
})

it('une part écrite se relit ; hors de 0,01 à 100, elle ne se lit pas', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (points) => {
      expect(lireTaux(pourCent(points).replace('.', ','))).toBe(points)
    }),
  )
  expect(['0', '100,01', '12,345', 'dix', ''].map(lireTaux)).toEqual(Array(5).fill(undefined))
})

it('il reste d’un bon ce que ses rectifications n’ont pas rendu', () => {
  expect(resteACorriger(1000, [250, 300])).toBe(450)
})

it('attend qui lit : répondre, constater, confirmer ; ni retirer sa propre demande, ni annuler', () => {
  expect([
    attendQuiLit({ etat: 'demandee', pas: ['accordee', 'refusee'] }),
    attendQuiLit({ etat: 'demandee', pas: ['retiree'] }),
    attendQuiLit({ etat: 'accordee', pas: ['annulee'] }),
    attendQuiLit({ etat: 'accordee', pas: ['constatee', 'annulee'] }),
    attendQuiLit({ etat: 'constatee', pas: ['confirmee', 'accordee'] }),
  ]).toEqual([true, false, false, true, true])
})

it('un refus de la base a sa phrase ; une panne reste une panne', () => {
  expect(direRefusDeMission({ code: '23514', constraint: 'mission_cadre' })?.phrase).toContain('cadre')
  expect(direRefusDeMission({ code: '42501' })?.code).toBe('pas')
  expect([
    direRefusDeMission({ code: '57014' }),
    direRefusDeMission(new Error('x')),
    direRefusDeMission(null),
  ]).toEqual([undefined, undefined, undefined])
})
