import { describe, expect, it } from 'vitest'
import { champsCommuns, champsDeTresorerie } from './champs.ts'
import { type RegleFec, reglesFec } from './regles.ts'
import { anomaliesMontrees, verifierFec } from './verifier.ts'

const nom = '123456782FEC20261231.txt'
type Ligne = readonly string[]
const enTete: Ligne = champsCommuns
/** Deux écritures équilibrées, une vente et son encaissement. */
const bonnes: readonly Ligne[] = [
  [
    'VE',
    'Ventes',
    '1',
    '20260203',
    '411000',
    'Clients',
    'BELLEDONNE',
    'Ateliers Belledonne',
    'FA-2026-0001',
    '20260203',
    'Formation',
    '1200,00',
    '0,00',
    'A',
    '20260304',
    '20260301',
    '',
    '',
  ],
  [
    'VE',
    'Ventes',
    '1',
    '20260203',
    '706000',
    'Prestations',
    '',
    '',
    'FA-2026-0001',
    '20260203',
    'Formation',
    '0,00',
    '1000,00',
    '',
    '',
    '20260301',
    '',
    '',
  ],
  [
    'VE',
    'Ventes',
    '1',
    '20260203',
    '445710',
    'TVA',
    '',
    '',
    'FA-2026-0001',
    '20260203',
    'Formation',
    '0,00',
    '200,00',
    '',
    '',
    '20260301',
    '',
    '',
  ],
  [
    'BQ',
    'Banque',
    '2',
    '20260304',
    '512000',
    'Banque',
    '',
    '',
    'VIR 12',
    '20260304',
    'Virement',
    '1200,00',
    '',
    '',
    '',
    '20260304',
    '1300,00',
    'USD',
  ],
  [
    'BQ',
    'Banque',
    '2',
    '20260304',
    '411000',
    'Clients',
    'BELLEDONNE',
    'Ateliers Belledonne',
    'VIR 12',
    '20260304',
    'Virement',
    '',
    '1200,00',
    'A',
    '20260304',
    '20260304',
    '',
    '',
  ],
]
const ecrire = (lignes: readonly Ligne[] = bonnes, { tete = enTete, sep = '\t', fin = '\r\n' } = {}) =>
  new TextEncoder().encode([tete, ...lignes].map((l) => l.join(sep)).join(fin) + fin)
const changer = (ligne: number, champ: string, valeur: string, lignes = bonnes, tete = enTete): Ligne[] =>
  lignes.map((l, i) => (i === ligne ? l.map((v, j) => (tete[j] === champ ? valeur : v)) : [...l]))
const texte = (t: string) => new TextEncoder().encode(t)
const rompues = (octets: Uint8Array, fichier = nom) => [
  ...new Set(verifierFec(octets, fichier)?.anomalies.map((a) => a.regle)),
]

describe('un FEC qui tient', () => {
  it('se compte, et ne rompt rien', () =>
    expect(verifierFec(ecrire(), nom)).toEqual({
      ecritures: 2,
      lignes: 5,
      debit: 240_000,
      credit: 240_000,
      anomalies: [],
      anomaliesEnTout: 0,
    }))
  it('se lit à la barre verticale, en ISO 8859-15, sous une marque d’ordre, aux fins de ligne de tout système', () => {
    expect(rompues(ecrire(bonnes, { sep: '|', fin: '\n' }))).toEqual([])
    expect(rompues(ecrire(bonnes, { fin: '\r' }))).toEqual([])
    expect(rompues(new Uint8Array([0xef, 0xbb, 0xbf, ...ecrire()]))).toEqual([])
    const latin = Buffer.from(
      Buffer.from(ecrire(changer(0, 'EcritureLib', 'Échirolles'))).toString('utf8'),
      'latin1',
    )
    expect(rompues(latin)).toEqual([])
  })
  it('dit montant et sens à la place de débit et crédit', () => {
    const tete = enTete.map((c) => (c === 'Debit' ? 'Montant' : c === 'Credit' ? 'Sens' : c))
    const lignes = bonnes.map((l) => {
      const d = l[11] !== '' && l[11] !== '0,00'
      return l.map((v, j) => (j === 11 ? (d ? v : (l[12] ?? '')) : j === 12 ? (d ? 'D' : '-1') : v))
    })
    expect(verifierFec(ecrire(lignes, { tete }), nom)).toMatchObject({
      debit: 240_000,
      credit: 240_000,
      anomaliesEnTout: 0,
    })
    expect(rompues(ecrire(changer(0, 'Sens', 'X', lignes, tete), { tete }))).toEqual(['sens'])
  })
  it.each([3, 4])('a %i champs de plus en trésorerie', (n) => {
    const tete = [...enTete, ...champsDeTresorerie.slice(0, n)]
    const lignes = bonnes.map((l) => [...l, '20260304', 'VIR', '', ''].slice(0, tete.length))
    expect(rompues(ecrire(lignes, { tete }))).toEqual([])
    expect(rompues(ecrire(changer(0, 'ModeRglt', '', lignes, tete), { tete }))).toEqual(['champ-obligatoire'])
  })
  it('numérote par journal comme dans tout le fichier', () => {
    const parJournal = bonnes.map((l) => (l[0] === 'BQ' ? l.map((v, j) => (j === 2 ? 'BQ-0001' : v)) : l))
    expect(rompues(ecrire(parJournal))).toEqual([])
  })
  it('porte le signe en tête ou en queue', () => {
    const inverse = changer(
      0,
      'Debit',
      '-1200,00',
      changer(1, 'Credit', '1000,00-', changer(2, 'Credit', '-200,00')),
    )
    expect(rompues(ecrire(inverse))).toEqual([])
  })
})

const seules: readonly (readonly [RegleFec, Uint8Array, string?])[] = [
  ['nom-fichier', ecrire(), 'export.txt'],
  ['nom-fichier', ecrire(), '123456782FEC20260231.txt'],
  ['fichier-vide', texte('')],
  ['fichier-vide', ecrire([])],
  ['encodage', Buffer.from(ecrire(changer(0, 'EcritureLib', 'l#eau')).map((o) => (o === 0x23 ? 0x92 : o)))],
  [
    'separateur',
    texte(`${enTete.join('\t')}\n${bonnes.map((l, i) => l.join(i === 4 ? '|' : '\t')).join('\n')}\n`),
  ],
  ['entete', ecrire(bonnes, { tete: enTete.map((c) => (c === 'PieceRef' ? 'Piece' : c)) })],
  ['separateur-final', texte(`${enTete.join('\t')}\n${bonnes.map((l) => l.join('\t')).join('\t\n')}\n`)],
  ['ligne-vide', texte(`${enTete.join('\t')}\n\n${bonnes.map((l) => l.join('\t')).join('\n')}\n`)],
  ['champ-obligatoire', ecrire(changer(1, 'EcritureLib', ''))],
  ['champ-obligatoire', ecrire(changer(1, 'ValidDate', ''))],
  ['compte-numero', ecrire(changer(1, 'CompteNum', '7A6000'))],
  ['compte-numero', ecrire(changer(1, 'CompteNum', '912000'))],
  ['date-forme', ecrire(changer(1, 'PieceDate', '2026-02-03'))],
  ['date-forme', ecrire(changer(1, 'PieceDate', '20260230'))],
  ['date-annee', ecrire(changer(1, 'PieceDate', '18990203'))],
  ['montant-forme', ecrire(changer(3, 'Montantdevise', '1 300,00'))],
  ['montant-forme', ecrire(changer(3, 'Montantdevise', '1300.00'))],
  ['montant-double', ecrire(changer(1, 'Debit', '10,00', changer(1, 'Credit', '1010,00')))],
  ['montant-nul', ecrire([...bonnes.slice(0, 3), changer(0, 'Debit', '0,00')[0] ?? [], ...bonnes.slice(3)])],
  [
    'ecriture-numero',
    ecrire(
      changer(3, 'EcritureNum', '4', changer(4, 'EcritureNum', '4')).concat(
        bonnes.slice(3).map((l) => l.map((v, j) => (j === 2 ? '6' : v))),
      ),
    ),
  ],
  ['ecriture-numero', ecrire(bonnes.map((l) => l.map((v, j) => (j === 2 && l[0] === 'VE' ? '0' : v))))],
  ['ecriture-date', ecrire(changer(1, 'EcritureDate', '20260204'))],
  ['journal-libelle', ecrire(changer(1, 'JournalLib', 'Vente'))],
  ['ordre-validation', ecrire(changer(3, 'ValidDate', '20260305'))],
  ['validation-avant', ecrire(bonnes.slice(0, 3).map((l) => l.map((v, j) => (j === 15 ? '20260202' : v))))],
  ['apres-cloture', ecrire(), '123456782FEC20260228.txt'],
  ['devise', ecrire(changer(3, 'Idevise', ''))],
  ['auxiliaire', ecrire(changer(0, 'CompAuxLib', ''))],
  ['lettrage', ecrire(changer(0, 'EcritureLet', ''))],
  ['nombre-champs', ecrire(bonnes.map((l, i) => (i === 4 ? l.slice(0, -1) : l)))],
  ['champ-obligatoire', ecrire(changer(1, 'EcritureNum', ''))],
  ['champ-obligatoire', ecrire(changer(1, 'JournalCode', ''))],
  ['champ-obligatoire', ecrire(changer(0, 'JournalLib', ''))],
  ['date-forme', ecrire(changer(1, 'EcritureDate', '03/02/2026'))],
  ['montant-forme', ecrire(changer(1, 'Credit', '1000.00'))],
  ['montant-forme', ecrire(changer(1, 'Credit', '1 000,00'))],
  ['montant-forme', ecrire(changer(1, 'Credit', 'mille'))],
]
/** Celles qui n’existent pas seules : une écriture qui ne s’équilibre pas déséquilibre le fichier, ou change ses lignes. */
const ensemble: readonly (readonly [RegleFec, Uint8Array, readonly RegleFec[]])[] = [
  [
    'ecriture-equilibre',
    ecrire(changer(1, 'Credit', '1010,00', changer(3, 'Debit', '1210,00'))),
    ['ecriture-equilibre'],
  ],
  ['fichier-equilibre', ecrire(changer(1, 'Credit', '1010,00')), ['fichier-equilibre', 'ecriture-equilibre']],
  [
    'ecriture-lignes',
    ecrire(bonnes.slice(0, 1)),
    ['fichier-equilibre', 'ecriture-equilibre', 'ecriture-lignes'],
  ],
]

describe('chaque règle du FEC, rompue seule', () => {
  it.each(seules.map(([r, o, f = nom]) => [r, o, f] as const))('%s', (regle, octets, fichier) =>
    expect(rompues(octets, fichier)).toEqual([regle]),
  )
  it.each(ensemble)('%s, avec ce qu’elle entraîne', (_regle, octets, attendues) =>
    expect(rompues(octets).toSorted()).toEqual([...attendues].toSorted()),
  )
  it('aucune n’est sans essai', () =>
    expect(new Set([...seules, ...ensemble].map(([r]) => r).concat('sens'))).toEqual(
      new Set(Object.keys(reglesFec)),
    ))
})

describe('ce que la vérification rend', () => {
  it('situe la faute et la dit', () =>
    expect(verifierFec(ecrire(changer(1, 'CompteNum', 'ABC')), nom)?.anomalies).toEqual([
      {
        ligne: 3,
        regle: 'compte-numero',
        message:
          'Un numéro de compte commence par trois chiffres du plan comptable général\u00a0: «\u00a0ABC\u00a0».',
      },
    ]))
  it('ne lit pas ce qui n’est pas du texte', () =>
    expect(verifierFec(new Uint8Array([0x25, 0x50, 0, 1]), nom)).toBeUndefined())
  it('ne montre pas mille fois la même faute, et les compte toutes', () => {
    const lignes = Array.from({ length: 500 }, (_, i) => [
      ...bonnes.slice(3).map((l) => l.map((v, j) => (j === 2 ? String(i + 1) : j === 10 ? '' : v))),
    ]).flat()
    const lu = verifierFec(ecrire(lignes), nom)
    expect([lu?.anomalies.length, lu?.anomaliesEnTout]).toEqual([anomaliesMontrees, 1000])
  })
})
