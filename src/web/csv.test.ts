import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { enClasseur, enCsv, enXlsx, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { feuilleDe, ouvrirXlsx } from '../../test/documents/lire-xlsx.ts'

const app = new Hono<Env>().use(enClasseur).get('/liste', (c) =>
  c.req.query('format') === 'csv'
    ? repondreCsv(
        c,
        'clients & Cie',
        enCsv(
          ['nom', 'siren', 'solde', 'rang', 'prevu_h', 'recue_le', 'vu_le', 'Séances'],
          [
            ['=1+1', '012345678', '1400.50', 3, 10.5, '2026-11-24', '2026-11-24T13:15:32.382Z', '2026-13-45'],
            ['Opco "Santé"; Nord', null, '-0.10', undefined, null, '', undefined, '2026'],
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
    '\ufeffNom;SIREN;Solde;Rang;Prévu (heures);Reçue le;Vu le;Séances\r\n' +
      "'=1+1;012345678;1400,50;3;10,5;24/11/2026;24/11/2026 14:15;2026-13-45\r\n" +
      '"Opco ""Santé""; Nord";;-0,10;;;;;2026\r\n',
  )
})

it('la même adresse la donne en classeur : les dates y sont des dates, les montants des nombres, les codes du texte', async () => {
  const r = await lire('/liste?q=a&format=xlsx')
  expect(r.headers.get('content-type')).toContain('spreadsheetml')
  expect(r.headers.get('content-disposition')).toBe('attachment; filename="clients-Cie.xlsx"')
  const octets = new Uint8Array(await r.arrayBuffer())
  expect(feuilleDe(octets)).toEqual([
    ['Nom', 'SIREN', 'Solde', 'Rang', 'Prévu (heures)', 'Reçue le', 'Vu le', 'Séances'],
    // Le 24 novembre 2026 est le jour 46 350 d’un tableur ; 14 h 15, dix-neuf trente-deuxièmes d’un jour.
    ['=1+1', '012345678', 1400.5, 3, 10.5, 46350, 46350.59375, '2026-13-45'],
    ['Opco "Santé"; Nord', null, -0.1, null, null, null, null, '2026'],
  ])
  const feuille = ouvrirXlsx(octets).get('xl/worksheets/sheet1.xml') ?? ''
  expect(feuille.match(/ s="[234]"/g)).toEqual([' s="4"', ' s="2"', ' s="3"', ' s="4"'])
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
