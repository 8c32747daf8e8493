// Les commandes sans base : chaque code de fin, et où va chaque mot. Chacune passe une fois par la vraie ligne de commande, le reste
// par la même fonction, sans relancer un processus.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { conduire } from '#app/cli/conduire.ts'
import { commander, dossierTemporaire } from './outils.ts'

const dossier = dossierTemporaire()
afterAll(() => rm(dossier, { recursive: true }))
/** Dans ce processus ; une base demandée serait une faute. */
const ici = async (...mots: readonly string[]): Promise<Awaited<ReturnType<typeof commander>>> => {
  const vu = { sortie: '', erreur: '' }
  const code = await conduire(mots, {
    stdout: (texte) => {
      vu.sortie += texte
    },
    stderr: (texte) => {
      vu.erreur += texte
    },
    instance: () => Promise.reject(new Error('Une commande sans base en demande une.')),
  })
  return { code, ...vu }
}
const auDehors = (...mots: readonly string[]) =>
  commander({ COFORME_DONNEES: join(dossier, 'jamais') }, ...mots)

/** Joue la commande sur ce document. */
const jouer = async (
  par: typeof ici,
  avant: readonly string[],
  document: unknown,
  ...apres: readonly string[]
) => {
  const fichier = join(dossier, 'entree')
  await writeFile(fichier, typeof document === 'string' ? document : JSON.stringify(document))
  return par(...avant, fichier, ...apres)
}

/** Ce que chaque commande rend de juste, et un document qu’elle refuse avec l’endroit de sa faute. */
const commandes = [
  {
    nom: 'formes',
    avant: ['formes', '--faits'],
    sain: { schema: 'formes-cas/1', cas: [{ id: 'x', faits: { dirige: 'receveur', heures: 50 } }] },
    rendu: {
      cas: [
        {
          id: 'x',
          permises: [],
          interdites: { 'sous-traitance': ['L8241-1'], pret: ['L8241-1'], 'contrat-direct': ['L8261-1'] },
          pieces: [],
          bpf: {},
        },
      ],
    },
    fautif: { cas: [{ id: 'x', faits: { statut: 'ami' } }] },
    chemin: /^cas\[0\]\.faits\.statut\x20:\x20/,
  },
  {
    nom: 'cae contribution',
    avant: ['cae', 'contribution', '--cas'],
    sain: {
      baremes: {
        b: [
          {
            depuis: '2026-01-01',
            assiette: 'marge',
            fixeMensuel: 3000,
            tranches: [{ jusqua: null, milliemes: 135 }],
          },
        ],
      },
      cas: [
        {
          id: 'x',
          bareme: 'b',
          exercice: ['2026-01-01', '2026-12-31', 'entier'],
          pieces: [['a', '2026-05-04', 'formation', 1850000]],
        },
      ],
    },
    rendu: { cas: [{ id: 'x', lignes: [249750], fixe: 36000, total: 285750 }] },
    fautif: {
      baremes: {},
      cas: [
        {
          id: 'x',
          bareme: 'b',
          exercice: ['2026-01-01', '2026-12-31', 'entier'],
          pieces: [['a', '2026-05-04', 'formation', 'dix']],
        },
      ],
    },
    chemin: /^cas\[0\]\.pieces\[0\]\[3\]\x20:\x20/m,
  },
  {
    nom: 'marches entente',
    avant: ['marches', 'entente', '--dossiers'],
    sain: {
      cas: [{ id: 'x', dossier: { membres: [{ coop: 'A' }, { coop: 'B' }], animateurs: ['N'] } }],
    },
    rendu: {
      cas: [
        {
          id: 'x',
          signaux: [
            ['animation-presente', 'bloque', ['N']],
            ['sans-justification', 'bloque', ['A', 'B']],
          ],
        },
      ],
    },
    fautif: { cas: [{ id: 'x', dossier: { membres: [{ coop: 'A' }, { coop: 'A' }] } }] },
    chemin: /^cas\[0\]\.dossier\.membres\[1\]\.coop\x20:\x20/,
  },
  {
    nom: 'marches lire',
    avant: ['marches', 'lire'],
    sain: { results: [{ idweb: '26-1', objet: 'Formation', nature: 'APPEL_OFFRE' }, null] },
    rendu: {
      avis: [
        {
          idweb: '26-1',
          procedure: null,
          objet: 'Formation',
          acheteur: { nom: null, siret: null },
          departements: [],
          cpv: [],
          parution: null,
          limite: null,
          nature: 'marche',
          lots: [],
          lies: [],
          attributions: [],
          signalements: [],
        },
      ],
      rejets: [{ rang: 1, motif: 'ce n’est pas un objet' }],
    },
    fautif: { results: 3 },
    chemin: /^results\x20:\x20/,
  },
] as const

describe.each(commandes)('$nom, par la ligne de commande', ({ avant, sain, rendu, fautif, chemin }) => {
  test('rend 0, un document et rien d’autre', async () => {
    const r = await jouer(auDehors, avant, sain, '--json')
    expect([r.code, r.erreur]).toEqual([0, ''])
    expect(JSON.parse(r.sortie)).toEqual(rendu)
  })
  test('sans --json, se lit', async () => {
    const r = await jouer(ici, avant, sain)
    expect([r.code, r.erreur]).toEqual([0, ''])
    expect(r.sortie).toMatch(/\p{L}{3}/u)
    expect(() => JSON.parse(r.sortie)).toThrow()
  })
  test('un fichier fautif rend 2, sans un mot sur la sortie standard, avec l’endroit', async () => {
    const r = await jouer(ici, avant, fautif, '--json')
    expect([r.code, r.sortie]).toEqual([2, ''])
    expect(r.erreur).toMatch(chemin)
  })
  test('un document mal formé, un fichier absent, un appel sans fichier rendent 2', async () => {
    const casse = await jouer(ici, avant, '{"cas": [', '--json')
    const absent = await ici(...avant, join(dossier, 'absent.json'), '--json')
    const vide = await ici(...avant.filter((a) => !a.startsWith('--')))
    expect([casse, absent, vide].map((r) => [r.code, r.sortie])).toEqual(Array(3).fill([2, '']))
    expect(absent.erreur).toContain('ce fichier n’existe pas')
    expect(vide.erreur).toMatch(/Usage\s: /)
  })
})

describe('marches trier, par la ligne de commande', () => {
  const profil = join(dossier, 'profil.json')
  const avis = { results: [{ idweb: '26-1', objet: 'Cours de langues', nature: 'APPEL_OFFRE' }] }
  test('rend 0 et dit pourquoi ; un profil fautif ou absent rend 2, avec l’endroit', async () => {
    await writeFile(profil, JSON.stringify({ mots: ['langue'] }))
    const juste = await jouer(auDehors, ['marches', 'trier', '--profil', profil], avis, '--json')
    expect([juste.code, juste.erreur]).toEqual([0, ''])
    expect(JSON.parse(juste.sortie)).toEqual({
      avis: [{ idweb: '26-1', garde: true, raisons: ['mot\u00a0: langue'] }],
    })
    await writeFile(profil, JSON.stringify({ departements: ['Paris'] }))
    const fautif = await jouer(ici, ['marches', 'trier', '--profil', profil], avis, '--json')
    expect([fautif.code, fautif.sortie]).toEqual([2, ''])
    expect(fautif.erreur).toMatch(/^departements\[0\]\x20:\x20/)
    const sans = await jouer(ici, ['marches', 'trier'], avis, '--json')
    expect([sans.code, sans.sortie]).toEqual([2, ''])
    expect(sans.erreur).toContain('--profil FICHIER')
  })
})
