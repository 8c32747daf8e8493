/**
 * Ce qui reste ouvert à qui tient le rôle web : chaque ligne de l'ADR 0003 qui le dit est jouée ici. Le jour où l'une se ferme, son essai
 * échoue, et l'ADR change avec lui.
 */
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monterIntrus } from './intrus.ts'

const { base, admin, web, complice, a, b, chef, formateur, ouvrir, un } = await monterIntrus()
beforeAll(async () => {
  await admin.query('delete from plateforme.horloge_libre')
})

/** Rend ce que l'attaque obtient, dans une transaction défaite. */
const obtenir = async <T>(avant: () => Promise<unknown>, work: () => Promise<T>): Promise<T> => {
  await web.query('begin')
  try {
    await avant()
    return await work()
  } finally {
    await web.query('rollback')
  }
}
const avecLien = async () => {
  const lien = randomBytes(32)
  await admin.query(
    `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, 'emargement', $2, $3, $4, now() + interval '1 hour')`,
    [lien, a.organisme, a.activite, newId()],
  )
  return () => web.query('select * from porte.ouvrir_lien($1)', [lien])
}

describe('avec un secret valable', () => {
  it('un jeton de formateur lit les fiches de son enseigne et y écrit, quel que soit ce que ses pages permettent', async () => {
    await obtenir(
      () => ouvrir(formateur),
      async () => {
        expect(Number(await un(web, 'select count(*) from tiers.personne'))).toBeGreaterThan(0)
        expect(
          (await web.query(`update tiers.personne set telephone = '0600000000'`)).rowCount,
        ).toBeGreaterThan(0)
        expect(await un(web, `select porte.numeroter('FAC', 2026)`)).toBeGreaterThan(0)
      },
    )
  })
  it('un membre de toute la coopérative en change l’identité et les signataires, quel que soit son rôle', async () => {
    await obtenir(
      () => ouvrir(chef),
      async () => {
        expect((await web.query(`update organisme.organisme set siret = '99999999999999'`)).rowCount).toBe(1)
        expect(
          (
            await web.query(
              `insert into organisme.signataire (id, compte_id, nom, qualite, genre, pieces, debut) values ($1, $2, 'Xavière Roux', 'Gérante', 'fonction', '{*}', current_date)`,
              [newId(), chef.id],
            )
          ).rowCount,
        ).toBe(1)
      },
    )
  })
  it('un lien personnel lit toute son enseigne', async () => {
    await obtenir(await avecLien(), async () => {
      expect(Number(await un(web, 'select count(*) from tiers.personne'))).toBeGreaterThan(1)
    })
  })
  it('une ligne du journal et un nom porté par un mandat disent ce que l’application a donné', async () => {
    await obtenir(
      () => ouvrir(chef),
      async () => {
        expect(
          (
            await web.query(
              `insert into journal.geste (id, activite_id, fait_le, module, geste, phrase) values ($1, $2, '2001-01-01', 'socle', 'semer', 'x')`,
              [newId(), a.activite],
            )
          ).rowCount,
        ).toBe(1)
        const id = newId()
        await web.query(
          `select porte.proposer_pole($1, $2, 'metier', 'Un pôle', 'Dix signes au moins', '', '35', '', 'libre', 'Une autre', now())`,
          [id, `p-${id.slice(-8)}`],
        )
        expect(await un(web, 'select par from porte.propositions_de_poles() where id = $1', [id])).toBe(
          'Une autre',
        )
      },
    )
  })
  it('qui planifie apprend semaine après semaine quand une personne d’ici est prise', async () => {
    await obtenir(
      () => ouvrir(chef),
      async () => {
        for (let i = 0; i < 10; i++)
          await web.query(
            `select * from porte.heures_prises(now() + make_interval(days => $1), now() + make_interval(days => $1 + 7))`,
            [i * 7],
          )
      },
    )
  })
  it('une administratrice apprend qu’une adresse qu’elle invite a déjà un compte : l’identifiant n’est pas le sien', async () => {
    await obtenir(
      () => ouvrir(chef),
      async () => {
        const donne = newId()
        const inviter = (courriel: string) =>
          un(web, `select compte from porte.inviter($1, $2, '', 'X', '{formation}', true, '{}', null)`, [
            donne,
            courriel,
          ])
        expect(await inviter('neuve@exemple.example')).toBe(donne)
        await admin.query(
          `insert into compte.compte (id, courriel, nom) values (gen_random_uuid(), 'ailleurs@exemple.example', 'A') on conflict do nothing`,
        )
        expect(await inviter('ailleurs@exemple.example')).not.toBe(donne)
      },
    )
  })
  it('une administratrice ferme les appareils d’une personne de son équipe, même là où elle agit pour une autre', async () => {
    const [jeton, ailleurs] = [randomBytes(32), randomBytes(32)]
    for (const [j, o] of [
      [jeton, a.organisme],
      [ailleurs, b.organisme],
    ])
      await admin.query(
        `insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le) values ($1, $2, $3, 'ouverte', now() + interval '1 hour')`,
        [j, formateur.id, o],
      )
    await obtenir(
      () => ouvrir(chef),
      async () => {
        expect(await un(web, 'select porte.deconnecter_membre($1)', [formateur.id])).toBe('fait')
        // Ni combien, ni où : la réponse est la même sans aucune session.
        expect(await un(web, 'select porte.deconnecter_membre($1)', [formateur.id])).toBe('fait')
        expect((await web.query('select * from porte.mes_sessions($1)', [ailleurs])).rowCount).toBe(0)
      },
    )
    await admin.query('delete from compte.session where jeton = any ($1)', [[jeton, ailleurs]])
  })
  it('qui entre par la porte, un mot de passe en main, n’annonce pas son appareil', async () => {
    const jeton = randomBytes(32)
    await admin.query(`insert into compte.appareil (compte_id, empreinte) values ($1, $2)`, [
      formateur.id,
      randomBytes(32),
    ])
    const taches = async () =>
      Number(
        await un(
          admin,
          `select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'comptes.avertir-appareil'`,
        ),
      )
    await admin.query(`update compte.compte set derivee = sha256(sha256('sue')) where id = $1`, [
      formateur.id,
    ])
    expect(
      await un(web, `select porte.connecter($1, sha256('sue'), $2, '', false)`, [formateur.courriel, jeton]),
    ).toBe('ouverte')
    expect((await web.query('select * from porte.ouvrir_session($1)', [jeton])).rowCount).toBe(1)
    expect(await taches()).toBe(0)
  })
  it('le travailleur ôte un second facteur, comme la ligne de commande : la personne est déconnectée, et prévenue', async () => {
    await admin.query(
      `update compte.compte set totp = '\\x01', totp_le = now(), totp_preuve = sha256('x') where id = $1`,
      [formateur.id],
    )
    const travailleur = await base.client('coforme_worker')
    await travailleur.query('begin')
    expect(await un(travailleur, 'select porte.oter_second_facteur($1)', [formateur.courriel])).toBe(true)
    await travailleur.query('rollback')
    await admin.query(
      `update compte.compte set totp = null, totp_le = null, totp_preuve = null where id = $1`,
      [formateur.id],
    )
    const corps = await un(
      admin,
      `select pg_get_functiondef('porte.oter_second_facteur(text)'::regprocedure)`,
    )
    expect(corps).toMatch(/revoquee[\s\S]*annoncer-code-ote/)
    expect(
      await un(
        admin,
        `select has_function_privilege('coforme_web', 'porte.oter_second_facteur(text)', 'execute')`,
      ),
    ).toBe(false)
  })
  it('l’empreinte d’un jeton, lue d’une sauvegarde, vaut le jeton', async () => {
    const lien = randomBytes(32)
    await admin.query(
      `insert into compte.lien (jeton, usage, compte_id, expire_le) values ($1, 'reinitialisation', $2, now() + interval '1 hour')`,
      [lien, formateur.id],
    )
    const lu = await un(
      admin,
      `select jeton from compte.lien where compte_id = $1 and usage = 'reinitialisation' limit 1`,
      [formateur.id],
    )
    expect((await web.query('select usage from porte.lire_lien($1)', [lu])).rowCount).toBe(1)
  })
})

describe('sans secret', () => {
  it('l’identifiant suffit à suivre un message, à finir un abonnement et à ne plus être informé', async () => {
    const id = newId()
    await web.query(`select porte.demander_la_lettre($1, $2, $3, '{}', '{}', '{}', now())`, [
      id,
      randomBytes(32),
      Buffer.from('x'),
    ])
    expect(await un(web, 'select porte.finir_la_lettre($1, now())', [id])).toBe(true)
  })
  it('un sel qui change dit qu’un mot de passe vient d’être choisi', async () => {
    const sel = async () =>
      String(await un(web, `select encode(sel, 'hex') from porte.sel($1)`, [chef.courriel]))
    const avant = await sel()
    await admin.query('update compte.compte set sel = $2 where id = $1', [chef.id, randomBytes(16)])
    expect(await sel()).not.toBe(avant)
  })
  it('le numéro de transaction compte les écritures de toute l’instance', async () => {
    const xid = async () => Number(await un(complice, 'select pg_current_xact_id()::text'))
    const debut = await xid()
    await web.query(`select porte.deposer_candidature($1, '\\x00', now())`, [newId()])
    // Le serveur écrit aussi pour lui (nettoyage, statistiques) : le compte avance d’au moins deux.
    expect((await xid()) - debut).toBeGreaterThanOrEqual(2)
  })
  it('qui écoute la file entend qu’une tâche s’y ajoute, sans savoir laquelle', async () => {
    let entendus = 0
    const compter = () => {
      entendus += 1
    }
    complice.on('notification', compter)
    await complice.query('listen "jobs:insert"')
    await web.query(`select porte.deposer_candidature($1, '\\x00', now())`, [newId()])
    await complice.query('select 1')
    await complice.query('unlisten *')
    complice.off('notification', compter)
    expect(entendus).toBeGreaterThan(0)
  })
  it('un verrou consultatif tenu arrête un registre dont on sait l’identifiant, et dit qu’il s’écrit', async () => {
    await web.query('begin')
    await web.query('select pg_advisory_xact_lock(4812, hashtext($1))', [b.organisme])
    expect(await un(complice, 'select pg_try_advisory_xact_lock(4812, hashtext($1))', [b.organisme])).toBe(
      false,
    )
    await web.query('rollback')
  })
  it('« explain » estime le nombre de lignes des tables murées', async () => {
    await admin.query('analyze tiers.personne')
    const plan = JSON.stringify((await web.query('explain (format json) select from tiers.personne')).rows)
    expect(plan).toMatch(/"Plan Rows":\d+/)
  })
  it('le catalogue montre les tables et le texte des portes', async () => {
    expect(
      Number(await un(web, `select count(*) from pg_class where relnamespace = 'compte'::regnamespace`)),
    ).toBeGreaterThan(3)
    expect(
      String(
        await un(
          web,
          `select prosrc from pg_proc where oid = 'porte.connecter(text, bytea, bytea, text, boolean)'::regprocedure`,
        ),
      ),
    ).toContain('derivee')
  })
})
