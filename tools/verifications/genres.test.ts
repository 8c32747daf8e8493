import { describe, expect, it } from 'vitest'
import { genresEnumeres } from './genres.ts'

const fichier = 'src/modules/tiers/gestes/choisir.ts'

describe('trois genres énumérés hors de leurs fiches sont refusés', () => {
  it.each([
    ['un tableau', "const a = ['devis', 'convention', 'avenant']"],
    ['un ensemble', "const a = new Set(['devis', 'convention', 'avenant'])"],
    ['une union de types', "type A = 'devis' | 'convention' | 'avenant'"],
    ['les clés d’un objet', "const a = { devis: 1, convention: 2, 'facture-acompte': 3 }"],
    ['une alternative', "const a = (g: string) => g === 'devis' || g === 'convention' || g === 'avenant'"],
    ['un refus de chacun', "const a = (g: string) => g !== 'devis' && g !== 'convention' && g !== 'avenant'"],
    ['les cas d’un choix', "switch (g) { case 'devis': case 'convention': case 'avenant': break }"],
    ['une liste en SQL', "const a = sql`select 1 where genre in ('devis', 'convention', 'avenant')`"],
    ['un tableau de la base', "const a = '{devis,convention,avenant}'"],
    ['deux listes courtes', "const a = ['devis', 'convention']\nconst b = ['avenant', 'convocation']"],
  ])('%s', (_quoi, texte) => {
    expect(genresEnumeres(fichier, texte)[0]).toMatch(
      /^src\/modules\/tiers\/gestes\/choisir\.ts:1\s:\s(devis|g === )/,
    )
  })

  it.each([
    ['deux genres', "const a = ['convention', 'contrat', 'cpf'] // avenant"],
    ['des genres nommés un à un', "f('devis')\nf('convention')\nf('avenant')"],
    [
      'une liste dont la raison est écrite',
      "// Permis : les mots de chacune\nconst a = ['devis', 'convention', 'avenant']",
    ],
  ])('mais pas %s', (_quoi, texte) => {
    expect(genresEnumeres(fichier, texte)).toEqual([])
  })

  it('ni les fiches elles-mêmes, ni un essai', () => {
    const texte = "const a = ['devis', 'convention', 'avenant']"
    for (const f of [
      'src/modules/documents/domain/genres.ts',
      'src/modules/tiers/test/semer.ts',
      'src/modules/tiers/domain/a.test.ts',
    ])
      expect(genresEnumeres(f, texte)).toEqual([])
  })
})
