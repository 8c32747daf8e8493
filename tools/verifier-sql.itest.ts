import path from 'node:path'
import { expect, it } from 'vitest'
import { baseNeuve } from '../test/base/index.ts'
import { lireColonnes } from './sql/base.ts'
import { lireProgramme } from './sql/programme.ts'
import { compter, verifierSql } from './verifier-sql.ts'

/** Ce qui ne se lit qu’à l’exécution, et pourquoi. La liste ne peut que décroître : qui y est sans raison est refusé. */
const nonVerifiables: Readonly<Record<string, string>> = {
  'donnees › lignesDe': 'les tables et leurs colonnes se lisent dans app.famille',
  'donnees › lireTextesChiffres': 'la table et sa colonne se lisent dans textesChiffres',
  'donnees › mentionsDe': 'les tables et leurs colonnes se lisent dans app.famille',
}

const entete = `import { type RawBuilder, sql } from 'kysely'
import type { PublicTx } from '#platform/db/index.ts'
declare const tx: PublicTx
declare const oui: boolean
`

/** Une faute, et ce que l’outil doit en dire ; rien : l’instruction est juste. */
const cas: readonly (readonly [titre: string, code: string, dit: string | undefined])[] = [
  [
    'une colonne absente de la base',
    'sql<{ id: string }>`select identifiant as id from tiers.personne`.execute(tx)',
    'identifiant',
  ],
  [
    'une colonne absente, sans type de ligne',
    'sql`update tiers.personne set surnom = ${1}`.execute(tx)',
    'surnom',
  ],
  ['une table absente', 'sql`delete from tiers.gens`.execute(tx)', 'tiers.gens'],
  ['une porte absente', 'sql`select porte.ouvrir_tout(${1})`.execute(tx)', 'ouvrir_tout'],
  [
    'une colonne dite et non rendue',
    'sql<{ id: string; nom: string }>`select id from tiers.personne`.execute(tx)',
    '« nom » n’est pas rendue',
  ],
  [
    'une colonne renommée',
    'sql<{ prenom: string }>`select prenom as "petitNom" from tiers.personne`.execute(tx)',
    'petitNom',
  ],
  [
    'une colonne de trop',
    'sql<{ id: string }>`select id, nom from tiers.personne`.execute(tx)',
    'rendues sans être dites : nom',
  ],
  [
    'un nombre dit texte',
    'sql<{ n: string }>`select count(*) as n from tiers.personne`.execute(tx)',
    '« n » : la base rend nombre, le type dit texte',
  ],
  [
    'un texte dit nombre',
    'sql<{ n: number }>`select 1.5::numeric as n`.execute(tx)',
    '« n » : la base rend texte, le type dit nombre',
  ],
  [
    'un instant dit texte',
    'sql<{ le: string }>`select cree_le as le from tiers.personne`.execute(tx)',
    '« le » : la base rend instant',
  ],
  [
    'un tableau d’un autre genre',
    "sql<{ l: number[] }>`select array['a'] as l`.execute(tx)",
    '« l » : la base rend texte[]',
  ],
  [
    'un intervalle, que le pilote rend en objet',
    "sql<{ d: string }>`select interval '1 hour' as d`.execute(tx)",
    '« d » : la base rend',
  ],
  [
    'une faute dans une seule branche',
    'sql`select from tiers.personne where ${oui ? sql`id is not null and nom is not null` : sql`nmo is null`}`.execute(tx)',
    'nmo',
  ],
  [
    'une faute dans un fragment d’un appelant',
    'const ou = (f: RawBuilder<unknown>) => sql<{ id: string }>`select id from tiers.personne where ${f}`\nou(sql`nom is null`).execute(tx)\nou(sql`nmo is null`).execute(tx)',
    'nmo',
  ],
  [
    'un type de ligne reçu',
    'export const lire = <L extends object>() => sql<L>`select id from tiers.personne`.execute(tx)',
    'type de ligne est reçu',
  ],
  [
    'rien, d’un JSON qui se contient',
    'type J = null | string | J[]\nsql<{ j: J }>`select to_jsonb(nom) as j from tiers.personne`.execute(tx)',
    undefined,
  ],
  [
    'rien, quand tout concorde',
    'sql<{ id: string; n: number | null; le: Date; l: string[] }>`select id, length(nom) as n, cree_le as le, array[nom] as l from tiers.personne where ${oui ? sql`nom = ${1}` : sql`true`}`.execute(tx)',
    undefined,
  ],
  [
    'rien, de colonnes venues d’une constante',
    "const colonnes = { court: sql`id`, long: sql`id, 'a' || nom as pli` } as const\nsql<{ id: string; pli?: string }>`select ${colonnes[oui ? 'court' : 'long']} from tiers.personne`.execute(tx)",
    undefined,
  ],
]

const base = await baseNeuve()
const fautes = Object.fromEntries(
  cas.map(([, code], i) => [`src/platform/db/plantee-${i}.ts`, `${entete}${code}\n`]),
)
const bilan = await verifierSql(
  lireProgramme(path.resolve(import.meta.dirname, '..'), fautes),
  await lireColonnes(await base.client('coforme_owner')),
)
const simple = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
const plantee = (ou: string) => /^src\/platform\/db\/plantee-(\d+)\.ts/.exec(ou)?.[1]
const phrases = bilan.ecarts.filter((e) => plantee(e.ou) === undefined).map((e) => `${e.ou} ${e.quoi}`)

it('chaque instruction SQL se prépare sur la base, et rend ce que dit son type', () => {
  expect(phrases, compter(bilan)).toEqual([])
})

it('seul ce qui ne se lit qu’à l’exécution n’est pas vérifié', () => {
  const noms = bilan.nonVerifiees.filter((r) => plantee(r.ou) === undefined).map((r) => r.nom)
  expect(
    [...new Set(noms)].sort(),
    'une instruction que l’on ne sait plus vérifier, ou une exception devenue inutile',
  ).toEqual(Object.keys(nonVerifiables).sort())
})

it('les instructions sont lues : mille et plus', () => {
  expect(bilan.instructions).toBeGreaterThan(1000)
  expect(bilan.comparees).toBeGreaterThan(600)
})

it.each(cas.map(([titre, , dit], i) => ({ titre, dit, i })))('dit $titre', ({ dit, i }) => {
  const dites = [...bilan.ecarts, ...bilan.nonVerifiees]
    .filter((e) => plantee(e.ou) === String(i))
    .map((e) => e.quoi)
  if (dit === undefined) expect(dites).toEqual([])
  else expect(simple(dites.join('\n'))).toContain(simple(dit))
})
