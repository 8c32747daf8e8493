import { expect, it } from 'vitest'
import { perimes } from './polices.ts'

it('les polices rangées sont celles que les paquets donnent', async () => {
  expect(await perimes()).toEqual([])
}, 60_000)
