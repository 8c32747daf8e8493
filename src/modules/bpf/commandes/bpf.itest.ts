import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bpf } from '../module.ts'
import exemple from '../test/bpf-exemple.json' with { type: 'json' }
import { type CasBrut, document, unCas, unProduit } from '../test/dossiers.ts'

describe('bpf --dossier, sans base', async () => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-bpf-'))
  afterAll(() => rm(dossier, { recursive: true }))
  const [commande] = bpf.commandes ?? []
  const appeler = async (...args: readonly string[]) => {
    if (!commande) throw new Error('sans commande')
    const [out, err]: [string[], string[]] = [[], []]
    const code = await commande.run(args, {
      dossier,
      stdout: (t) => void out.push(t),
      stderr: (t) => void err.push(t),
    })
    return { code, out: out.join(''), err: err.join('') }
  }
  const ecrire = (nom: string, texte: string | Uint8Array) => writeFile(path.join(dossier, nom), texte)
  const jour = ['--date', '2026-11-24']

  it('n’a pas besoin de base', () =>
    expect(typeof commande?.base === 'function' && commande.base(['--dossier', 'x.json'])).toBe(false))
  it('rend l’exemple, un document et rien d’autre', async () => {
    await ecrire('ex.json', JSON.stringify(exemple))
    const r = await appeler('--dossier', 'ex.json', '--json', ...jour)
    expect([r.code, r.err]).toEqual([0, ''])
    const rendu = JSON.parse(r.out)
    expect(Object.keys(rendu)).toEqual(['cas'])
    expect(rendu.cas[0]).toMatchObject({ id: 'exemple-tisserands' })
    expect(rendu.cas[0].bpf).toEqual(exemple.cas[0]?.attendu)
    expect(rendu.cas[0].controles.map((c: { id: string }) => c.id)).toHaveLength(30)
  })
  it('imprime le formulaire dans son ordre', async () => {
    await ecrire('ex.json', JSON.stringify(exemple))
    const { code, out } = await appeler('--dossier=ex.json', ...jour)
    expect(code).toBe(0)
    const reperes = [
      'B. ',
      'C. ',
      '14\u00a0632\u00a0€',
      'D. ',
      '12\u00a0740\u00a0€',
      'E. ',
      '86\u00a0h',
      'F-1. ',
      '445\u00a0h',
      'F-2. ',
      'F-3. ',
      'F-4. ',
      '413',
      'G. ',
      '119\u00a0h',
      'Contrôles',
    ]
    const places = reperes.map((x) => out.indexOf(x))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
  it('avec --detail, dit de quoi chaque case est faite', async () => {
    await ecrire('ex.json', JSON.stringify(exemple))
    const { out } = await appeler('--dossier', 'ex.json', '--json', '--detail', ...jour)
    expect(JSON.parse(out).cas[0].cases['C.11']).toMatchObject({
      exact: '258.5',
      contributions: [
        { objet: ['P1m'], exact: '180' },
        { objet: ['P8'], exact: '78.5' },
      ],
    })
  })
  it('un contrôle en défaut rend 1, avec les chiffres', async () => {
    await ecrire('d.json', document(unCas({ produits: [unProduit({ financeur: 'a_affecter' })] })))
    const r = await appeler('--dossier', 'd.json', '--json', ...jour)
    expect(r.code).toBe(1)
    expect(JSON.parse(r.out).cas[0].bpf.F1.total).toEqual({ n: 1, h: 7 })
    expect(r.err).toContain('en défaut')
  })
  it('un dossier fautif rend 2, sans un chiffre, avec l’endroit', async () => {
    const cas = unCas()
    const [action] = cas.actions
    if (action?.seances[0]) action.seances[0].date = '2025-02-30'
    await ecrire('f.json', document(cas))
    const r = await appeler('--dossier', 'f.json', '--json', ...jour)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toMatch(/^cas\[0\]\.actions\[0\]\.seances\[0\]\.date\x20:\x20/)
  })
  // Chaque sorte de faute que nomme le contrat : son chemin, et pas un chiffre.
  it.each<[string, (c: CasBrut) => unknown, RegExp]>([
    [
      'un champ manquant',
      (c) => delete (c as Partial<CasBrut>).chiffreAffairesGlobalHT,
      /^cas\[0\]\.chiffreAffairesGlobalHT/,
    ],
    [
      'un statut inconnu',
      (c) => Object.assign(c.actions[0]?.participants[0] ?? {}, { statut: 'chomeur' }),
      /^cas\[0\]\.actions\[0\]\.participants\[0\]\.statut/,
    ],
    [
      'des statuts qui se chevauchent',
      (c) => c.formateurs[0]?.statuts.push({ statut: 'honoraires', du: '2001-01-01', au: '2099-12-31' }),
      /^cas\[0\]\.formateurs\[0\]\.statuts\[/,
    ],
    [
      'une séance en double',
      (c) => c.actions[0]?.seances.push(structuredClone(c.actions[0].seances[0] as never)),
      /^cas\[0\]\.actions\[0\]\.seances\[1\]\.id/,
    ],
    [
      'une présence négative',
      (c) => Object.assign(c.actions[0]?.participants[0] ?? {}, { presences: { s1: -1 } }),
      /^cas\[0\]\.actions\[0\]\.participants\[0\]\.presences\.s1/,
    ],
    [
      'une présence en trop',
      (c) => Object.assign(c.actions[0]?.participants[0] ?? {}, { presences: { s1: 99 } }),
      /^cas\[0\]\.actions\[0\]\.participants\[0\]\.presences\.s1/,
    ],
    [
      'une spécialité inconnue',
      (c) => Object.assign(c.actions[0] ?? {}, { nsf: '999' }),
      /^cas\[0\]\.actions\[0\]\.nsf/,
    ],
    [
      'un montant à cinq décimales',
      (c) => Object.assign(c.produits[0] ?? {}, { montantHT: '100.12345' }),
      /^cas\[0\]\.produits\[0\]\.montantHT/,
    ],
  ])('%s : rend 2 avec son chemin, et aucun chiffre', async (_, abimer, chemin) => {
    const cas = structuredClone(unCas({ produits: [unProduit()] }))
    abimer(cas)
    await ecrire('faute.json', document(cas))
    const r = await appeler('--dossier', 'faute.json', '--json', ...jour)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toMatch(chemin)
  })
  it.each([
    [[], 'Nommez un dossier'],
    [['--dossier'], '--dossier'],
    [['--dossier', 'absent.json'], 'absent.json\u00a0: ce fichier n’existe pas'],
    [['--dossier', '.'], 'ne se lit pas'],
    [['--dossier', 'latin.json'], 'UTF-8'],
    [['--dossier', 'casse.json'], 'ligne 2'],
    [['--dossier', 'a', '--dossier', 'b'], 'deux fois'],
    [['--dossier', 'a', '--date', '2026-02-30'], 'calendrier'],
    [['--dossier', 'a', '--vite'], '--vite'],
  ])('%j : rend 2 avec sa phrase', async (args, phrase) => {
    await ecrire('latin.json', Uint8Array.of(0x7b, 0xe9, 0x7d))
    await ecrire('casse.json', '{\n"a" 1}')
    const r = await appeler(...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(phrase)
  })
})
