import { describe, expect, it } from 'vitest'
import { sansLesAttendues } from './a-ranger.ts'
import { fichiersDeRacine, juger } from './verifications/forme.ts'

const racine = [
  ...fichiersDeRacine.map((nom) => ({ nom, dossier: false })),
  ...['gestes', 'domain', 'db'].map((nom) => ({ nom, dossier: true })),
]
const lit = { chemin: 'src/modules/pole/db/poles.lectures.ts', texte: 'sql`select from pole.pole`' }
const ecrit = { chemin: 'src/modules/pole/db/poles.ecritures.ts', texte: 'sql`insert into pole.pole (nom)`' }

describe('la forme d’un module', () => {
  it('cinq fichiers à la racine, ses dossiers, ce qui écrit nommé : rien à redire', () => {
    expect(juger('pole', racine, [lit, ecrit])).toEqual([])
  })
  it.each([
    [
      'un sixième fichier à la racine',
      [...racine, { nom: 'chercher-date.ts', dossier: false }],
      [lit],
      'chercher-date.ts',
    ],
    ['un dossier hors de la forme', [...racine, { nom: 'utils', dossier: true }], [lit], 'utils'],
    [
      'un fichier qui écrit sans le dire',
      racine,
      [{ ...ecrit, chemin: 'src/modules/pole/db/poles.ts' }],
      'poles.ts',
    ],
    [
      'une instruction brute qui écrit',
      racine,
      [{ chemin: 'a/db/x.ts', texte: 'sql`update pole.pole set nom = 1`' }],
      'x.ts',
    ],
    [
      'un fichier qui se dit écriture et lit',
      racine,
      [{ ...lit, chemin: 'src/modules/pole/db/p.ecritures.ts' }],
      'p.ecritures',
    ],
  ])('%s se voit', (_, r, db, dit) => {
    const fautes = juger('pole', r, db)
    expect(fautes).toHaveLength(1)
    expect(fautes[0]).toContain(dit)
  })
  it('une faute attendue se tolère, une attente sans faute se voit', () => {
    expect(sansLesAttendues(['a', 'b'], ['a'])).toEqual(['b'])
    expect(sansLesAttendues([], ['a'])[0]).toContain('à ôter')
  })
})
