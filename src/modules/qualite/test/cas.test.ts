import { describe, expect, it } from 'vitest'
import { controles } from '../domain/controles/index.ts'
import { attendus, peser } from '../domain/force.ts'
import { registres } from '../domain/registres.ts'
import { cas, type Sorte, sortes } from './cas.ts'

const lus = controles.filter((c) => c.attend === undefined).map((c) => c.code)
const listeSortes = Object.keys(sortes) as Sorte[]

describe('les quatre-vingt-sept contrôles face aux sept cas qui ne passent pas', () => {
  it.each(listeSortes)(
    '%s : chaque contrôle tombe, ou la raison écrite de tenir ; jamais les deux',
    (sorte) => {
      const { tombent, tiennent } = cas[sorte]
      const dits = [...tombent, ...Object.values(tiennent).flat()]
      expect(dits.toSorted()).toEqual([...new Set(dits)].toSorted())
      expect(dits.toSorted()).toEqual(lus.toSorted())
      for (const raison of Object.keys(tiennent)) expect(raison).toMatch(/^\p{Ll}.{15,}[^.]$/u)
    },
  )
  it('ce qu’aucun fait ne porte encore n’y est pas : la grille le dit « à juger », et pourquoi', () => {
    expect(controles.filter((c) => c.attend !== undefined).map((c) => c.code)).toEqual(
      '13a 13b 14b 15a 15b 19c 20b'.split(' '),
    )
    expect(controles).toHaveLength(87)
  })
  it('aucun contrôle ne résiste à tous les cas, sauf un geste du logiciel dont la base garde l’heure', () => {
    expect(lus.filter((code) => !listeSortes.some((s) => cas[s].tombent.includes(code)))).toEqual(
      '5b 6b 10b 10c 12b 12d 17c 18a 18d 26c 29b 30a 30b 30c 30d'.split(' '),
    )
  })
})

// Ce que pèse une ligne est une règle pure : la part de la table que portent les registres se juge ici, sans base.
describe('une ligne de chaque registre face aux cas que la règle pure juge', () => {
  const un = 'cafecafe-0000-4000-8000-000000000001'
  const remplie = (genre: string, mot: string, fichiers: number) =>
    peser({
      genre,
      titre: mot,
      le: '2026-09-01',
      contenu: Object.fromEntries(
        (registres[genre]?.champs ?? []).map((c): [string, string | string[]] => [
          c.nom,
          c.genre === 'cases'
            ? Object.keys(c.choix ?? {})
            : c.genre === 'choix'
              ? (Object.keys(c.choix ?? {}).at(-1) ?? '')
              : c.genre === 'jour'
                ? '2026-09-20'
                : c.genre === 'nombre'
                  ? '10'
                  : mot,
        ]),
      ),
      fichiers,
      jointLe: null,
      terme: '2028-01-14',
      personne: un,
      offre: un,
      session: un,
      entreprise: un,
      etablissement: un,
      responsable: un,
    }).force
  const genres = [...new Set(controles.flatMap((c) => c.registre ?? []))]
  it.each(genres)('%s : seulement coché, ou « RAS » partout, ne prouve pas', (genre) => {
    expect(remplie(genre, '', 0)).not.toBe('prouve')
    expect(remplie(genre, 'RAS', 0)).not.toBe('prouve')
  })
  it('un document seul prouve dans sept registres, où c’est lui qui se lit ; ailleurs, les mots comptent', () => {
    const seuls = genres.filter((g) => remplie(g, 'RAS', 1) === 'prouve')
    expect(seuls.toSorted()).toEqual([
      'deroule',
      'developpement',
      'entretien',
      'financeur',
      'formation-referent',
      'habilitation',
      'matrice-competences',
    ])
    for (const g of seuls) expect(attendus[g]?.document, g).toBeDefined()
  })
})
