import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { lireAnciennes } from '#platform/db/dossier-db.ts'
import { migrer } from '#platform/db/migrer.ts'
import { avecClient } from '#platform/db/roles.ts'
import { checkKeys } from '#platform/keys/check-keys.ts'
import { openKeys } from '#platform/keys/open-keys.ts'
import type { ObjectStore } from '#platform/storage/s3-storage.ts'
import { s3Storage } from '#platform/storage/s3-storage.ts'
import { baseNeuve, graine, semer } from '../../../test/base/index.ts'
import { adminDe, connexionA, dossierDb, preparer, racine, supprimerBase } from '../../../test/base/modele.ts'
import { deplierDepart } from '../../../tools/migrations.ts'
import { type ContexteSauvegarde, commandeRestaurer, commandeSauvegarder } from './commandes.ts'
import { sauvegarder } from './sauvegarde.ts'

const dossier = mkdtempSync(join(tmpdir(), 'coforme-sauvegarde-'))
afterAll(() => rmSync(dossier, { recursive: true }))
const phrase = 'quatre mots tirés au sort'
const depotEnMemoire = () => {
  const objets = new Map<string, Uint8Array>()
  const depot: ObjectStore = {
    put: async (cle, octets) => void objets.set(cle, Uint8Array.from(octets)),
    get: async (cle) => objets.get(cle),
    remove: async (cle) => void objets.delete(cle),
  }
  return { objets, depot }
}

// Un arbre dont l'enfant précède son parent dans l'ordre des clés : aucune suite de tables n'y suffit.
const arbre = `create table temoin.noeud (organisme_id uuid not null, id uuid not null, parent_id uuid, double_id uuid generated always as (id) stored,
    primary key (organisme_id, id), foreign key (organisme_id, parent_id) references temoin.noeud (organisme_id, id));
  call app.proteger('temoin.noeud', 'own')`

const source = await baseNeuve()
await source.proprietaire(arbre)
const lieu = { donnees: join(dossier, 'source') }
const { depot, objets } = depotEnMemoire()
const g = graine('A')
await source.maintenance(async (tx) => {
  await semer(tx, g)
  await semer(tx, graine('B'))
})
// Ce qui se perd le plus facilement : guillemets, accents, barres, retours, JSON nul, instants fins.
await source.maintenance((tx) =>
  sql`insert into journal.geste (organisme_id, id, activite_id, fait_le, module, geste, phrase, details)
    values (${g.organisme}, gen_random_uuid(), ${g.activites[0]}, '2026-03-29 01:30:00.123456+00', 'essai', 'ecrire',
    ${'« L’été », "guillemets", \\barre\\, (parenthèse,virgule)\nligne'}, 'null'::jsonb)`.execute(tx),
)
await source.maintenance((tx) =>
  sql`insert into temoin.noeud (organisme_id, id, parent_id) select ${g.organisme}, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
    case when n < 500 then ('00000000-0000-7000-8000-' || lpad((n + 1)::text, 12, '0'))::uuid end from generate_series(1, 500) n`.execute(
    tx,
  ),
)
const fichierS3 = await source.enTantQue(g.organisme, {}, (tx) =>
  s3Storage(depot, openKeys(lieu)).put(tx, Buffer.from('dans S3'), 'text/plain'),
)
await s3Storage(depot, openKeys(lieu)).ranger?.(source.worker)

const vers = join(dossier, 'instance.age')
const bilan = await sauvegarder({
  connexion: source.connexion('coforme_migrator'),
  cles: lieu,
  depot,
  phrase,
  vers,
  version: '0.1.0',
  maintenant: new Date('2026-11-24T10:00:00Z'),
  effort: 10,
  morceau: 20_000,
})

const vide = async () => {
  const base = await baseNeuve()
  await base.proprietaire(arbre)
  const ailleurs = depotEnMemoire()
  const cles = { donnees: mkdtempSync(join(dossier, 'ailleurs-')) }
  const sorties = { stdout: '', stderr: '' }
  const contexte: ContexteSauvegarde = {
    connexion: base.connexion('coforme_migrator'),
    cles,
    depot: ailleurs.depot,
    phrase: async () => phrase,
    version: '0.1.0',
    maintenant: new Date('2026-11-24T11:00:00Z'),
    stdout: (t) => {
      sorties.stdout += t
    },
    stderr: (t) => {
      sorties.stderr += t
    },
  }
  const compter = async () =>
    (
      await (
        await base.client('admin')
      ).query('select (select count(*) from journal.geste) + (select count(*) from plateforme.fichier) as n')
    ).rows[0].n
  return { base, cles, contexte, sorties, compter, ...ailleurs }
}

describe('une instance sauvegardée', () => {
  it('tient dans un fichier chiffré, que son seul propriétaire lit, sans reste à côté', () => {
    expect(bilan.tables).toBeGreaterThan(5)
    expect(bilan.lignes).toBeGreaterThan(10)
    expect(bilan.objets).toBe(objets.size)
    expect(objets.size).toBeGreaterThan(0)
    const octets = readFileSync(vers)
    expect(octets.toString('latin1', 0, 21)).toBe('age-encryption.org/v1')
    for (const clair of ['guillemets', 'fichier de A', 'coforme-cle'])
      expect(octets.includes(clair)).toBe(false)
    expect(statSync(vers).mode & 0o777).toBe(0o600)
    expect(readdirSync(dossier).filter((n) => n.includes('partiel'))).toEqual([])
  })

  it('se restaure ailleurs avec les mêmes empreintes, ses clés et ses fichiers', async () => {
    const { base, cles, contexte, sorties, objets: restaures } = await vide()
    const anciennes = openKeys(cles).publicKey
    // L'instance vide a déjà démarré une fois : elle a retenu ses propres clés.
    await checkKeys(base.db, openKeys(cles))
    expect(await commandeRestaurer([vers, '--json'], contexte), sorties.stderr).toBe(0)
    expect(JSON.parse(sorties.stdout)).toEqual(bilan)
    expect(openKeys(cles).publicKey).toEqual(openKeys(lieu).publicKey)
    expect(openKeys(cles).publicKey).not.toEqual(anciennes)
    expect(restaures).toEqual(objets)
    const lu = await base.enTantQue(g.organisme, {}, (tx) =>
      s3Storage(contexte.depot ?? depot, openKeys(cles)).get(tx, fichierS3.empreinte),
    )
    expect(Buffer.from(lu?.octets ?? []).toString()).toBe('dans S3')
    await checkKeys(base.db, openKeys(cles))
    // Resauvegardée, elle dit la même chose : rien n'a changé de forme en chemin.
    const encore = join(dossier, 'encore.age')
    expect(await sauvegarder({ ...contexte, phrase, vers: encore, effort: 10 })).toEqual(bilan)
    const [a, b] = [await source.client('admin'), await base.client('admin')]
    const geste = `select phrase, details::text, fait_le::text from journal.geste where geste = 'ecrire'`
    expect((await b.query(geste)).rows).toEqual((await a.query(geste)).rows)
    // Les heures prises ne sont pas sauvegardées : les déclencheurs les refont, exactement.
    const prises = `select organisme_id, seance_id, genre, cle, creneau::text from sessions.occupation order by 2, 3, 4, 5`
    expect((await a.query(prises)).rowCount).toBeGreaterThan(0)
    expect((await b.query(prises)).rows).toEqual((await a.query(prises)).rows)
    // Les mots cherchés ne sont pas sauvegardés : la base les tire des fiches restaurées.
    const mots = 'select personne_id, mot, pli from tiers.mot order by 1, 2'
    expect((await a.query(mots)).rows.length).toBeGreaterThan(0)
    expect((await b.query(mots)).rows).toEqual((await a.query(mots)).rows)
    // Les clés étrangères sont redevenues immédiates.
    expect(
      (await b.query(`select count(*)::int4 as n from pg_constraint where contype = 'f' and condeferrable`))
        .rows,
    ).toEqual(
      (await a.query(`select count(*)::int4 as n from pg_constraint where contype = 'f' and condeferrable`))
        .rows,
    )
  })

  it('n’emporte ni le courrier à partir, ni les compteurs, ni la file', async () => {
    const { base, contexte } = await vide()
    await commandeRestaurer([vers], contexte)
    const { rows } = await (await base.client('admin')).query(
      'select (select count(*) from plateforme.courriel)::int4 as courriels, (select count(*) from plateforme.limite)::int4 as limites, (select count(*) from graphile_worker._private_jobs)::int4 as taches',
    )
    expect(rows).toEqual([{ courriels: 0, limites: 0, taches: 0 }])
  })
})

describe('une sauvegarde d’une version plus ancienne', () => {
  it('pose sa base dans une neuve, s’y restaure, et la mène au niveau d’ici', async () => {
    // L'instance ancienne : telle que la dernière version l'a livrée.
    const livree = mkdtempSync(join(dossier, 'livree-'))
    deplierDepart(racine, livree)
    const g = inject('grappe')
    const neuve = async (nom: string) => {
      await avecClient(adminDe(g)(g.depart), (c) => c.query(`create database ${nom}`))
      await preparer(g, nom)
      return connexionA(g, 'coforme_migrator', nom)
    }
    const [ancienne, cible] = [await neuve(`ancienne_${process.pid}`), await neuve(`cible_${process.pid}`)]
    await migrer(ancienne, { dossier: join(livree, 'db') })
    const organisme = await avecClient(ancienne, async (c) => {
      await c.query('begin; set local role coforme_maintenance')
      const { rows } = await c.query<{ id: string }>(
        `insert into organisme.organisme (organisme_id, code, nom, forme, siret, regime_tva) values (gen_random_uuid(), 'ancienne', 'L’Ancienne', 'scop', '99900017700017', 'a-dire') returning organisme_id as id`,
      )
      await c.query('commit')
      return rows[0]?.id
    })
    const lieuAncien = { donnees: mkdtempSync(join(dossier, 'cles-anciennes-')) }
    openKeys(lieuAncien)
    const fichier = join(dossier, 'livree.age')
    await sauvegarder({
      connexion: ancienne,
      cles: lieuAncien,
      phrase,
      vers: fichier,
      version: '0.1.0',
      commit: 'abcdef1',
      db: join(livree, 'db'),
      maintenant: new Date('2026-11-24T10:00:00Z'),
      effort: 10,
    })
    const { contexte, sorties, cles } = await vide()
    // Dans une base déjà posée à un autre niveau, elle se refuse, et nomme d'où elle vient.
    expect(await commandeRestaurer([fichier], contexte)).toBe(2)
    expect(sorties.stderr).toContain('commit abcdef1')
    expect(await commandeRestaurer([fichier], { ...contexte, connexion: cible }), sorties.stderr).toBe(0)
    expect(openKeys(cles).publicKey).toEqual(openKeys(lieuAncien).publicKey)
    const lu = await avecClient(cible, async (c) => {
      await c.query('set role coforme_maintenance')
      return (await c.query(`select organisme_id as id, nom from organisme.organisme`)).rows
    })
    expect(lu).toEqual([{ id: organisme, nom: 'L’Ancienne' }])
    expect(await migrer(cible, { dossier: dossierDb })).toEqual({ migrations: [], portes: [] })
    if (g.externe)
      for (const nom of [`ancienne_${process.pid}`, `cible_${process.pid}`]) await supprimerBase(g, nom)
  })
})

describe('une restauration refuse, par une phrase et sans rien écrire', () => {
  const refuser = async (fichier: string, motif: RegExp, autre: Partial<ContexteSauvegarde> = {}) => {
    const { contexte, sorties, compter, cles } = await vide()
    const avant = openKeys(cles).publicKey
    expect(await commandeRestaurer([fichier], { ...contexte, ...autre })).toBe(2)
    expect(sorties.stderr).toMatch(motif)
    expect(sorties.stdout).toBe('')
    expect(await compter()).toBe('0')
    expect(openKeys(cles).publicKey).toEqual(avant)
  }
  const abimer = (nom: string, changer: (octets: Buffer) => Buffer) => {
    const chemin = join(dossier, nom)
    writeFileSync(chemin, changer(Buffer.from(readFileSync(vers))))
    return chemin
  }

  it('une phrase de passe fausse', () =>
    refuser(vers, /phrase de passe n’ouvre pas/, { phrase: async () => 'une autre phrase assez longue' }))
  it('un fichier absent, ou qui n’en est pas un', async () => {
    await refuser(join(dossier, 'absent'), /ne se lit pas/)
    const faux = join(dossier, 'faux')
    writeFileSync(faux, 'bonjour')
    await refuser(faux, /pas une sauvegarde/)
  })
  it('un fichier coupé', () =>
    refuser(
      abimer('coupe', (o) => o.subarray(0, o.length - 100)),
      /coupée ou altérée/,
    ))
  it('un octet changé', () =>
    refuser(
      abimer('altere', (o) => {
        o[o.length - 50] = (o[o.length - 50] ?? 0) ^ 1
        return o
      }),
      /coupée ou altérée/,
    ))
  it('des fichiers de S3 sans dépôt réglé', async () => {
    const { contexte, sorties } = await vide()
    const { depot: _, ...sans } = contexte
    expect(await commandeRestaurer([vers], sans)).toBe(2)
    expect(sorties.stderr).toMatch(/S3_ENDPOINT/)
  })
  it('une instance qui n’est pas vide', async () => {
    const { base, contexte, sorties } = await vide()
    await base.maintenance((tx) => semer(tx, graine('A')))
    expect(await commandeRestaurer([vers], contexte)).toBe(2)
    expect(sorties.stderr).toMatch(/n’est pas vide/)
  })
  it('une autre version des migrations', async () => {
    const { base, contexte, sorties } = await vide()
    await (await base.client('admin')).query(
      `update app.migration set empreinte = repeat('0', 64) where nom like '0002%'`,
    )
    expect(await commandeRestaurer([vers], contexte)).toBe(2)
    expect(sorties.stderr).toMatch(/version 0\.1\.0/)
  })
  it('une base d’avant le regroupement des migrations\u00a0: le commit est nommé', async () => {
    const [avant, ici] = [await vide(), await vide()]
    const ancienne = join(dossier, 'ancienne.age')
    await (await avant.base.client('admin')).query(`delete from app.migration where nom > '0050'`)
    await sauvegarder({ ...avant.contexte, phrase, vers: ancienne, effort: 10 })
    expect(await commandeRestaurer([ancienne], ici.contexte)).toBe(2)
    const { commit } = await lireAnciennes(join(import.meta.dirname, '../../../db'))
    expect(ici.sorties.stderr).toContain(`antérieure au commit ${commit}`)
  })
  it('un appel sans fichier', async () => {
    const { contexte } = await vide()
    expect(await commandeRestaurer([], contexte)).toBe(2)
    expect(await commandeSauvegarder(['--vers'], contexte)).toBe(2)
    expect(await commandeSauvegarder(['--vers', vers], contexte)).toBe(2)
  })
})
