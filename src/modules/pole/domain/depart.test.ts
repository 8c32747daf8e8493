import { expect, it } from 'vitest'
import { direDepart } from './depart.ts'

it('dit d’abord ce qui empêche de partir, puis une phrase par chose, au singulier ou au pluriel ; rien, si elle n’y laisse rien', () => {
  expect(direDepart([])).toEqual([])
  const sansInsecable = (t: string) => t.replace(/[\u00a0\u202f]/g, ' ')
  expect(
    direDepart([
      { quoi: 'missions', nombre: 1 },
      { quoi: 'volumes', nombre: 2 },
      { quoi: 'documents', nombre: 3 },
      { quoi: 'compte', nombre: 1 },
      { quoi: 'achats', nombre: 0 },
    ]).map(sansInsecable),
  ).toEqual([
    'Votre compte courant n’est pas soldé, ou retient un montant : votre coopérative part une fois le compte à zéro.',
    'Ce que vous prendriez de 2 achats en préparation s’efface.',
    'Les autres ne lisent plus les 3 documents que vous avez mis en commun ; qui en a pris une copie la garde.',
    'Une mission avec une coopérative du pôle reste due : menez-la à terme, ou annulez-la.',
  ])
})
