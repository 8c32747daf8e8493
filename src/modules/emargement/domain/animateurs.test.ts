import { describe, expect, it } from 'vitest'
import { animateursDe } from './animateurs.ts'

describe('qui a animé des demi-journées', () => {
  const demi = (...noms: string[]) => ({ intervenants: noms.map((nom) => ({ nom, compte: null })) })
  it('se nomme une fois, dans l’ordre ; un nom vide ne compte pas', () =>
    expect(animateursDe([demi('Salomé Diallo'), demi(''), demi('Ousmane Kanté', 'Salomé Diallo')])).toEqual([
      'Salomé Diallo',
      'Ousmane Kanté',
    ]))
  it('personne n’est nommé quand l’une des fiches est d’une autre enseigne, même lisible : n’en nommer que quelques-unes tromperait', () =>
    expect(
      animateursDe([
        { intervenants: [{ nom: 'Salomé Diallo', compte: null, sienne: true }] },
        { intervenants: [{ nom: 'Ousmane Kanté', compte: null, sienne: false }] },
      ]),
    ).toEqual([]))
})
