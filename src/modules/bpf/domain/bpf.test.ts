import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, dateCivile } from '#kernel/dates.ts'
import { auMillionieme, calculNaif } from '../test/calculateur-naif.ts'
import {
  bilan,
  type CasBrut,
  formateur,
  lignesDe,
  lu,
  unCas,
  uneAction,
  uneSeance,
} from '../test/dossiers.ts'
import { unCasGenere, uneActionGeneree } from '../test/generer.ts'
import { arrondirHeures } from './arrondir-heures.ts'
import { type Bpf, calculerBpf } from './composer.ts'
import { ajouter, arrondir, egales, enNombre, entier, type Fraction, sommer } from './fraction.ts'
import { clesF3, detailsDeF3a, enJson, lettresF1, lignesC } from './lignes.ts'

const fixture = resolve(import.meta.dirname, '../test/bpf-exemple.json')
const exemple = JSON.parse(readFileSync(fixture, 'utf8')) as { cas: [CasBrut & { attendu: unknown }] }
const [tisserands] = exemple.cas
const exact = (b: Bpf, id: string): Fraction => b.cases.get(id)?.exact ?? entier(0)

describe('l’exemple des Tisserands', () => {
  it('donne chaque case à l’unité', () => expect(lignesDe(tisserands)).toEqual(tisserands.attendu))
  it('est celui des notes de domaine, quand elles sont là', () => {
    const notes = resolve(import.meta.dirname, '../../../../../shared/domaine/bpf-exemple.json')
    if (existsSync(notes)) expect(JSON.parse(readFileSync(notes, 'utf8'))).toEqual(exemple)
  })
  it('dit de quoi la ligne 9 est faite, jusqu’au prorata', () =>
    expect(
      bilan(tisserands)
        .cases.get('C.9')
        ?.contributions.map((c) => [...c.objet, enNombre(c.exact), c.methode]),
    ).toEqual([
      ['P2b', 100, 'prorata'],
      ['P6', 1050, 'prorata'],
    ]))
  it('suit F-1 c jusqu’aux séances d’une personne', () =>
    expect(
      bilan(tisserands)
        .cases.get('F1.c')
        ?.contributions.map((c) => [c.objet, c.seances?.map((s) => s.seance)]),
    ).toEqual([
      [
        ['A2', 'nour'],
        ['s1', 's2'],
      ],
      [
        ['A3', 'q4'],
        ['s1', 's2', 's3', 's4'],
      ],
    ]))
  it('cumule la sixième spécialité dans les autres, et sa case s’efface', () => {
    const { cases } = bilan(tisserands)
    expect(cases.get('F4.autres')?.contributions.map((c) => c.objet)).toEqual([['A7', 'yan']])
    expect(cases.has('F4.312')).toBe(false)
  })
  it('compte en *16 les stagiaires à distance, que *17 ne demande plus', () => {
    const seize = enJson(bilan(tisserands, {}, '10443*16').lignes)
    expect([seize.F1.distance, 'distance' in lignesDe(tisserands).F1]).toEqual([1, false])
  })
})

const lignesExactes = lignesC.filter((l) => l !== '2')
const fc400 = { numRuns: 400 }

it('les dossiers générés font vivre chaque cadre', () => {
  const vus = new Map<string, number>()
  for (const cas of fc.sample(unCasGenere, { numRuns: 300, seed: 7 })) {
    const l = lignesDe(cas)
    const signes = {
      F1: l.F1.total.n > 0,
      F2: l.F2.n > 0,
      autres: l.F4.autres.n > 0,
      G: l.G.n > 0,
      externes: l.E.externes.n > 0,
      negative: Object.values(l.C).some((v) => v < 0),
      part: l.C.part > 0 && l.C.part < 100,
      decimales: !Number.isInteger(l.F1.total.h),
    }
    for (const [nom, vrai] of Object.entries(signes)) vus.set(nom, (vus.get(nom) ?? 0) + (vrai ? 1 : 0))
  }
  for (const [nom, combien] of vus) expect(combien, nom).toBeGreaterThan(15)
})

describe('sur des dossiers générés', () => {
  it('le moteur et un calculateur écrit autrement s’accordent', () =>
    fc.assert(
      fc.property(unCasGenere, (cas) => {
        expect(auMillionieme(lignesDe(cas))).toEqual(auMillionieme(calculNaif(cas)))
      }),
      { numRuns: 600 },
    ))
  it('chaque case est la somme exacte de ses contributions, et chaque ligne son arrondi', () =>
    fc.assert(
      fc.property(unCasGenere, (cas) => {
        const b = bilan(cas)
        for (const c of b.cases.values())
          expect(egales(sommer(c.contributions.map((x) => x.exact)), c.exact)).toBe(true)
        for (const l of lignesExactes) expect(b.lignes.C[l]).toBe(arrondir(exact(b, `C.${l}`)))
        for (const l of lettresF1) expect(egales(b.lignes.F1[l].h, exact(b, `F1.${l}`))).toBe(true)
        for (const l of clesF3) expect(egales(b.lignes.F3[l].h, exact(b, `F3.${l}`))).toBe(true)
        for (const s of b.lignes.F4.specialites) expect(egales(s.h, exact(b, `F4.${s.code}`))).toBe(true)
        expect(egales(b.lignes.G.h, exact(b, 'G'))).toBe(true)
        expect(egales(sommer(lignesExactes.map((l) => exact(b, `C.${l}`))), exact(b, 'C.total'))).toBe(true)
        const quatre = b.lignes.F4.specialites.map((s) => exact(b, `F4.${s.code}`))
        expect(egales(ajouter(sommer(quatre), exact(b, 'F4.autres')), exact(b, 'F4.total'))).toBe(true)
      }),
      fc400,
    ))
  it('F-1, F-3 et F-4 ont le même nombre et les mêmes heures', () =>
    fc.assert(
      fc.property(unCasGenere, (cas) => {
        const { F1, F2, F3, F4 } = lignesDe(cas)
        expect(F3.total).toEqual(F1.total)
        expect(F4.total).toEqual(F1.total)
        expect(F2.n).toBeLessThanOrEqual(F1.total.n)
        expect(F2.h).toBeLessThanOrEqual(F1.total.h)
      }),
      fc400,
    ))
  it('une action reçue ne touche que C.10, C.total, C.part, G, E et B.distance', () => {
    let enPlus = 0
    fc.assert(
      fc.property(
        unCasGenere.chain((cas) => {
          const debut = dateCivile(cas.exercice.debut)
          if (!debut) throw new Error('date')
          return uneActionGeneree(debut, ['amel'], 'RECUE').map((recue) => ({ cas, recue }))
        }),
        ({ cas, recue }) => {
          const avec = lignesDe({
            ...cas,
            actions: [...cas.actions, { ...recue, role: 'sous_traitance_recue' }],
            produits: [
              ...cas.produits,
              { id: 'PR', financeur: 'autre_of', montantHT: 1234.5, rattachement: { action: 'RECUE' } },
            ],
          })
          const sans = lignesDe(cas)
          const taire = (l: typeof avec) => ({
            ...l,
            B: 0,
            C: { ...l.C, '10': 0, total: 0, part: 0 },
            E: 0,
            G: 0,
          })
          expect(taire(avec)).toEqual(taire(sans))
          expect(avec.G.n).toBeGreaterThanOrEqual(sans.G.n)
          enPlus += avec.G.n > sans.G.n && avec.C['10'] !== sans.C['10'] ? 1 : 0
        },
      ),
      fc400,
    )
    // La propriété ne passe pas à vide : l’action reçue compte le plus souvent.
    expect(enPlus).toBeGreaterThan(100)
  })
  it('couper l’exercice en deux : les heures et les montants s’ajoutent, les nombres ne dépassent pas leur somme', () => {
    let desDeuxCotes = 0
    fc.assert(
      fc.property(unCasGenere, fc.integer({ min: 0, max: 170 }), (cas, n) => {
        const debut = dateCivile(cas.exercice.debut)
        if (!debut) throw new Error('date')
        const coupe = ajouterJours(debut, n)
        const entierement = bilan(cas)
        const un = bilan({ ...cas, exercice: { debut, fin: coupe } })
        const deux = bilan({ ...cas, exercice: { debut: ajouterJours(coupe, 1), fin: cas.exercice.fin } })
        const cases = new Set([...entierement.cases.keys(), ...un.cases.keys(), ...deux.cases.keys()])
        for (const id of cases) {
          // Les charges n’ont pas de date ; une spécialité peut passer des cinq premières aux autres.
          if (id.startsWith('D.') || (id.startsWith('F4.') && id !== 'F4.total')) continue
          expect(egales(exact(entierement, id), ajouter(exact(un, id), exact(deux, id))), id).toBe(true)
          const nombre = (b: Bpf) => b.cases.get(id)?.nombre ?? 0
          expect(nombre(entierement), id).toBeLessThanOrEqual(nombre(un) + nombre(deux))
        }
        desDeuxCotes += un.lignes.F1.total.n > 0 && deux.lignes.F1.total.n > 0 ? 1 : 0
      }),
      fc400,
    )
    expect(desDeuxCotes).toBeGreaterThan(50)
  })
  it('l’ordre des enregistrements ne change rien', () =>
    fc.assert(
      fc.property(unCasGenere, (cas) => {
        const renverse: CasBrut = {
          ...cas,
          formateurs: cas.formateurs.map((f) => ({ ...f, statuts: f.statuts.toReversed() })).toReversed(),
          actions: cas.actions
            .map((a) => ({
              ...a,
              seances: a.seances
                .toReversed()
                .map((s) => ({ ...s, interventions: s.interventions.toReversed() })),
              participants: a.participants.toReversed(),
            }))
            .toReversed(),
          produits: cas.produits.toReversed(),
          charges: cas.charges.toReversed(),
        }
        expect(lignesDe(renverse)).toEqual(lignesDe(cas))
      }),
      fc400,
    ))
  it('les heures entières de F gardent leurs totaux, et ne s’écartent pas d’une heure', () =>
    fc.assert(
      fc.property(unCasGenere, (cas) => {
        const b = bilan(cas)
        const r = arrondirHeures(b.lignes, b.lectures)
        const total = r.F1.total.h
        expect(total).toEqual(entier(arrondir(b.lignes.F1.total.h)))
        expect(sommer(lettresF1.map((l) => r.F1[l].h))).toEqual(total)
        expect(sommer(clesF3.filter((l) => !l.startsWith('a.')).map((l) => r.F3[l].h))).toEqual(total)
        expect(sommer(detailsDeF3a.map((l) => r.F3[l].h))).toEqual(r.F3.a.h)
        expect(sommer([...r.F4.specialites, r.F4.autres].map((s) => s.h))).toEqual(total)
        expect([r.F3.total.h, r.F4.total.h]).toEqual([total, total])
        for (const l of lettresF1)
          expect(Math.abs(enNombre(r.F1[l].h) - enNombre(b.lignes.F1[l].h))).toBeLessThan(1)
        expect(enNombre(r.F2.h)).toBeLessThanOrEqual(enNombre(total))
      }),
      fc400,
    ))
})

it('cinq mille inscriptions se comptent toutes', () => {
  const cas = unCas({
    actions: Array.from({ length: 500 }, (_, i) => ({
      ...(unCas().actions[0] as CasBrut['actions'][number]),
      id: `A${i}`,
      participants: Array.from({ length: 10 }, (_, j) => ({
        personne: `p${j}`,
        statut: 'salarie_prive',
        presences: 'toutes' as const,
      })),
    })),
    produits: [],
  })
  expect(enJson(calculerBpf(lu(cas)).lignes).F1.total).toEqual({ n: 5000, h: 35_000 })
})

it('un intervenant sans statut manque une fois par jour, non par demi-journée', () => {
  const seances = ['2025-02-03', '2025-02-03', '2025-02-04'].map((date, i) =>
    uneSeance({ id: `s${i}`, date, demiJournee: i === 1 ? 'apres-midi' : 'matin' }),
  )
  const { faits } = bilan(
    unCas({ formateurs: [{ ...formateur('amel'), statuts: [] }], actions: [uneAction({ seances })] }),
  )
  expect(faits.manques.filter((m) => m.quoi === 'statut-intervenant').map((m) => m.ou)).toEqual([
    'amel, 2025-02-03',
    'amel, 2025-02-04',
  ])
})
