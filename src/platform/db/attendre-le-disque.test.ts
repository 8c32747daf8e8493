import { expect, it } from 'vitest'
import { attendreLeDisque } from './attendre-le-disque.ts'

/** Un disque que l’essai fait répondre quand il veut. */
const unDisque = () => {
  const ecritures: { finir: () => void; echouer: () => void }[] = []
  return {
    ecritures,
    db: {
      seule: <T>() =>
        new Promise<readonly T[]>((fait, rate) => {
          ecritures.push({ finir: () => fait([]), echouer: () => rate(new Error('coupé')) })
        }),
    },
  }
}
const bientot = async () => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}

it('qui arrive ensemble n’attend qu’une écriture ; qui arrive pendant elle attend la suivante, jamais celle-ci', async () => {
  const { db, ecritures } = unDisque()
  const dits: string[] = []
  const attendre = (nom: string) => attendreLeDisque(db).then(() => void dits.push(nom))
  const premiers = [attendre('a'), attendre('b')]
  await bientot()
  expect(ecritures).toHaveLength(1)
  // Validés après le départ de la première : elle ne dit rien d’eux.
  const seconds = [attendre('c'), attendre('d')]
  await bientot()
  expect(ecritures).toHaveLength(1)
  ecritures[0]?.finir()
  await Promise.all(premiers)
  await bientot()
  expect(dits).toEqual(['a', 'b'])
  expect(ecritures).toHaveLength(2)
  ecritures[1]?.finir()
  await Promise.all(seconds)
  expect(dits).toEqual(['a', 'b', 'c', 'd'])
})

it('une panne atteint ceux qui l’attendaient, et personne d’autre', async () => {
  const { db, ecritures } = unDisque()
  const rate = attendreLeDisque(db)
  await bientot()
  const ensuite = attendreLeDisque(db)
  ecritures[0]?.echouer()
  await expect(rate).rejects.toThrow('coupé')
  await bientot()
  ecritures[1]?.finir()
  await expect(ensuite).resolves.toBeUndefined()
})
