import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Command } from '#web/module.ts'
import { toutesLesRegles } from '../domain/electronique/verifier.ts'
import { reglesFec } from '../domain/fec/regles.ts'
import { factureElectroniqueLireCommande } from './facture-electronique.ts'
import { fecVerifierCommande } from './fec.ts'

const dossier = mkdtempSync(join(tmpdir(), 'commandes-'))
afterAll(() => rmSync(dossier, { recursive: true }))
const cii = readFileSync(
  join(import.meta.dirname, '../test/schematrons/CII_example2_exoneration-E.xml'),
  'utf8',
)
writeFileSync(join(dossier, 'bonne.xml'), cii)
writeFileSync(join(dossier, 'mauvaise.xml'), cii.replace('<ram:ID>TOSL108</ram:ID>', '<ram:ID/>'))
writeFileSync(join(dossier, 'autre.xml'), '<a/>')
writeFileSync(join(dossier, '123456782FEC20261231.txt'), 'rien\n')

const appeler = async (commande: Command, ...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await commande.run(args, {
    dossier,
    stdout: (t) => void out.push(t),
    stderr: (t) => void err.push(t),
  })
  return { code, out: out.join(''), err: err.join('') }
}

describe('facture-electronique lire', () => {
  it('n’a pas besoin de base, et rend un document seul', async () => {
    expect(factureElectroniqueLireCommande.base).toBe(false)
    const r = await appeler(factureElectroniqueLireCommande, 'bonne.xml', '--json')
    expect([r.code, r.err]).toEqual([0, ''])
    expect(Object.keys(JSON.parse(r.out)).slice(0, 11)).toEqual([
      'lisible',
      'syntaxe',
      'profil',
      'numero',
      'date',
      'type',
      'vendeur',
      'acheteur',
      'totaux',
      'valide',
      'regles',
    ])
  })
  it('rend 1 quand une règle est rompue, et la nomme', async () => {
    const r = await appeler(factureElectroniqueLireCommande, 'mauvaise.xml', '--json')
    expect([r.code, JSON.parse(r.out).regles.map((x: { id: string }) => x.id)]).toEqual([1, ['BR-02']])
    expect((await appeler(factureElectroniqueLireCommande, 'mauvaise.xml')).out).toContain('BR-02')
  })
  it('rend 2, sa phrase et la même forme quand rien ne se lit', async () => {
    const r = await appeler(factureElectroniqueLireCommande, 'autre.xml', '--json')
    expect([r.code, JSON.parse(r.out)]).toMatchObject([2, { lisible: false, valide: false }])
    expect(r.err).toContain('ni CII ni UBL')
  })
  it.each([[[]], [['absent.xml']], [['bonne.xml', 'autre.xml']], [['bonne.xml', '--vite']]])(
    '%j : rend 2',
    async (args) => {
      const r = await appeler(factureElectroniqueLireCommande, ...args)
      expect([r.code, r.out]).toEqual([2, ''])
      expect(r.err).not.toBe('')
    },
  )
})

describe('fec verifier', () => {
  it('rend 1 et la forme promise à la première anomalie', async () => {
    const r = await appeler(fecVerifierCommande, '123456782FEC20261231.txt', '--json')
    expect([r.code, r.err]).toEqual([1, ''])
    expect(Object.keys(JSON.parse(r.out))).toEqual([
      'ecritures',
      'lignes',
      'debit',
      'credit',
      'anomalies',
      'anomaliesEnTout',
    ])
  })
  it('rend 2 sans fichier', async () => expect((await appeler(fecVerifierCommande)).code).toBe(2))
})

describe('la documentation', () => {
  it('dit chaque règle, et rien que celles-là', () => {
    const doc = readFileSync(join(import.meta.dirname, '../../../../docs/facture-electronique.md'), 'utf8')
    const lignes = new Map(
      [...doc.matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].map(([, id = '', phrase = '']) => [
        id.trim(),
        phrase.replaceAll(/\s/g, ' '),
      ]),
    )
    for (const { id, phrase } of toutesLesRegles)
      expect([id, lignes.get(id)]).toEqual([id, phrase.replaceAll(/\s/g, ' ')])
    for (const [id, { phrase }] of Object.entries(reglesFec))
      expect([id, lignes.get(id)]).toEqual([id, phrase.replaceAll(/\s/g, ' ')])
    const tenues = new Set<string>([...toutesLesRegles.map((r) => r.id), ...Object.keys(reglesFec)])
    const enPlus = [...lignes.keys()].filter((id) => !tenues.has(id) && !/^(Règle|---|XSD|PDF-\w+)$/.test(id))
    expect(enPlus).toEqual([])
  })
})
