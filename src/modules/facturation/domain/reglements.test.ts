import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { margeDe } from './marge.ts'
import { cite, facturesChoisies, proposerFactures } from './rapprocher.ts'
import { etatDeFacture, imputer, relanceDue, soldeDe } from './reglements.ts'
import { texteEpc } from './sepa.ts'
import {
  autoliquidee,
  mentionsDe,
  motifSansTaxe,
  motSansTva,
  tauxDe,
  tauxDuLieu,
  tauxPossibles,
  tvaFigee,
} from './tva.ts'

const jour = (t: string) => t as DateCivile
const f = (traits: object = {}) => ({
  genre: 'facture',
  ttc: centimes(100_000),
  avoirs: centimes(0),
  regle: centimes(0),
  echeance: jour('2026-12-01'),
  ...traits,
})

describe('où en est une facture', () => {
  it.each([
    ['à régler', f(), '2026-11-24', 'a-venir'],
    ['en partie', f({ regle: 1 }), '2026-11-24', 'partielle'],
    ['en retard le lendemain de l’échéance', f(), '2026-12-02', 'en-retard'],
    ['pas en retard le jour même', f(), '2026-12-01', 'a-venir'],
    ['soldée', f({ regle: 100_000 }), '2027-01-01', 'soldee'],
    ['soldée par un avoir', f({ avoirs: -100_000 }), '2027-01-01', 'soldee'],
    ['trop perçue', f({ regle: 60_000, avoirs: -50_000 }), '2027-01-01', 'trop-percue'],
    ['un avoir n’attend rien', f({ genre: 'avoir' }), '2027-01-01', 'sans-objet'],
  ] as const)('%s', (_, facture, le, etat) => expect(etatDeFacture(facture as never, jour(le))).toBe(etat))

  it('un règlement se répartit sans perdre ni fabriquer un centime', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: -1_000, max: 400_000 }), { maxLength: 8 }),
        (montant, soldes) => {
          const { parts, avance } = imputer(
            centimes(montant),
            soldes.map((s) => ({ solde: centimes(s) })),
          )
          expect(somme(parts.map((p) => p.montant)) + avance).toBe(montant)
          for (const p of parts) expect(p.montant).toBeLessThanOrEqual(Math.max(0, p.facture.solde))
          if (avance > 0) expect(parts.length).toBe(soldes.filter((s) => s > 0).length)
        },
      ),
    )
  })
  it('le solde est le total, moins les avoirs et les règlements', () => {
    expect(soldeDe({ ttc: centimes(100), avoirs: centimes(-30), regle: centimes(50) })).toBe(20)
  })
  it.each([
    ['pas avant l’échéance', '2026-11-30', [], null, undefined],
    ['la première à huit jours', '2026-12-09', [], null, 1],
    ['pas deux fois', '2026-12-09', [1], '2026-12-09', undefined],
    ['la deuxième à vingt et un', '2026-12-22', [1], '2026-12-09', 2],
    ['pas le jour d’une première partie tard', '2026-12-30', [1], '2026-12-30', undefined],
    ['treize jours après elle', '2027-01-12', [1], '2026-12-30', 2],
    ['la dernière', '2027-02-01', [1, 2], '2027-01-08', 3],
    ['puis plus rien', '2027-12-01', [1, 2, 3], '2027-02-01', undefined],
  ] as const)('relancer : %s', (_, le, niveaux, relanceeLe, attendu) =>
    expect(
      relanceDue(
        {
          echeance: jour('2026-12-01'),
          solde: centimes(1),
          niveaux,
          relanceeLe: relanceeLe && jour(relanceeLe),
        },
        [8, 21, 45],
        jour(le),
      ),
    ).toBe(attendu),
  )
})

it('un encaissement propose la facture dont il cite le numéro, puis celle du montant et du nom, sans décider', () => {
  const dues = [
    { id: 'a', numero: 'FA-2026-0007', payeur: 'Hôtel Aubrac', solde: centimes(96_000) },
    { id: 'b', numero: 'FA-2026-0008', payeur: 'Clinique des Tilleuls', solde: centimes(84_000) },
    { id: 'c', numero: 'FA-2026-0009', payeur: 'Opco', solde: centimes(84_000) },
  ]
  const noms = (montant: number, libelle: string) =>
    proposerFactures({ montant: centimes(montant), libelle }, dues).map((p) => p.facture.id)
  expect(noms(96_000, 'VIR SEPA HOTEL AUBRAC FA 2026 0007')).toEqual(['a'])
  expect(noms(84_000, 'VIREMENT CLINIQUE TILLEULS')).toEqual(['b', 'c'])
  expect(noms(50_000, 'acompte FA-2026-0007')).toEqual(['a'])
  expect(noms(1_234, 'LOYER')).toEqual([])
})

describe('les factures qu’un libellé cite', () => {
  it.each([
    ['VIR FA-2026-0007', 'FA-2026-0007', true],
    ['VIR SEPA FA20260007 CLINIQUE', 'FA-2026-0007', true],
    ['FA 0002 ET 0003', 'FA-2026-0002', true],
    ['FA 0002 ET 0003', 'FA-2026-0003', true],
    ['facture 0003', 'FA-2026-0003', true],
    ['FA 0002 ET 0003', 'FA-2026-0004', false],
    ['REF 0003', 'FA-2026-0003', false],
    ['FA-2026-00071', 'FA-2026-0007', false],
    ['E-12', 'E-1', false],
    ['VIR E-1', 'E-1', true],
  ])('« %s » et %s : %s', (libelle, numero, attendu) => expect(cite(libelle, numero)).toBe(attendu))
  it('citées ensemble, elles sont choisies ensemble ; une autre du même montant ne l’est pas', () => {
    const due = (numero: string, solde: number) => ({
      id: numero,
      numero,
      payeur: 'Clinique',
      solde: centimes(solde),
    })
    const dues = [due('FA-2026-0001', 70_000), due('FA-2026-0002', 30_000), due('FA-2026-0003', 40_000)]
    const lues = proposerFactures({ montant: centimes(70_000), libelle: 'FA 0002 ET 0003' }, dues)
    expect(lues.map((x) => [x.facture.id, x.choisie])).toEqual([
      ['FA-2026-0002', true],
      ['FA-2026-0003', true],
      ['FA-2026-0001', false],
    ])
    expect(lues[0]?.raison).toContain('la somme des factures citées')
  })
})

describe('les factures qu’un versement paie', () => {
  const ouvertes = [
    { id: 'a', numero: 'FA-2026-0001' },
    { id: 'b', numero: 'FA-2026-0002' },
  ]
  const choisir = (cochees: readonly string[], autre = '') => {
    const r = facturesChoisies(ouvertes, { cochees, autre })
    return r.ok ? r.value : r.error.code
  }
  it('sont celles que l’on coche, dans leur ordre, puis celle que l’on nomme', () => {
    expect(choisir(['b', 'a'])).toEqual(['b', 'a'])
    expect(choisir(['a'], ' fa-2026-0002 ')).toEqual(['a', 'b'])
    expect(choisir([], 'FA-2026-0002')).toEqual(['b'])
  })
  it('ne se comptent pas deux fois', () => expect(choisir(['a', 'a'], 'FA-2026-0001')).toEqual(['a']))
  it('un numéro que rien n’attend, ou rien de choisi, se refuse', () => {
    expect(choisir(['a'], 'FA-2026-0009')).toBe('numero-inconnu')
    expect(choisir([])).toBe('aucune')
  })
})

describe('le QR de virement', () => {
  const v = {
    iban: 'FR7630006000011234567890189',
    bic: null,
    beneficiaire: 'Langue & Lien',
    montant: centimes(140_000),
    reference: 'FA-2026-0001',
  }
  it('suit EPC069-12, ligne à ligne', () => {
    expect(texteEpc(v)?.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      '',
      'Langue & Lien',
      'FR7630006000011234567890189',
      'EUR1400.00',
      '',
      '',
      'FA-2026-0001',
    ])
  })
  it.each([
    ['sans IBAN', { iban: null }],
    ['rien à payer', { montant: centimes(0) }],
    ['à rendre', { montant: centimes(-1) }],
    ['sans bénéficiaire', { beneficiaire: '  ' }],
  ])('ne se montre pas : %s', (_, traits) => expect(texteEpc({ ...v, ...traits })).toBeUndefined())
  it('le nom tient en soixante-dix caractères', () => {
    expect(texteEpc({ ...v, beneficiaire: 'é'.repeat(90) })?.split('\n')[5]).toHaveLength(70)
  })
})

describe('la taxe', () => {
  it.each([
    ['exonere', 0, 0, 2000, 0],
    ['franchise', 0, 0, 0, 0],
    ['assujetti', 2000, 2000, 2000, 0],
  ] as const)('%s : formation, annexe, conseil, dédit', (regime, taux, annexe, conseil, dedit) => {
    const tva = { tva: { regime, taux }, formation: true, preneur: 'ici' } as const
    expect([
      tauxDe('formation', tva),
      tauxDe('annexe', tva),
      tauxDe('hors-formation', tva),
      tauxDe('dedit', tva),
    ]).toEqual([taux, annexe, conseil, dedit])
  })
  it('chaque taux nul a son texte, et une facture taxée n’en porte aucun', () => {
    const tva = {
      tva: { regime: 'exonere', taux: 0, texte: 'Exonération' },
      formation: true,
      preneur: 'ici',
    } as const
    expect(mentionsDe([{ nature: 'formation', taux: 0 }], tva)).toEqual(['Exonération'])
    expect(mentionsDe([{ nature: 'hors-formation', taux: 2000 }], tva)).toEqual([])
    expect(mentionsDe([{ nature: 'dedit', taux: 0 }], tva)).toHaveLength(1)
  })
  const exonere = { regime: 'exonere', taux: 0, texte: 'Exonération' } as const
  it('des repas sans formation derrière eux se taxent ; avec elle, l’exonération les couvre, ou leur taux', () => {
    const sans = { tva: exonere, formation: false, preneur: 'ici' } as const
    expect(tauxPossibles('annexe', sans)).toEqual([2000, 1000, 850, 550, 210])
    expect(tauxPossibles('annexe', { ...sans, formation: true })).toEqual([0, 2000, 1000, 850, 550, 210])
    expect(tauxPossibles('hors-formation', sans)).toContain(850)
    expect(tauxPossibles('formation', { ...sans, formation: true })).toEqual([0])
    expect(tauxPossibles('formation', { ...sans, tva: { regime: 'assujetti', taux: 2000 } })).toEqual([
      2000, 850,
    ])
  })
  it('le taux ordinaire est celui du lieu : 8,5 % d’abord aux Antilles et à La Réunion, aucun en Guyane, ni à Mayotte depuis 2014', () => {
    const le = jour('2026-12-01')
    expect(
      ['97110', '97200', '97400', '97300', '97600', '29200', undefined].map((c) => tauxDuLieu(c, le)),
    ).toEqual([850, 850, 850, 0, 0, 2000, 2000])
    expect(tauxDuLieu('97600', jour('2013-06-01'))).toBe(2000)
    const a = (duLieu: number) => ({ tva: { ...exonere, duLieu }, formation: false, preneur: 'ici' }) as const
    expect(tauxPossibles('hors-formation', a(850)).slice(0, 2)).toEqual([850, 2000])
    expect(tauxPossibles('hors-formation', a(0))).toEqual([0])
    const salle = { nature: 'hors-formation', taux: 0 } as const
    expect([motSansTva(salle, a(0)), mentionsDe([salle], a(0))]).toEqual([
      'non applicable',
      [expect.stringContaining('294, 1')],
    ])
    // Une formation exonérée l’est partout, et sa pièce figée se relit de même.
    expect(mentionsDe([{ nature: 'formation', taux: 0 }], a(0))).toEqual(['Exonération'])
    const deGuyane = 'TVA non applicable, art. 294, 1 du CGI'
    expect(tvaFigee([deGuyane]).duLieu).toBe(0)
    // Les deux sur une pièce : la salle n’y devient pas une formation exonérée.
    const figee = tvaFigee(['Exonération de TVA, article 261-4-4° a du CGI', deGuyane])
    expect(
      (['formation', 'hors-formation'] as const).map((nature) =>
        motifSansTaxe({ nature, taux: 0 }, { tva: figee, formation: true, preneur: 'ici' }),
      ),
    ).toEqual(['formation', 'territoire'])
  })
  it('à un professionnel d’un autre pays : due par le preneur dans l’Union, non applicable au-delà ; la formation reste exonérée', () => {
    const union = { tva: exonere, formation: false, preneur: 'union' } as const
    const conseil = [{ nature: 'hors-formation', taux: 0 }] as const
    expect(tauxDe('hors-formation', union)).toBe(0)
    expect(autoliquidee(conseil, union)).toBe(true)
    expect(mentionsDe(conseil, union)).toEqual([expect.stringContaining('Autoliquidation')])
    expect(motSansTva(conseil[0], union)).toBe('due par le preneur')
    const ailleurs = { ...union, preneur: 'ailleurs' } as const
    expect([autoliquidee(conseil, ailleurs), mentionsDe(conseil, ailleurs)]).toEqual([
      false,
      [expect.stringContaining('non applicable, art.')],
    ])
    const formation = { nature: 'formation', taux: 0 } as const
    expect(mentionsDe([formation], { ...union, formation: true })).toEqual(['Exonération'])
    expect(motSansTva(formation, { ...union, formation: true })).toBe('exonéré')
  })
})

it('la marge d’une session est ce qu’elle rapporte moins ce qu’elle coûte', () => {
  expect(margeDe(centimes(100_000), centimes(40_000))).toMatchObject({ marge: 60_000, taux: 6_000 })
  expect(margeDe(centimes(100_000), centimes(0))).toMatchObject({ taux: null })
  expect(margeDe(centimes(0), centimes(40_000))).toMatchObject({ marge: -40_000, taux: null })
})
