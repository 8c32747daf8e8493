import { describe, expect, it } from 'vitest'
import { lireTable } from './csv.ts'
import {
  lireChargeDAilleurs,
  lireEcritureDAilleurs,
  lireFactureDAilleurs,
  lireMouvementDAilleurs,
} from './lire-lignes.ts'

const table = (texte: string, exigees: readonly string[] = []) => {
  const r = lireTable(texte, exigees)
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const une = (texte: string) => {
  const [l] = table(texte)
  if (!l) throw new Error('aucune ligne')
  return l
}

describe('un tableau venu d’ailleurs', () => {
  it('se lit au point-virgule, à la virgule ou à la tabulation, avec sa marque', () => {
    for (const s of [';', ',', '\t'])
      expect(une(`\ufeffNuméro${s}Montant HT\r\nF1${s}"1 400,50"\r\n`).champs).toEqual(
        new Map([
          ['numero', 'F1'],
          ['montant_ht', '1 400,50'],
        ]),
      )
  })
  it('garde une cellule sur plusieurs lignes, et le numéro de chaque ligne', () => {
    expect(table('a;b\n"un\ndeux";3\n"dit ""oui""";4').map((l) => [l.ligne, l.champs.get('a')])).toEqual([
      [2, 'un\ndeux'],
      [4, 'dit "oui"'],
    ])
  })
  it('nomme la colonne qui manque, et refuse un fichier vide', () => {
    expect(lireTable('a;b\n1;2', ['numero'])).toMatchObject({ ok: false, error: { code: 'colonnes' } })
    expect(lireTable('', [])).toMatchObject({ ok: false, error: { code: 'csv-vide' } })
  })
})

const facture = (traits: Record<string, string> = {}) => {
  const champs = { numero: 'E-1', date: '12/11/2026', client: 'Aubrac', montant_ht: '1 400,00', ...traits }
  return lireFactureDAilleurs({ ligne: 2, champs: new Map(Object.entries(champs)) })
}

describe('une facture d’un autre outil', () => {
  it('se lit telle qu’elle est dite', () => {
    expect(facture({ tva: '280', origine: 'OPCO plan', session: 'S-2026-001' })).toMatchObject({
      ok: true,
      value: { ht: 140_000, tva: 28_000, source: 'opco-plan', genre: 'facture', session: 'S-2026-001' },
    })
  })
  it('un montant négatif est un avoir', () => {
    expect(facture({ montant_ht: '-150,00' })).toMatchObject({
      ok: true,
      value: { genre: 'avoir', ht: 15_000 },
    })
  })
  it('une origine inconnue se refuse, une origine vide reste à affecter', () => {
    expect(facture({ origine: 'mécénat' })).toMatchObject({ ok: false, error: { code: 'origine' } })
    expect(facture()).toMatchObject({ ok: true, value: { source: null } })
  })
  it.each([
    ['numero', { numero: '' }],
    ['client', { client: '' }],
    ['montant', { montant_ht: '0' }],
    ['montant', { montant_ht: '-3', genre: 'facture' }],
    ['periode', { debut: '01/11/2026' }],
    ['echeance', { echeance: '01/11/2026' }],
  ] as const)('refuse par « %s »', (code, traits) =>
    expect(facture(traits)).toMatchObject({ ok: false, error: { code } }),
  )
  it('refuse une date qui n’existe pas', () => expect(facture({ date: '31/02/2026' }).ok).toBe(false))
})

it('une charge a un compte de la classe 6, une part et ses drapeaux', () => {
  const lue = lireChargeDAilleurs(
    une(
      'date;compte;libelle;montant_ht;prestation_formation;part_formation\n02/11/2026;604;Delta;1100;oui;50 %',
    ),
  )
  expect(lue).toMatchObject({
    ok: true,
    value: { compte: '604', ht: 110_000, prestation: true, formateur: false, part: 5_000 },
  })
  expect(lireChargeDAilleurs(une('date;compte;libelle;montant_ht\n02/11/2026;706;X;1'))).toMatchObject({
    ok: false,
  })
})
it('une écriture est au débit ou au crédit', () => {
  expect(
    lireEcritureDAilleurs(une('numero;date;compte;debit;credit\nE1;2026-11-02;706000;;100')),
  ).toMatchObject({
    ok: true,
    value: { credit: 10_000, debit: 0 },
  })
  expect(lireEcritureDAilleurs(une('numero;date;compte;debit;credit\nE1;2026-11-02;706;1;1'))).toMatchObject({
    ok: false,
  })
})
it('un relevé dit un montant signé, ou deux colonnes', () => {
  expect(lireMouvementDAilleurs(une('date;libelle;montant\n02/11/2026;VIR;-12,50'))).toMatchObject({
    value: { montant: -1_250 },
  })
  expect(lireMouvementDAilleurs(une('date;libelle;debit;credit\n02/11/2026;VIR;12,50;'))).toMatchObject({
    value: { montant: -1_250 },
  })
  expect(lireMouvementDAilleurs(une('date;libelle;debit;credit\n02/11/2026;VIR;;12,50'))).toMatchObject({
    value: { montant: 1_250 },
  })
})
