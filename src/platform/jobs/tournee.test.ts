import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import type { Services } from '#platform/services.ts'

const coops = ['a', 'b', 'c'] as unknown as readonly OrganismeId[]
const vues: string[] = []
const dites: unknown[] = []
const services = {
  db: {
    withoutTenant: async (work: (tx: unknown) => unknown) => work({}),
    withTenant: async ({ organisme }: { organisme: string }, work: (tx: unknown) => unknown) => {
      const fait = await work({})
      vues.push(organisme)
      return fait
    },
  },
  log: { error: (fait: string, _erreur: unknown, champs: unknown) => dites.push([fait, champs]) },
} as unknown as Services

it('finit chez les autres quand l’une lève, le note, puis lève pour être rejouée', async () => {
  const tournee = pourChacune(
    async (_tx, organisme) => {
      if (organisme === coops[1]) throw new Error('coupée')
    },
    async () => coops,
  )
  await expect(tournee({}, services)).rejects.toThrow('Une coopérative au moins n’a pas eu sa tournée.')
  expect(vues).toEqual(['a', 'c'])
  expect(dites).toEqual([['tournee', { organisme: 'b' }]])
})

it('ne lève rien quand chacune a la sienne', async () => {
  const tournee = pourChacune(
    async () => undefined,
    async () => coops,
  )
  await expect(tournee({}, services)).resolves.toBeUndefined()
})
