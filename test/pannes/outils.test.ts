import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { ecouter, surUnPort } from './outils.ts'

/** Un programme qui ne fait que cela. */
const lancer = (programme: string) =>
  ecouter(spawn(process.execPath, ['-e', programme], { stdio: ['ignore', 'pipe', 'pipe'] }))
const pris = (port: string) => lancer(`console.error('PORT=${port} est déjà pris')`)
const pret = (port: string) => lancer(`console.log('Coforme est prêt : http://localhost:${port}')`)

it('n’attend pas d’un mort ce qu’il n’a pas dit', async () => {
  await expect(lancer('console.error("Rien.")').dit(/prêt/)).rejects.toThrow(/^Fini sans le dire .*Rien\./)
})

it('prend un autre port quand un autre l’a pris, trois fois au plus', async () => {
  const ports: string[] = []
  const { port } = await surUnPort((p) => (ports.push(p) < 3 ? pris(p) : pret(p)))
  expect([ports.length, ports.at(-1)]).toEqual([3, port])
  ports.length = 0
  await expect(
    surUnPort((p) => {
      ports.push(p)
      return pris(p)
    }),
  ).rejects.toThrow('est déjà pris')
  expect(ports).toHaveLength(4)
})

it('ne reprend pas ce qui échoue d’autre chose', async () => {
  let lances = 0
  await expect(
    surUnPort(() => {
      lances += 1
      return lancer('process.exit(1)')
    }),
  ).rejects.toThrow('Fini sans le dire')
  expect(lances).toBe(1)
})
