// Long parce que chaque mur se lit des mêmes lignes, posées une fois : un second fichier coûterait sa base.
/**
 * Ce que des coopératives partagent (mutualisation, ressources), famille par famille, lu par qui n’en est pas : une coopérative d’un autre pôle, l’Union,
 * une enseigne seule, un lien, une visiteuse sans compte, et une troisième coopérative du même pôle. Les fonctions viennent de `db/portes`, les identifiants de
 * toutes les lignes des deux coopératives qui échangent : ni ligne, ni nombre. La protection ôtée, l’essai le voit.
 */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { poserPiece } from '#modules/documents/test/poser.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import {
  type Coop,
  poserAdhesion,
  poserDecision,
  poserMandat,
  poserMembre,
} from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '../../src/modules/mutualisation/test/poser-mission.ts'
import { poserDirection } from '../../src/modules/mutualisation/test/signer.ts'
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

const poserLaMission = async (tx: MaintenanceTx) => {
  const { pole, organisme, personne } = a
  const mission = await poserMission(tx, {
    pole,
    recoit: complice,
    envoie: { organisme, personne },
    etat: 'faite',
    jour: '2026-03-16' as DateCivile,
  })
  await poserDirection(tx, complice, 'La directrice')
  const avenant = await poserPiece(
    tx,
    { organisme, activite: a.activites[0] },
    {
      genre: 'contrat-de-mission',
      objet: { genre: 'mission', id: mission },
      fichier: createHash('sha256').update('fichier de A').digest('hex'),
    },
  )
  return { mission, avenant }
}
/** Ce que deux coopératives échangent et que les lignes semées ne disent pas. Chaque mot, chaque nombre s’y reconnaît. */
const echanger = async (): Promise<void> => {
  const { pole, organisme, personne } = a
  const { mission, avenant } = await base.maintenance(poserLaMission)
  for (const [texte, ...donnees] of [
    // Un appel que la complice montre à une coopérative choisie ; sa mission, faite et suivie.
    [
      `update mutualisation.appel set vu_de = 'choisies', choisies = array[$1::uuid] where publics = 'Public secret'`,
      organisme,
    ],
    ['update mutualisation.mission set avenant_id = $2 where id = $1', mission, avenant],
    [
      `update mutualisation.mission set visa_coop_le = now(), visa_coop_par = $2 where organisme_id = $1 and etat = 'option'`,
      organisme,
      personne,
    ],
    // Le dossier, que la complice vient d’ouvrir ; les fiches de la personne, chez elle.
    [
      `insert into mutualisation.remise_lecture (organisme_id, de_organisme_id, remise_id, par, le, tx)
        select $1, organisme_id, id, $2, '2026-01-06T12:00:00Z', 1 from mutualisation.remise where organisme_id = $3`,
      complice.organisme,
      complice.personne,
      organisme,
    ],
    [
      `update tiers.intervenant set compte_id = $2, titres = 'Un titre' where organisme_id = $1
        and personne_id = (select i.personne_id from tiers.intervenant i where i.organisme_id = $1 order by 1 limit 1)`,
      organisme,
      personne,
    ],
    // Une écriture qui attend une réponse, et les deux accords à montrer les soldes.
    [
      `insert into mutualisation.proposition (id, pole_id, de_organisme_id, a_organisme_id, debiteur_id, genre, montant_centimes, fait_genre, fait_id, fait_le, libelle,
          proposee_le, proposee_par) values ($1, $2, $3, $4, $4, 'directe', 4321, 'salle', $1, '2026-01-04', 'une salle à venir', '2026-01-05', $5)`,
      newId(),
      pole,
      organisme,
      complice.organisme,
      sienne.personne,
    ],
    [
      'insert into mutualisation.accord_soldes (pole_id, organisme_id, le, par) values ($1, $2, now(), $3)',
      pole,
      complice.organisme,
      complice.personne,
    ],
    // La personne accepte la complice : elle lit son plancher. Elle montre à toutes un retour sur deux.
    [
      `update mutualisation.prise_de_contact set reponse = 'acceptee', repondue_le = now(), de_compte_id = $2 where organisme_id = $1`,
      organisme,
      complice.personne,
    ],
    ['update mutualisation.fiche set plancher_centimes = 61713 where organisme_id = $1', organisme],
    [
      `insert into mutualisation.consentement (organisme_id, compte_id, genre, version, le) values ($1, $2, 'plancher', 1, now())`,
      organisme,
      personne,
    ],
    [
      `insert into mutualisation.retour (organisme_id, id, mission_organisme_id, mission_id, compte_id, texte, ecrit_le, ecrit_par, partage_le)
        values ($1, $2, $3, $4, $5, 'Un retour montré à toutes', now(), $6, now())`,
      complice.organisme,
      newId(),
      organisme,
      mission,
      personne,
      complice.personne,
    ],
    // Ce qu’elle prendrait d’un achat, et ce qu’elle en a rejoint.
    ['update ressources.volume set quantite = 73219 where organisme_id = $1', organisme],
    ['update ressources.participation set quantite = 41957 where organisme_id = $1', organisme],
  ] as const)
    await admin.query(texte, [...donnees])
}
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
    // Une décision adoptée, qu’aucun achat n’a nommée : qui conduit un achat la lit.
    await poserDecision(tx, a.pole, a)
    // L’Union a lancé le pôle et l’a quitté ; son mandat d’animation n’a pas été clos.
    await poserAdhesion(tx, a.pole, union)
    await poserMandat(tx, a.pole, union)
  })
  await admin.query(
    `update pole.adhesion set etat = 'sortie', au = current_date where pole_id = $1 and organisme_id = $2`,
    [a.pole, union.organisme],
  )
  await echanger()
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
  const { rows: fiches } = await admin.query<{ id: string }>(
    'select personne_id::text as id from tiers.intervenant where organisme_id = $1 and compte_id = $2',
    [a.organisme, a.personne],
  )
  ids = [
    ...new Set([...[...lus, fiches].flat().map((r) => r.id), a.pole, a.organisme, a.complice, a.personne]),
  ]
})

const valeurs: Readonly<Record<string, readonly string[]>> = {
  text: [`''`, `'contrat'`, `'avenant'`],
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
type Vues = Record<string, readonly string[]>
/** Qui répond, et chaque ligne, sous ce sceau ; `avant` : ce que l’on a ôté, le temps de cet appel. */
const repondent = async (k: pg.Client, sceau: Sceau, famille: Famille, avant: readonly string[] = []) => {
  const vues: Vues = {}
  await sous(k, sceau, avant, async () => {
    for (const f of fonctions.filter((x) => familles[famille].test(x.nom))) {
      const lignes = await lignesDe(k, appels(f))
      if (lignes.length > 0) vues[f.nom] = lignes
    }
  })
  return vues
}
const sous = async (k: pg.Client, sceau: Sceau, avant: readonly string[], faire: () => Promise<void>) => {
  await k.query('begin')
  try {
    for (const s of avant) await k.query(s)
    if (avant.length > 0) await k.query('set local role coforme_web')
    if (sceau)
      await k.query('select porte.ouvrir_essai($1, $2, $3)', [sceau.organisme, sceau.personne, sceau.portee])
    await faire()
  } finally {
    await k.query('rollback')
  }
}
const lignesDe = async (k: pg.Client, lesAppels: readonly string[]): Promise<readonly string[]> => {
  await k.query('savepoint un')
  try {
    const union = lesAppels.map((x) => `select f::text as t from ${x} as f where not (f is null)`)
    const { rows } = await k.query<{ t: string }>(
      `select t from (${union.join(' union all ')}) x where t not in ('false', '0', '{}', '[]', '')`,
    )
    await k.query('release savepoint un')
    return rows.map((r) => r.t)
  } catch {
    await k.query('rollback to savepoint un')
    if (lesAppels.length === 1) return []
    // L’un d’eux refuse : chacun à son tour.
    const lues: string[] = []
    for (const x of lesAppels) lues.push(...(await lignesDe(k, [x])))
    return lues
  }
}
const tout = (c: Coop): Sceau => ({ ...c, portee: '*' })
const quiEchangent = [sienne, complice, { ...sienne, personne: a.personne }]
const intrus = {
  'une coopérative d’un autre pôle': tout(tierce),
  'l’Union, qui a quitté le pôle': tout(union),
  'une visiteuse sans compte': null,
  'un lien de la coopérative': { organisme: a.organisme, personne: null, portee: '{}' },
} satisfies Record<string, Sceau>

/** Ce que les lignes semées ne suffisent pas à faire répondre. */
const sansLigneSemee: Partial<Record<Famille, readonly string[]>> = {
  'appels et missions': ['appel_pris'],
  'organisme commun': ['commun_enseigne', 'declaration_d_un_commun'],
  'responsables conjoints et retours': ['conjoint_public'],
  'achats et tensions': ['tensions_des_poles'],
  // La première, à la tâche seule, qui compose l’archive remise à la personne.
  vivier: ['vivier_de_la_personne', 'vivier_publique'],
}
/** Autant de lignes que de jours depuis lundi. */
const selonLeJour = 'selon le jour'
type Attendu = Readonly<Record<string, number | typeof selonLeJour>>
/** Ce que le pôle entier lit de par sa règle, et combien de lignes : des fiches et des appels que leurs auteurs y montrent, des biens prêtés, des documents. */
const duPole: Partial<Record<Famille, Attendu>> = {
  // Qui a un compte, le plafond voté, la date d’un arrêté ; les soldes, que les deux acceptent de montrer. Ni une ligne.
  'compte courant': { courant_arretes: 1, courant_comptes: 2, courant_regle: 1, courant_soldes: 2 },
  vivier: { vivier_chercher: 2, vivier_occupe: selonLeJour },
  'appels et missions': { appels: 4 },
  'salles et matériel': { bien_occupe: selonLeJour, biens: 2 },
  // Et ce qu’une personne choisit de montrer avec sa fiche.
  'responsables conjoints et retours': { conjoints: 2, retours_partages: 1 },
  ressources: { ressource_fichier: 2, ressource_relectures: 1, ressource_versions: 2, ressources: 4 },
  // Des achats clos et leurs offres ; ni un volume, ni qui a rejoint.
  'achats et tensions': { achat_offres: 2, achats: 4 },
}
/** Les mots et les nombres que lisent ceux qui échangent, et que le reste du pôle ne lit pas. */
const secrets: Partial<Record<Famille, readonly (string | number)[]>> = {
  'compte courant': ['projecteur de A', 'Le matériel n’est pas venu.', 'une salle à venir', 4321],
  vivier: ['message à A', 61713],
  'appels et missions': ['Public secret', 'réponse de A', 'contrat de A', 'Texte du contrat', 62000],
  'dossier remis': [Buffer.from('dossier de A').toString('hex')],
  'salles et matériel': ['Un atelier'],
  'organisme commun': ['Qui répond de quoi, chez A.'],
  'responsables conjoints et retours': ['retour de A'],
  'achats et tensions': ['volume de A', 'refus de A', 'suivi de A', 73219, 41957],
}
const dits = (vues: Vues, famille: Famille) =>
  (secrets[famille] ?? []).filter((s) =>
    Object.values(vues)
      .flat()
      .some((t) => (typeof s === 'number' ? new RegExp(`[(,]${s}[,)]`).test(t) : t.includes(s))),
  )
const comptees = (vues: Vues, attendu: Attendu = {}): Attendu =>
  Object.fromEntries(
    Object.entries(vues).map(([nom, l]) => [nom, attendu[nom] === selonLeJour ? selonLeJour : l.length]),
  )
/** Ce qu’une enseigne seule lit de sa coopérative. */
const duneEnseigne: Partial<Record<Famille, readonly string[]>> = {
  vivier: ['vivier_chercher', 'vivier_occupe'],
  'appels et missions': ['appels'],
  'salles et matériel': ['bien_occupe', 'bien_photos', 'biens'],
  'responsables conjoints et retours': ['conjoints', 'retours_partages'],
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
    const vues: Record<string, string[]> = {}
    for (const qui of quiEchangent)
      for (const [nom, lignes] of Object.entries(await repondent(nu, tout(qui), famille)))
        vues[nom] = [...(vues[nom] ?? []), ...lignes]
    const muettes = fonctions.filter((f) => familles[famille].test(f.nom) && !vues[f.nom]).map((f) => f.nom)
    expect(muettes).toEqual(sansLigneSemee[famille] ?? [])
    // Et chaque mot que le reste du pôle ne lit pas y est : qu’il n’y soit pas ailleurs veut dire quelque chose.
    expect(dits(vues, famille)).toEqual(secrets[famille] ?? [])
  })
  it.each(Object.keys(intrus) as (keyof typeof intrus)[])('%s : ni ligne, ni nombre', async (qui) => {
    expect(await repondent(nu, intrus[qui], famille)).toEqual({})
  })
  it('une troisième coopérative du pôle n’y lit que ce que le pôle lit', async () => {
    const vues = await repondent(nu, tout(troisieme), famille)
    expect(comptees(vues, duPole[famille])).toEqual(duPole[famille] ?? {})
    expect(dits(vues, famille)).toEqual([])
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

it('un appel à d’autres coopératives choisies, un volume rendus à la troisième : l’essai le voit', async () => {
  const faux = (nom: string, vrai: RegExp, a: string) => {
    const texte = [...fonctions, ...gardes].find((f) => f.nom === nom)?.texte ?? ''
    expect(texte, nom).toMatch(vrai)
    return texte.replace(vrai, a)
  }
  const choisies = [faux('appels_visibles', /moi = any \(a\.choisies\)/, 'true')]
  const appelsVus = await repondent(admin, tout(troisieme), 'appels et missions', choisies)
  expect(comptees(appelsVus)).not.toEqual(duPole['appels et missions'])
  expect(dits(appelsVus, 'appels et missions')).toEqual(['Public secret'])
  // Pas une ligne de plus : un volume est dans une colonne.
  const volumes = [faux('achats', /v\.organisme_id = \( SELECT porte\.organisme\(\) AS organisme\)/, 'true')]
  const achats = await repondent(admin, tout(troisieme), 'achats et tensions', volumes)
  expect(comptees(achats)).toEqual(duPole['achats et tensions'])
  expect(dits(achats, 'achats et tensions')).toEqual(['volume de A', 73219])
})

/** Une fonction, une place de son appel, et les identifiants auxquels l’une des deux coopératives y reçoit une ligne. */
type Question = {
  readonly nom: string
  readonly appel: (id: string) => string
  readonly vrais: readonly string[]
}
/** Combien de lignes chaque identifiant rend ; d’un appel qui refuse, aucune. */
const nombresDe = async (
  k: pg.Client,
  appel: Question['appel'],
  lesquels: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  await k.query('savepoint deux')
  try {
    const union = lesquels.map(
      (id) =>
        `select '${id}' as id, count(*)::int4 as n from ${appel(id)} as f where not (f is null) and f::text not in ('false', '0', '{}', '[]', '')`,
    )
    const { rows } = await k.query<{ id: string; n: number }>(union.join(' union all '))
    await k.query('release savepoint deux')
    return new Map(rows.map((r) => [r.id, r.n]))
  } catch {
    await k.query('rollback to savepoint deux')
    if (lesquels.length === 1) return new Map()
    const moitie = lesquels.length >> 1
    const lus: [string, number][] = []
    for (const m of [lesquels.slice(0, moitie), lesquels.slice(moitie)])
      lus.push(...(await nombresDe(k, appel, m)))
    return new Map(lus)
  }
}
const questionsDe = async (f: Fonction): Promise<readonly Question[]> => {
  const posees = f.types.flatMap((type, ou) => {
    if (type !== 'uuid') return []
    const args = f.types.map((t) =>
      t === 'uuid' ? 'null::uuid' : t === '_uuid' ? `'{}'::uuid[]` : (valeurs[t]?.[0] ?? 'null'),
    )
    return [(id: string) => `porte.${f.nom}(${args.with(ou, `'${id}'::uuid`).join(', ')})`]
  })
  const questions: Question[] = []
  for (const appel of posees) {
    const vrais = new Set<string>()
    for (const qui of quiEchangent)
      await sous(nu, tout(qui), [], async () => {
        const inconnu = newId()
        const nombres = await nombresDe(nu, appel, [inconnu, ...ids])
        // Une ligne que l’identifiant appelle, et non celles que tout appel rend.
        for (const id of ids) if ((nombres.get(id) ?? 0) > (nombres.get(inconnu) ?? 0)) vrais.add(id)
      })
    if (vrais.size > 0) questions.push({ nom: f.nom, appel, vrais: [...vrais] })
  }
  return questions
}

it('la durée d’une réponse ne dit pas à une étrangère qu’un identifiant existe', async () => {
  const dire: string[] = []
  const posees = new Map<string, number>()
  for (const famille of toutes)
    for (const f of fonctions.filter((x) => familles[famille].test(x.nom)))
      for (const q of await questionsDe(f)) {
        posees.set(famille, (posees.get(famille) ?? 0) + 1)
        // Un hasard malheureux ne se répète pas : une différence se voit deux fois de suite.
        if ((await distingue(q)) && (await distingue(q))) dire.push(q.nom)
      }
  expect([...posees.keys()]).toEqual(toutes)
  expect(dire).toEqual([])
})
it('une réponse plus lente de deux millisecondes quand la ligne existe, et l’essai le voit', async () => {
  await admin.query(`create function porte.temoin_lent(p uuid) returns boolean language plpgsql stable security definer as $$ begin
      if exists (select from mutualisation.bien b where b.id = p) then perform pg_sleep(0.002); end if; return null; end $$;
    grant execute on function porte.temoin_lent to coforme_web`)
  const { rows } = await admin.query<{ id: string }>('select id::text as id from mutualisation.bien')
  const temoin = {
    nom: 'temoin_lent',
    appel: (id: string) => `porte.temoin_lent('${id}'::uuid)`,
    vrais: rows.map((r) => r.id),
  }
  expect((await distingue(temoin)) && (await distingue(temoin))).toBe(true)
  // D’identifiants étrangers à la fonction, elle ne dirait rien.
  expect(await distingue({ ...temoin, vrais: [a.personne] })).toBe(false)
})
/** Sous une demi-milliseconde, une différence se noie dans ce que coûte une page. */
const VISIBLE_MS = 0.5
const distingue = async ({ appel, vrais }: Question): Promise<boolean> => {
  // Les deux suites de textes se composent avant, l’une comme l’autre : rien de la mesure n’est à ce processus.
  const plat = (id: string) => Buffer.from(`select * from ${appel(id)}`).toString()
  const textes = [vrais.map(plat), vrais.map(() => plat(newId()))] as const
  const mesures: { readonly vrai: boolean; readonly ms: number }[] = []
  await sous(nu, tout(tierce), [], async () => {
    for (let i = 0; i < 200; i += 1) {
      const vrai = i % 2 === 0
      const texte = textes[vrai ? 0 : 1][(i >> 1) % vrais.length] ?? ''
      const t0 = performance.now()
      await nu.query(texte)
      mesures.push({ vrai, ms: performance.now() - t0 })
    }
  })
  const mediane = (x: readonly number[]) => x.toSorted((p, q) => p - q)[x.length >> 1] ?? 0
  const ecart = (x: typeof mesures) =>
    Math.abs(
      mediane(x.filter((y) => y.vrai).map((y) => y.ms)) - mediane(x.filter((y) => !y.vrai).map((y) => y.ms)),
    )
  const observe = ecart(mesures)
  if (observe < VISIBLE_MS) return false
  let plus = 0
  for (let k = 0; k < 1000; k += 1)
    if (ecart(mesures.map((x) => ({ ms: x.ms, vrai: Math.random() < 0.5 }))) >= observe) plus += 1
  return plus === 0
}
