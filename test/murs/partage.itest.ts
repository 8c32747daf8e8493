/**
 * Ce que des coopératives partagent (mutualisation, ressources), famille par famille, lu par qui n’en est pas : une coopérative d’un autre pôle, l’Union,
 * une enseigne seule, un lien, une visiteuse sans compte, et une troisième coopérative du même pôle. Les fonctions viennent de `db/portes`, les identifiants de
 * toutes les lignes des deux coopératives qui échangent : ni ligne, ni nombre. La protection ôtée, l’essai le voit.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import {
  type Coop,
  poserAdhesion,
  poserMandat,
  poserMembre,
} from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { baseNeuve, graine, semer } from '../base/index.ts'

const base = await baseNeuve()
const a = graine('A')
const toutRole = ['responsable', 'formateur', 'comptable', 'administration', 'equipe-appui'] as const
const neuve = (organisme = newId<'Organisme'>()): Coop => ({ organisme, personne: newId<'Personne'>() })
const [sienne, complice, troisieme, tierce, union] = [
  neuve(a.organisme),
  neuve(a.complice),
  neuve(),
  neuve(),
  neuve(),
]
const admin = await base.client('admin')
const nu = await base.client('coforme_web')

const familles = {
  'compte courant': /^courant_/,
  vivier: /^vivier_/,
  'appels et missions': /^(appel|mission)/,
  'dossier remis': /^remise/,
  'salles et matériel': /^(bien|reservation)/,
  'organisme commun': /^(commun|regle_du_commun|declaration_d_un_commun)/,
  'responsables conjoints et retours': /^(conjoint|retour)/,
  ressources: /^ressource/,
  'achats et tensions': /^(achat|manques|tensions)/,
} as const
type Famille = keyof typeof familles
const toutes = Object.keys(familles) as Famille[]

type Fonction = { nom: string; types: string[]; texte: string; rend: string }
let fonctions: Fonction[] = []
let ids: string[] = []
beforeAll(async () => {
  await base.maintenance(async (tx) => {
    await semer(tx, a)
    await poserMembre(tx, sienne, toutRole)
  })
  for (const [c, nom] of [
    [troisieme, 'Une troisième'],
    [tierce, 'Une étrangère'],
    [union, 'L’Union'],
    [complice, 'La complice'],
  ] as const) {
    await admin.query(
      `insert into organisme.organisme (organisme_id, code, nom, forme, siret) values ($1, $2, $3, 'scop', '99912047000011') on conflict do nothing`,
      [c.organisme, `c-${c.organisme.slice(-10)}`, nom],
    )
    await base.maintenance((tx) => poserMembre(tx, c, toutRole))
  }
  // La personne de la fiche et de la mission : membre, qui tient une fiche et montre ses demi-journées.
  await admin.query(
    `update compte.adhesion set roles = $3::text[], toutes = true, activites = '{}', acceptee_le = now(), au = null where organisme_id = $1 and compte_id = $2`,
    [a.organisme, a.personne, toutRole],
  )
  await admin.query(
    `insert into mutualisation.consentement (organisme_id, compte_id, genre, version, le) values ($1, $2, 'disponibilites', 1, now()) on conflict do nothing`,
    [a.organisme, a.personne],
  )
  await base.maintenance(async (tx) => {
    await poserAdhesion(tx, a.pole, troisieme)
    // L’Union a lancé le pôle et l’a quitté ; son mandat d’animation n’a pas été clos.
    await poserAdhesion(tx, a.pole, union)
    await poserMandat(tx, a.pole, union)
  })
  await admin.query(
    `update pole.adhesion set etat = 'sortie', au = current_date where pole_id = $1 and organisme_id = $2`,
    [a.pole, union.organisme],
  )
  const noms = ['mutualisation', 'ressources'].flatMap((m) =>
    readdirSync(fileURLToPath(new URL(`../../db/portes/${m}`, import.meta.url))).map((f) =>
      f.replace(/\.sql$/, ''),
    ),
  )
  const { rows } = await admin.query<Fonction>(
    `select p.proname::text as nom, pg_get_functiondef(p.oid) as texte, t.typname::text as rend,
        array(select u.typname::text from unnest(p.proargtypes) with ordinality x(oid, i) join pg_type u on u.oid = x.oid order by i) as types
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_type t on t.oid = p.prorettype
     where n.nspname = 'porte' and p.proname = any ($1::text[]) and p.provolatile <> 'v' and has_function_privilege('coforme_web', p.oid, 'execute') order by 1`,
    [noms],
  )
  fonctions = rows
  // Tout identifiant d’une ligne que l’une ou l’autre a écrite.
  const { rows: tables } = await admin.query<{ nom: string }>(
    `select c.oid::regclass::text as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute t on t.attrelid = c.oid and t.attname = 'id'
      where n.nspname in ('mutualisation', 'ressources') and c.relkind = 'r' order by 1`,
  )
  const lus = await Promise.all(
    tables.map(async (t) => (await admin.query<{ id: string }>(`select id::text as id from ${t.nom}`)).rows),
  )
  ids = [...new Set([...lus.flat().map((r) => r.id), a.pole, a.organisme, a.complice, a.personne])]
})

const valeurs: Readonly<Record<string, readonly string[]>> = {
  text: [`''`, `'contrat'`],
  _text: [`'{}'::text[]`],
  date: [`'2026-03-02'::date`, 'current_date'],
  timestamptz: [`'2026-01-06'::timestamptz`],
  int4: ['2026'],
}
/** Les appels d’une fonction : chaque identifiant, seul ; à deux, les autres à rien ; et rien. */
const appels = (f: Fonction): readonly string[] => {
  const rangs = f.types.flatMap((t, i) => (t === 'uuid' ? [i] : []))
  const autres = f.types.map((t) => {
    if (t === 'uuid') return ['null::uuid']
    if (t === '_uuid') return [`array['${ids.join("','")}']::uuid[]`]
    const v = valeurs[t]
    if (!v) throw new Error(`${f.nom} : ajouter une valeur du type ${t} à cet essai.`)
    return v
  })
  const croiser = (listes: readonly (readonly string[])[]): string[][] =>
    listes.reduce<string[][]>((faits, l) => faits.flatMap((d) => l.map((v) => [...d, v])), [[]])
  return [...new Set([null, ...ids])].flatMap((id) =>
    (id === null || rangs.length === 0 ? [-1] : rangs).flatMap((ou) =>
      id !== null && rangs.length === 0
        ? []
        : croiser(autres.map((v, i) => (i === ou ? [`'${id}'::uuid`] : v))).map(
            (args) => `porte.${f.nom}(${args.join(', ')})`,
          ),
    ),
  )
}

type Sceau = { readonly organisme: string; readonly personne: string | null; readonly portee: string } | null
/** Qui répond, et combien de lignes en tout, sous ce sceau ; `avant` : ce que l’on a ôté, le temps de cet appel. */
const repondent = async (k: pg.Client, sceau: Sceau, famille: Famille, avant: readonly string[] = []) => {
  const vues: Record<string, number> = {}
  const compter = async (lesAppels: readonly string[]): Promise<number> => {
    await k.query('savepoint un')
    try {
      const union = lesAppels.map((x) => `select f::text as t from ${x} as f where not (f is null)`)
      const { rows } = await k.query<{ n: string }>(
        `select count(*) as n from (${union.join(' union all ')}) x where t not in ('false', '0', '{}', '[]', '')`,
      )
      await k.query('release savepoint un')
      return Number(rows[0]?.n)
    } catch {
      await k.query('rollback to savepoint un')
      if (lesAppels.length === 1) return 0
      // L’un d’eux refuse : chacun à son tour.
      let n = 0
      for (const x of lesAppels) n += await compter([x])
      return n
    }
  }
  await k.query('begin')
  try {
    for (const s of avant) await k.query(s)
    if (avant.length > 0) await k.query('set local role coforme_web')
    if (sceau)
      await k.query('select porte.ouvrir_essai($1, $2, $3)', [sceau.organisme, sceau.personne, sceau.portee])
    for (const f of fonctions.filter((x) => familles[famille].test(x.nom))) {
      const n = await compter(appels(f))
      if (n > 0) vues[f.nom] = n
    }
  } finally {
    await k.query('rollback')
  }
  return vues
}
const tout = (c: Coop): Sceau => ({ ...c, portee: '*' })
const intrus = {
  'une coopérative d’un autre pôle': tout(tierce),
  'l’Union, qui a quitté le pôle': tout(union),
  'une visiteuse sans compte': null,
  'un lien de la coopérative': { organisme: a.organisme, personne: null, portee: '{}' },
} satisfies Record<string, Sceau>

/** Ce que les lignes semées ne suffisent pas à faire répondre. */
const sansLigneSemee: Partial<Record<Famille, readonly string[]>> = {
  'compte courant': ['courant_propositions', 'courant_soldes'],
  'appels et missions': [
    'appel_pris',
    'mission_papier',
    'mission_payeur',
    'mission_signataires',
    'missions_a_payer',
    'missions_donnees',
  ],
  'dossier remis': ['remise_lire', 'remise_proposee', 'remises_de_la_personne'],
  'organisme commun': ['commun_enseigne', 'declaration_d_un_commun'],
  'responsables conjoints et retours': ['conjoint_public', 'retours_partages'],
  'achats et tensions': ['tensions_des_poles'],
  // À la tâche seule, qui compose l’archive remise à la personne.
  vivier: ['vivier_de_la_personne'],
}
/** Ce que le pôle entier lit de par sa règle : des fiches et des appels que leurs auteurs y montrent, des biens prêtés, des documents. */
const duPole: Partial<Record<Famille, readonly string[]>> = {
  // Qui a un compte, le plafond voté, la date d’un arrêté ; ni un solde, ni une ligne.
  'compte courant': ['courant_arretes', 'courant_comptes', 'courant_regle'],
  vivier: ['vivier_chercher', 'vivier_occupe'],
  'appels et missions': ['appels'],
  'salles et matériel': ['bien_occupe', 'biens'],
  'responsables conjoints et retours': ['conjoints'],
  ressources: ['ressource_fichier', 'ressource_relectures', 'ressource_versions', 'ressources'],
  // Des achats clos et leurs offres ; ni un volume, ni qui a rejoint.
  'achats et tensions': ['achat_offres', 'achats'],
}
/** Ce qu’une enseigne seule lit de sa coopérative. */
const duneEnseigne: Partial<Record<Famille, readonly string[]>> = {
  vivier: ['vivier_chercher', 'vivier_occupe'],
  'appels et missions': ['appels'],
  'salles et matériel': ['bien_occupe', 'bien_photos', 'biens'],
  'responsables conjoints et retours': ['conjoints'],
  ressources: ['ressource_fichier', 'ressource_relectures', 'ressource_versions', 'ressources'],
}

/** Toute la famille répond comme à la coopérative même : chaque porte croit que l’on est elle. */
const sansProtection = (famille: Famille): readonly string[] =>
  [...fonctions.filter((f) => familles[famille].test(f.nom)), ...gardes].map((f) =>
    f.texte.replaceAll('porte.organisme()', `'${a.organisme}'::uuid`),
  )
let gardes: Fonction[] = []
beforeAll(async () => {
  const { rows } = await admin.query<Fonction>(
    `select p.proname::text as nom, pg_get_functiondef(p.oid) as texte, '' as rend, '{}'::text[] as types from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'porte' and p.proname in ('vivier_visibles', 'appels_visibles', 'biens_visibles', 'ressources_visibles', 'achats_visibles',
        'copies_d_ici', 'remise_lisible', 'poles')`,
  )
  gardes = rows
})

describe.each(toutes)('%s', (famille) => {
  it('se lit des deux coopératives qui échangent : l’essai appelle ce qu’il faut', async () => {
    const vues: Record<string, number> = {}
    for (const qui of [sienne, complice, { ...sienne, personne: a.personne }])
      Object.assign(vues, await repondent(nu, tout(qui), famille))
    const muettes = fonctions.filter((f) => familles[famille].test(f.nom) && !vues[f.nom]).map((f) => f.nom)
    expect(muettes).toEqual(sansLigneSemee[famille] ?? [])
  })
  it.each(Object.keys(intrus) as (keyof typeof intrus)[])('%s : ni ligne, ni nombre', async (qui) => {
    expect(await repondent(nu, intrus[qui], famille)).toEqual({})
  })
  it('une troisième coopérative du pôle n’y lit que ce que le pôle lit', async () => {
    const vues = await repondent(nu, tout(troisieme), famille)
    expect(Object.keys(vues).sort()).toEqual(duPole[famille] ?? [])
  })
  it('une enseigne seule n’y lit rien de ce qui est à toute la coopérative', async () => {
    const portee = `{${a.activites[1]}}`
    const vues = await repondent(nu, { ...sienne, portee }, famille)
    expect(Object.keys(vues).sort()).toEqual(duneEnseigne[famille] ?? [])
  })
  it('la protection ôtée, l’essai le voit', async () => {
    const vues = await repondent(admin, tout(tierce), famille, sansProtection(famille))
    expect(Object.keys(vues).length).toBeGreaterThan(0)
  })
})

it('la durée d’une réponse ne dit pas à une étrangère qu’un identifiant existe', async () => {
  const dire: string[] = []
  for (const famille of toutes) {
    const f = fonctions.find((x) => familles[famille].test(x.nom) && x.types[0] === 'uuid')
    if (!f) continue
    const reste = f.types.slice(1).map((t) => (t === 'uuid' ? 'null::uuid' : (valeurs[t]?.[0] ?? 'null')))
    const appel = (id: string) => `select * from porte.${f.nom}(${[`'${id}'::uuid`, ...reste].join(', ')})`
    // Un hasard malheureux ne se répète pas : une différence se voit deux fois de suite.
    if ((await distingue(appel)) && (await distingue(appel))) dire.push(f.nom)
  }
  expect(dire).toEqual([])
})
const distingue = async (appel: (id: string) => string): Promise<boolean> => {
  // Les deux suites de textes se composent avant, l’une comme l’autre : rien de la mesure n’est à ce processus.
  const plat = (id: string) => Buffer.from(appel(id)).toString()
  const textes = [ids.map(plat), ids.map(() => plat(newId()))] as const
  const mesures: { readonly vrai: boolean; readonly ms: number }[] = []
  await nu.query('begin')
  await nu.query('select porte.ouvrir_essai($1, $2, $3)', [tierce.organisme, tierce.personne, '*'])
  for (let i = 0; i < 200; i += 1) {
    const vrai = i % 2 === 0
    const texte = textes[vrai ? 0 : 1][(i >> 1) % ids.length] ?? ''
    const t0 = performance.now()
    await nu.query(texte)
    mesures.push({ vrai, ms: performance.now() - t0 })
  }
  await nu.query('rollback')
  const mediane = (x: readonly number[]) => x.toSorted((p, q) => p - q)[x.length >> 1] ?? 0
  const ecart = (x: typeof mesures) =>
    Math.abs(
      mediane(x.filter((y) => y.vrai).map((y) => y.ms)) - mediane(x.filter((y) => !y.vrai).map((y) => y.ms)),
    )
  const observe = ecart(mesures)
  let plus = 0
  for (let k = 0; k < 1000; k += 1)
    if (ecart(mesures.map((x) => ({ ms: x.ms, vrai: Math.random() < 0.5 }))) >= observe) plus += 1
  return plus === 0
}
