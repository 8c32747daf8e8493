import { Hono } from 'hono'
import { lirePapierAEnTete } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { ecrireXlsx, typeXlsx } from '#platform/tableur/ecrire-xlsx.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { enFeuilles, preuvesEnTable } from '../documents/exporter.ts'
import { composerPdf } from '../documents/imprimer-pdf.ts'
import { ecrireStable } from '../domain/empreinte.ts'
import { nomExercice } from '../domain/exercices.ts'
import { contenuDuBilan } from '../gestes/deposer.ts'
import { lireManques } from '../lecture/lire-manques.ts'
import { lireVueDetaillee } from '../lecture/lire-vue.ts'
import { exportUrl } from '../liens.ts'
import { aujourdhui, surLExercice } from './commun.ts'

export const exporterPage = new Hono<Env>().get(exportUrl.modele, exigerDroit('bpf.lire'), (c) =>
  surLExercice(c, async (tx, _, exercice) => {
    const format = c.req.param('format')
    if (!['csv', 'xlsx', 'json', 'pdf'].includes(format)) return notFound(c)
    const vue = await lireVueDetaillee(tx, exercice, aujourdhui(c))
    const contenu = await contenuDuBilan(tx, vue)
    const nom = `bpf-${nomExercice(exercice)}`
    const entetes = (type: string) => ({
      'content-type': type,
      'content-disposition': `attachment; filename="${nom}.${format}"`,
      'cache-control': 'private, no-store',
    })
    if (format === 'csv') {
      const [titres = [], ...lignes] = preuvesEnTable(contenu)
      return repondreCsv(c, nom, enCsv(titres.map(String), lignes))
    }
    if (format === 'json')
      return c.body(ecrireStable(contenu), 200, entetes('application/json; charset=utf-8'))
    if (format === 'xlsx') return c.body(ecrireXlsx(enFeuilles(contenu)), 200, entetes(typeXlsx))
    const pdf = await composerPdf(
      c.get('services'),
      vue,
      await lirePapierAEnTete(tx, c.get('services').storage),
      c.get('services').clock.now(),
      await lireManques(tx, vue.lu),
    )
    return pdf.ok
      ? c.body(Uint8Array.from(pdf.value), 200, entetes('application/pdf'))
      : conflict(c, pdf.error.phrase, 'Ce bilan ne s’imprime pas')
  }),
)
