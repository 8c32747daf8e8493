import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { organismeParCode } from '../../organisme/index.ts'
import { listerOffres } from '../db/offres.queries.ts'
import { catalogue } from '../module.ts'
import { unCatalogue } from '../test/fichiers.ts'

const base = await baseNeuve()
let rang = 0
const unOrganisme = async () => {
  const {
    organisme: id,
    activite: x,
    code,
  } = await base.maintenance((tx) => poserOrganisme(tx, `Catalogue ${++rang}`))
  return { id, x, code }
}
const offres = (coop: { id: Awaited<ReturnType<typeof unOrganisme>>['id'] }) =>
  base.enTantQue(coop.id, {}, (tx) => listerOffres(tx, {}, { sens: 'apres', cle: undefined }, 50))

describe('importer lheo, en ligne de commande', async () => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-lheo-'))
  afterAll(() => rm(dossier, { recursive: true }))
  const services: Services = { ...testServices(), db: base.worker }
  const appeler = async (...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const commande = catalogue.commandes?.find((k) => k.nom === 'importer lheo')
    if (!commande) throw new Error('sans commande')
    const code = await commande.run(args, {
      services,
      dossier,
      stdout: (t) => void out.push(t),
      stderr: (t) => void err.push(t),
    })
    return { code, out: out.join(''), err: err.join('') }
  }
  it('lit un fichier du dossier d’où l’on appelle, en phrases ou en JSON', async () => {
    const coop = await unOrganisme()
    await writeFile(path.join(dossier, 'c.xml'), unCatalogue({}, { numero: 'F2', siret: '12345678200002' }))
    const json = await appeler('c.xml', '--organisme', coop.code, '--json')
    expect([json.code, json.err]).toEqual([0, ''])
    expect(JSON.parse(json.out)).toMatchObject({
      version: '2.3',
      comptes: { creees: 2 },
    })
    const lus: { code: string }[] = JSON.parse(json.out).lignes
    expect(lus.map((l) => l.code).toSorted()).toEqual([
      'identite-etrangere',
      'identite-etrangere',
      'rubriques-a-ecrire',
      'rubriques-a-ecrire',
    ])
    const texte = await appeler('--organisme', coop.code, 'c.xml')
    expect([texte.code, texte.out]).toEqual([0, ''])
    expect(texte.err).toContain('2\u00a0inchangés')
    expect(await offres(coop)).toMatchObject([{ activite: coop.x, creePar: null }, {}])
  })
  it('rend 1 quand une formation n’a pu être lue', async () => {
    const coop = await unOrganisme()
    await writeFile(path.join(dossier, 'd.xml'), unCatalogue({}, { intitule: 'Doublon' }))
    expect(await appeler('d.xml', '--organisme', coop.code)).toMatchObject({ code: 1 })
  })
  it.each([
    [[], 'Nommez un fichier'],
    [['absent.xml', '--organisme', 'x'], 'absent.xml\u00a0: ce fichier n’existe pas'],
    [['c.xml'], '--organisme CODE'],
    [['c.xml', '--organisme', 'personne'], 'aucun organisme'],
    [['c.xml', '--organisme', 'x', '--vite'], '--vite'],
    [['c.xml', 'd.xml', '--organisme', 'x'], 'un seul'],
  ])('%j : rend 2 avec sa phrase', async (args, phrase) => {
    const r = await appeler(...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(phrase)
  })
  it('un fichier qui n’est pas un catalogue rend 2 et n’écrit rien', async () => {
    const coop = await unOrganisme()
    await writeFile(path.join(dossier, 'e.xml'), '<html/>')
    const r = await appeler('e.xml', '--organisme', coop.code, '--json')
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain('pas un catalogue LHEO')
  })
})

it('le rôle web ne peut chercher un organisme par son nom court ; l’ouvrier le peut', async () => {
  const coop = await unOrganisme()
  expect(await codeSql(() => organismeParCode(base.db, coop.code))).toBe('42501')
  expect(await organismeParCode(base.worker, coop.code)).toBe(coop.id)
  expect(await organismeParCode(base.worker, 'personne')).toBeUndefined()
})
