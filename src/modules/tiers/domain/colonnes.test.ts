import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  colonnes,
  colonnesManquantes,
  devinerColonnes,
  type FicheConnue,
  rapporter,
  reconnaitreEntreprise,
  reconnaitrePersonne,
} from './colonnes.ts'

const fiche = (id: string, traits: Partial<FicheConnue> = {}): FicheConnue => ({
  id,
  courriel: null,
  siret: null,
  siren: null,
  entreprise: null,
  ...traits,
})

describe('les colonnes', () => {
  it('se reconnaissent à leur nom, sans accent, sans casse ni ponctuation', () => {
    expect(
      devinerColonnes(colonnes.personnes, ['NOM', 'Prénom', 'E-mail', 'Tél.', 'Société', 'N° SIRET']),
    ).toEqual({
      nom: 0,
      prenom: 1,
      courriel: 2,
      telephone: 3,
      employeur: 4,
      siret: 5,
    })
    expect(devinerColonnes(colonnes.entreprises, ['Raison sociale', 'CP', 'Commune'])).toEqual({
      nom: 0,
      codePostal: 1,
      ville: 2,
    })
  })

  it('aucun mot ne désigne deux colonnes du même genre', () => {
    for (const genre of Object.values(colonnes)) {
      const mots = Object.values(genre).flatMap((c) => c.mots as readonly string[])
      expect(new Set(mots).size).toBe(mots.length)
    }
  })

  it('un en-tête ne sert qu’une fois, et une colonne attendue qui manque se nomme', () => {
    expect(devinerColonnes(colonnes.personnes, ['Nom', 'Nom'])).toEqual({ nom: 0 })
    expect(colonnesManquantes(colonnes.personnes, { nom: 0 })).toEqual(['Prénom'])
    expect(colonnesManquantes(colonnes.entreprises, { siret: 0 })).toEqual(['Nom'])
  })

  it('quels que soient les en-têtes, chaque champ a un rang qui existe, et deux champs n’ont pas le même', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('Nom', 'Prénom', 'mail', 'SIRET', 'Ville', 'client'), fc.string())),
        fc.constantFrom('personnes' as const, 'entreprises' as const),
        (entetes, genre) => {
          const rangs = Object.values(devinerColonnes(colonnes[genre], entetes))
          expect(new Set(rangs).size).toBe(rangs.length)
          for (const r of rangs) expect(entetes[r]).toBeDefined()
        },
      ),
    )
  })
})

describe('reconnaître une personne', () => {
  it.each([
    ['sans homonyme, elle est neuve', [], 'a@x.fr', { fait: 'neuve' }],
    [
      'le même courriel tranche',
      [fiche('1', { courriel: 'A@x.fr' }), fiche('2')],
      'a@x.fr',
      { fait: 'connue', fiche: { id: '1' } },
    ],
    ['une fiche sans courriel est la sienne', [fiche('1')], 'a@x.fr', { fait: 'connue', fiche: { id: '1' } }],
    [
      'sans courriel dans le fichier, la seule du nom',
      [fiche('1', { courriel: 'b@x.fr' })],
      undefined,
      { fait: 'connue', fiche: { id: '1' } },
    ],
    [
      'un autre courriel est une autre personne',
      [fiche('1', { courriel: 'b@x.fr' })],
      'a@x.fr',
      { fait: 'neuve' },
    ],
    ['deux fiches possibles ne se devinent pas', [fiche('1'), fiche('2')], 'a@x.fr', { fait: 'indecise' }],
    [
      'deux du nom, sans courriel, ne se devinent pas',
      [fiche('1', { courriel: 'b@x.fr' }), fiche('2', { courriel: 'c@x.fr' })],
      undefined,
      { fait: 'indecise' },
    ],
  ] as const)('%s', (_, memeNom, courriel, attendu) => {
    expect(reconnaitrePersonne(memeNom, courriel)).toMatchObject(attendu)
  })
})

describe('reconnaître une entreprise', () => {
  const nommee = (id: string, traits: Partial<FicheConnue> = {}, memeNom = true) => ({
    ...fiche(id, traits),
    memeNom,
  })
  it.each([
    [
      'le SIRET tranche, même sous un autre nom',
      [nommee('1', { siret: '12345678200010' }, false)],
      '12345678200010',
      { fait: 'connue', fiche: { id: '1' } },
    ],
    [
      'deux SIRET sont deux établissements',
      [nommee('1', { siret: '12345678200010' })],
      '12345678200028',
      { fait: 'neuve' },
    ],
    [
      'un SIRET appris complète la fiche du nom',
      [nommee('1')],
      '12345678200010',
      { fait: 'connue', fiche: { id: '1' } },
    ],
    [
      'sans SIRET, la seule du nom',
      [nommee('1', { siret: '12345678200010' })],
      undefined,
      { fait: 'connue', fiche: { id: '1' } },
    ],
    ['deux du même nom ne se devinent pas', [nommee('1'), nommee('2')], undefined, { fait: 'indecise' }],
  ] as const)('%s', (_, candidates, siret, attendu) => {
    expect(reconnaitreEntreprise(candidates, siret, undefined)).toMatchObject(attendu)
  })

  it('un autre SIREN est une autre entreprise', () => {
    expect(reconnaitreEntreprise([nommee('1', { siren: '123456782' })], undefined, '732829320').fait).toBe(
      'neuve',
    )
  })
})

it('le rapport compte tout, et garde les lignes fautives avant les autres', () => {
  const lignes = Array.from({ length: 5000 }, (_, i) => ({
    ligne: i + 2,
    libelle: 'x',
    sort: i % 4 === 0 ? ('fautive' as const) : ('creee' as const),
    phrase: i % 4 === 0 ? 'faute' : '',
  }))
  const r = rapporter(lignes)
  expect(r.comptes).toEqual({ creee: 3750, completee: 0, inchangee: 0, fautive: 1250 })
  expect(r.lignes.filter((l) => l.sort === 'fautive')).toHaveLength(1250)
  expect(r.lignes.length + r.omises).toBe(5000)
})
