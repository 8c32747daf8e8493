import { expect, it } from 'vitest'
import { lireBorne } from './lire-borne.ts'

const flux = async function* (morceaux: readonly (Uint8Array | string)[]) {
  yield* morceaux
}

it('rend ce qui fut lu, octet pour signe', async () => {
  expect(await lireBorne(flux([Buffer.from([0xe9]), 'té']), 3)).toBe('été')
})

it('cesse de lire au-delà de sa borne, même d’un flux sans fin', async () => {
  let donnes = 0
  const sansFin = async function* () {
    for (;;) {
      donnes += 1
      yield Buffer.alloc(400)
    }
  }
  expect(await lireBorne(sansFin(), 1000)).toBeUndefined()
  expect(donnes).toBe(3)
})
