import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { contenuComplet, contenuSimple } from '../test/contenus.ts'
import { contradictionF3, niveauDeCadre } from './classement.ts'
import { type Contenu, enJson, enRubriques, lireContenu, lireRubriques, sansRubriques } from './contenu.ts'
import { champs, differences } from './differences.ts'
import { codeNsf, libelleNsf, specialites } from './nsf.ts'
import type { Nature, Offre } from './offre.ts'
import { publier } from './publier.ts'
import { type CleRubrique, type Jugee, manques, rubriques } from './rubriques.ts'

const jour = dateCivile('2026-11-24') as DateCivile
const complet: Jugee = { ...contenuComplet, nature: 'formation' }
const simple: Jugee = { ...contenuSimple, nature: 'formation' }
const offre = (c: Jugee, etat: Offre['etat'] = 'adoptee'): Offre => ({
  ...c,
  id: asId<'Offre'>('018f4a00-0000-7000-8000-000000000001') as Offre['id'],
  activite: asId<'Activite'>('018f4a00-0000-7000-8000-000000000002') as Offre['activite'],
  etat,
  importId: null,
  numeroSource: null,
  origine: { siret: null, nda: null, nom: null, etrangere: false },
  repriseMotif: null,
  adopteeLe: null,
  adopteePar: null,
  versionId: null,
  publieeLe: null,
  creeLe: new Date(0),
  creePar: null,
  modifieeLe: new Date(0),
})

/** Ce qu’il faut taire pour qu’une rubrique ne soit plus écrite. */
const taire = (cle: CleRubrique): Partial<Jugee> => {
  if (cle === 'contact') return { contactCourriel: '', contactTelephone: '' }
  if (cle === 'objectifs' || cle === 'certBlocs' || cle === 'nsf') return { [cle]: [] }
  const nulles: readonly CleRubrique[] = [
    'modalite',
    'nature',
    'f3',
    'niveauF3',
    'certification',
    'certDu',
    'certAu',
    'duree',
    'prix',
  ]
  return { [cle]: nulles.includes(cle) ? null : '' }
}
const cles = Object.keys(rubriques) as CleRubrique[]

describe('publier une offre', () => {
  it('une offre entière n’a rien qui manque, certifiante ou non', () => {
    expect(manques(complet, jour)).toEqual([])
    expect(manques(simple, jour)).toEqual([])
    expect(publier(offre(complet), jour)).toEqual({ ok: true, value: true })
  })
  it.each(cles)('sans « %s », la publication est refusée et la rubrique nommée avec sa source', (cle) => {
    const tue = { ...complet, ...taire(cle) }
    const reste = manques(tue, jour)
    // Sans code, la ligne a du cadre F-3 se contredit aussi ; sans modalité, la distance n’est plus due.
    expect(
      reste.map((m) => m.cle).filter((c) => c === cle || !(cle === 'certification' && c === 'f3')),
    ).toEqual([cle])
    expect(reste.every((m) => m.source !== '')).toBe(true)
    const refus = publier(offre(tue), jour)
    expect(refus).toMatchObject({ ok: false, error: { code: 'rubriques-manquantes' } })
    expect(!refus.ok && refus.error.phrase).toContain(rubriques[cle].nom)
  })
  it('un brouillon vide nomme tout ce qui est dû, ce qui bloque l’adoption d’abord', () => {
    const vide: Jugee = { ...lireContenu({ intitule: 'X' }), nature: null }
    const reste = manques(vide, jour)
    expect(reste.slice(0, 3).map((m) => [m.cle, m.bloque])).toEqual([
      ['objectif', true],
      ['contenu', true],
      ['duree', true],
    ])
    expect(reste.map((m) => m.cle)).not.toContain('certLibelle')
    expect(reste.map((m) => m.cle)).not.toContain('foadDuree')
  })
  it('une certification échue, un code de spécialité inconnu, un prix nul', () => {
    const echue = manques({ ...complet, certAu: dateCivile('2026-11-23') as DateCivile }, jour)
    expect(echue.map((m) => m.nom).join()).toContain('échue le')
    expect(manques({ ...complet, certAu: jour }, jour)).toEqual([])
    expect(manques({ ...complet, nsf: ['999'] }, jour)).toMatchObject([{ cle: 'nsf' }])
    expect(manques({ ...complet, prix: 0 as Contenu['prix'] }, jour)).toEqual([])
  })
  it.each(['brouillon', 'retiree'] as const)('une offre en état %s ne se publie pas', (etat) =>
    expect(publier(offre(complet, etat), jour)).toMatchObject({ error: { code: 'pas-adoptee' } }),
  )
})

describe('classer pour le bilan pédagogique', () => {
  const classe = (nature: Nature | null, f3: Contenu['f3'], certification: string | null = null) =>
    contradictionF3({ nature, f3, niveauF3: null, certification })
  it.each([
    ['bilan', 'e', null, undefined],
    ['bilan', 'd', null, 'en e'],
    ['vae', 'f', null, undefined],
    ['vae', 'a', 'RNCP1', 'en f'],
    ['formation', 'e', null, 'réservé'],
    ['formation', 'f', null, 'réservé'],
    ['formation', 'a', 'RS12', 'RNCP'],
    ['formation', 'b', 'RNCP12', 'RS'],
    ['formation', 'b', 'RS12', undefined],
    ['apprentissage', 'a', 'RNCP12', undefined],
    [null, null, null, undefined],
  ] as const)('%s en %s avec %s : %s', (nature, f3, code, attendu) => {
    const dit = classe(nature, f3, code)
    if (attendu === undefined) expect(dit).toBeUndefined()
    else expect(dit).toContain(attendu)
  })
  it('les niveaux du cadre national tombent dans leur ligne', () =>
    expect([null, 1, 2, 3, 4, 5, 6, 7, 8].map(niveauDeCadre)).toEqual([
      null,
      null,
      '2',
      '3',
      '4',
      '5',
      '6-8',
      '6-8',
      '6-8',
    ]))
  it('la liste des spécialités est entière : trois chiffres, sans doublon, chacune nommée', () => {
    expect(specialites).toHaveLength(92)
    expect(new Set(specialites.map((s) => s.code)).size).toBe(specialites.length)
    expect(specialites.every((s) => /^\d{3}$/.test(s.code) && s.libelle.length > 3)).toBe(true)
    expect(libelleNsf('326t')).toBe('Informatique, traitement de l’information, réseaux')
    expect([codeNsf('326T'), codeNsf('32'), codeNsf('999'), codeNsf(undefined)]).toEqual([
      '326',
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('garder et comparer un contenu', () => {
  it('ce qui est gardé se relit pareil, et ne diffère pas de soi', () => {
    for (const c of [contenuComplet, contenuSimple]) {
      expect(lireContenu(JSON.parse(enJson(c)))).toEqual(c)
      expect(lireRubriques(enRubriques(c))).toEqual(lireRubriques(c))
      expect(differences(c, c)).toEqual([])
    }
  })
  it('ce qui change est nommé, avant et après', () =>
    expect(differences(contenuComplet, { ...contenuComplet, duree: 840, prerequis: '' })).toEqual([
      { cle: 'prerequis', nom: 'Prérequis', avant: 'Aucun.', apres: '' },
      { cle: 'duree', nom: 'Durée', avant: '21\u00a0h', apres: '14\u00a0h' },
    ]))
  it('tout champ écrit se lit sur la fiche', () => {
    const lus = new Set(champs(contenuComplet).map((c) => c.cle))
    const tus = Object.entries(contenuComplet)
      .filter(([, v]) => v !== '' && v !== false)
      .map(([cle]) => cle)
    expect(tus.filter((cle) => !lus.has(cle as keyof Contenu))).toEqual([])
  })
  it('un jsonb de n’importe quelle forme rend un contenu, jamais une panne', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const c = lireContenu(json)
        expect(lireContenu(JSON.parse(enJson(c)))).toBeDefined()
        expect(Object.keys(lireRubriques(json))).toEqual(Object.keys(sansRubriques))
      }),
    ))
  it('un texte hostile entre en jsonb sans caractère que la base refuse', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (t) => {
        const json = enJson({ objectif: t })
        expect(json).not.toMatch(/\\u0000|\\ud[89ab]/i)
      }),
    ))
})
