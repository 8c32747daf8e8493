import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { enClasseur, enCsv, enXlsx, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { feuilleDe } from '../../test/documents/lire-xlsx.ts'

const app = new Hono<Env>().use(enClasseur).get('/liste', (c) =>
  c.req.query('format') === 'csv'
    ? repondreCsv(
        c,
        'clients & Cie',
        enCsv(
          ['nom', 'siren', 'solde', 'rang'],
          [
            ['=1+1', '012345678', '1400.50', 3],
            ['Opco "Santé"; Nord', null, '-0.10', undefined],
          ],
        ),
      )
    : c.text(`page ${c.req.query('q') ?? ''}`),
)
const lire = (adresse: string) => app.request(`http://localhost${adresse}`)

it('une liste s’emporte en CSV, ses formules désarmées', async () => {
  const r = await lire('/liste?format=csv&q=a')
  expect(r.headers.get('content-disposition')).toBe('attachment; filename="clients-Cie.csv"')
  expect(Buffer.from(await r.arrayBuffer()).toString('utf8')).toBe(
    '\ufeffnom;siren;solde;rang\r\n\'=1+1;012345678;1400.50;3\r\n"Opco ""Santé""; Nord";;-0.10;\r\n',
  )
})

it('la même adresse la donne en classeur : les montants y sont des nombres, les codes du texte', async () => {
  const r = await lire('/liste?q=a&format=xlsx')
  expect(r.headers.get('content-type')).toContain('spreadsheetml')
  expect(r.headers.get('content-disposition')).toBe('attachment; filename="clients-Cie.xlsx"')
  expect(feuilleDe(new Uint8Array(await r.arrayBuffer()))).toEqual([
    ['nom', 'siren', 'solde', 'rang'],
    ['=1+1', '012345678', 1400.5, 3],
    ['Opco "Santé"; Nord', null, -0.1, null],
  ])
})

it('le reste de l’adresse est gardé, et une page ordinaire ne change pas', async () => {
  expect(await (await lire('/liste?q=zo')).text()).toBe('page zo')
  expect([
    enXlsx('/a?q=1&format=csv'),
    enXlsx('/a?format=csv&q=1'),
    enXlsx('/a.csv'),
    enXlsx('/a.csv?x=1'),
  ]).toEqual(['/a?q=1&format=xlsx', '/a?format=xlsx&q=1', '/a.csv?format=xlsx', '/a.csv?x=1&format=xlsx'])
})
