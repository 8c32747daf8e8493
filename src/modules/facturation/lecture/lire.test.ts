import { describe, expect, it } from 'vitest'
import { colonnesImport } from './colonnes-import.ts'
import { lireTable } from './csv.ts'
import { lireCamt } from './lire-camt.ts'
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

describe('un fichier des écritures comptables', () => {
  const lireFec = (texte: string) => {
    const r = lireTable(texte, colonnesImport.ecritures)
    if (!r.ok) throw new Error(r.error.phrase)
    return r.value.map(lireEcritureDAilleurs)
  }
  it('se lit par ses dix-huit titres, barre ou tabulation, dates collées', () => {
    for (const s of ['|', '\t']) {
      const [lue] = lireFec(
        [
          'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise',
          'VE Ventes 1 20261102 706000 Prestations _ _ FA-2026-0001 20261102 Formation 0,00 1400,00 _ _ 20261130 _ _',
        ]
          .map((l) =>
            l
              .split(' ')
              .map((c) => (c === '_' ? '' : c))
              .join(s),
          )
          .join('\n'),
      )
      expect(lue).toMatchObject({
        ok: true,
        value: {
          numero: '1',
          jour: '2026-11-02',
          journal: 'VE',
          compte: '706000',
          credit: 140_000,
          facture: 'FA-2026-0001',
        },
      })
    }
  })
  it('se lit aussi par montant et sens', () =>
    expect(
      lireFec('EcritureNum;EcritureDate;CompteNum;Montant;Sens\n1;20261102;411;1400,00;D')[0],
    ).toMatchObject({ ok: true, value: { debit: 140_000, credit: 0 } }))
})

describe('un relevé de banque', () => {
  const lireReleve = (texte: string) => {
    const r = lireTable(texte, colonnesImport.releve)
    if (!r.ok) throw new Error(r.error.phrase)
    return r.value.map((l) => {
      const lu = lireMouvementDAilleurs(l)
      return lu.ok ? [lu.value.jour, lu.value.montant, lu.value.libelle] : lu.error.phrase
    })
  }
  it('se lit sous son titre et son solde, par les noms de la banque, à deux chiffres d’année', () =>
    expect(
      lireReleve(
        [
          'Compte courant 00012345678',
          'Solde au 28/11/2026;1 234,50 €',
          '',
          'Date opération;Date valeur;Libellé opération;Débit euros;Crédit euros',
          '28/11/26;28/11/26;VIR CLINIQUE FA 0002;0,00;1 400,00',
          '28/11/26;28/11/26;LOYER;-500,00;',
        ].join('\n'),
      ),
    ).toEqual([
      ['2026-11-28', 140_000, 'VIR CLINIQUE FA 0002'],
      ['2026-11-28', -50_000, 'LOYER'],
    ]))
  it('sans colonne reconnue, dit celle qui manque', () =>
    expect(lireTable('Solde;12\nautre;3', colonnesImport.releve)).toMatchObject({
      ok: false,
      error: { code: 'colonnes' },
    }))

  const camt = (entrees: string, devise = 'EUR') =>
    lireCamt(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>${entrees.replaceAll('EUR', devise)}</Stmt></BkToCstmrStmt></Document>`)
  const entree = (montant: string, sens: string, suite: string, statut = 'BOOK') =>
    `<Ntry><Amt Ccy="EUR">${montant}</Amt><CdtDbtInd>${sens}</CdtDbtInd><Sts>${statut}</Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt>${suite}</Ntry>`
  const motif = (nom: string, dit: string, montant = '') =>
    `<TxDtls>${montant && `<AmtDtls><TxAmt><Amt Ccy="EUR">${montant}</Amt></TxAmt></AmtDtls>`}<RltdPties><Dbtr><Nm>${nom}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>${dit}</Ustrd></RmtInf></TxDtls>`
  it('camt.053 : le donneur d’ordre et le motif, le sens, et un virement par ligne d’une remise groupée', () => {
    const lu = camt(
      entree('1400.00', 'CRDT', `<NtryDtls>${motif('Clinique', 'FA-2026-0002')}</NtryDtls>`) +
        entree('500.00', 'DBIT', '<AddtlNtryInf>LOYER</AddtlNtryInf>') +
        entree(
          '300.00',
          'CRDT',
          `<NtryDtls>${motif('A', 'FA 0003', '100.00')}${motif('B', 'FA 0004', '200.00')}</NtryDtls>`,
        ) +
        entree('9.00', 'CRDT', '', 'PDNG'),
    )
    if (!lu.ok) throw new Error(lu.error.phrase)
    expect(
      lu.value.map((l) => {
        const m = lireMouvementDAilleurs(l)
        return m.ok && [m.value.montant, m.value.libelle]
      }),
    ).toEqual([
      [140_000, 'Clinique FA-2026-0002'],
      [-50_000, 'LOYER'],
      [10_000, 'A FA 0003'],
      [20_000, 'B FA 0004'],
    ])
  })
  it('refuse un XML qui n’en est pas un, une autre devise, une déclaration DOCTYPE', () => {
    expect(lireCamt('<a/>')).toMatchObject({ ok: false, error: { code: 'camt' } })
    expect(camt(entree('1.00', 'CRDT', ''), 'CHF')).toMatchObject({
      ok: false,
      error: { code: 'camt-devise' },
    })
    expect(lireCamt('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toMatchObject({
      ok: false,
      error: { code: 'xml-doctype' },
    })
  })
})
