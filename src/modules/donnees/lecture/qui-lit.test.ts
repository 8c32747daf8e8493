import { describe, expect, it } from 'vitest'
import { genres, listeGenres } from '#modules/documents/index.ts'
import { droits, droitsSensibles } from '#modules/organisme/index.ts'
import { quiLit } from './qui-lit.ts'

const membre = (
  prenom: string,
  roles: readonly string[],
  plus: { au?: string; enAttente?: boolean } = {},
) => ({
  prenom,
  nom: 'X',
  roles,
  du: '2026-01-01',
  au: plus.au ?? null,
  enAttente: plus.enAttente ?? false,
})
const equipe = [
  membre('Inès', ['referent-handicap']),
  membre('Tom', ['formateur']),
  membre('Ancien', ['responsable'], { au: '2026-11-01' }),
  membre('Invitée', ['responsable'], { enAttente: true }),
]

describe('qui peut lire quoi', () => {
  const lu = quiLit(equipe, '2026-11-29')
  it('dit chaque droit de lecture et chaque droit sensible, et eux seuls', () => {
    const attendus = Object.entries(droits)
      .filter(([g, d]) => !d.ecrit || (droitsSensibles as readonly string[]).includes(g))
      .map(([g]) => g)
    expect(lu.droits.map((l) => l.quoi)).toEqual(attendus)
    expect(lu.droits.filter((l) => l.sensible)).toHaveLength(droitsSensibles.length)
  })
  it('dit chaque genre de pièce, par le droit de sa fiche', () => {
    expect(lu.pieces.map((l) => l.quoi)).toEqual(listeGenres.map((g) => genres[g].nom))
    for (const [i, g] of listeGenres.entries())
      expect(lu.pieces[i]?.regle).toBe(droits[genres[g].lecteurs.droit].phrase)
  })
  it('ne nomme que qui est là ce jour, par le rôle qu’il tient', () => {
    const de = (quoi: string) => [...lu.droits, ...lu.pieces].find((l) => l.quoi === quoi)?.gens
    expect(de('handicap.lire')).toEqual(['Inès X'])
    expect(de('signalements.lire')).toEqual([])
    expect(de('emargement.lire')).toEqual(['Tom X'])
    expect(de('Acte d’une procédure disciplinaire')).toEqual([])
    expect(quiLit(equipe, '2026-10-01').droits.find((l) => l.quoi === 'signalements.lire')?.gens).toEqual([
      'Ancien X',
    ])
  })
})
