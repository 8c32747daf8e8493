import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { calculerBpf } from '../domain/composer.ts'
import { enJson, type LignesJson } from '../domain/lignes.ts'
import { lireDossier } from '../lecture/lire-dossier.ts'
import { bpf } from '../module.ts'
import exemple from './bpf-exemple.json' with { type: 'json' }
import { document, formateur, lu, unCas, uneAction, uneSeance, unParticipant } from './dossiers.ts'
import { unCasGenere } from './generer.ts'
import { lireLesDeux as lireBilan } from './lire-les-deux.ts'

const base = await baseNeuve()
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-reprise-'))
afterAll(() => rm(dossier, { recursive: true }))
const services: Services = { ...testServices(), db: base.worker }
const appeler = async (nom: string, ...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const commande = bpf.commandes?.find((c) => c.nom === nom)
  if (!commande) throw new Error('sans commande')
  const code = await commande.run(args, {
    services,
    dossier,
    stdout: (t) => void out.push(t),
    stderr: (t) => void err.push(t),
  })
  return { code, out: out.join(''), err: err.join('') }
}
let rang = 0
const unOrganisme = () => base.maintenance((tx) => poserOrganisme(tx, `Reprise ${++rang}`))
const importer = async (texte: string, code: string, ...suite: readonly string[]) => {
  await writeFile(path.join(dossier, 'd.json'), texte)
  return appeler('importer bpf-dossier', 'd.json', '--organisme', code, ...suite)
}
const deLaBase = async (code: string, { debut, fin }: { debut: string; fin: string }) => {
  const r = await appeler(
    'bpf',
    '--organisme',
    code,
    '--exercice',
    `${debut}..${fin}`,
    '--json',
    '--date',
    '2026-11-24',
  )
  return { ...r, bpf: JSON.parse(r.out).cas[0].bpf as LignesJson }
}
/** Ce que la base tient de cet organisme, par table : relire ne doit rien y ajouter. */
const compter = (organisme: string) =>
  base.maintenance(async (tx) => {
    const tables = [
      'sessions.session',
      'sessions.seance',
      'inscriptions.inscription',
      'tiers.personne',
      'bpf.presence_reprise',
      'bpf.produit_repris',
      'bpf.charge_reprise',
    ]
    const n: number[] = []
    for (const t of tables)
      n.push(
        (
          await sql<{
            n: number
          }>`select count(*)::int4 as n from ${sql.table(t)} where organisme_id = ${organisme}::uuid`.execute(
            tx,
          )
        ).rows[0]?.n ?? -1,
      )
    return n
  })

describe('importer bpf-dossier', () => {
  it('rend à l’unité les chiffres de l’exemple, deux fois lu ou une', async () => {
    const o = await unOrganisme()
    const texte = JSON.stringify(exemple)
    expect(await importer(texte, o.code)).toMatchObject({ code: 0, err: '' })
    const exercice = { debut: '2025-09-01', fin: '2026-08-31' }
    const lue = await deLaBase(o.code, exercice)
    expect(lue.bpf).toEqual(exemple.cas[0]?.attendu)
    expect(lue.code).toBe(0)

    const avant = await compter(o.organisme)
    const encore = await importer(texte, o.code)
    expect([encore.code, encore.out]).toEqual([0, expect.stringContaining('Déjà repris')])
    expect(await compter(o.organisme)).toEqual(avant)
    expect((await deLaBase(o.code, exercice)).bpf).toEqual(exemple.cas[0]?.attendu)
  })

  it('un cas changé remplace le précédent, dont les lignes restent et ne comptent plus', async () => {
    const o = await unOrganisme()
    const cas = unCas()
    await importer(document(cas), o.code)
    const change = unCas({
      actions: [uneAction({ participants: [unParticipant(), unParticipant({ personne: 'nour' })] })],
    })
    expect((await importer(document(change), o.code)).out).toContain('ne compte plus')
    expect((await deLaBase(o.code, cas.exercice)).bpf).toEqual(enJson(calculerBpf(lu(change)).lignes))
    // Les mêmes personnes : deux fiches seulement, et les deux sessions.
    expect((await compter(o.organisme)).slice(0, 4)).toEqual([2, 2, 3, 5])
  })

  it('une action à cheval finit dans l’exercice d’après, sauf si une reprise le dit aussi', async () => {
    const o = await unOrganisme()
    const aCheval = uneAction({
      seances: [uneSeance({ date: '2025-12-30' }), uneSeance({ id: 's2', date: '2026-01-05' })],
    })
    const an = (annee: number) => ({ debut: `${annee}-01-01`, fin: `${annee}-12-31` })
    await importer(document(unCas({ id: 'A', actions: [aCheval] })), o.code)
    expect((await deLaBase(o.code, an(2025))).bpf.F1.total).toEqual({ n: 1, h: 7 })
    expect((await deLaBase(o.code, an(2026))).bpf.F1.total).toEqual({ n: 1, h: 7 })
    await importer(document(unCas({ id: 'B', exercice: an(2026), actions: [aCheval] })), o.code)
    expect((await deLaBase(o.code, an(2025))).bpf.F1.total).toEqual({ n: 1, h: 7 })
    expect((await deLaBase(o.code, an(2026))).bpf.F1.total).toEqual({ n: 1, h: 7 })
  })

  it('ni chevauchement, ni demi-journée : deux séances au même moment, une nuit, un parcours de quarante heures', async () => {
    const o = await unOrganisme()
    const cas = unCas({
      formateurs: [formateur('amel', 'porteur_cape')],
      actions: ['A1', 'A2'].map((id) =>
        uneAction({
          id,
          seances: [
            uneSeance(),
            uneSeance({ id: 's2' }),
            uneSeance({ id: 's3', demiJournee: null, heures: 40, interventions: [] }),
          ],
        }),
      ),
    })
    expect((await importer(document(cas), o.code)).code).toBe(0)
    expect((await deLaBase(o.code, cas.exercice)).bpf).toEqual(enJson(calculerBpf(lu(cas)).lignes))
  })

  it('les chiffres de la base sont ceux du moteur pur, sur tout dossier', async () => {
    await fc.assert(
      fc.asyncProperty(unCasGenere, async (cas) => {
        const o = await unOrganisme()
        const importe = await importer(document(cas), o.code)
        expect([importe.code, importe.err]).toEqual([0, ''])
        const pur = calculerBpf(lu(cas))
        expect((await deLaBase(o.code, cas.exercice)).bpf).toEqual(enJson(pur.lignes))
        // Ce qui manque est compté pareil, et nommé par genre.
        const exercice = lu(cas).exercice
        const { bpf: lue } = await base.enTantQue(o.organisme, {}, (tx) => lireBilan(tx, exercice))
        const genres = (b: typeof pur) => b.faits.manques.map((m) => m.quoi).toSorted()
        expect(genres(lue)).toEqual(genres(pur))
        expect(lue.cases.get('C.total')?.exact).toEqual(pur.cases.get('C.total')?.exact)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    [['--organisme', 'x'], 'Nommez un fichier'],
    [['d.json'], '--organisme CODE'],
    [['d.json', '--organisme'], '--organisme attend une valeur'],
    [['absent.json', '--organisme', 'x'], 'n’existe pas'],
    [['d.json', '--organisme', 'personne'], 'aucun organisme'],
    [['d.json', '--organisme', 'x', '--cas', 'absent'], 'aucun cas'],
    [['d.json', '--organisme', 'x', '--vite'], '--vite'],
  ])('%j : rend 2 avec sa phrase, et n’écrit rien', async (args, phrase) => {
    await writeFile(path.join(dossier, 'd.json'), document(unCas()))
    const r = await appeler('importer bpf-dossier', ...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(phrase)
  })

  it('un fichier fautif rend 2 avec l’endroit, et n’écrit rien', async () => {
    const o = await unOrganisme()
    const avant = await compter(o.organisme)
    const cas = unCas()
    const [action] = cas.actions
    if (action) action.nsf = '999'
    const r = await importer(document(cas), o.code)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toMatch(/^cas\[0\]\.actions\[0\]\.nsf\x20:\x20/)
    expect(await compter(o.organisme)).toEqual(avant)
  })

  it('plusieurs cas : il faut dire lequel', async () => {
    const o = await unOrganisme()
    const texte = JSON.stringify({
      schema: 'bpf-dossier/1',
      cas: [unCas({ id: 'un' }), unCas({ id: 'deux', actions: [], produits: [] })],
    })
    expect((await importer(texte, o.code)).err).toContain('--cas ID')
    expect((await importer(texte, o.code, '--cas', 'un', '--json')).code).toBe(0)
    expect(lireDossier(texte).ok).toBe(true)
  })
})
