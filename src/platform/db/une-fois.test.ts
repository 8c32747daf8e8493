import { expect, it } from 'vitest'
import type { TenantTx } from './tenant.ts'
import { uneFois } from './une-fois.ts'

const tx = () => ({}) as TenantTx

it('lit une fois par transaction et par clé, et rien ne passe de l’une à l’autre', async () => {
  const lues: string[] = []
  const lire = uneFois(async (_, cle) => {
    lues.push(cle)
    return `${cle} ${lues.length}`
  })
  const [une, autre] = [tx(), tx()]
  expect(await Promise.all([lire(une, 'a'), lire(une, 'a'), lire(une, 'b'), lire(autre, 'a')])).toEqual([
    'a 1',
    'a 1',
    'b 2',
    'a 3',
  ])
})
