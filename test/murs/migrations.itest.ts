// Long parce que chaque essai mène une base d’un niveau à l’autre par les mêmes aides, posées une fois en tête.
import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { InstallationError, migrer, preparerBase } from '#platform/db/index.ts'
import { avecClient, scram } from '#platform/db/roles.ts'
import { ecartsDeCatalogue, lireCatalogue } from '../../tools/catalogue-de-base.ts'
import { deplierDepart } from '../../tools/migrations.ts'
import { adminDe, connexionA, dossierDb, preparer, racine, supprimerBase } from '../base/modele.ts'

const g = inject('grappe')
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-migrations-'))
const bases: string[] = []
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true })
  if (g.externe) for (const nom of bases) await supprimerBase(g, nom)
})

/** Un dossier `db/` à soi, qu'on modifie à son gré, et une base : à jour (le modèle des essais), ou vide. */
const nouvelle = async (vide?: 'vide') => {
  const nom = `migre_${process.pid}_${bases.length}`
  bases.push(nom)
  await avecClient(adminDe(g)(g.depart), (c) =>
    c.query(`create database ${nom}${vide ? '' : ` template ${g.modele} strategy file_copy`}`),
  )
  await preparer(g, nom)
  const ici = path.join(dossier, nom)
  await cp(dossierDb, ici, { recursive: true })
  await mkdir(path.join(ici, 'migrations'), { recursive: true })
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
    jouer: () => migrer(config, { dossier: ici }),
    /** Les vues que la base a, dans l'ordre où elles se sont posées. */
    vues: async () =>
      (
        await lire(`select n.nspname || '.' || c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'v' and c.relowner = 'coforme_owner'::regrole order by c.oid`)
      ).map((r) => r.nom),
    oter: (fichier: string) => rm(path.join(ici, fichier)),
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

describe('une base vide', () => {
  it('se pose une fois, même lancée par deux processus ensemble', async () => {
    const b = await nouvelle('vide')
    const [un, deux] = await Promise.all([b.jouer(), b.jouer()])
    expect([un.portes.length, deux.portes.length].sort((x, y) => x - y)).toEqual([
      0,
      un.portes.length + deux.portes.length,
    ])
    expect(await b.jouer()).toEqual({ migrations: [], portes: [] })
  })

  it('ne joue pas les migrations que ses fichiers disent déjà', async () => {
    const b = await nouvelle('vide')
    await b.ecrire('migrations/9000_a.sql', 'select * from nulle_part')
    expect((await b.jouer()).migrations).toEqual([])
    expect(await b.lire(`select nom from app.migration where nom like '9%'`)).toEqual([{ nom: '9000_a.sql' }])
  })

  it('fautive, ne garde rien à moitié, dit où, et se pose une fois corrigée', async () => {
    const b = await nouvelle('vide')
    await b.ecrire('schema/essai.sql', 'create table app.moitie (id int);\n\nselect * from nulle_part;')
    expect(await refus(b.jouer())).toContain('schema/essai.sql\u00a0» a échoué (ligne 3)')
    expect(await b.lire(`select to_regclass('app.moitie') as t`)).toEqual([{ t: null }])
    await b.oter('schema/essai.sql')
    expect((await b.jouer()).portes.length).toBeGreaterThan(0)
  })
})

describe('les migrations', () => {
  it('modifiée après coup, une migration est refusée', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    await b.jouer()
    await b.ecrire('migrations/9000_a.sql', 'select 2')
    expect(await refus(b.jouer())).toContain('a été modifiée après avoir été jouée')
  })

  it('glissée avant une autre, elle est refusée ; oubliée, la base est dite plus récente', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9001_b.sql', 'select 1')
    await b.jouer()
    await b.ecrire('migrations/9000_a.sql', 'select 1')
    expect(await refus(b.jouer())).toContain('n’est pas la dernière dans l’ordre')
    await b.oter('migrations/9000_a.sql')
    await b.oter('migrations/9001_b.sql')
    expect(await refus(b.jouer())).toContain('plus récente que le logiciel')
  })

  it('deux de même numéro, ou mal nommée : refus avant de toucher à la base', async () => {
    const b = await nouvelle('vide')
    await b.ecrire('migrations/9000_a.sql', '')
    await b.ecrire('migrations/9000_b.sql', '')
    expect(await refus(b.jouer())).toContain('Deux migrations portent le numéro 9000')
    await b.oter('migrations/9000_b.sql')
    await b.ecrire('migrations/nouvelle.sql', '')
    expect(await refus(b.jouer())).toContain('nouvelle.sql')
    expect(await b.lire(`select to_regclass('app.migration') as t`)).toEqual([{ t: null }])
  })

  it('fautive, elle ne laisse rien à moitié, ni d’elle ni de celle d’avant, dit où, et se rejoue corrigée', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'create table app.avant (id int);')
    await b.ecrire('migrations/9001_b.sql', 'create table app.moitie (id int);\n\nselect * from nulle_part;')
    expect(await refus(b.jouer())).toContain('a échoué (ligne 3)')
    expect(
      await b.lire(`select to_regclass('app.moitie') as moitie, to_regclass('app.avant') as avant`),
    ).toEqual([{ moitie: null, avant: null }])
    await b.ecrire('migrations/9001_b.sql', 'select 1')
    expect((await b.jouer()).migrations).toEqual(['9000_a.sql', '9001_b.sql'])
  })

  it('peut finir sous un autre rôle : la suivante reprend sous le propriétaire', async () => {
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
    expect((await b.jouer()).migrations).toEqual(['9000_a.sql'])
    await b.ecrire('migrations/9001_b.sql', 'select 1')
    expect((await b.jouer()).migrations).toEqual(['9001_b.sql'])
  })
})

/** Une porte d'essai : ce qu'elle rend et son corps, puis sa phrase et ses droits. */
const porte = (rendu: string, suite = '') => `set local role coforme_porte;
  create or replace function porte.essai() returns ${rendu};
  ${suite}`
const dire = (n: number) => porte(`integer language sql as 'select ${n}'`)
const retrait = 'set local role coforme_porte; drop function porte.essai();'

describe('les portes', () => {
  it('se reposent quand leur texte change, et elles seules ; un droit, une phrase que le fichier ne dit plus s’en vont', async () => {
    const b = await nouvelle()
    const suite = `comment on function porte.essai is 'Un essai.'; grant execute on function porte.essai to coforme_app;`
    await b.ecrire('portes/porte/essai.sql', porte(`integer language sql as 'select 1'`, suite))
    await b.jouer()
    const lire = () =>
      b.lire(`select prosrc as corps, obj_description(oid, 'pg_proc') as phrase, proowner::regrole::text as a,
        has_function_privilege('coforme_app', oid, 'execute') as ouverte from pg_proc where oid = 'porte.essai()'::regprocedure`)
    expect(await lire()).toEqual([
      { corps: 'select 1', phrase: 'Un essai.', a: 'coforme_porte', ouverte: true },
    ])
    await b.ecrire('portes/porte/essai.sql', dire(2))
    expect((await b.jouer()).portes).toEqual(['porte.essai'])
    expect(await lire()).toEqual([{ corps: 'select 2', phrase: null, a: 'coforme_porte', ouverte: false }])
    expect((await b.jouer()).portes).toEqual([])
  })

  it('une signature qui change demande une migration qui retire l’ancienne', async () => {
    const b = await nouvelle()
    await b.ecrire('portes/porte/essai.sql', dire(1))
    await b.jouer()
    await b.ecrire('portes/porte/essai.sql', dire(1).replace('essai()', 'essai(n integer)'))
    expect(await refus(b.jouer())).toContain('porte.essai a changé de signature')
    expect(await b.lire(`select to_regprocedure('porte.essai(integer)') as f`)).toEqual([{ f: null }])
    await b.ecrire('migrations/9000_a.sql', retrait)
    expect(await b.jouer()).toEqual({
      migrations: ['9000_a.sql'],
      portes: ['porte.essai', ...(await b.vues())],
    })
    expect(await b.lire(`select to_regprocedure('porte.essai()') as f`)).toEqual([{ f: null }])
  })

  it('un type rendu, un propriétaire qui changent la demandent aussi', async () => {
    const b = await nouvelle()
    await b.ecrire('portes/porte/essai.sql', dire(1))
    await b.jouer()
    const conseil = 'se retire d’abord par une migration (drop function)'
    await b.ecrire('portes/porte/essai.sql', porte(`text language sql as $$ select 'a' $$`))
    expect(await refus(b.jouer())).toContain(conseil)
    await b.ecrire('portes/porte/essai.sql', dire(1).replace('coforme_porte', 'coforme_maintenance'))
    expect(await refus(b.jouer())).toContain(conseil)
    await b.ecrire('migrations/9000_a.sql', retrait)
    await b.jouer()
    // À qui n'a pas le schéma, le droit d'y créer n'est que prêté.
    expect(
      await b.lire(`select proowner::regrole::text as a, has_schema_privilege('coforme_maintenance', 'porte', 'create') as cree
        from pg_proc where oid = 'porte.essai()'::regprocedure`),
    ).toEqual([{ a: 'coforme_maintenance', cree: false }])
  })

  it('un fichier ôté demande une migration qui retire sa fonction', async () => {
    const b = await nouvelle()
    await b.ecrire('portes/porte/essai.sql', dire(1))
    await b.jouer()
    await b.oter('portes/porte/essai.sql')
    expect(await refus(b.jouer())).toContain('Aucun fichier de db/portes ne définit plus porte.essai')
    await b.ecrire('migrations/9000_a.sql', retrait)
    await b.jouer()
    expect(await b.lire(`select nom from app.porte where nom = 'porte.essai'`)).toEqual([])
  })

  it('un fichier porte le nom de sa fonction', async () => {
    const b = await nouvelle()
    await b.ecrire('portes/porte/autre.sql', dire(1))
    expect(await refus(b.jouer())).toContain('ne définit pas porte.autre')
  })

  it('une migration trouve la porte qu’elle demande, et une porte la colonne que la migration ajoute', async () => {
    const b = await nouvelle()
    await b.ecrire(
      'portes/porte/essai.sql',
      porte(`integer language sql as 'select 1'`, 'grant execute on function porte.essai to coforme_owner;'),
    )
    await b.ecrire(
      'portes/app/app.essai_lu.sql',
      'create or replace function app.essai_lu() returns bigint language sql begin atomic select sum(x) from app.essai; end;',
    )
    await b.ecrire('migrations/9000_a.sql', 'create table app.essai (x int default porte.essai());')
    expect((await b.jouer()).portes).toEqual(expect.arrayContaining(['porte.essai', 'app.essai_lu']))
  })

  it('reposées toutes, gardent le sceau que l’installation a choisi', async () => {
    const b = await nouvelle()
    const sceau = () => b.lire(`select prosrc from pg_proc where oid = 'porte.est_scelle()'::regprocedure`)
    const avant = await sceau()
    await b.lire(`update app.porte set empreinte = ''`)
    expect((await b.jouer()).portes.length).toBeGreaterThan(200)
    expect(await sceau()).toEqual(avant)
  })
})

describe('une base d’avant le regroupement', () => {
  /** Ce qu'une telle base avait de différent : une table des vues au lieu de celle des portes (ADR 0012). */
  const avant = async () => {
    const b = await nouvelle()
    await b.lire(`drop table app.porte; delete from app.famille where nom = 'app.porte';
      create table app.vue (nom text primary key, empreinte text not null); call app.proteger('app.vue', 'public');
      alter table portail.abonnement alter column themes set statistics -1`)
    return b
  }

  it('arrivée à la dernière ancienne migration, est adoptée, ses portes reposées', async () => {
    const b = await avant()
    expect((await b.jouer()).portes.length).toBeGreaterThan(200)
    expect(await b.jouer()).toEqual({ migrations: [], portes: [] })
    expect(
      await b.lire(`select to_regclass('app.vue') as vue, f.famille, a.attstattarget as statistiques
        from app.famille f, pg_attribute a where f.nom = 'app.porte' and a.attrelid = 'portail.abonnement'::regclass and a.attname = 'themes'`),
    ).toEqual([{ vue: null, famille: 'public', statistiques: 0 }])
  })

  it('arrêtée plus tôt, est refusée, avec ce qu’il faut faire', async () => {
    const b = await avant()
    const { commit, migrations } = JSON.parse(await readFile(path.join(dossierDb, 'anciennes.json'), 'utf8'))
    await b.lire(`delete from app.migration where nom >= '${migrations.at(-1).nom}'`)
    const phrase = await refus(b.jouer())
    expect(phrase).toContain(`Installer d’abord le commit ${commit}`)
    expect(phrase).toContain(migrations.at(-2).nom)
    expect(await b.lire(`select to_regclass('app.vue')::text as t`)).toEqual([{ t: 'app.vue' }])
  })

  it('d’une autre histoire, est refusée', async () => {
    const b = await avant()
    await b.lire(`update app.migration set empreinte = repeat('0', 64) where nom like '0002%'`)
    expect(await refus(b.jouer())).toContain('a été modifiée après avoir été jouée')
  })
})

describe('la base de la dernière version livrée', () => {
  it('mise au niveau d’aujourd’hui, est la même qu’une base neuve', async () => {
    const [suivie, neuve] = [await nouvelle('vide'), await nouvelle('vide')]
    const livree = await mkdtemp(path.join(dossier, 'livree-'))
    deplierDepart(racine, livree)
    await migrer(suivie.config, { dossier: path.join(livree, 'db') })
    // Une nouvelle qui attend le résumé part sous l’accès que sa personne a ce jour ; une dite ne se montre plus.
    const [organisme, compte] = [randomUUID(), randomUUID()]
    await avecClient(adminDe(g)(suivie.nom), async (c) => {
      await c.query('set session_replication_role = replica')
      await c.query(
        `insert into compte.adhesion (organisme_id, compte_id, roles, toutes) values ($1, $2, '{comptable}', true)`,
        [organisme, compte],
      )
      for (const [cle, dit] of [
        ['attend', null],
        ['dite', '2026-11-01'],
      ])
        await c.query(
          `insert into etapes.avis (organisme_id, compte_id, genre, cle, phrase, href, cree_le, dit_le)
           values ($1, $2, 'visa', $3, 'Viser', '/visas', '2026-11-01', $4)`,
          [organisme, compte, cle, dit],
        )
    })
    await migrer(suivie.config, { dossier: dossierDb })
    const { rows: nouvelles } = await avecClient(adminDe(g)(suivie.nom), (c) =>
      c.query('select cle, roles, enseignes from etapes.avis order by cle'),
    )
    expect(nouvelles).toEqual([
      { cle: 'attend', roles: ['comptable'], enseignes: null },
      { cle: 'dite', roles: null, enseignes: null },
    ])
    await migrer(neuve.config, { dossier: dossierDb })
    const [trouvee, attendue] = [
      await avecClient(adminDe(g)(suivie.nom), lireCatalogue),
      await avecClient(adminDe(g)(neuve.nom), lireCatalogue),
    ]
    expect(attendue.size).toBeGreaterThan(5000)
    expect(ecartsDeCatalogue(attendue, trouvee)).toEqual([])
  })

  it('mise à jour qui échoue, à chaque migration puis aux portes et aux vues\u00a0: les serveurs en marche n’y voient rien', async () => {
    const b = await nouvelle('vide')
    const livree = await mkdtemp(path.join(dossier, 'livree-'))
    deplierDepart(racine, livree)
    await migrer(b.config, { dossier: path.join(livree, 'db') })
    const etat = async () => ({
      vues: await b.vues(),
      faites: await b.lire('select nom from app.migration order by nom'),
      portes: await b.lire('select nom, empreinte from app.porte order by nom'),
      corps: await b.lire(
        "select count(*), sum(hashtext(prosrc)) from pg_proc where pronamespace = 'porte'::regnamespace",
      ),
      colonnes: await b.lire(
        "select count(*) from pg_attribute where attrelid in (select oid from pg_class where relowner = 'coforme_owner'::regrole)",
      ),
    })
    const avant = await etat()
    const dues = (await readdir(path.join(b.ici, 'migrations'))).sort().map((nom) => `migrations/${nom}`)
    expect(dues.length).toBeGreaterThan(0)
    // Un passage ordinaire en prend une sur huit, la première et la dernière ; `npm run murs`, toutes.
    const prises = dues.filter(
      (_, i) => process.env.COFORME_MURS === 'entiers' || i === dues.length - 1 || i % 8 === 0,
    )
    for (const fichier of [...prises, 'portes/pole/voter.sql', 'portes/tiers/stagiaire.vue.sql']) {
      const juste = await readFile(path.join(b.ici, fichier), 'utf8')
      await b.ecrire(fichier, `${juste}\n;select 1 / 0;`)
      expect(await refus(b.jouer()), fichier).toContain('division by zero')
      expect(await etat(), fichier).toEqual(avant)
      await b.ecrire(fichier, juste)
    }
    expect((await b.jouer()).migrations).toHaveLength(dues.length)
  })

  it('une colonne, un droit, une règle, un corps de fonction qui diffèrent se voient', async () => {
    const b = await nouvelle()
    const avant = await avecClient(adminDe(g)(b.nom), lireCatalogue)
    await b.lire(`alter table sessions.seance drop column motif_jour; revoke insert on tiers.personne from coforme_app;
      drop policy lien_ajouter on tiers.personne;
      create or replace function app.toutes_activites() returns boolean language sql stable parallel restricted begin atomic select true; end`)
    const ecarts = ecartsDeCatalogue(avant, await avecClient(adminDe(g)(b.nom), lireCatalogue)).map(
      (e) => e.split('\n')[0],
    )
    expect(ecarts).toEqual(
      expect.arrayContaining([
        'manque : colonne sessions.seance.motif_jour',
        'manque : règle tiers.personne.lien_ajouter',
        'diffère : relation tiers.personne',
        'diffère : fonction app.toutes_activites()',
      ]),
    )
  })
})

describe('les places écrites d’une salle', () => {
  it('deviennent des configurations si tout s’y lit ; sinon le texte entier reste, à l’équipement ou au règlement', async () => {
    const b = await nouvelle()
    const migration = await readFile(path.join(dossierDb, 'migrations/0190_salles-configurees.sql'), 'utf8')
    const instruction = /^with dites[\s\S]*?;$/m.exec(migration)?.[0].replaceAll('mutualisation.bien', 'bien')
    const long = 'é'.repeat(490)
    const lues = await avecClient(adminDe(g)(b.nom), async (c) => {
      await c.query(
        `create temp table bien as select n as organisme_id, n as id, places, equipement, ''::text as reglement, 0 as preavis_jours, 0 as retenue_points,
          '{}'::text[] as configurations, '{}'::integer[] as places_par, '{}'::integer[] as seuils_jours, '{}'::integer[] as seuils_points
          from unnest($1::text[], $2::text[]) with ordinality as x (places, equipement, n)`,
        [
          [
            '12 en U, 20 en rangs',
            '',
            'Jusqu’à 20 personnes, en U ou en rangs',
            '12 en U, tables modulables',
            '1200 personnes',
            '20 places (30 debout)',
            '12 places, 20 Places',
            'une vingtaine',
          ],
          ['Écran', 'Écran', 'Écran', '', '', '', '', long],
        ],
      )
      await c.query(instruction ?? '')
      return (await c.query('select configurations, places_par, equipement, reglement from bien order by id'))
        .rows
    })
    expect(lues.map((r) => [r.configurations, r.places_par, r.equipement, r.reglement])).toEqual([
      [['en U', 'en rangs'], [12, 20], 'Écran', ''],
      [[], [], 'Écran', ''],
      [[], [], 'Écran ; Jusqu’à 20 personnes, en U ou en rangs', ''],
      [[], [], '12 en U, tables modulables', ''],
      [[], [], '1200 personnes', ''],
      [[], [], '20 places (30 debout)', ''],
      [[], [], '12 places, 20 Places', ''],
      [[], [], long, 'une vingtaine'],
    ])
  })
})

describe('deux coopératives d’hier qui partagent un identifiant', () => {
  it('arrêtent la mise à jour d’une phrase qui nomme la table, l’identifiant et les coopératives ; le geste dit fait, elle passe', async () => {
    const b = await nouvelle()
    const migration = await readFile(
      path.join(dossierDb, 'migrations/0199_un-identifiant-ne-se-rejoue-pas.sql'),
      'utf8',
    )
    const index = [...migration.matchAll(/create unique index (\w+)/g)].map((x) => x[1])
    expect(index).toHaveLength(10)
    await b.lire(`drop index ${index.map((i) => `mutualisation.${i}`).join(', ')}`)
    await b.ecrire('migrations/9000_a.sql', migration)
    const [bien, un, autre] = [randomUUID(), randomUUID(), randomUUID()]
    await avecClient(adminDe(g)(b.nom), async (c) => {
      await c.query('set session_replication_role = replica')
      await c.query(
        `insert into organisme.organisme (organisme_id, code, nom, forme, siret) values ($1, 'tisserands', 'Les Tisserands', 'scop', '99973210000014')`,
        [un],
      )
      for (const [organisme, id] of [
        [un, bien],
        [autre, bien],
        [autre, randomUUID()],
      ])
        await c.query(
          `insert into mutualisation.bien (organisme_id, id, pole_id, titre, membre_centimes, autre_centimes, taux_points, tampon_minutes, visa, prete_le)
           values ($1, $2, gen_random_uuid(), 'Salle Duras', 0, 0, 2000, 0, true, now())`,
          [organisme, id],
        )
    })
    const phrase = await refus(b.jouer())
    const tisserands = `Les Tisserands ${un}`
    expect(phrase).toContain(
      `(mutualisation.bien ${bien} : ${(un < autre ? [tisserands, autre] : [autre, tisserands]).join(', ')})`,
    )
    expect(phrase).toContain('docs/exploitation.md')
    const geste = /update mutualisation\.bien[^;]*;/.exec(
      await readFile(path.join(racine, 'docs/exploitation.md'), 'utf8'),
    )?.[0]
    await avecClient(b.config, async (c) => {
      await c.query('set role coforme_maintenance')
      await c.query(geste?.replace('COOPÉRATIVE', autre).replace('IDENTIFIANT', bien) ?? '')
    })
    expect((await b.jouer()).migrations).toEqual(['9000_a.sql'])
  })
})

describe('les vues', () => {
  it('se reposent quand elles changent, même si une autre les lit, et s’en vont avec leur fichier', async () => {
    const b = await nouvelle()
    const vue = (nom: string, corps: string) =>
      b.ecrire(
        `portes/app/${nom}.vue.sql`,
        `create view app.${nom} with (security_invoker = true) as ${corps}`,
      )
    await vue('a', 'select 1 as x, 2 as y')
    await vue('b', 'select x from app.a')
    expect((await b.jouer()).portes).toEqual(expect.arrayContaining(['app.a', 'app.b']))
    expect((await b.jouer()).portes).toEqual([])
    await vue('a', 'select 3 as x')
    expect((await b.jouer()).portes).toEqual(await b.vues())
    expect(await b.lire('select x from app.b')).toEqual([{ x: 3 }])
    await b.oter('portes/app/b.vue.sql')
    await b.jouer()
    expect(await b.lire(`select to_regclass('app.b') as t`)).toEqual([{ t: null }])
  })

  it('une migration change la colonne que lit une vue : la vue s’écarte, puis revient', async () => {
    const b = await nouvelle()
    await b.ecrire('migrations/9000_a.sql', 'create table app.essai (x int);')
    await b.ecrire(
      'portes/app/essai_lu.vue.sql',
      'create view app.essai_lu with (security_invoker = true) as select x from app.essai',
    )
    await b.jouer()
    await b.ecrire('migrations/9001_b.sql', 'alter table app.essai alter column x type text;')
    expect(await b.jouer()).toEqual({ migrations: ['9001_b.sql'], portes: await b.vues() })
    expect(await b.vues()).toContain('app.essai_lu')
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
    const plusieurs = [await nouvelle('vide'), await nouvelle('vide'), await nouvelle('vide')]
    await Promise.all(plusieurs.map((b) => preparer(g, b.nom)))
    for (const b of plusieurs) expect((await b.jouer()).portes).toContain('porte.sceller_objet')
  })

  it('qui ne possède pas la base est renvoyé avec une phrase', async () => {
    if (g.externe) return
    const nom = `migre_${process.pid}_autrui`
    await avecClient(adminDe(g)('postgres'), (c) => c.query(`create database ${nom}`))
    const admin = { ...connexionA(g, 'postgres', nom), user: 'simple_admin' }
    expect(await refus(preparerBase(() => admin, { base: nom }))).toContain(nom)
  })
})
