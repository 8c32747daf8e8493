import { describe, expect, it } from 'vitest'
import { chercherDefinitions } from './definitions.ts'

const chercher = (fichiers: Record<string, string>) => chercherDefinitions(new Map(Object.entries(fichiers)))
const voter = 'create or replace function porte.voter() returns void language sql as $$ select 1 $$;'

describe('les définitions de la base', () => {
  it('une par fichier, sous le nom du fichier', () => {
    expect(
      chercher({
        'db/portes/pole/voter.sql': voter,
        'db/portes/app/app.lier.sql':
          'create or replace procedure app.lier() language sql as $$ select 1 $$;',
        'db/portes/tiers/stagiaire.vue.sql': 'create view tiers.stagiaire as select 1;',
      }),
    ).toEqual([])
  })

  it('la même dans deux fichiers est une faute, où qu’elle soit rangée', () => {
    expect(chercher({ 'db/portes/pole/voter.sql': voter, 'db/portes/tiers/voter.sql': voter })).toEqual([
      'db/portes/tiers/voter.sql\u00a0: porte.voter est déjà définie par db/portes/pole/voter.sql.',
    ])
  })

  it('deux fois dans le même fichier aussi', () => {
    expect(chercher({ 'db/portes/pole/voter.sql': `${voter}\n${voter}` })).toHaveLength(1)
  })

  it('une migration, un mur ou un schéma n’en définit aucune', () => {
    for (const fichier of ['db/migrations/0076_a.sql', 'db/murs/pole.sql', 'db/schema/pole.sql'])
      expect(chercher({ [fichier]: voter })[0]).toContain('s’écrit dans db/portes')
  })

  it('le nom du fichier est celui de la fonction', () => {
    expect(chercher({ 'db/portes/pole/elire.sql': voter })[0]).toContain('est celui de porte.elire')
  })

  it('elle se repose quand son texte change', () => {
    expect(chercher({ 'db/portes/pole/voter.sql': voter.replace(' or replace', '') })[0]).toContain(
      'create or replace',
    )
  })

  it('un commentaire, un texte, un corps qui en parlent ne définissent rien', () => {
    expect(
      chercher({
        'db/murs/pole.sql': `-- create function porte.a()\nselect 'create function porte.b()';\ndo $$ begin execute 'create function porte.c()'; end $$;`,
      }),
    ).toEqual([])
  })

  it('un bloc qui choisit le corps selon la version définit la fonction que dit son fichier', () => {
    const bloc =
      'do $$ begin create or replace function porte.voter() returns void language sql as $f$ select 1 $f$; end $$;'
    expect(chercher({ 'db/portes/porte/voter.sql': bloc })).toEqual([])
    expect(chercher({ 'db/portes/porte/voter.sql': bloc, 'db/portes/pole/voter.sql': voter })).toHaveLength(1)
  })
})
