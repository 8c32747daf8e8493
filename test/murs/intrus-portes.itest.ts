// Long parce que chaque porte s’y appelle d’un même monde : le refaire par fichier coûterait chaque fois sa base.
/** Les portes appelées par un intrus : à une autre heure que la sienne, sans la preuve qu'elles demandent, pour un autre. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { codeSql } from '../base/index.ts'
import { monterIntrus } from './intrus.ts'

const { base, admin, web, a, b, chef, formateur, essayer, ouvrir, un } = await monterIntrus()
/** Les portes du travailleur seul qui rendent ou reçoivent des octets. */
const octetsDuTravailleur = [
  'ce_qui_se_prouve', // une candidature, un message, un abonnement : chiffrés
  'demander_avis', // l’empreinte d’un secret, reçue
  'lettre_a_remettre', // l’adresse d’un abonné, chiffrée
  'prendre_courriel', // un courriel, chiffré
]
/** La base a son heure : c'est ainsi qu'une instance tourne. */
beforeAll(async () => {
  await admin.query('delete from plateforme.horloge_libre')
})

const avec = async <T>(qui: { jeton: Uint8Array }, work: () => Promise<T>): Promise<T> => {
  await web.query('begin')
  try {
    await ouvrir(qui)
    return await work()
  } finally {
    await web.query('rollback')
  }
}

describe('l’heure est celle de la base', () => {
  it('une heure qui peut manquer ne se prend à la base que si elle est dite : sans quoi ce qui n’a pas eu lieu serait daté', async () => {
    const { rows } = await admin.query<{ porte: string; texte: string; table: string; manquent: string[] }>(
      `select p.proname as porte, p.prosrc as texte, t.tgrelid::regclass::text as "table",
          array(select a.attname::text from pg_attribute a where a.attrelid = t.tgrelid and a.attnum > 0 and not a.attisdropped and not a.attnotnull) as manquent
        from pg_trigger t join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal and p.prosrc like '%porte.heure(new.%'`,
    )
    expect(rows.length).toBeGreaterThan(5)
    const nues = rows.flatMap((r) =>
      [...r.texte.matchAll(/^\s*new\.(\w+) := porte\.heure\(new\.\1\);/gm)]
        .filter(([, colonne = '']) => r.manquent.includes(colonne))
        .map(([, colonne]) => `${r.porte} ${r.table}.${colonne}`),
    )
    // Chacune dans le pas qui l’écrit : la réponse, le constat, la confirmation viennent d’avoir lieu.
    expect([...new Set(nues)].toSorted()).toEqual([
      'garder_mission cae.mission.confirmee_le',
      'garder_mission cae.mission.constatee_le',
      'garder_mission cae.mission.repondue_le',
    ])
  })
  const pole = newId()
  const decision = newId()
  const actualite = newId()
  beforeAll(async () => {
    await admin.query(
      `insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le) values ($1, $2, 'essai-heure', 'metier', 'Pôle', 'actif', true, now())`,
      [pole, a.organisme],
    )
    await admin.query(
      `insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values ($1, $2, 'active', now(), current_date)`,
      [pole, a.organisme],
    )
    await admin.query(
      `insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
       select $1, $2, $3, r, 'M', now() from unnest('{titulaire,animation}'::text[]) r`,
      [pole, a.organisme, chef.id],
    )
    await admin.query(
      `insert into pole.decision (pole_id, id, organisme_id, genre, titre, options, etat, ferme_le, ouverte_le, cree_le)
       values ($1, $2, $3, 'proposition', 'D', '{oui,non}', 'ouverte', now() - interval '1 minute', now() - interval '2 days', now() - interval '3 days')`,
      [pole, decision, a.organisme],
    )
    await admin.query('insert into pole.electeur (pole_id, decision_id, organisme_id) values ($1, $2, $3)', [
      pole,
      decision,
      a.organisme,
    ])
    await admin.query(
      `insert into portail.actualite (pole_id, id, organisme_id, titre, cree_le, modifiee_le) values ($1, $2, $3, 'Sous embargo', now(), now())`,
      [pole, actualite, a.organisme],
    )
    await admin.query(
      `insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_alt, source_nom, source_url, version, paraitre_le, changee_le, pli)
       values ($1, $2, 'sous-embargo', 'Sous embargo', '', '', '{secrete}', '', '', '', 1, now() + interval '9 days', now(), 'e')`,
      [actualite, pole],
    )
  })

  it('on ne vote pas après la clôture en disant une heure d’avant', async () => {
    await avec(chef, async () => {
      for (const le of ['-infinity', '2020-01-01', new Date(Date.now() - 3_600_000).toISOString()])
        expect(
          await un(web, `select porte.voter($1, $2, $3, '{1,0}', '', $4)`, [pole, decision, a.organisme, le]),
          le,
        ).toBe('fermee')
    })
    expect((await admin.query('select from pole.voix where decision_id = $1', [decision])).rowCount).toBe(0)
  })

  it('on ne lit pas ce qui n’est pas encore paru en disant une heure d’après', async () => {
    const demain = `'infinity'::timestamptz`
    for (const porte of [
      `porte.actualites(${demain}, null, null, null, null, null, null, 1000)`,
      `porte.actualite('sous-embargo', ${demain})`,
      `porte.chercher_actualites('embargo', ${demain}, 100)`,
      `porte.rayons_des_actualites(${demain})`,
      `porte.images_de_l_actualite('sous-embargo', ${demain})`,
    ]) {
      const { rows } = await web.query(`select to_jsonb(r)::text as l from ${porte} r`)
      expect(rows.map((r) => r.l).join(' '), porte).not.toMatch(/embargo|secrete/i)
    }
  })

  it('aucune porte qui écrit ne garde l’heure que l’on lui dit', async () => {
    const ecrites = async (le: string) => {
      await web.query('begin')
      await ouvrir(chef)
      const p = newId()
      await web.query(
        `select porte.proposer_pole($1, $2, 'metier', 'Un pôle', 'Dix signes au moins', '', '35', '', 'libre', 'C', $3)`,
        [p, `p-${p.slice(-8)}`, le],
      )
      await web.query(`select porte.dire_adhesion($1, 'cherche', 'propose', $2)`, [pole, le])
      await web.query('commit')
      return (
        await admin.query(
          `select p.proposee_le as l from pole.proposition p where p.id = $1 union all
           select s.le from pole.soutien s where s.proposition_id = $1 union all
           select dit_le from pole.adhesion where pole_id = $2 and organisme_id = $3`,
          [p, pole, a.organisme],
        )
      ).rows.map((r) => Math.abs(r.l.getTime() - Date.now()))
    }
    for (const le of ['2001-01-01', '2090-01-01'])
      for (const ecart of await ecrites(le)) expect(ecart, le).toBeLessThan(120_000)
  })

  it('chaque porte qui reçoit une heure la prend à la base : nulle n’emploie celle de l’appelant telle quelle', async () => {
    // Ce qui n'est pas une heure : un filtre sur ce qui est public ou sien, une date choisie, une plage demandée, une échéance bornée.
    const filtres = new Set([
      'attend_devant', // l'heure d'une demande déjà écrite, qui range une file et n'écrit rien
      'attentes_d_objets', // celles de la coopérative, depuis quand
      'combien_devant', // de même
      'agenda_des_poles', // des rencontres publiques, passées comme à venir
      'contrats_de_l_espace', // les siens, depuis quand
      'dossier_vaut', // le début d’une demi-journée déjà écrite ; n’écrit rien
      'enfiler', // pas avant cet instant
      'enfiler_pour_moi',
      'garder_le_lien', // jusqu'à quand : jamais plus de quatre-vingt-dix jours après sa naissance
      'heures_prises', // une plage d'une semaine
      'jusqu_au', // des dates déjà écrites
      'occupe', // une plage
    ])
    const { rows } = await admin.query<{ nom: string; corps: string }>(`
      select p.proname as nom, pg_get_functiondef(p.oid) as corps from pg_proc p
       where p.pronamespace = 'porte'::regnamespace and 'timestamptz'::regtype = any (p.proargtypes)`)
    const croient = rows
      .filter((f) => !filtres.has(f.nom) && f.nom !== 'heure' && !f.corps.includes('porte.heure('))
      .map((f) => f.nom)
    expect(croient).toEqual([])
    expect(rows.length).toBeGreaterThan(40)
  })

  it('l’horloge ne se libère que sous la maintenance, et un jour au plus', async () => {
    for (const geste of [
      'insert into plateforme.horloge_libre default values',
      'select from plateforme.horloge_libre',
      'select porte.heure(now())',
    ])
      expect(await essayer(geste)).toBe('42501')
    await admin.query(`insert into plateforme.horloge_libre (depuis) values (now() - interval '25 hours')`)
    expect((await web.query(`select from porte.actualite('sous-embargo', 'infinity')`)).rowCount).toBe(0)
    await admin.query('update plateforme.horloge_libre set depuis = now()')
    expect((await web.query(`select from porte.actualite('sous-embargo', 'infinity')`)).rowCount).toBe(1)
    await admin.query('delete from plateforme.horloge_libre')
  })

  it('le planning ne se demande que pour une semaine, et par une personne', async () => {
    await avec(chef, async () => {
      const heures = (jours: number) =>
        web.query(`select from porte.heures_prises(now(), now() + make_interval(days => $1))`, [jours])
      await admin.query(
        `insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
         select organisme_id, id, 'salle', gen_random_uuid(), gen_random_uuid(), tstzrange(now() + interval '1 day', now() + interval '1 day 1 hour')
           from sessions.seance where organisme_id = $1 limit 1`,
        [a.organisme],
      )
      expect((await heures(7)).rowCount).toBeGreaterThan(0)
      expect((await heures(9)).rowCount).toBe(0)
      expect((await heures(43)).rowCount).toBe(0)
    })
  })
})

describe('une porte exige sa preuve', () => {
  const derivee = () => [randomBytes(16), 'argon2id m=19456 t=2 p=1', randomBytes(32)]
  const candidater = async (courriel: string, preuve = randomBytes(32)) => {
    const id = newId()
    await web.query('select porte.deposer_candidature($1, $2, now())', [id, Buffer.from('x')])
    return {
      id,
      entrer: () =>
        un(
          web,
          `select porte.accueillir_candidature($1, $2, $3, $4, $5, 'Intruse', 'scop', 'SARL', false, $6, $7, $8, 'I', 'N', $9, $10, $11,
             null, '', '75011', '', '', '', '', now())`,
          [
            id,
            preuve,
            newId(),
            newId(),
            `c-${id.slice(-8)}`,
            `9${Math.random().toString().slice(2, 15).padEnd(13, '0')}`,
            newId(),
            courriel,
            ...derivee(),
          ],
        ),
    }
  }

  it('une candidature n’ouvre pas le compte d’une personne invitée, et ne dit pas qui en a un', async () => {
    await admin.query(
      `insert into compte.compte (id, courriel, nom) values ($1, 'invitee@exemple.example', 'Invitée')`,
      [newId()],
    )
    const reponses = new Set<unknown>()
    for (const courriel of ['invitee@exemple.example', chef.courriel, 'personne@exemple.example'])
      reponses.add(await (await candidater(courriel)).entrer())
    expect([...reponses]).toEqual(['perimee'])
    expect(
      await un(admin, `select derivee from compte.compte where courriel = 'invitee@exemple.example'`),
    ).toBeNull()
    expect(
      (await admin.query(`select from compte.compte where courriel = 'personne@exemple.example'`)).rowCount,
    ).toBe(0)
  })

  it('prouvée pour son adresse, elle n’en ouvre pas une autre ; pour la sienne, si', async () => {
    const preuve = randomBytes(32)
    const c = await candidater('invitee@exemple.example', preuve)
    const poser = (qui: typeof web) =>
      codeSql(() =>
        qui.query(`select porte.poser_preuve('candidature', $1, sha256($2), 'sienne@exemple.example')`, [
          c.id,
          preuve,
        ]),
      )
    expect(await poser(web)).toBe('42501')
    expect(await poser(await base.client('coforme_worker'))).toBeUndefined()
    expect(await c.entrer()).toBe('perimee')
    expect((await web.query('select * from porte.lire_candidature($1, $2)', [c.id, preuve])).rowCount).toBe(1)
    expect(
      (await web.query('select * from porte.lire_candidature($1, $2)', [c.id, randomBytes(32)])).rowCount,
    ).toBe(0)
    const sienne = await candidater('sienne@exemple.example', preuve)
    const ouvrier = await base.client('coforme_worker')
    await ouvrier.query(
      `select porte.poser_preuve('candidature', $1, sha256($2), 'Sienne@exemple.example')`,
      [sienne.id, preuve],
    )
    expect(await sienne.entrer()).toBe('faite')
    expect(await sienne.entrer()).toBe('perimee')
  })

  it('ni un message à un délégué, ni un abonnement ne se prouvent de l’identifiant que l’on a choisi', async () => {
    await admin.query(
      `insert into portail.delegue (id, nom, courriel, depuis_le) values ($1, 'Nour', 'nour@union.example', now())`,
      [newId()],
    )
    const id = newId()
    await web.query(`select porte.deposer_demande($1, '35', 'question', null, $2, now())`, [
      id,
      Buffer.from('x'),
    ])
    for (const preuve of [Buffer.from(''), randomBytes(32), null])
      expect(
        (await web.query('select * from porte.prouver_demande($1, $2, now())', [id, preuve])).rowCount,
      ).toBe(0)
    await web.query(`select porte.demander_la_lettre($1, $2, $3, '{}', '{}', '{}', now())`, [
      id,
      randomBytes(32),
      Buffer.from('x'),
    ])
    expect(await un(web, 'select porte.confirmer_la_lettre($1, $2, now())', [id, randomBytes(32)])).toBeNull()
    expect(await un(admin, 'select etat from portail.abonnement where id = $1', [id])).toBe('a-confirmer')
  })

  it('l’avis d’un délégué ne se donne pas à sa place, et son adresse ne se lit pas', async () => {
    const id = await un(
      admin,
      `select id from pole.proposition where etat = 'ouverte' and avis is null limit 1`,
    )
    for (const [porte, valeurs] of [
      ['porte.avis_a_demander($1)', [id]],
      ['porte.demander_avis($1, $2)', [id, randomBytes(32)]],
    ] as const)
      expect(await essayer(`select * from ${porte}`, [...valeurs])).toBe('42501')
    for (const preuve of [randomBytes(32), Buffer.from(''), null]) {
      expect(await un(web, 'select porte.avis_attendu($1, $2)', [id, preuve])).not.toBe(true)
      expect(await un(web, `select porte.donner_avis($1, $2, 'reserve', 'faux', now())`, [id, preuve])).toBe(
        false,
      )
    }
    expect(await un(admin, 'select avis from pole.proposition where id = $1', [id])).toBeNull()
  })

  it('un lien personnel ne fait pas quitter un pôle à la coopérative, ni n’enfile pour elle', async () => {
    const lien = randomBytes(32)
    await admin.query(
      `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, 'emargement', $2, $3, $4, now() + interval '1 hour')`,
      [lien, a.organisme, a.activite, newId()],
    )
    const pole = await un(admin, `select pole_id from pole.adhesion where organisme_id = $1 limit 1`, [
      a.organisme,
    ])
    await web.query('begin')
    await web.query('select * from porte.ouvrir_lien($1)', [lien])
    expect(await un(web, `select porte.quitter_pole($1, 'parti', now())`, [pole])).toBe(false)
    expect(await un(web, `select porte.accueillir($1, $2, now())`, [pole, a.organisme])).toBe(false)
    await web.query('rollback')
    for (const nom of ['facturation.envoyer-facture', 'pole.inviter', 'donnees.preparer-archive'])
      expect(
        await essayer('select app.enqueue($1, $2)', [nom, { organisme: a.organisme }], () =>
          web.query('select * from porte.ouvrir_lien($1)', [lien]),
        ),
        nom,
      ).toBe('42501')
  })
})

describe('la file', () => {
  it('le rôle web n’enfile que ce que les pages enfilent', async () => {
    for (const nom of [
      'portail.envoyer-lettre',
      'portail.envoyer-preuve',
      'donnees.purger',
      'etapes.tournee-organisme',
      'sessions.reposer-cles',
      'espaces.chercher',
      'inconnue.tache',
    ])
      expect(
        await essayer('select app.enqueue($1, $2)', [nom, { organisme: a.organisme }], () => ouvrir(chef)),
        nom,
      ).toBe('42501')
  })

  it('elle ne rend pas de numéro : l’écart entre deux tâches ne compte pas celles des autres', async () => {
    await avec(formateur, async () => {
      const { rows } = await web.query('select app.enqueue($1, $2) as n', [
        'emargement.envoyer-lien',
        { organisme: a.organisme },
      ])
      expect(rows).toEqual([{ n: '' }])
    })
    const { rows } = await admin.query(
      `select p.oid::regprocedure::text as f from pg_proc p where p.pronamespace = any ('{porte,app}'::regnamespace[])
         and p.prorettype = 'bigint'::regtype and p.proname ~ 'enfiler|enqueue' and has_function_privilege('coforme_web', p.oid, 'execute')`,
    )
    expect(rows).toEqual([])
  })
})

describe('les pôles', () => {
  it('la liste de leurs coopératives ne se lit qu’au travailleur', async () => {
    expect(await essayer('select * from porte.cooperatives_des_poles()')).toBe('42501')
    expect(
      await codeSql(() =>
        base.enTantQue(a.organisme, { personne: chef.id as PersonneId }, (tx) =>
          sql`select * from porte.cooperatives_des_poles()`.execute(tx),
        ),
      ),
    ).toBe('42501')
    const ouvrier = await base.client('coforme_worker')
    expect((await ouvrier.query('select * from porte.cooperatives_des_poles()')).rowCount).toBeGreaterThan(0)
  })
})

describe('le travailleur', () => {
  it('n’a les octets d’aucun fichier sans tâche, et d’une tâche ceux de sa coopérative seule', async () => {
    const [sien, autre] = [randomBytes(32), randomBytes(32)]
    for (const [o, e] of [
      [a.organisme, sien],
      [b.organisme, autre],
    ] as const)
      await admin.query(
        `insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets) values ($1, $2, 'text/plain', 3, 'abc')`,
        [o, e],
      )
    const ouvrier = await base.client('coforme_worker')
    expect((await ouvrier.query(`select from porte.fichiers_a_ranger('')`)).rowCount).toBe(0)
    expect(await un(ouvrier, 'select porte.fichier_range($1)', [autre.toString('hex')])).toBeNull()
    const attendent = (await ouvrier.query('select * from porte.organismes_a_ranger()')).rows
    expect(attendent.every((r) => Object.keys(r).join() === 'organisme_id')).toBe(true)
    const lus = (role: 'coforme_web' | 'coforme_worker') =>
      base.enTantQue(a.organisme, { role }, async (tx) => {
        const { rows } = await sql<{
          o: string
        }>`select organisme_id as o from porte.fichiers_a_ranger('')`.execute(tx)
        const { rows: range } = await sql<{
          sort: string | null
        }>`select porte.fichier_range(${autre.toString('hex')}) as sort`.execute(tx)
        return [new Set(rows.map((r) => r.o)), range[0]?.sort]
      })
    expect(await lus('coforme_worker')).toEqual([new Set([a.organisme]), 'absent'])
    // Une page n’en lit rien, même de chez elle.
    expect(await lus('coforme_web')).toEqual([new Set(), null])
    expect(
      (
        await admin.query('select octets is null as parti from plateforme.fichier where empreinte = $1', [
          autre,
        ])
      ).rows,
    ).toEqual([{ parti: false }])
  })

  it('ce que lui seul appelle ne rend d’octets que d’un courriel à porter, ou d’une preuve à envoyer', async () => {
    const { rows } = await admin.query<{ nom: string }>(
      `select p.proname as nom from pg_proc p
        where p.pronamespace = 'porte'::regnamespace and has_function_privilege('coforme_worker', p.oid, 'execute')
          and not has_function_privilege('coforme_web', p.oid, 'execute') and p.proname <> 'ouvrir_essai'
          and (p.prorettype = 'bytea'::regtype or 'bytea'::regtype = any (p.proallargtypes)) order by 1`,
    )
    expect(rows.map((r) => r.nom)).toEqual(octetsDuTravailleur)
  })
})

describe('un texte chiffré ne se récrit que pour effacer', () => {
  const refermer =
    (effacement: string, apres: Buffer) =>
    async (tx: Parameters<Parameters<typeof base.enTantQue>[2]>[0]) => {
      const { rows } = await sql<{ id: string; recit: Buffer }>`select id, recit from qualite.affaire
      where organisme_id = (select app.organisme()) limit 1`.execute(tx)
      const [x] = rows
      if (!x) throw new Error('aucune affaire')
      const { rows: fait } = await sql<{
        r: boolean
      }>`select porte.refermer_texte(${effacement}::uuid, 'qualite.affaire', ${x.id}::uuid,
      ${x.recit}::bytea, ${apres}::bytea) as r`.execute(tx)
      return fait[0]?.r
    }
  it('sans l’effacement qui l’explique, la transaction entière revient ; d’un ancien, rien ne change', async () => {
    await admin.query(`update compte.adhesion set roles = '{dpo}' where compte_id = $1`, [chef.id])
    const qui = { personne: chef.id as PersonneId }
    expect(await codeSql(() => base.enTantQue(a.organisme, qui, refermer(newId(), randomBytes(64))))).toBe(
      '23503',
    )
    const ancien = String(
      await un(admin, 'select id from donnees.effacement where organisme_id = $1 limit 1', [a.organisme]),
    )
    expect(await base.enTantQue(a.organisme, qui, refermer(ancien, randomBytes(64)))).toBe(false)
    // Ce qui reste ouvert : sous un effacement à son nom. Il le signe, et l’empreinte d’avant se garde.
    const neuf = newId()
    const fait = await base.enTantQue(a.organisme, qui, async (tx) => {
      const rendu = await refermer(neuf, Buffer.alloc(64, 7))(tx)
      await sql`insert into donnees.effacement (id, activite_id, personne_id, fondement, complet, prochaine, rapport, motif, fait_le)
        select ${neuf}, activite_id, personne_id, fondement, complet, prochaine, '{}', 'Prétexte', now() from donnees.effacement
         where organisme_id = (select app.organisme()) limit 1`.execute(tx)
      return rendu
    })
    expect(fait).toBe(true)
    expect(
      (
        await admin.query(
          'select lieu, par, octet_length(precedente) as n from donnees.refermeture where effacement_id = $1',
          [neuf],
        )
      ).rows,
    ).toEqual([{ lieu: 'qualite.affaire.recit', par: chef.id, n: 32 }])
    await admin.query(`update compte.adhesion set roles = '{administration}' where compte_id = $1`, [chef.id])
    expect(await codeSql(() => base.enTantQue(a.organisme, qui, refermer(newId(), randomBytes(64))))).toBe(
      '42501',
    )
  })
})
