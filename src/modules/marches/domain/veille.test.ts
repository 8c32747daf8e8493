import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Avis, AvisLu } from './avis.ts'
import { lotsDe } from './interet.ts'
import { adresseDuReleve } from './source.ts'
import { adressePubliee, composerVeille, precedentsDe, type Suivi, sansFiltre } from './veille.ts'

const jour = '2026-11-24' as DateCivile
const maintenant = new Date('2026-11-24T09:00:00Z')
const lu = (idweb: string, reste: Partial<Avis> = {}): AvisLu => ({
  avis: {
    idweb,
    procedure: null,
    objet: 'Formation de français',
    acheteur: { nom: 'Ville de Port-Liziec', siret: null },
    departements: ['35'],
    cpv: ['80580000'],
    parution: '2026-11-10',
    limite: '2026-12-08T11:00:00Z',
    nature: 'marche',
    lots: [],
    lies: [],
    attributions: [],
    signalements: [],
    ...reste,
  },
  source: 'boamp',
  notice: null,
  pays: 'FRA',
  descripteurs: [],
  joursLimites: [],
})
const suivi = (idweb: string, etat: 'suivi' | 'laisse'): Suivi => ({
  idweb,
  etat,
  motif: etat === 'laisse' ? 'metier' : null,
  precision: '',
  le: maintenant,
  par: 'p',
})
const veille = (lus: readonly AvisLu[], filtres = sansFiltre, suivis: readonly Suivi[] = []) =>
  composerVeille(lus, [filtres], suivis, jour, maintenant)

describe('la veille', () => {
  it('rattache un rectificatif : son terme vaut, et les jours se comptent de lui', () => {
    const [a] = veille([
      lu('26-1'),
      lu('26-2', {
        nature: 'rectificatif',
        lies: ['26-1'],
        limite: '2026-12-15T11:00:00Z',
        parution: '2026-11-20',
      }),
    ])
    expect(a).toMatchObject({ jour: '2026-12-15', reste: 21, etat: 'a-lire' })
    expect(a?.rectificatifs.map((r) => r.avis.idweb)).toEqual(['26-2'])
  })
  it('de plusieurs lots, montre le prochain terme encore ouvert ; n’est fermé qu’après le dernier', () => {
    const lots = ['2026-11-20', '2026-11-27', '2026-12-20'].map((j, i) => ({
      id: String(i + 1),
      intitule: null,
      limite: `${j}T11:00:00Z`,
    }))
    const [a] = veille([lu('26-1', { limite: '2026-11-20T11:00:00Z', lots })])
    expect(a).toMatchObject({ jour: '2026-11-27', reste: 3, etat: 'a-lire' })
    expect(a?.raisons).toContain('le dernier lot ferme le 20\u00a0décembre 2026')
    const apres = composerVeille(
      [lu('26-1', { limite: '2026-11-20T11:00:00Z', lots })],
      [sansFiltre],
      [],
      '2026-12-21' as DateCivile,
      new Date('2026-12-21T09:00:00Z'),
    )
    expect(apres[0]).toMatchObject({ jour: '2026-12-20', etat: 'ferme' })
  })
  it('un lot a le terme du dernier rectificatif qui parle de lui, et aucun s’il ne se croit pas', () => {
    const lots = ['1', '2'].map((id) => ({ id, intitule: null, limite: '2026-12-08T11:00:00Z' }))
    const avis = lu('26-1', { lots })
    const rectif = (idweb: string, parution: string, reste: Partial<Avis>) =>
      lu(idweb, { nature: 'rectificatif', lies: ['26-1'], parution, limite: null, ...reste })
    const limites = (...suites: readonly AvisLu[]) => {
      const [a] = veille([avis, ...suites])
      return a && lotsDe(a.lu, a.rectificatifs).map((l) => l.limite?.slice(0, 10) ?? null)
    }
    expect(limites()).toEqual(['2026-12-08', '2026-12-08'])
    const general = rectif('26-2', '2026-11-15', { limite: '2026-12-15T11:00:00Z' })
    expect(limites(general)).toEqual(['2026-12-15', '2026-12-15'])
    const duDeux = rectif('26-3', '2026-11-20', {
      limite: '2026-12-22T11:00:00Z',
      lots: [{ id: '2', intitule: null, limite: '2026-12-22T11:00:00Z' }],
    })
    expect(limites(general, duDeux)).toEqual(['2026-12-15', '2026-12-22'])
    const absurde = lu('26-4', { lots, signalements: ['echeance-absurde'] })
    expect(lotsDe(absurde, []).map((l) => l.limite)).toEqual([null, null])
  })
  it('un avis apporté ne remplace jamais un avis public de la même procédure, fût-il paru après', () => {
    const procedure = '0d000000-0000-4000-8000-000000000001'
    const faux = lu('26-9', { procedure, parution: '2026-11-23', limite: '2050-01-01T00:00:00Z' })
    const lus = [faux, lu('26-1', { procedure })]
    const [a, ...autres] = composerVeille(lus, [sansFiltre], [], jour, maintenant, new Set(['26-9']))
    expect([a?.lu.avis.idweb, a?.jour, autres]).toEqual(['26-1', '2026-12-08', []])
  })
  it('un avis annulé le dit, suivi ou non ; un avis fermé aussi', () => {
    const annulation = lu('26-3', { nature: 'annulation', lies: ['26-1'], limite: null })
    expect(veille([lu('26-1'), annulation], sansFiltre, [suivi('26-1', 'suivi')])[0]?.etat).toBe('annule')
    expect(veille([lu('26-1', { limite: '2026-11-24T08:59:00Z' })])[0]?.etat).toBe('ferme')
  })
  it('une échéance absurde ne ferme rien et ne se compte pas', () => {
    expect(
      veille([lu('26-1', { limite: '2049-01-01T00:00:00Z', signalements: ['echeance-absurde'] })])[0],
    ).toMatchObject({
      limite: null,
      reste: null,
      etat: 'a-lire',
    })
  })
  it('ce qui est suivi reste, hors des filtres aussi ; le reste dit pourquoi il est écarté', () => {
    const filtres = { ...sansFiltre, departements: ['29'] }
    const [a, b] = veille([lu('26-1'), lu('26-2')], filtres, [suivi('26-2', 'suivi')])
    expect([a?.etat, a?.raisons, b?.etat]).toEqual(['ecarte', ['département\u00a0: 35'], 'suivi'])
  })
  it('plusieurs profils : gardé de l’un, il est à lire, et dit duquel ; écarté de tous, chacun dit pourquoi', () => {
    const profils = [
      { ...sansFiltre, nom: 'Finistère', departements: ['29'] },
      { ...sansFiltre, nom: 'Ailleurs', departements: ['35'] },
    ]
    const [a] = composerVeille([lu('26-1')], profils, [], jour, maintenant)
    expect(a?.etat).toBe('a-lire')
    expect(a?.raisons.join(' ')).toContain('Ailleurs')
    expect(a?.raisons.join(' ')).not.toContain('Finistère')
    const [b] = composerVeille(
      [lu('26-1')],
      profils.map((p) => ({ ...p, departements: ['974'] })),
      [],
      jour,
      maintenant,
    )
    expect(b?.etat).toBe('ecarte')
    expect(b?.raisons).toHaveLength(2)
  })
  it('ce qui ferme avant le délai voulu est écarté, et le dit', () => {
    const [a] = veille([lu('26-1')], { ...sansFiltre, jours: 20 })
    expect([a?.etat, a?.raisons.at(-1)]).toEqual(['ecarte', 'ferme dans moins de 20 jours'])
  })
  it('le terme d’un acheteur de La Réunion est à sa pendule', () => {
    // 20 h 30 à Paris est déjà le lendemain à Saint-Denis.
    expect(veille([lu('26-1', { departements: ['974'], limite: '2026-12-08T20:30:00Z' })])[0]).toMatchObject({
      zone: 'Indian/Reunion',
      jour: '2026-12-09',
    })
  })
  it('une même procédure au BOAMP et au TED ne fait qu’un avis', () => {
    const procedure = '0d000000-0000-4000-8000-000000000001'
    const ted = { ...lu('443934-2026', { procedure }), source: 'ted' as const }
    expect(veille([ted, lu('26-1', { procedure })]).map((a) => a.lu.avis.idweb)).toEqual(['26-1'])
  })
  it('chaque avis de marché y est une fois et une seule, quels que soient les filtres', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 })),
        fc.subarray(['22', '29', '35']),
        (numeros, departements) => {
          const ids = numeros.map((n) => `26-${n}`)
          const lus = veille(
            ids.map((i) => lu(i)),
            { ...sansFiltre, departements },
          ).map((a) => a.lu.avis.idweb)
          expect(lus.toSorted()).toEqual(ids.toSorted())
        },
      ),
    )
  })
})

describe('qui l’a eu avant', () => {
  const attribue = (idweb: string, reste: Partial<Avis>) =>
    lu(idweb, {
      nature: 'attribution',
      attributions: [
        { lot: '1', titulaires: [{ nom: 'Lingua Ponant' }], forme: 'seul', montant: 100, sansSuite: false },
      ],
      ...reste,
    })
  it('le même acheteur, par son nom sans accent ou son SIRET, dans le même domaine ; le plus récent d’abord', () => {
    const lus = [
      attribue('22-1', { parution: '2022-01-01', acheteur: { nom: 'VILLE DE PORT-LIZIEC', siret: null } }),
      attribue('24-1', { parution: '2024-01-01' }),
      attribue('24-2', { cpv: ['45000000'] }),
      attribue('24-3', { acheteur: { nom: 'Ville d’ailleurs', siret: null } }),
    ]
    expect(precedentsDe(lu('26-1'), lus).map((p) => p.idweb)).toEqual(['24-1', '22-1'])
  })
})

describe('les adresses', () => {
  it('d’un avis publié, de sa source ; d’un avis écrit, aucune', () => {
    expect(adressePubliee('26-91551')).toContain('boamp.fr')
    expect(adressePubliee('443934-2026')).toContain('ted.europa.eu')
    expect(adressePubliee('ecrit-0d0')).toBeNull()
    expect(adressePubliee('26-1"><script>')).toBeNull()
  })
  it('du relevé : le jour entre apostrophes, l’ordre stable, la page', () => {
    const url = new URL(adresseDuReleve('https://x.example/records?lang=fr', '2026-11-01', 2))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      lang: 'fr',
      where: `dateparution >= date'2026-11-01' and descripteur_libelle = "Formation"`,
      order_by: 'idweb',
      limit: '100',
      offset: '200',
    })
  })
})
