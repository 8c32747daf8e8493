import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import {
  declarationsDuCpf,
  declarationsDues,
  douteDeligibilite,
  type FaitsDuCpf,
  numeroDuCpf,
  type OffreDuCpf,
  refusDeDeclaration,
} from './cpf.ts'

const j = (x: string) => x as DateCivile
const offre = (o: Partial<OffreDuCpf> = {}): OffreDuCpf => ({
  nature: 'formation',
  certification: 'RS6372',
  certAu: j('2028-01-01'),
  f3: 'b',
  ...o,
})
const faits = (f: Partial<FaitsDuCpf> = {}): FaitsDuCpf => ({
  etat: 'inscrit',
  premier: j('2026-11-19'),
  dernier: j('2026-11-27'),
  interrompue: false,
  sortieLe: null,
  entreeDeclareeLe: null,
  sortieDeclareeLe: null,
  territoire: 'metropole',
  ...f,
})

describe('ce que le CPF peut payer', () => {
  const le = j('2026-11-19')
  it.each([
    ['une certification enregistrée', {}],
    ['une certification sans échéance connue', { certAu: null }],
    ['un bilan de compétences', { nature: 'bilan', certification: null, f3: 'e' }],
    ['une VAE', { nature: 'vae', certification: null, f3: 'f' }],
  ])('%s ne fait pas de doute', (_, o) => expect(douteDeligibilite(offre(o), le)).toBeUndefined())
  it.each([
    ['une certification échue', { certAu: j('2026-11-18') }, true, 'a cessé d’être enregistrée'],
    ['un CQP hors des répertoires', { certification: null, f3: 'c' }, true, 'ni au RNCP ni au RS'],
    ['une offre sans code', { certification: null, f3: 'd' }, false, 'ne dit aucun code RNCP ou RS'],
  ])('%s se dit', (_, o, contraire, phrase) => {
    const doute = douteDeligibilite(offre(o), le)
    expect(doute?.contraire).toBe(contraire)
    expect(doute?.phrase).toContain(phrase)
  })
  it('la création d’entreprise n’y est plus sans certification depuis le 16 février 2025', () => {
    const sans = offre({ certification: null, f3: null })
    expect(douteDeligibilite(sans, j('2025-02-15'))?.phrase).toContain('création')
    expect(douteDeligibilite(sans, j('2025-02-16'))?.phrase).not.toContain('création')
  })
})

it('le numéro de dossier est la référence de ce que le compte paie', () => {
  const ligne = (dispositif: 'cdc-cpf' | 'entreprise', accordReference: string | null) => ({
    dispositif,
    accordReference,
  })
  expect(numeroDuCpf([ligne('entreprise', 'BC-1'), ligne('cdc-cpf', '1220417')])).toBe('1220417')
  expect(numeroDuCpf([ligne('entreprise', 'BC-1'), ligne('cdc-cpf', null)])).toBeUndefined()
})

describe('ce qui se déclare sur la plateforme', () => {
  it('l’entrée au premier jour, la sortie au dernier, chacune sous trois jours ouvrés', () =>
    expect(declarationsDuCpf(faits()).map((d) => [d.quoi, d.fait, d.avant])).toEqual([
      // Du jeudi : vendredi, lundi, mardi.
      ['entree', '2026-11-19', '2026-11-24'],
      ['sortie', '2026-11-27', '2026-12-02'],
    ]))
  it('un jour férié ne compte pas', () =>
    expect(declarationsDuCpf(faits({ premier: j('2026-11-09') }))[0]?.avant).toBe('2026-11-13'))
  it('n’est dû que ce qui est arrivé, et que personne n’a déclaré', () => {
    const quoi = (f: Partial<FaitsDuCpf>, le: string) => declarationsDues(faits(f), j(le)).map((d) => d.quoi)
    expect(quoi({}, '2026-11-18')).toEqual([])
    expect(quoi({}, '2026-11-19')).toEqual(['entree'])
    expect(quoi({}, '2026-11-27')).toEqual(['entree', 'sortie'])
    expect(quoi({ entreeDeclareeLe: j('2026-11-20') }, '2026-11-27')).toEqual(['sortie'])
  })
  it.each([
    [
      'partie en route, elle sort ce jour-là',
      { etat: 'abandon', sortieLe: j('2026-11-20') },
      ['entree', 'sortie 2026-11-20'],
    ],
    [
      'close après la fin, elle est allée au bout',
      { sortieLe: j('2026-12-10') },
      ['entree', 'sortie 2026-11-27'],
    ],
    [
      'absente de bout en bout, elle n’est pas entrée',
      { etat: 'absent-total', sortieLe: j('2026-12-01') },
      ['sortie 2026-11-27'],
    ],
    ['interrompue, l’action peut reprendre', { interrompue: true }, ['entree']],
    ['sans dates, rien', { premier: null, dernier: null }, []],
    ['annulée avant d’être venue, rien', { etat: 'annule', sortieLe: j('2026-11-10') }, []],
    [
      'empêchée par force majeure avant le premier jour, rien',
      { etat: 'force-majeure', sortieLe: j('2026-11-18') },
      [],
    ],
    ['pas encore inscrite, rien', { etat: 'contractualisation' }, []],
  ] as const)('%s', (_, f, dit) =>
    expect(
      declarationsDuCpf(faits(f)).map((d) => (d.quoi === 'entree' ? d.quoi : `${d.quoi} ${d.fait}`)),
    ).toEqual(dit),
  )
  it('ne se note ni d’avance, ni avant le fait', () => {
    const [entree] = declarationsDuCpf(faits())
    if (!entree) throw new Error('une entrée')
    const code = (le: string) => refusDeDeclaration(entree, j(le), j('2026-11-20'))?.code
    expect([code('2026-11-18'), code('2026-11-19'), code('2026-11-20'), code('2026-11-21')]).toEqual([
      'avant-le-fait',
      undefined,
      undefined,
      'date-future',
    ])
  })
})
