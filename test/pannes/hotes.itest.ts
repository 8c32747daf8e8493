// Une base à plusieurs hôtes : l'application va chez celui qui écrit, et le retrouve ailleurs quand il se tait.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, it, vi } from 'vitest'
import { demarrerPostgres, type Grappe } from '#platform/postgres/index.ts'
import { joindrePostgres } from '../../src/platform/postgres/externe.ts'
import { copierMoule } from '../parcours/moule.ts'

const aDefaire: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const defaire of aDefaire.toReversed()) await defaire()
})

/** Un port qui mène à cette grappe ; `couper` le ferme avec tout ce qui y passe. */
const ouvrirPort = async (grappe: Grappe, voulu = 0) => {
  const { host = '', port } = grappe.connexion('postgres')
  const prises = new Set<Socket>()
  const serveur: Server = createServer((la) => {
    const ici = connect(path.join(host, `.s.PGSQL.${port}`))
    for (const prise of [la, ici]) {
      prises.add(prise)
      prise.on('error', () => {})
    }
    la.pipe(ici).pipe(la)
  })
  await new Promise<void>((pret) => serveur.listen(voulu, '127.0.0.1', pret))
  const couper = async () => {
    const ferme = new Promise((fait) => serveur.close(fait))
    for (const prise of prises) prise.destroy()
    await ferme
  }
  return { port: (serveur.address() as AddressInfo).port, couper }
}

it('l’application joint celui qui écrit, puis celui qui le remplace, et jamais la réplique', async () => {
  const dossiers = await Promise.all(
    ['un', 'deux', 'trois'].map((nom) => mkdtemp(path.join(tmpdir(), `coforme-hotes-${nom}-`))),
  )
  const [un = '', deux = '', trois = ''] = dossiers
  aDefaire.push(() => Promise.all(dossiers.map((d) => rm(d, { recursive: true, force: true }))))
  for (const d of dossiers) {
    execFileSync('chmod', ['711', d])
    await copierMoule('vierge', d)
  }
  // Une base d'essai écrit un journal trop pauvre pour une réplique : celle-ci démarre une fois comme une vraie.
  await (await demarrerPostgres({ dossier: un })).arreter()
  // Sans maître à suivre, une réplique reste une réplique : elle répond et n'écrit pas.
  writeFileSync(path.join(un, 'base', 'standby.signal'), '')
  const grappes = await Promise.all(
    [un, deux, trois].map((dossier) => demarrerPostgres({ dossier, essai: dossier !== un })),
  )
  for (const g of grappes) aDefaire.push(() => g.arreter())
  const ports = await Promise.all(grappes.map((g) => ouvrirPort(g)))
  const hotes = ports.map((p) => `127.0.0.1:${p.port}`).join(',')
  const jointe = await joindrePostgres({ url: `postgres://postgres@${hotes}/coforme` })
  aDefaire.push(jointe.arreter)
  const reserve = new pg.Pool({ ...jointe.connexion('postgres'), max: 2 })
  reserve.on('error', () => {})
  aDefaire.push(() => reserve.end())
  const ou = async () =>
    (await reserve.query<{ d: string }>(`select current_setting('data_directory') as d`)).rows[0]?.d
  expect(await ou()).toContain(deux)
  await ports[1]?.couper()
  await vi.waitFor(async () => expect(await ou()).toContain(trois), { timeout: 120_000, interval: 100 })
})
