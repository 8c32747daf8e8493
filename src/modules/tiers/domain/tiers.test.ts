import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { entreprisesEnDouble } from './doublons.ts'
import { direRoles, plierSansForme, sirenDeFiche } from './entreprise.ts'
import type { EntrepriseId } from './lus.ts'
import { direPeriode, ligneBpf, refuserStatut, seChevauchent, statuts } from './statuts.ts'

const jour = (t: string) => t as DateCivile
const periode = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 0, max: 60 })))
  .map(([d, longueur]) => {
    const iso = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
    return { du: jour(iso(d)), au: longueur === null ? null : jour(iso(d + longueur)) }
  })

describe('un statut d’intervenant', () => {
  it('deux périodes se chevauchent si, et seulement si, un jour est aux deux', () => {
    const jours = Array.from({ length: 130 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    )
    const contient = (p: { du: string; au: string | null }, j: string) =>
      p.du <= j && (p.au === null || j <= p.au)
    fc.assert(
      fc.property(periode, periode, (a, b) => {
        expect(seChevauchent(a, b)).toBe(jours.some((j) => contient(a, j) && contient(b, j)))
        expect(seChevauchent(a, b)).toBe(seChevauchent(b, a))
      }),
    )
  })
  it('finit le jour où il commence, jamais avant', () => {
    const voulu = { du: jour('2026-03-02'), au: jour('2026-03-02'), statut: 'salarie', chez: '' } as const
    expect(refuserStatut(voulu, [])).toBeUndefined()
    expect(refuserStatut({ ...voulu, au: jour('2026-03-01') }, [])?.code).toBe('statut-periode')
  })
  it('dit lequel le gêne, et depuis quand', () => {
    const refus = refuserStatut({ du: jour('2026-06-01'), au: null, statut: 'honoraires', chez: '' }, [
      { du: jour('2026-01-01'), au: null, statut: 'salarie' },
    ])
    expect(refus?.code).toBe('statut-chevauche')
    expect(refus?.phrase).toContain('salarié')
    expect(refus?.phrase).toContain('1er\u00a0janvier 2026')
  })
  it.each(['mise-a-disposition', 'sous-traitant-of', 'portage'] as const)(
    '%s nomme une structure',
    (statut) => {
      const voulu = { du: jour('2026-03-02'), au: null, statut }
      expect(refuserStatut({ ...voulu, chez: '' }, [])?.code).toBe('statut-chez')
      expect(refuserStatut({ ...voulu, chez: 'Portage & Co' }, [])).toBeUndefined()
    },
  )
  it('l’entrepreneur salarié est interne, le sous-traitant et le portage externes (BPF, cadre E)', () => {
    expect(Object.keys(statuts).filter((s) => ligneBpf(s as keyof typeof statuts) === 'externe')).toEqual([
      'honoraires',
      'sous-traitant-of',
      'portage',
    ])
  })
  it('se dit comme on le lit', () => {
    expect(direPeriode({ du: jour('2026-03-01'), au: null })).toBe('depuis le 1er\u00a0mars 2026')
    expect(direPeriode({ du: jour('2026-03-02'), au: jour('2026-03-02') })).toBe('le 2\u00a0mars 2026')
  })
})

describe('une entreprise', () => {
  it.each([
    ['SARL L’Atelier', 'l’atelier, S.A.R.L.'],
    ['Scop Artéfacts', 'ARTEFACTS'],
    ['Association Graines', 'graines'],
    ['SAS Dupont-Martin', 'Dupont Martin'],
  ])('« %s » et « %s » se rejoignent à la forme près', (a, b) => {
    expect(plierSansForme(a)).toBe(plierSansForme(b))
  })
  it.each([
    ['Sarrasin', 'rasin'],
    ['Sasse', 'se'],
    ['Association', ''],
  ])('« %s » garde ce qui n’est pas une forme', (a, b) => {
    expect(plierSansForme(a)).not.toBe(plierSansForme(b))
  })
  it('se plie une fois pour toutes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (nom) => {
        const une = plierSansForme(nom)
        expect(plierSansForme(une)).toBe(une)
      }),
    )
  })
  it('tire son SIREN de son SIRET, sinon du sien', () => {
    expect(sirenDeFiche({ siret: '73282932000074', siren: null })).toBe('732829320')
    expect(sirenDeFiche({ siret: null, siren: '443061841' })).toBe('443061841')
    expect(sirenDeFiche({ siret: null, siren: null })).toBeNull()
  })
  it('dit tous ses rôles', () => {
    expect(direRoles({ estClient: true, estOf: true, financeur: 'opco' })).toEqual([
      'client',
      'financeur',
      'organisme de formation',
    ])
  })
})

describe('les doublons d’entreprises', () => {
  const id = (x: string) => x as EntrepriseId
  const fiche = (x: string, nom: string, siret: string | null = null, activite = 'a') => ({
    id: id(x),
    activite,
    nom,
    siret,
  })
  it('rapproche le même SIRET, et le même nom à la forme près', () => {
    const paires = entreprisesEnDouble(
      [
        fiche('1', 'Aubrac', '73282932000074'),
        fiche('2', 'Autre', '73282932000074'),
        fiche('3', 'SARL Aubrac'),
      ],
      new Set(),
    )
    expect(paires).toEqual([
      { premier: '1', second: '2', raisons: ['siret'] },
      { premier: '1', second: '3', raisons: ['nom-sans-forme'] },
    ])
  })
  it('jamais deux SIRET différents, ni deux enseignes, ni ce que quelqu’un a distingué', () => {
    expect(
      entreprisesEnDouble(
        [fiche('1', 'Aubrac', '73282932000074'), fiche('2', 'Aubrac', '44306184100047')],
        new Set(),
      ),
    ).toEqual([])
    expect(entreprisesEnDouble([fiche('1', 'A'), fiche('2', 'A', null, 'b')], new Set())).toEqual([])
    expect(entreprisesEnDouble([fiche('2', 'A'), fiche('1', 'A')], new Set(['1 2']))).toEqual([])
  })
})
