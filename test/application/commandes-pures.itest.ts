// Les commandes sans base : chaque code de fin, et où va chaque mot. Chacune passe une fois par la vraie ligne de commande, le reste
// par la même fonction, sans relancer un processus.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { conduire } from '#app/cli/conduire.ts'
import publies from '../../src/modules/cae/test/contribution.cas.json' with { type: 'json' }
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

/** Calculés à la main, le calcul à côté. */
const casDAilleurs = [
  {
    // 2,9 M à 11,5 % ; 0,1 à 11,5 et 0,1 à 10,5 ; 2,9 à 10,5, 3 à 9,5, 3 à 8,5 et 0,6 à 7,5.
    id: 'tranches franchies trois fois',
    bareme: 'opteos',
    exercice: ['2026-01-01', '2026-12-31', 'entier'],
    pieces: [
      ['a', '2026-01-31', 'autre', 2_900_000],
      ['b', '2026-02-28', 'autre', 200_000],
      ['c', '2026-12-31', 'autre', 9_500_000],
    ],
    attendu: { lignes: [333_500, 22_000, 889_500], fixe: 0, total: 1_245_000 },
  },
  {
    id: 'avoir d’une année passée, puis une facture',
    bareme: 'coopaname',
    exercice: ['2027-01-01', '2027-12-31', 'entier'],
    pieces: [
      ['a', '2027-02-01', 'autre', -50_000],
      ['b', '2027-03-01', 'autre', 150_000],
    ],
    attendu: { lignes: [-6_750, 20_250], fixe: 36_000, total: 49_500 },
  },
  {
    // Trois mois à 30 €, neuf à 35 € ; 13,5 % puis 13 %, et rien sur ce qui est exclu.
    id: 'taux et part fixe changés au milieu d’un exercice à cheval',
    bareme: 'coopaname-change',
    exercice: ['2026-07-01', '2027-06-30', 'entier'],
    pieces: [
      ['a', '2026-09-30', 'formation', 200_000],
      ['b', '2026-10-01', 'exclu', 100_000],
      ['c', '2027-01-15', 'autre', 100_001],
    ],
    attendu: { lignes: [27_000, 0, 13_000], fixe: 40_500, total: 80_500 },
  },
  {
    // Trois mois : le premier seuil de la formation est à 5 000 €.
    id: 'exercice coupé à trois mois',
    bareme: 'opteos',
    exercice: ['2026-10-01', '2026-12-31', 'prorata'],
    pieces: [['a', '2026-11-11', 'formation', 700_000]],
    attendu: { lignes: [83_000], fixe: 0, total: 83_000 },
  },
  {
    id: 'enseigne ouverte et fermée dans l’année : mars, avril, mai',
    bareme: 'coopaname',
    activite: ['2026-03-10', '2026-05-02'],
    exercice: ['2026-01-01', '2026-12-31', 'entier'],
    pieces: [['a', '2026-04-01', 'autre', 10_000]],
    attendu: { lignes: [1_350], fixe: 9_000, total: 10_350 },
  },
] as const

test('cae contribution rend au centime les cas publiés, et d’autres, d’un seul fichier', async () => {
  const cas = [...publies.cas, ...casDAilleurs]
  const r = await jouer(
    ici,
    ['cae', 'contribution', '--cas'],
    { schema: 'contribution-cas/1', baremes: publies.baremes, cas },
    '--json',
  )
  expect([r.code, r.erreur]).toEqual([0, ''])
  expect(JSON.parse(r.sortie)).toEqual({ cas: cas.map(({ id, attendu }) => ({ id, ...attendu })) })
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
