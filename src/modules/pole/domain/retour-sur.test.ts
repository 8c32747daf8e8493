import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { adresseDuRetour, chapoDuRetour, titreDuRetour } from './retour-sur.ts'

it('le titre dit le rang et le pôle, sans répéter le mot', () => {
  expect(titreDuRetour('Formation', 1)).toBe('La première rencontre du pôle Formation')
  expect(titreDuRetour('Pôle Formation', 6)).toBe('La sixième rencontre du pôle Formation')
})
it('au-delà de dix, le rang s’écrit en chiffres ; « Pôles » n’est pas « pôle »', () => {
  expect(titreDuRetour('Pôles et aimants', 11)).toBe('La 11e rencontre du pôle Pôles et aimants')
})
it('sans présences notées, le chapô n’en invente pas', () => {
  expect(chapoDuRetour({ cooperatives: 0, personnes: 0, hote: 'émi', sujets: [] })).toBe(
    'Une rencontre chez émi.',
  )
})
it('une personne seule s’accorde au singulier', () => {
  expect(chapoDuRetour({ cooperatives: 1, personnes: 1, hote: '', sujets: [] })).toBe(
    '1\u00a0personne de 1\u00a0coopérative s’est déplacée.',
  )
})
it('le chapô compte les présents et nomme les sujets, sans nommer personne', () => {
  expect(
    chapoDuRetour({ cooperatives: 8, personnes: 11, hote: 'Coopaname', sujets: ['la qualité', 'le CPF'] }),
  ).toBe(
    '11\u00a0personnes de 8\u00a0coopératives se sont retrouvées chez Coopaname. Sur la table\u00a0: la qualité et le CPF.',
  )
})
it('l’adresse est faite de lettres, de chiffres et de tirets', () => {
  expect(adresseDuRetour('Pôle Formation', 6, '2019-09-30' as DateCivile)).toBe('pole-formation-6-2019-09-30')
})
