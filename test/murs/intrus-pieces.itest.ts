/**
 * Qui a pris le rôle `coforme_web`, avec le SQL de son choix : contre les signatures, les visas, les dossiers, les
 * tablettes et les fiches publiques. Avec le lien d'un stagiaire, d'un client, une tablette, ou le jeton d'un membre.
 */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { codeSql } from '../base/index.ts'
import { monterIntrus } from './intrus.ts'

const { base, admin, web, a, autreEnseigne, membre, chef, formateur, essayer, ouvrir, un } =
  await monterIntrus()

type Ligne = Record<string, string>
const uneLigne = async (table: string, activite = a.activite): Promise<Ligne> => {
  const { rows } = await admin.query<{ l: Ligne }>(
    `select to_jsonb(t) as l from ${table} t where organisme_id = $1 and activite_id = $2 limit 1`,
    [a.organisme, activite],
  )
  if (!rows[0]) throw new Error(`aucune ligne : ${table}`)
  return rows[0].l
}
const invitation = await uneLigne('emargement.invitation')
const demande = await uneLigne('documents.demande')
const session = await uneLigne('sessions.session')
const seance = await uneLigne('sessions.seance')
const dossier = await uneLigne('inscriptions.dossier')
const personneTiers = await uneLigne('tiers.personne')
const version = await uneLigne('catalogue.version')
const piece = (
  await admin.query<Ligne>(
    `insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle,
      pli, objet_genre, objet_id, emise_le, emise_par)
    values ($1, $2, $3, 'convention', 'CV-2026-0900', 'convention.v1', '{}', sha256('convention'), $4, 1, 'Convention', 'x', 'dossier',
      $5, now(), $6) returning id, encode(empreinte, 'hex') as empreinte`,
    [a.organisme, newId(), a.activite, randomBytes(32).toString('hex'), dossier.id, chef.id],
  )
).rows[0] as Ligne

// Une autre demande de la même enseigne, adressée à quelqu'un d'autre.
const autre = await admin
  .query(
    `insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
      values ($1, $2, $3, $4, 'signature', 'client', 'dossier', $5, 'N', 'n@exemple.fr', now()) returning id`,
    [a.organisme, newId(), a.activite, piece.id, dossier.id],
  )
  .then((r) => r.rows[0]?.id as string)

const poserLien = async (usage: 'emargement' | 'signature', objet: string | undefined) => {
  const jeton = randomBytes(32)
  await admin.query(
    `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, $2, $3, $4, $5, now() + interval '1 hour')`,
    [jeton, usage, a.organisme, a.activite, objet],
  )
  return jeton
}
const ouvrirLien = (jeton: Uint8Array) => () => web.query('select * from porte.ouvrir_lien($1)', [jeton])

const signer = `insert into documents.signature (id, activite_id, piece_id, demande_id, acte, role, moyen, nom, consentement,
    empreinte, engagement, signee_le, datee_du, scan)
  values ($1, $2, $3, $4, $5, $6, $7, 'Rosa Marchal', 'oui', decode($8, 'hex'), sha256('x'), now(), current_date, $9)`

describe('avec le lien d’un stagiaire, ou d’un client', () => {
  const ecritures: [string, string, unknown[]][] = [
    [
      'une fiche',
      `insert into tiers.personne (id, activite_id, prenom, nom, pli, cree_le) values ($1, $2, 'X', 'X', 'x', now())`,
      [newId(), a.activite],
    ],
    ['une session', `update sessions.session set intitule = 'Prise' where id = $1`, [session.id]],
    ['une séance', `update sessions.seance set tenue = false where id = $1`, [seance.id]],
    ['une fiche publique', `update catalogue.fiche set retiree_le = now()`, []],
    ['un dossier', `update inscriptions.dossier set prix_centimes = 1 where id = $1`, [dossier.id]],
    ['une inscription', `update inscriptions.inscription set motif = 'x', etat = 'annule'`, []],
    ['un financement', `delete from inscriptions.financement`, []],
    ['un accusé', `update inscriptions.remise set accuse_le = now(), accuse_moyen = 'lien'`, []],
    ['une demande', `update documents.demande set code_essais = 0 where id <> $1`, [demande.id]],
    [
      'une absence',
      `insert into emargement.absence (activite_id, inscription_id, seance_id, maillon_id, notee_le) values ($1, $2, $3, $2, now())`,
      [a.activite, invitation.inscription_id, invitation.seance_id],
    ],
    [
      'une fusion',
      `insert into tiers.fusion (id, activite_id, garde_id, absorbe_id, le) values ($1, $2, $3, $1, now())`,
      [newId(), a.activite, personneTiers.id],
    ],
    ['un numéro', `select 1 / porte.numeroter('CV', 2026)`, []],
  ]
  it.each(ecritures)('n’écrit pas %s', async (_, texte, valeurs) => {
    for (const jeton of [
      await poserLien('emargement', invitation.id),
      await poserLien('signature', demande.id),
    ]) {
      await web.query('begin')
      await ouvrirLien(jeton)()
      const code = await codeSql(async () => {
        const r = await web.query(texte, valeurs)
        if (r.rowCount !== 0) throw new Error('écrit')
      })
      expect([undefined, '42501']).toContain(code)
      await web.query('rollback')
    }
  })

  it('ne signe ni la case d’un autre, ni une régularisation ; la sienne, oui', async () => {
    const jeton = await poserLien('emargement', invitation.id)
    const poser = (inscription: unknown, seanceVoulue: unknown, regularisation = false) =>
      essayer(
        `insert into emargement.signature (activite_id, inscription_id, seance_id, maillon_id, signee_le, regularisation)
          values ($1, $2, $3, $4, now(), $5)`,
        [a.activite, inscription, seanceVoulue, newId(), regularisation],
        ouvrirLien(jeton),
      )
    // Déjà signée par le semeur : seule l'unicité l'arrête, et non le mur.
    expect(['23505', 'passe']).toContain(await poser(invitation.inscription_id, invitation.seance_id))
    expect(await poser(invitation.inscription_id, invitation.seance_id, true)).toBe('42501')
    expect(await poser(newId(), invitation.seance_id)).toBe('42501')
    expect(await poser(invitation.inscription_id, newId())).toBe('42501')
  })

  it('ne signe pas sans le code que la coopérative ajoute à son lien : ni par la porte, ni par le mur', async () => {
    const jeton = await poserLien('emargement', invitation.id)
    const preuve = randomBytes(32)
    await admin.query('update compte.lien set preuve = sha256($2::bytea) where jeton = $1', [jeton, preuve])
    await admin.query('set session_replication_role = replica')
    for (const table of ['signature', 'rectification', 'absence'])
      await admin.query(`delete from emargement.${table} where inscription_id = $1 and seance_id = $2`, [
        invitation.inscription_id,
        invitation.seance_id,
      ])
    await admin.query('set session_replication_role = origin')
    const exiger = (code: boolean) =>
      admin.query(
        `update emargement.reglage set code_au_lien = $2, depuis = '2000-01-01' where organisme_id = $1`,
        [a.organisme, code],
      )
    const prouver = (p: Uint8Array) => un(web, 'select porte.prouver_le_code($1, $2)', [jeton, p])
    const parLaPorte = (avant?: () => Promise<unknown>) =>
      essayer(
        `select porte.signer_par_lien($1, $2, $3, now(), now(), $4, '{}', 'x', '{}', '{}', '{}')`,
        [jeton, newId(), newId(), randomBytes(32)],
        avant,
      )
    const parLeMur = (avant: () => Promise<unknown>) =>
      essayer(
        `insert into emargement.signature (activite_id, inscription_id, seance_id, maillon_id, signee_le) values ($1, $2, $3, $4, now())`,
        [a.activite, invitation.inscription_id, invitation.seance_id, newId()],
        avant,
      )
    await exiger(true)
    expect(await parLaPorte()).toBe('42501')
    expect(await parLaPorte(() => prouver(randomBytes(32)))).toBe('42501')
    expect(await parLeMur(ouvrirLien(jeton))).toBe('42501')
    // Prouvé dans une autre transaction, rien n’est prouvé dans celle-ci.
    expect(await prouver(preuve)).toBe(true)
    expect(await parLaPorte()).toBe('42501')
    expect(await parLeMur(ouvrirLien(jeton))).toBe('42501')
    expect(await parLaPorte(() => prouver(preuve))).not.toBe('42501')
    expect(await parLeMur(async () => [await prouver(preuve), await ouvrirLien(jeton)()])).not.toBe('42501')
    expect(await un(web, 'select porte.prouver_le_code($1, $2)', [randomBytes(32), preuve])).toBe(false)
    await exiger(false)
    expect(await parLaPorte()).not.toBe('42501')
    expect(await parLeMur(ouvrirLien(jeton))).not.toBe('42501')
  })

  it('ne signe pas la pièce d’un autre, ni au nom de l’organisme ; retirer l’objet du sceau n’élargit rien', async () => {
    const jeton = await poserLien('signature', demande.id)
    const parLien = (valeurs: unknown[]) => essayer(signer, valeurs, ouvrirLien(jeton))
    const empreinte = piece.empreinte
    const tentative = [newId(), a.activite, piece.id, autre, 'signature', 'client', 'lien', empreinte, null]
    expect(await parLien(tentative)).toBe('42501')
    expect(
      await parLien([
        newId(),
        a.activite,
        piece.id,
        null,
        'signature',
        'organisme',
        'compte',
        empreinte,
        null,
      ]),
    ).toBe('42501')
    expect(
      await parLien([
        newId(),
        a.activite,
        piece.id,
        null,
        'signature',
        'client',
        'scan',
        empreinte,
        'a'.repeat(64),
      ]),
    ).toBe('42501')
    for (const reglage of [`set_config('app.objet', '', true)`, `set_config('app.objet', '${autre}', true)`])
      expect(
        await essayer(signer, tentative, async () => {
          await ouvrirLien(jeton)()
          await web.query(`select ${reglage}`)
        }),
        reglage,
      ).toBe('42501')
    // Le sien, oui : la même écriture passe quand le lien est le bon.
    expect(await essayer(signer, tentative, ouvrirLien(await poserLien('signature', autre)))).toBe('passe')
  })

  it('ne sonde l’emploi du temps de personne', async () => {
    const demander = async (avant: () => Promise<unknown>) => {
      await web.query('begin')
      await avant()
      const r = await un(
        web,
        `select porte.occupe(null, null, $1, now() - interval '1 day', now() + interval '1 day', null)`,
        [chef.id],
      )
      await web.query('rollback')
      return r
    }
    expect(await demander(ouvrirLien(await poserLien('emargement', invitation.id)))).toBeNull()
    expect(await demander(() => ouvrir(formateur))).toBe(false)
  })

  it('renvoyé, le premier lien d’une demande ne vaut plus', async () => {
    const worker = await base.client('coforme_worker')
    const [premier, second, ailleurs] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const objet = newId()
    for (const [jeton, o] of [
      [premier, objet],
      [ailleurs, newId()],
      [second, objet],
    ])
      await worker.query(`select porte.creer_lien($1, 'signature', null, $2, $3, $4, '1 hour')`, [
        jeton,
        a.organisme,
        a.activite,
        o,
      ])
    const vaut = async (j: Buffer) => (await web.query('select from porte.lire_lien($1)', [j])).rowCount
    expect([await vaut(premier), await vaut(second), await vaut(ailleurs)]).toEqual([0, 1, 1])
  })
})

describe('avec une tablette', () => {
  const poser = `insert into emargement.tablette (id, activite_id, seance_id, jeton, ouverte_le, expire_le)
    values ($1, $2, $3, $4, now(), now() + interval '1 hour')`

  it('ne se garde pas dix ans : sa naissance est celle de la base', async () => {
    expect(
      await essayer(
        `insert into emargement.tablette (id, activite_id, seance_id, jeton, ouverte_le, cree_le, expire_le)
          values ($1, $2, $3, $4, now(), now() + interval '10 years', now() + interval '10 years')`,
        [newId(), a.activite, seance.id, randomBytes(32)],
        () => ouvrir(formateur),
      ),
    ).toBe('42501')
    expect(
      await essayer(
        poser.replace("interval '1 hour'", "interval '10 years'"),
        [newId(), a.activite, seance.id, randomBytes(32)],
        () => ouvrir(formateur),
      ),
    ).toBe('23514')
  })

  it('ne survit pas au départ de qui l’a posée, et ne signe que sa séance', async () => {
    const parti = await membre('partante@exemple.example', { formateur: true })
    const jeton = randomBytes(32)
    await web.query('begin')
    await ouvrir(parti)
    await web.query(poser, [newId(), a.activite, seance.id, jeton])
    await web.query('commit')
    const entrer = () => web.query('select * from porte.ouvrir_tablette($1)', [jeton])
    await web.query('begin')
    expect((await entrer()).rowCount).toBe(1)
    expect(await un(web, 'select porte.objet()')).toBe(seance.id)
    await web.query('rollback')
    expect(
      await essayer(
        `insert into emargement.signature (activite_id, inscription_id, seance_id, maillon_id, signee_le) values ($1, $2, $3, $2, now())`,
        [a.activite, newId(), newId()],
        entrer,
      ),
    ).toBe('42501')
    expect(await essayer(poser, [newId(), a.activite, seance.id, randomBytes(32)], entrer)).toBe('42501')
    await admin.query('update compte.adhesion set au = current_date - 1 where compte_id = $1', [parti.id])
    expect((await entrer()).rowCount).toBe(0)
  })
})

describe('avec le jeton d’un formateur', () => {
  const seul = (texte: string, valeurs: unknown[] = []) => essayer(texte, valeurs, () => ouvrir(formateur))

  it('ne signe ni pour le client par un lien, ni pour la coopérative par son compte, ni une autre empreinte', async () => {
    const e = piece.empreinte
    const ici = a.activite
    expect(
      await seul(signer, [newId(), ici, piece.id, demande.id, 'signature', 'client', 'lien', e, null]),
    ).toBe('42501')
    expect(
      await seul(signer, [newId(), ici, piece.id, null, 'signature', 'organisme', 'compte', e, null]),
    ).toBe('42501')
    expect(
      await seul(signer, [
        newId(),
        ici,
        piece.id,
        null,
        'signature',
        'client',
        'scan',
        'ab'.repeat(32),
        'a'.repeat(64),
      ]),
    ).toBe('42501')
    expect(
      await seul(
        `insert into documents.signature_privee (activite_id, signature_id, sel, contenu) values ($1, $2, sha256('x'), '{}')`,
        [ici, newId()],
      ),
    ).toBe('42501')
  })

  it('ne s’accorde pas le visa, qu’une équipe d’appui accorde', async () => {
    const viser = `insert into cae.visa (activite_id, piece_id, decision, decide_le) values ($1, $2, 'accorde', now())`
    expect(await seul(viser, [a.activite, piece.id])).toBe('42501')
    expect(await essayer(viser, [a.activite, piece.id], () => ouvrir(chef))).toBe('42501')
    const appui = await membre('appui@exemple.example')
    await admin.query(`update compte.adhesion set roles = '{equipe-appui}' where compte_id = $1`, [appui.id])
    expect(await essayer(viser, [a.activite, piece.id], () => ouvrir(appui))).toBe('passe')
  })

  it('ne demande pas une signature au nom d’un autre, ni avec un code choisi d’avance', async () => {
    const demander = (par: string, code: string | null) =>
      seul(
        `insert into documents.demande (id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le, creee_par, code)
          values ($1, $2, $3, 'accuse', 'stagiaire', 'inscription', $1, 'N', 'n@exemple.fr', now(), $4, $5)`,
        [newId(), a.activite, piece.id, par, code === null ? null : Buffer.from(code.repeat(32))],
      )
    expect(await demander(chef.id, null)).toBe('42501')
    expect(await demander(formateur.id, 'x')).toBe('42501')
    expect(await demander(formateur.id, null)).toBe('passe')
  })

  it('ne dit pas un dossier signé par un lien que nul n’a employé, ni dans une CAE sans visa, ni ne l’efface', async () => {
    const neuf = newId()
    await admin.query(
      `insert into inscriptions.dossier select (jsonb_populate_record(d, jsonb_build_object('id', $2::text, 'signe_le', null,
        'signature_moyen', null, 'signature_piece_id', null, 'retracte_le', null, 'debut_anticipe_le', null, 'regime', 'convention'))).*
        from inscriptions.dossier d where id = $1`,
      [dossier.id, neuf],
    )
    const parLien = `update inscriptions.dossier set signe_le = now(), signature_moyen = 'lien', signature_piece_id = $2 where id = $1`
    const papier = `update inscriptions.dossier set signe_le = now(), signature_moyen = 'scan' where id = $1`
    expect(await seul(parLien, [neuf, piece.id])).toBe('23001')
    expect(await seul(papier, [neuf])).toBe('passe')
    await admin.query('update organisme.organisme set cae = true where organisme_id = $1', [a.organisme])
    expect(await seul(papier, [neuf])).toBe('23001')
    await admin.query('update organisme.organisme set cae = false where organisme_id = $1', [a.organisme])
    await admin.query(papier, [neuf])
    expect(
      await seul(`update inscriptions.dossier set signe_le = null, signature_moyen = null where id = $1`, [
        neuf,
      ]),
    ).toBe('23001')
  })

  it('ne publie ni sous le nom d’un autre, ni la version d’une autre offre, ni un texte sans fin', async () => {
    await admin.query('delete from catalogue.fiche where organisme_id = $1', [a.organisme])
    const nom = await un(admin, 'select nom from organisme.organisme where organisme_id = $1', [a.organisme])
    const publier = (plus: Record<string, unknown>) => {
      const l = {
        nom,
        version: version.id,
        offre: version.offre_id,
        numero: version.numero,
        intitule: version.intitule,
        contenu: '{}',
        ...plus,
      }
      return seul(
        `insert into catalogue.fiche (id, activite_id, offre_id, version_id, numero, organisme_nom, intitule, pli, recherche, nature,
            modalite, duree_minutes, prix_centimes, nsf, contenu, publiee_le)
          values ($1, $2, $3, $4, $5, $6, $7, 'x', 'x', 'formation', 'presentiel', 60, 0, '136', $8, now())`,
        [newId(), a.activite, l.offre, l.version, l.numero, l.nom, l.intitule, l.contenu],
      )
    }
    expect(await publier({ nom: 'Une autre coopérative' })).toBe('42501')
    expect(await publier({ intitule: 'Tout autre chose' })).toBe('42501')
    expect(await publier({ numero: 77 })).toBe('42501')
    const ailleurs = await uneLigne('catalogue.version', autreEnseigne)
    expect(await publier({ version: ailleurs.id })).toBe('42501')
    expect(await publier({ contenu: JSON.stringify({ x: 'x'.repeat(500_000) }) })).toBe('23514')
    expect(await publier({})).toBe('passe')
  })
})
