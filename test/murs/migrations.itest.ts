import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { InstallationError, migrer, preparerBase } from '#platform/db/index.ts'
import { avecClient, scram } from '#platform/db/roles.ts'
import { adminDe, connexionA, dossierDb, preparer, supprimerBase } from '../base/modele.ts'

const g = inject('grappe')
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-migrations-'))
const bases: string[] = []
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true })
  if (g.externe) for (const nom of bases) await supprimerBase(g, nom)
})

/** Une base vide et un dossier `db/` à soi, qu'on modifie à son gré. */
const nouvelle = async () => {
  const nom = `migre_${process.pid}_${bases.length}`
  bases.push(nom)
  await avecClient(adminDe(g)(g.depart), (c) => c.query(`create database ${nom}`))
  await preparer(g, nom)
  const ici = path.join(dossier, nom)
  await cp(dossierDb, ici, { recursive: true })
  await rm(path.join(ici, 'views'), { recursive: true, force: true })
  const ecrire = (fichier: string, texte: string) => writeFile(path.join(ici, fichier), texte)
  const lire = async (texte: string) =>
    (
      await avecClient(connexionA(g, 'coforme_migrator', nom), async (c) => {
        await c.query('set role coforme_owner')
        return c.query(texte)
      })
    ).rows
  const config = connexionA(g, 'coforme_migrator', nom)
  return {
    nom,
    ici,
    ecrire,
    lire,
    config,
    jouer: (jusqua?: string) => migrer(config, { dossier: ici, ...(jusqua ? { jusqua } : {}) }),
  }
}
const refus = async (promesse: Promise<unknown>): Promise<string> => {
  const erreur = await promesse.then(
    () => undefined,
    (e: unknown) => e,
  )
  expect(erreur).toBeInstanceOf(InstallationError)
  return (erreur as Error).message
}

describe('les migrations', () => {
  it('se jouent une fois, même lancées par deux processus ensemble', async () => {
    const b = await nouvelle()
    const [un, deux] = await Promise.all([b.jouer(), b.jouer()])
    expect([un.migrations.length, deux.migrations.length].sort()).toEqual([
      0,
      un.migrations.length + deux.migrations.length,
    ])
    expect((await b.jouer()).migrations).toEqual([])
  })

  it('modifiée après coup, une migration est refusée', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    await b.jouer()
    await b.ecrire('migrations/9000_a.sql', 'select 2')
    expect(await refus(b.jouer())).toContain('a été modifiée après avoir été jouée')
  })

  it('glissée avant une autre, elle est refusée ; oubliée, la base est dite plus récente', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9001_b.sql', 'select 1')
    await b.jouer()
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    expect(await refus(b.jouer())).toContain('n’est pas la dernière dans l’ordre')
    await rm(path.join(b.ici, 'migrations/9000_a.sql'))
    await rm(path.join(b.ici, 'migrations/9001_b.sql'))
    expect(await refus(b.jouer())).toContain('plus récente que le logiciel')
  })

  it('deux de même numéro, ou mal nommée : refus avant de toucher à la base', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', '')
    await b.ecrire('migrations/9000_b.sql', '')
    expect(await refus(b.jouer())).toContain('Deux migrations portent le numéro 9000')
    await rm(path.join(b.ici, 'migrations/9000_b.sql'))
    await b.ecrire('migrations/nouvelle.sql', '')
    expect(await refus(b.jouer())).toContain('nouvelle.sql')
    expect(await b.lire(`select to_regclass('app.migration') as t`)).toEqual([{ t: null }])
  })

  it('fautive, elle ne laisse rien à moitié, dit où, et se rejoue corrigée', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'create table app.moitie (id int);\n\nselect * from nulle_part;')
    expect(await refus(b.jouer())).toContain('a échoué (ligne 3)')
    expect(await b.lire(`select to_regclass('app.moitie') as t`)).toEqual([{ t: null }])
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    expect((await b.jouer()).migrations).toEqual(['9000_a.sql'])
  })

  it('peut finir sous un autre rôle : la suivante reprend sous le propriétaire', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'set local role coforme_porte;')
    await b.ecrire('migrations/9001_b.sql', 'create table app.apres (id int);')
    await b.jouer()
    expect(
      await b.lire(`select relowner::regrole::text as r from pg_class where oid = 'app.apres'::regclass`),
    ).toEqual([{ r: 'coforme_owner' }])
  })

  it('une base arrêtée plus tôt reprend où elle en était', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    expect((await b.jouer('0001_socle.sql')).migrations).toEqual(['0001_socle.sql'])
    expect((await b.jouer()).migrations.at(-1)).toBe('9000_a.sql')
  })
})

describe('la reprise de ce qui est là', () => {
  it('une inscription d’avant 0071 prend l’employeur que dit la fiche, ou aucun', async () => {
    const b = await nouvelle()
    await b.jouer('0070_annexes-et-phases-reflexives.sql')
    const [o, a, offre, s, e] = Array.from({ length: 5 }, () => randomUUID())
    await b.lire(`set role coforme_maintenance;
      insert into organisme.organisme (organisme_id, code, nom, forme, siret) values ('${o}', 'reprise', 'Reprise', 'autre', '12345678901234');
      insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values ('${o}', '${a}', 'Commune', true, '2026-01-01');
      insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le) values ('${o}', '${e}', '${a}', 'E', 'e', now());
      insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, entreprise_id, pli, cree_le)
        select '${o}', gen_random_uuid(), '${a}', 'P', n, case n when 'salariee' then '${e}'::uuid end, n, now()
          from unnest(array['salariee', 'seule']) n;
      insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, adoptee_le, cree_le, modifiee_le)
        values ('${o}', '${offre}', '${a}', 'adoptee', 'O', 'formation', now(), now(), now());
      insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le)
        values ('${o}', '${s}', '${a}', 'S-2026-001', '${offre}', 'O', 'formation', 'terminee', 'Rennes', 'F', sha256('sel'), now());
      insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
        select organisme_id, gen_random_uuid(), activite_id, '${s}', id, 'inscrit', now() from tiers.personne`)
    await b.jouer('0071_employeur-a-l-inscription.sql')
    expect(
      await avecClient(b.config, async (c) => {
        await c.query('set role coforme_maintenance')
        const { rows } = await c.query(
          `select p.nom, i.employeur_id from inscriptions.inscription i join tiers.personne p on p.id = i.personne_id order by p.nom`,
        )
        return rows
      }),
    ).toEqual([
      { nom: 'salariee', employeur_id: e },
      { nom: 'seule', employeur_id: null },
    ])
  })
})

describe('les vues', () => {
  it('se reposent quand elles changent, même si une autre les lit, et s’en vont avec leur fichier', async () => {
    const b = await nouvelle()
    await mkdir(path.join(b.ici, 'views/socle'), { recursive: true })
    const vue = (nom: string, corps: string) =>
      b.ecrire(`views/socle/${nom}.sql`, `create view app.${nom} with (security_invoker = true) as ${corps}`)
    await vue('a', 'select 1 as x, 2 as y')
    await vue('b', 'select x from app.a')
    expect((await b.jouer()).vues).toEqual(['socle/a.sql', 'socle/b.sql'])
    expect((await b.jouer()).vues).toEqual([])
    await vue('a', 'select 3 as x')
    expect((await b.jouer()).vues).toEqual(['socle/a.sql', 'socle/b.sql'])
    expect(await b.lire('select x from app.b')).toEqual([{ x: 3 }])
    await rm(path.join(b.ici, 'views/socle/b.sql'))
    await b.jouer()
    expect(await b.lire(`select to_regclass('app.b') as t`)).toEqual([{ t: null }])
  })
})

describe('une migration', () => {
  it('change la colonne que lit une vue : la vue s’écarte, puis revient', async () => {
    const b = await nouvelle()
    await mkdir(path.join(b.ici, 'views/socle'), { recursive: true })
    await b.ecrire('migrations/9000_a.sql', 'create table app.essai (x int);')
    await b.ecrire(
      'views/socle/essai.sql',
      'create view app.essai_lu with (security_invoker = true) as select x from app.essai',
    )
    await b.jouer()
    await b.ecrire('migrations/9001_b.sql', 'alter table app.essai alter column x type text;')
    expect(await b.jouer()).toEqual({ migrations: ['9001_b.sql'], vues: ['socle/essai.sql'] })
  })
})

describe('les rôles', () => {
  it('s’installent par un administrateur qui n’est pas superutilisateur', async () => {
    // Les rôles coforme_… existent déjà dans la grappe : cet administrateur reçoit le droit de les donner.
    if (g.externe) return
    const nom = `migre_${process.pid}_simple`
    await avecClient(adminDe(g)('postgres'), async (c) => {
      await c.query(`create role simple_admin login createrole`)
      await c.query(`create database ${nom} owner simple_admin`)
    })
    const admin = { ...connexionA(g, 'postgres', nom), user: 'simple_admin' }
    // Sans le droit d'administrer des rôles créés par un autre : une phrase, pas une pile.
    expect(await refus(preparerBase(() => admin, { base: nom }))).toContain('CREATEROLE')
    await avecClient(adminDe(g)('postgres'), async (c) => {
      for (const r of ['owner', 'maintenance', 'porte', 'file', 'app', 'migrator', 'web', 'worker'])
        await c.query(`grant coforme_${r} to simple_admin with admin true, inherit false, set false`)
    })
    await preparerBase(() => admin, { base: nom, motDePasse: (role) => `secret ${role}` })
    await migrer(connexionA(g, 'coforme_migrator', nom), { dossier: dossierDb })
    const { rows } = await avecClient(adminDe(g)(nom), (c) =>
      c.query(`select rolpassword from pg_authid where rolname = 'coforme_web'`),
    )
    const recu = String(rows[0]?.rolpassword)
    const sel = Buffer.from(recu.split('$')[1]?.split(':')[1] ?? '', 'base64')
    expect(scram('secret coforme_web', sel)).toBe(recu)
  })

  it('se préparent par plusieurs instances à la fois dans des bases différentes', async () => {
    const plusieurs = [await nouvelle(), await nouvelle(), await nouvelle()]
    await Promise.all(plusieurs.map((b) => preparer(g, b.nom)))
    for (const b of plusieurs) expect((await b.jouer()).migrations[0]).toBe('0001_socle.sql')
  })

  it('qui ne possède pas la base est renvoyé avec une phrase', async () => {
    if (g.externe) return
    const nom = `migre_${process.pid}_autrui`
    await avecClient(adminDe(g)('postgres'), (c) => c.query(`create database ${nom}`))
    const admin = { ...connexionA(g, 'postgres', nom), user: 'simple_admin' }
    expect(await refus(preparerBase(() => admin, { base: nom }))).toContain(nom)
  })
})
