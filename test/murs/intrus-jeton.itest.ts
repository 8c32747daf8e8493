/** Qui a pris le rôle `coforme_web`, avec le SQL de son choix, et un secret valable : un jeton de session, ou un lien. */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { codeSql } from '../base/index.ts'
import { monterIntrus } from './intrus.ts'

const {
  base,
  admin,
  web,
  complice,
  a,
  b,
  autreEnseigne,
  membre,
  chef,
  formateur,
  agente,
  essayer,
  ouvrir,
  un,
  tables,
} = await monterIntrus()

describe('les liens de réinitialisation', () => {
  it('ne noient pas une boîte, quel que soit le nombre de demandes, et le dernier reçu reste bon', async () => {
    const m = await membre('noyee@exemple.example')
    const worker = await base.client('coforme_worker')
    const liens = Array.from({ length: 7 }, () => randomBytes(32))
    const nes = []
    for (const l of liens)
      nes.push(
        await un(worker, `select porte.creer_lien($1, 'reinitialisation', $2, null, null, null, '1 hour')`, [
          l,
          m.id,
        ]),
      )
    expect(nes).toEqual([true, true, true, true, true, false, false])
    expect((await web.query('select from porte.lire_lien($1)', [liens[4]])).rowCount).toBe(1)
  })
})

describe.each(['cle', 'reserve'] as const)('le sceau (%s), contre qui a un jeton valable', (sceau) => {
  beforeAll(async () => {
    await (await base.client('coforme_porte')).query(`call porte.poser_le_sceau(${sceau === 'reserve'})`)
  })
  it('une visite d’assistance ne redevient pas une écriture par un point de reprise, ni dans le même message', async () => {
    const visiter = `select porte.ouvrir_assistance($1, $2, 'Aider à la facture du mois', 30) as r`
    // Sans l’accord de la coopérative, aucune.
    await admin.query('delete from support.accord')
    expect((await web.query(visiter, [agente.jeton, b.code])).rows).toEqual([{ r: 'sans-accord' }])
    const accord = `insert into support.accord (organisme_id, expire_le, donne_par) values ($1, now() + interval '1 day', $2)`
    await admin.query(accord, [b.organisme, agente.id])
    await web.query(visiter, [agente.jeton, b.code])
    await web.query(`select porte.tracer($1, '/')`, [agente.jeton])
    await web.query('begin; savepoint s')
    await ouvrir(agente)
    const r = (
      await web.query(
        `select n, current_setting('app.' || n) as v from unnest('{organisme_id,personne_id,activites,sceau}'::text[]) n`,
      )
    ).rows
    const reposer = r.map((x) => `set_config('app.${x.n}', '${x.v}', true)`).join(', ')
    await web.query('rollback to s')
    await web.query(`select ${reposer}`)
    expect(await un(web, 'select app.organisme()')).toBeNull()
    await web.query('rollback')
    // Deux transactions d'un même message partent au même instant.
    const jeton = `'\\x${Buffer.from(agente.jeton).toString('hex')}'::bytea`
    const garder = r.map((x) => `set_config('vol.${x.n}', current_setting('app.${x.n}'), false)`).join(', ')
    const rejouer = r.map((x) => `set_config('app.${x.n}', current_setting('vol.${x.n}'), true)`).join(', ')
    const rendus = (await web.query(
      `begin; select * from porte.ouvrir_session(${jeton}); select ${garder}; commit; begin; select ${rejouer}; select app.organisme() as o; rollback`,
    )) as unknown as pg.QueryResult[]
    expect(rendus.find((x) => x.fields[0]?.name === 'o')?.rows).toEqual([{ o: null }])
    await web.query('select porte.fermer_assistance($1)', [agente.jeton])
  })

  it('un bloc qui valide au milieu ne garde pas son sceau', async () => {
    await web.query(`select set_config('vol.jeton', $1, false)`, [
      Buffer.from(formateur.jeton).toString('hex'),
    ])
    await web.query(`do $$ begin
      perform porte.ouvrir_session(decode(current_setting('vol.jeton'), 'hex'));
      perform set_config('vol.' || n, current_setting('app.' || n), false) from unnest('{organisme_id,personne_id,activites,sceau}'::text[]) n;
      commit;
      perform set_config('app.' || n, current_setting('vol.' || n), false) from unnest('{organisme_id,personne_id,activites,sceau}'::text[]) n;
    end $$`)
    expect(await un(web, 'select app.organisme()')).toBeNull()
  })

  it('une transaction laissée ouverte ne garde pas son sceau sans fin ; une tâche de fond, si', async () => {
    const porte = await base.client('coforme_porte')
    const vie = (duree: string) =>
      porte.query(
        `create or replace function porte.vie_du_sceau() returns interval language sql stable return interval '${duree}';
         call porte.poser_le_sceau(${sceau === 'reserve'})`,
      )
    const tache = { genre: 'tache', organisme: a.organisme } as const
    await vie('-1 second')
    try {
      await web.query('begin')
      expect((await ouvrir(formateur)).rowCount).toBe(1)
      expect(await un(web, 'select app.organisme()')).toBeNull()
      expect(
        await base.worker.withTenant(tache, (tx) =>
          sql`select app.organisme() as o`.execute(tx).then((r) => r.rows),
        ),
      ).toEqual([{ o: a.organisme }])
    } finally {
      await vie('1 hour')
    }
    await web.query('rollback; begin')
    await ouvrir(formateur)
    expect(await un(web, 'select app.organisme()')).toBe(a.organisme)
  })

  it('un membre retiré aujourd’hui ne rentre pas en changeant de fuseau', async () => {
    const parti = await membre(`parti-${sceau}@exemple.example`, { formateur: true })
    await admin.query('update compte.adhesion set au = current_date - 1 where compte_id = $1', [parti.id])
    for (const fuseau of ['Etc/GMT+12', 'Pacific/Kiritimati', 'ABC+160', 'ABC-160']) {
      await web.query('begin')
      await web.query(`select set_config('TimeZone', $1, true)`, [fuseau])
      expect((await ouvrir(parti)).rowCount, fuseau).toBe(0)
      await web.query('rollback')
    }
  })

  it('une transaction ouverte avant n’emploie ni une session échue, ni une session révoquée, ni un lien échu', async () => {
    const m = await membre(`lent-${sceau}@exemple.example`)
    const lien = randomBytes(32)
    await admin.query(
      `insert into compte.lien (jeton, usage, compte_id, expire_le) values ($1, 'reinitialisation', $2, now() + interval '1 hour')`,
      [lien, m.id],
    )
    await web.query('begin')
    await web.query('select 1')
    await complice.query('begin isolation level repeatable read')
    await complice.query('select 1')
    await admin.query(`update compte.session set expire_le = clock_timestamp() where compte_id = $1`, [m.id])
    await admin.query(`update compte.lien set expire_le = clock_timestamp() where jeton = $1`, [lien])
    expect((await ouvrir(m)).rowCount).toBe(0)
    expect((await web.query('select * from porte.lire_lien($1)', [lien])).rowCount).toBe(0)
    expect(await un(web, `select porte.reinitialiser($1, '\\x00', 'x', '\\x00')`, [lien])).toBe(false)
    await admin.query(`update compte.session set etat = 'revoquee' where compte_id = $1`, [m.id])
    expect(await codeSql(() => ouvrir(m, complice))).toBe('25001')
    await complice.query('rollback')
  })
})

describe('avec le jeton d’un formateur d’une seule enseigne', () => {
  const seuls = (texte: string, valeurs: unknown[] = []) => essayer(texte, valeurs, () => ouvrir(formateur))
  const rend = async (texte: string, valeurs: unknown[] = []) => {
    await web.query('begin')
    await ouvrir(formateur)
    try {
      return await un(web, texte, valeurs)
    } finally {
      await web.query('rollback')
    }
  }

  it('ne lit d’aucune table une ligne d’un autre organisme, ni d’une autre enseigne', async () => {
    await web.query('begin')
    await ouvrir(formateur)
    for (const { nom, famille } of tables.filter((t) => ['own', 'publie'].includes(t.famille))) {
      const colonne = famille === 'own' || famille === 'publie' ? 'organisme_id' : ''
      await web.query('savepoint s')
      const { rows } = await web.query(`select to_jsonb(t) as l from ${nom} t`).catch(() => ({ rows: [] }))
      await web.query('rollback to s')
      for (const { l } of rows) {
        expect(l[colonne], nom).toBe(a.organisme)
        if ('activite_id' in l) expect(l.activite_id, nom).toBe(a.activite)
      }
    }
    await web.query('rollback')
  })

  it('n’invite, ne change, ne retire personne, et ne se donne ni rôle ni portée', async () => {
    expect(
      await rend(
        `select resultat from porte.inviter($1, 'x@y.example', '', 'X', '{administration}', true, '{}', null)`,
        [newId()],
      ),
    ).toBe('interdit')
    for (const qui of [chef.id, formateur.id, newId()]) {
      expect(
        await rend(`select porte.changer_adhesion($1, '{administration}', true, '{}', null)`, [qui]),
      ).toBe('interdit')
      expect(await rend('select porte.retirer_adhesion($1)', [qui])).toBe('interdit')
    }
    expect(await rend('select porte.choisir_organisme($1, $2, null)', [formateur.jeton, b.organisme])).toBe(
      false,
    )
    expect(
      await rend('select porte.choisir_organisme($1, $2, $3)', [formateur.jeton, a.organisme, autreEnseigne]),
    ).toBe(false)
    expect(
      await rend(`select porte.ouvrir_assistance($1, $2, 'un motif assez long', 30)`, [
        formateur.jeton,
        b.code,
      ]),
    ).toBe('interdit')
    expect(
      await rend(
        `select porte.creer_organisme($1, $2, $3, 'code', 'Nom', 'scop', null, false, '12345678901234', $4, 'x@y', '', 'X')`,
        [formateur.jeton, newId(), newId(), newId()],
      ),
    ).toBeNull()
    expect(
      await rend('select porte.revoquer_session($1, $1, id) from porte.mes_sessions($1)', [formateur.jeton]),
    ).toBeNull()
  })

  it('ne touche ni à l’identité de la coopérative, ni à ses enseignes, ni à ses signataires', async () => {
    await web.query('begin')
    await ouvrir(formateur)
    expect((await web.query(`update organisme.organisme set siret = '99999999999999'`)).rowCount).toBe(0)
    expect((await web.query(`update organisme.activite set nom = 'Prise'`)).rowCount).toBe(0)
    expect((await web.query(`update organisme.etablissement set nom = 'Pris'`)).rowCount).toBe(0)
    await web.query('rollback')
    expect(
      await seuls(
        `insert into organisme.signataire (id, compte_id, nom, qualite, genre, pieces, debut) values ($1, $2, 'Intrus', 'Gérant', 'fonction', '{*}', current_date)`,
        [newId(), formateur.id],
      ),
    ).toBe('42501')
    expect(
      await seuls(`insert into organisme.activite (id, nom, ouverte_le) values ($1, 'Neuve', current_date)`, [
        newId(),
      ]),
    ).toBe('42501')
  })

  it('ne lit pas les fichiers émis par une autre enseigne', async () => {
    const octets = Buffer.from('le certificat d’une autre enseigne')
    await admin.query(
      `insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets) values ($1, $2, 'application/pdf', $3, $4)`,
      [a.organisme, createHash('sha256').update(octets).digest(), octets.length, octets],
    )
    expect(await rend('select count(*) from plateforme.fichier where taille = $1', [octets.length])).toBe('0')
    expect(await rend('select count(*) from plateforme.fichier where depose_par = $1', [chef.id])).toBe('0')
  })

  it('n’enfile pas les tâches que seules les portes font naître, ni pour un voisin, ni sans mesure', async () => {
    const tache = (nom: string, plus: object = {}) =>
      seuls('select app.enqueue($1, $2)', [nom, { organisme: a.organisme, ...plus }])
    for (const nom of [
      'comptes.envoyer-reinitialisation',
      'comptes.envoyer-invitation',
      'plateforme.envoyer-courriel',
      'plateforme.purger',
    ])
      expect(await tache(nom, { compte: chef.id, demande: newId() }), nom).toBe('42501')
    expect(await tache('emargement.envoyer-lien', { organisme: b.organisme })).toBe('42501')
    expect(await tache('emargement.envoyer-lien', { gros: 'x'.repeat(100_000) })).toBe('22001')
    expect(await tache('emargement.envoyer-lien')).toBe('passe')
  })

  it('n’écrit rien qui renvoie à un autre organisme ou à une autre enseigne', async () => {
    const personne = `insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le) values ($1, $2, $3, 'X', 'X', 'x', now())`
    expect(await seuls(personne, [b.organisme, newId(), b.activite])).toBe('42501')
    expect(await seuls(personne, [a.organisme, newId(), b.activite])).toBe('42501')
    expect(await seuls(personne, [a.organisme, newId(), autreEnseigne])).toBe('42501')
    expect(await seuls(`${personne} on conflict do nothing`, [b.organisme, newId(), b.activite])).toBe(
      '42501',
    )
    // L'auteur d'une preuve est qui l'écrit : le même ajout en son nom n'échoue que sur ce qu'il désigne (23503).
    const absence = `insert into emargement.absence (activite_id, inscription_id, seance_id, maillon_id, notee_le, notee_par)
      values ($1, $2, $2, $2, now(), $3)`
    expect(await seuls(absence, [a.activite, newId(), chef.id])).toBe('42501')
    expect(await seuls(absence, [a.activite, newId(), formateur.id])).toBe('23503')
    const cloture = `insert into emargement.cloture (activite_id, seance_id, maillon_id, close_le, close_par) values ($1, $2, $2, now(), $3)`
    expect(await seuls(cloture, [a.activite, newId(), chef.id])).toBe('42501')
    expect(await seuls(cloture, [a.activite, newId(), formateur.id])).toBe('23503')
    const signature = `insert into emargement.signature (activite_id, inscription_id, seance_id, maillon_id, signee_le, regularisation, regularisee_par)
      values ($1, $2, $2, $2, now(), true, $3)`
    expect(await seuls(signature, [a.activite, newId(), chef.id])).toBe('42501')
    expect(await seuls(signature, [a.activite, newId(), formateur.id])).toBe('23503')
    expect(
      await seuls('select porte.inscrire_au_registre($1, $2, sha256($3), $4)', [
        newId(),
        autreEnseigne,
        Buffer.from('x'),
        '{}',
      ]),
    ).toBe('42501')
    expect(
      await seuls('select porte.inscrire_au_registre($1, null, sha256($2), $3)', [
        newId(),
        Buffer.from('x'),
        '{}',
      ]),
    ).toBe('23502')
    expect(
      await seuls(
        `insert into journal.geste (id, activite_id, fait_le, par, module, geste, phrase) values ($1, $2, now(), $3, 'socle', 'semer', 'x')`,
        [newId(), a.activite, chef.id],
      ),
    ).toBe('42501')
  })

  it('ne change pas le mot de passe sans l’ancien, et ne vide ni la dérivée ni les codes de secours par des valeurs nulles', async () => {
    expect(
      await rend(`select porte.changer_mot_de_passe($1, sha256('x'), '\\x00', 'x', sha256('y'))`, [
        formateur.jeton,
      ]),
    ).toBe(false)
    expect(
      await rend(`select porte.changer_mot_de_passe($1, null, null, null, null)`, [formateur.jeton]),
    ).toBe(false)
    expect(await rend(`select porte.retirer_second_facteur($1, null)`, [formateur.jeton])).toBe(false)
    const lien = randomBytes(32)
    await admin.query(
      `insert into compte.lien (jeton, usage, compte_id, expire_le) values ($1, 'reinitialisation', $2, now() + interval '1 hour')`,
      [lien, formateur.id],
    )
    expect(await essayer('select porte.reinitialiser($1, null, null, null)', [lien])).toBe('22023')
    await admin.query(`update compte.compte set totp = '\\x00' where id = $1`, [formateur.id])
    const activer = (derivee: string, codes: string) =>
      essayer(
        `select 1 / porte.activer_second_facteur($1, ${derivee}, floor(extract(epoch from now()) / 30)::bigint, '\\x01', ${codes})::integer`,
        [formateur.jeton],
      )
    // Une division par zéro : la porte a répondu non, sans la preuve du mot de passe.
    expect(await activer('null', 'null')).toBe('22012')
    expect(await activer(`sha256('x')`, 'null')).toBe('22012')
    await admin.query(`update compte.compte set derivee = sha256(sha256('sue')) where id = $1`, [
      formateur.id,
    ])
    expect(await activer(`sha256('sue')`, 'null')).toBe('22023')
  })

  it('inactif, son jeton ne dit plus rien de la personne', async () => {
    const m = await membre('inactive@exemple.example', { formateur: true })
    await admin.query(`update compte.session set vue_le = now() - interval '3 hours' where compte_id = $1`, [
      m.id,
    ])
    for (const porte of ['visiteur', 'second_facteur', 'mes_organismes', 'mes_sessions', 'ouvrir_session'])
      expect((await web.query(`select * from porte.${porte}($1)`, [m.jeton])).rowCount, porte).toBe(0)
  })

  it('ne fixe pas une session : un témoin déjà pris, ou mal formé, est refusé', async () => {
    expect(
      await essayer(`select porte.connecter('chef@exemple.example', '\\x00', $1, '', false)`, [
        formateur.jeton,
      ]),
    ).toBe('passe')
    expect(await un(admin, 'select compte_id from compte.session where jeton = $1', [formateur.jeton])).toBe(
      formateur.id,
    )
    expect(await rend('select etat from porte.visiteur($1)', [randomBytes(32)])).toBeUndefined()
  })
})

describe('avec le lien d’émargement d’un stagiaire', () => {
  it('n’ouvre ni l’équipe, ni la coopérative, ni les fichiers, ni une autre enseigne, et ne fait naître aucun lien', async () => {
    const lien = randomBytes(32)
    await admin.query(
      `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, 'emargement', $2, $3, $4, now() + interval '1 hour')`,
      [lien, a.organisme, a.activite, newId()],
    )
    const parLien = (texte: string, valeurs: unknown[] = []) =>
      essayer(texte, valeurs, () => web.query('select * from porte.ouvrir_lien($1)', [lien]))
    await web.query('begin')
    await web.query('select * from porte.ouvrir_lien($1)', [lien])
    expect(await un(web, 'select app.portee()')).toBe(`{${a.activite}}`)
    for (const rien of ['porte.adhesions()', 'porte.assistances()'])
      expect((await web.query(`select * from ${rien}`)).rowCount, rien).toBe(0)
    expect(
      await un(
        web,
        `select count(*) from plateforme.fichier f where not exists (select from documents.piece p
        where p.fichier = encode(f.empreinte, 'hex') and p.activite_id = $1)`,
        [a.activite],
      ),
    ).toBe('0')
    expect(await un(web, 'select porte.retirer_liens($1)', [newId()])).toBe(0)
    expect((await web.query(`update organisme.organisme set nom = 'Pris'`)).rowCount).toBe(0)
    await web.query('rollback')
    expect(await parLien(`select porte.garder_brouillon('a', '{}')`)).toBe('42501')
    expect(
      await parLien(
        `insert into organisme.signataire (id, compte_id, nom, qualite, genre, pieces, debut)
        values ($1, $1, 'Intrus', 'Gérant', 'fonction', '{*}', current_date)`,
        [newId()],
      ),
    ).toBe('42501')
    expect(
      await parLien(`select porte.creer_lien(sha256('x'), 'emargement', null, $1, $2, $3, '1 hour')`, [
        a.organisme,
        a.activite,
        newId(),
      ]),
    ).toBe('42501')
  })
})
