import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { ProduitLu as LigneDeFacture } from '#modules/facturation/index.ts'
import { type LireHeures, partDeLaPeriode, produitDeLExercice } from '../domain/argent.ts'
import { ecrire, entier, fraction } from '../domain/fraction.ts'
import { dejaFacture, periodesACheval, rattacher, reunirProduits } from './reunir-produits.ts'

const jour = (t: string) => t as DateCivile
const exercice = { debut: jour('2025-09-01'), fin: jour('2026-08-31') }
const suivant = { debut: jour('2026-09-01'), fin: jour('2027-08-31') }
const lectures = { argentACheval: 'prorata' } as const

/** 900 € d’une action à cheval, dont un tiers des heures tombe dans l’exercice. */
const ligne = (traits: Partial<LigneDeFacture> = {}) =>
  ({
    facture: 'f1',
    rang: 0,
    provenance: 'emise',
    genre: 'facture',
    outil: 'coforme',
    numero: 'FA-1',
    emiseLe: jour('2026-08-30'),
    payeur: 'Clinique',
    origine: 'entreprise',
    nature: 'formation',
    montant: 90_000,
    activite: 'a1',
    session: 's1',
    dossier: 'd1',
    periode: null,
    aEcritures: false,
    rattache: null,
    ...traits,
  }) as LigneDeFacture
const convention = (traits: object = {}) =>
  ({
    id: 'c1',
    libelle: 'Clinique',
    financeur: 'entreprise',
    montant: '1960.00',
    session: 's1',
    date: null,
    ecriture: null,
    activite: 'a1',
    dossier: 'd1',
    ...traits,
  }) as never
const action = { ici: entier(7), enTout: entier(21), premiere: jour('2026-08-27') }
const numero = (s: string | null) => (s === 's1' ? 'S-1' : undefined)
const acquis = (
  lignes: readonly LigneDeFacture[],
  conventions: readonly never[],
  e = exercice,
  heures?: LireHeures,
) => {
  const { produits } = reunirProduits(lignes, conventions, [], numero, heures)
  return produits.map((p) => {
    const du = produitDeLExercice(p, e, action, lectures)
    return [p.financeur, du && ecrire(du.montant)] as const
  })
}

describe('la période d’une facture dit son exercice (R16)', () => {
  const aout = ligne({ periode: { du: jour('2026-08-27'), au: jour('2026-08-28') } })
  it('les 27 et 28 août, 900 € sont de l’exercice, et rien n’est du suivant', () => {
    expect(acquis([aout], [])).toEqual([['entreprise', '900']])
    expect(acquis([aout], [], suivant)).toEqual([['entreprise', '0']])
  })
  it('sans période, l’action partage, au prorata de ses heures', () =>
    expect(acquis([ligne()], [])).toEqual([['entreprise', '300']]))
  it('à cheval, les heures de l’action dans la période partagent ; sans heure, ses jours', () => {
    const cheval = ligne({ periode: { du: jour('2026-08-22'), au: jour('2026-09-10') } })
    const heures: LireHeures = () => ({ ici: entier(14), enTout: entier(21) })
    expect(acquis([cheval], [], exercice, heures)).toEqual([['entreprise', '600']])
    expect(acquis([cheval], [])).toEqual([['entreprise', '450']])
    expect(periodesACheval([aout, cheval], exercice)).toEqual([
      { session: 's1', du: '2026-08-22', au: '2026-09-10' },
    ])
  })
  it('deux exercices qui se suivent se partagent toute période, sans reste', () => {
    for (const [du, au] of [
      ['2026-08-01', '2026-09-30'],
      ['2026-08-31', '2026-09-01'],
      ['2026-09-01', '2026-09-02'],
    ] as const) {
      const p = { du: jour(du), au: jour(au), heures: null }
      const [a, b] = [partDeLaPeriode(p, exercice), partDeLaPeriode(p, suivant)]
      expect(fraction(a.n * b.d + b.n * a.d, a.d * b.d)).toEqual(entier(1))
    }
  })
  it('une écriture l’emporte sur la période', () =>
    expect(rattacher(ligne({ ...aout, rattache: 100 as never }), 'S-1', () => undefined)).toMatchObject({
      genre: 'ecriture',
    }))
  it('un acompte et sa déduction suivent l’action, quelle que soit la période de la facture : ils se soldent', () => {
    const acompte = ligne({
      facture: 'a1' as never,
      genre: 'acompte',
      nature: 'acompte',
      montant: 30_000 as never,
    })
    const deduit = ligne({ ...aout, rang: 1, nature: 'acompte', montant: -30_000 as never })
    expect(acquis([acompte, aout, deduit], [])).toEqual([
      ['entreprise', '100'],
      ['entreprise', '900'],
      ['entreprise', '-100'],
    ])
  })
})

describe('un avoir est du jour où il est émis (R18)', () => {
  const avoir = ligne({ genre: 'avoir', montant: -15_000 as never, emiseLe: jour('2026-11-20') })
  it('plus tardif que la clôture, il ne touche pas l’exercice clos', () => {
    expect(acquis([avoir], [])).toEqual([['entreprise', '0']])
    expect(acquis([avoir], [], suivant)).toEqual([['entreprise', '-150']])
  })
  it('même quand il dit la période de sa facture', () =>
    expect(acquis([{ ...avoir, periode: { du: jour('2026-08-27'), au: jour('2026-08-28') } }], [])).toEqual([
      ['entreprise', '0'],
    ]))
})

describe('une facture d’un autre outil ne s’ajoute pas à la convention (R20)', () => {
  const cpf = convention({ financeur: 'cdc_cpf' })
  const enregistree = (traits: Partial<LigneDeFacture> = {}) =>
    ligne({
      provenance: 'enregistree',
      outil: 'edof',
      origine: 'cdc-cpf',
      montant: 196_000 as never,
      ...traits,
    })
  it('son dossier non dit, elle reste à affecter, et la convention compte seule', () =>
    expect(acquis([enregistree({ dossier: null })], [cpf]).map(([f]) => f)).toEqual([null, 'cdc_cpf']))
  it('son dossier dit, elle remplace la convention', () =>
    expect(acquis([enregistree()], [cpf]).map(([f]) => f)).toEqual(['cdc_cpf']))
  it('son dossier dit, d’une origine que la convention n’a pas, elle la remplace encore', () =>
    expect(acquis([enregistree({ origine: 'particulier' })], [cpf]).map(([f]) => f)).toEqual(['particulier']))
  it('d’une session qui n’a aucune convention, elle compte d’elle-même', () =>
    expect(acquis([enregistree({ dossier: null })], []).map(([f]) => f)).toEqual(['cdc_cpf']))
  it('des frais enregistrés ne remplacent pas la formation', () =>
    expect(
      acquis([enregistree({ nature: 'annexe', origine: 'autre-formation' })], [cpf]).map(([f]) => f),
    ).toEqual(['autre_formation', 'cdc_cpf']))
})

const facture = (genre: 'facture' | 'acompte' | 'avoir', dossier: string | null, origine: string | null) =>
  ({ genre, dossier, origine, nature: genre === 'acompte' ? 'acompte' : 'formation' }) as never
const prevus = [
  { dossier: 'd1', financeur: 'opco_plan' },
  { dossier: 'd1', financeur: 'entreprise' },
] as never

it('la facture d’un payeur remplace ce que la convention en prévoyait, et lui seul', () => {
  const dit = dejaFacture([facture('facture', 'd1', 'opco-plan')], prevus)
  expect(dit({ dossier: 'd1', financeur: 'opco_plan' } as never)).toBe(true)
  expect(dit({ dossier: 'd1', financeur: 'entreprise' } as never)).toBe(false)
  expect(dit({ dossier: 'd2', financeur: 'opco_plan' } as never)).toBe(false)
})
it('un acompte seul laisse parler la convention', () =>
  expect(
    dejaFacture(
      [facture('acompte', 'd1', 'entreprise')],
      prevus,
    )({
      dossier: 'd1',
      financeur: 'entreprise',
    } as never),
  ).toBe(false))
it('une facture sans origine couvre tout le dossier : rien n’est compté deux fois en attendant', () =>
  expect(
    dejaFacture(
      [facture('facture', 'd1', null)],
      prevus,
    )({ dossier: 'd1', financeur: 'entreprise' } as never),
  ).toBe(true))
it('une facture sans dossier ne remplace rien', () =>
  expect(
    dejaFacture(
      [facture('facture', null, 'entreprise')],
      prevus,
    )({
      dossier: 'd1',
      financeur: 'entreprise',
    } as never),
  ).toBe(false))
