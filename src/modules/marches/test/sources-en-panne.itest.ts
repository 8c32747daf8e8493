/** Les deux sources jouées par un serveur d’ici, qui répond comme elles et tombe comme elles : lent, en faute, coupé, trop demandé, pages qui bougent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creerRecuperer } from '#platform/reseau/recuperer.ts'
import { monde, sansInsecables } from '../../../../test/monde/index.ts'
import { creerRelever } from '../jobs/relever.job.ts'
import { marches } from '../module.ts'

const m = await monde({
  modules: [marches],
  gens: { maiwenn: { roles: ['responsable'] }, union: { roles: ['responsable'], union: true } },
  texte: sansInsecables,
})
const { base, maiwenn, union } = m

type Servir = (q: IncomingMessage, r: ServerResponse) => void
let boamp: Servir
let ted: Servir
const corps = async (q: IncomingMessage): Promise<{ page: number }> => {
  const morceaux: Buffer[] = []
  for await (const x of q) morceaux.push(x as Buffer)
  return JSON.parse(Buffer.concat(morceaux).toString())
}
const serveur = createServer((q, r) => (q.method === 'POST' ? ted : boamp)(q, r))
await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
afterAll(() => {
  serveur.closeAllConnections()
  serveur.close()
})
const { port } = serveur.address() as AddressInfo
const recuperer = creerRecuperer({
  resoudre: async () => ['127.0.0.1'],
  permise: (ip) => ip === '127.0.0.1',
})
/** Les bornes du relevé sont de trente secondes : d’ici, une lenteur se juge bien avant. */
const relever = creerRelever(
  (url, bornes) => recuperer(url, { ...bornes, millisecondes: 400 }),
  async () => {},
)
const releverLe = (jour: string) => {
  m.regler(`${jour}T05:10:00Z`)
  return relever({}, m.worker)
}
const page = async () => (await maiwenn.lire('/marches')).texte
const numeros = async (source: 'boamp' | 'ted') =>
  (
    await base.maintenance((tx) =>
      sql<{ idweb: string }>`select idweb from marches.avis where contenu ->> 'source' = ${source}`.execute(
        tx,
      ),
    )
  ).rows.length

const enregistrement = (n: number) => ({
  idweb: `26-${n}`,
  objet: `Formation ${n}`,
  nomacheteur: 'Ville de Port-Liziec',
  code_departement: ['35'],
  dateparution: '2026-11-20',
  datelimitereponse: '2027-02-08T11:00:00+00:00',
  nature: 'APPEL_OFFRE',
  etat: 'INITIAL',
  descripteur_libelle: ['Formation'],
})
const notice = (n: number) => ({
  'publication-number': `${443_000 + n}-2026`,
  'notice-title': { fra: [`Formation ${n}`] },
  'notice-type': 'cn-standard',
  'publication-date': '2026-11-27+01:00',
  'buyer-name': { fra: ['Région'] },
  'classification-cpv': ['80530000'],
  'procedure-identifier': `p-${n}`,
})
const enJson = (r: ServerResponse, x: unknown) =>
  void r.setHeader('content-type', 'application/json').end(JSON.stringify(x))
const suite = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const sain =
  (n: number): Servir =>
  (q, r) => {
    const offset = Number(new URL(q.url ?? '/', 'http://x').searchParams.get('offset'))
    enJson(r, {
      total_count: n,
      results: suite(n)
        .slice(offset, offset + 100)
        .map(enregistrement),
    })
  }
const sainTed =
  (n: number): Servir =>
  async (q, r) => {
    const { page: rang } = await corps(q)
    enJson(r, {
      notices: suite(n)
        .slice((rang - 1) * 100, rang * 100)
        .map(notice),
      totalNoticeCount: n,
    })
  }
/** La seconde page tombe : ce que la première a donné ne suffit pas à dire la copie bonne. */
const apresLaPremiere =
  (n: number, panne: Servir): Servir =>
  (q, r) =>
    new URL(q.url ?? '/', 'http://x').searchParams.get('offset') === '0' ? sain(n)(q, r) : panne(q, r)
const pannes: Readonly<Record<string, Servir>> = {
  'lente, sans finir': () => {},
  'lente, au milieu d’une réponse': (_q, r) => void r.write('{"results":['),
  'en faute (500)': (_q, r) => void r.writeHead(500).end('<h1>Erreur</h1>'),
  'trop demandée (429)': (_q, r) => void r.writeHead(429, { 'retry-after': '60' }).end(),
  'coupée au milieu du JSON': (_q, r) => void r.end('{"total_count":1,"results":[{"idweb":"26-9'),
  'd’une page du web au lieu des avis': (_q, r) => void r.end('<!doctype html><title>Maintenance</title>'),
}

beforeAll(async () => {
  boamp = sain(130)
  ted = sainTed(3)
  for (const genre of ['boamp', 'ted'])
    expect(
      (
        await union.aller('/instance/marches/regler', {
          genre,
          adresse: `http://${genre}.example:${port}/avis`,
          active: 'on',
        })
      ).statut,
    ).toBe(303)
  await releverLe('2026-12-01')
})

describe('une source qui tombe', () => {
  it('saine, se relève entière', async () => {
    expect([await numeros('boamp'), await numeros('ted')]).toEqual([130, 3])
    expect(await page()).not.toContain('n’a pas abouti')
  })
  it.each(Object.keys(pannes).map((nom, i) => [nom, i + 2] as const))('le BOAMP %s', async (nom, jour) => {
    const date = `2026-12-${String(jour).padStart(2, '0')}`
    for (const panne of [pannes[nom], apresLaPremiere(140, pannes[nom] as Servir)]) {
      boamp = panne as Servir
      await releverLe(date)
      const lue = await page()
      expect(lue).toContain('Le relevé du BOAMP n’a pas abouti')
      // La dernière bonne copie est celle de la veille, et rien n’en est perdu ; le TED s’est relevé quand même.
      expect(lue).toContain(`Voici la copie du ${jour === 2 ? '1er' : jour - 1} décembre 2026`)
      expect(await numeros('boamp')).toBe(130)
      expect(lue).toContain(`TED, avis de l’Union européenne, copie du ${jour} décembre 2026`)
    }
    boamp = sain(130)
    await releverLe(date)
    expect(await page()).not.toContain('n’a pas abouti')
  })
  it.each(Object.keys(pannes).map((nom, i) => [nom, i + 9] as const))('le TED %s', async (nom, jour) => {
    const date = `2026-12-${String(jour).padStart(2, '0')}`
    ted = pannes[nom] as Servir
    await releverLe(date)
    expect(await page()).toContain('Le relevé du TED n’a pas abouti')
    expect(await numeros('ted')).toBe(3)
    expect(await page()).toContain(`copie du ${jour} décembre 2026`)
    ted = sainTed(3)
    await releverLe(date)
    expect(await page()).not.toContain('n’a pas abouti')
  })
  it('des pages qui bougent pendant qu’on les lit : rien en double, et ce qui a glissé se lit le lendemain', async () => {
    const tous = suite(150).map((n) => n + 1000)
    const servir =
      (suivantes: readonly number[]): Servir =>
      (q, r) => {
        const offset = Number(new URL(q.url ?? '/', 'http://x').searchParams.get('offset'))
        const vus = offset === 0 ? tous : suivantes
        enJson(r, { total_count: vus.length, results: vus.slice(offset, offset + 100).map(enregistrement) })
      }
    // Un avis ôté entre deux pages en fait sauter un ; un avis ajouté en fait relire un.
    boamp = servir(tous.slice(1))
    await releverLe('2026-12-20')
    expect(await numeros('boamp')).toBe(130 + 149)
    boamp = servir([1000, ...tous])
    await releverLe('2026-12-21')
    expect(await numeros('boamp')).toBe(130 + 150)
    boamp = servir(tous)
    await releverLe('2026-12-22')
    expect(await numeros('boamp')).toBe(130 + 150)
  })
})
