import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confirmeParInitiales, demandeDInitiales, formesDInitiales } from './initiales.ts'

describe('les initiales', () => {
  it.each([
    ['Þóra', 'Guðmundsdóttir', 'ÞG'],
    ['Þóra', 'Guðmundsdóttir', 'thg'],
    ['Þóra', 'Guðmundsdóttir', 'TG'],
    ['Guðrún', 'Ðorsteinn', 'GÐ'],
    ['Guðrún', 'Ðorsteinn', 'gd'],
    ['Æsa', 'Ólafsdóttir', 'ÆÓ'],
    ['Æsa', 'Ólafsdóttir', 'aeo'],
    ['Æsa', 'Ólafsdóttir', 'ao'],
    ['Élodie', 'Œuvrard', 'ÉŒ'],
    ['Ísak', 'Işık', 'II'],
    ['محمد', 'العربي', 'ما'],
    ['أحمد', 'عمر', 'أ ع'],
    ['أحمد', 'عمر', 'اع'],
    ['Ольга', 'Иванова', 'ои'],
    ['Léa', 'عمر', 'Lع'],
    ['민수', '김', '민김'],
    ['Pierre', 'de La Villemarqué', 'PV'],
  ])('%s %s se confirme par %s', (prenom, nom, saisie) =>
    expect(confirmeParInitiales({ prenom, nom }, saisie)).toBe(true),
  )

  it.each([
    ['Þóra', 'Guðmundsdóttir', 'OG'],
    ['Guðrún', 'Ðorsteinn', 'GO'],
    ['أحمد', 'عمر', 'AO'],
    ['أحمد', 'عمر', ''],
  ])('%s %s ne se confirme pas par « %s »', (prenom, nom, saisie) =>
    expect(confirmeParInitiales({ prenom, nom }, saisie)).toBe(false),
  )

  it('qui porte un nom d’une autre écriture lit d’avance ce qui l’attend, et quoi faire si le clavier ne l’a pas', () => {
    expect(demandeDInitiales({ prenom: 'أحمد', nom: 'عمر' }).aide).toContain('lien personnel')
    expect(demandeDInitiales({ prenom: 'Þóra', nom: 'Guðmundsdóttir' }).aide).not.toContain('clavier')
    expect(demandeDInitiales({ prenom: '٤', nom: '٢' }).libelle).toBe('Votre nom, en entier')
  })

  it('un nom qui a des lettres a toujours une forme que la personne peut écrire', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\p{L}\p{M}'’ -]{1,12}$/u),
        fc.stringMatching(/^[\p{L}\p{M}'’ -]{1,12}$/u),
        (prenom, nom) => {
          for (const f of formesDInitiales({ prenom, nom }))
            expect(confirmeParInitiales({ prenom, nom }, f)).toBe(true)
        },
      ),
      { numRuns: 300 },
    ))
})
