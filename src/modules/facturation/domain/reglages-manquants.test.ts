import { expect, it } from 'vitest'
import { coordonneesManquent, reglagesManquants } from './reglages-manquants.ts'

const reglee = { iban: 'FR76', rcs: 'Rennes', moyen: 'virement', societe: true }

it('une société réglée par virement dit son IBAN et son greffe, et rien ne lui manque alors', () => {
  expect(reglagesManquants(reglee)).toEqual([])
  expect(reglagesManquants({ ...reglee, iban: null })).toEqual(['iban'])
  expect(reglagesManquants({ ...reglee, rcs: ' ' })).toEqual(['greffe'])
  expect(reglagesManquants({ ...reglee, iban: null, rcs: '', moyen: 'Virement bancaire' })).toEqual([
    'iban',
    'greffe',
  ])
})

it('payée par chèque, elle se passe d’IBAN ; une association se passe de greffe', () => {
  expect(reglagesManquants({ ...reglee, iban: null, moyen: 'chèque' })).toEqual([])
  expect(reglagesManquants({ ...reglee, rcs: '', societe: false })).toEqual([])
})

it('sans adresse, courriel ou téléphone, aucune facture ne se compose', () => {
  const dites = {
    adresse: '1 rue Duras',
    codePostal: '93100',
    ville: 'Montreuil',
    courriel: 'a@exemple.example',
    telephone: '01',
  }
  expect(coordonneesManquent(dites)).toBe(false)
  for (const cle of Object.keys(dites)) expect(coordonneesManquent({ ...dites, [cle]: ' ' }), cle).toBe(true)
})
