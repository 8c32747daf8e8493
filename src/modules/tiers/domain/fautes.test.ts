import fc from 'fast-check'
import { expect, it } from 'vitest'
import { motsVoisins } from './fautes.ts'

it.each([
  ['marchnad', 'marchand'],
  ['lefevbre', 'lefebvre'],
  ['dupond', 'dupont'],
  ['okafr', 'okafor'],
  ['belkacemm', 'belkacem'],
])('« %s » mène à « %s »', (tape, voulu) => expect(motsVoisins(tape)).toContain(voulu))

it('une faute se défait : si l’un est voisin de l’autre, l’autre l’est de l’un', () =>
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{5,13}$/), fc.nat(400), (mot, n) => {
      const voisin = motsVoisins(mot)[n]
      if (voisin) expect(motsVoisins(voisin)).toContain(mot)
    }),
  ))

it('un mot trop court, un numéro, un courriel n’ont pas de voisins', () => {
  for (const mot of ['lam', '0612345678', 'a@x.example', 'é']) expect(motsVoisins(mot)).toEqual([])
})
