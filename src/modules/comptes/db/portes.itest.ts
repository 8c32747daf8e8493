// Long parce que chaque porte a ici ses essais, sous le rôle restreint, dans une seule base.
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { parametresArgon2 } from '#platform/auth/password.ts'
import { newRecoveryCode, newToken, tokenDigest } from '#platform/auth/token.ts'
import { totpCode, totpProof } from '#platform/auth/totp.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { gestesDe } from '../gestes/composer.ts'
import { oterLeSecondFacteur } from '../gestes/second-facteur.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'
import { adhesions, changerAdhesion, deconnecterMembre, inviter, retirerAdhesion } from './adhesions.ts'
import { consommerLien, creerLien, retirerLiens } from './liens.ts'
import { choisirOrganisme, lireVisiteur, mesOrganismes, mesSessions } from './visiteur.queries.ts'

const base = await baseNeuve()
const keys = keysFromSeed('comptes')
const gestes = gestesDe({ db: base.db, keys })
const admin = await base.client('admin')
const web = await base.client('coforme_web')

const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
const phrase = 'un tilleul devant la mairie'

let rang = 0
const unMembre = async (
  organisme: OrganismeId | undefined,
  roles: readonly string[] = ['formateur'],
  traits: {
    portee?: Parameters<typeof poserAdhesion>[1]['portee']
    acceptee?: boolean
    motDePasse?: false
  } = {},
) => {
  const courriel = `membre${++rang}@exemple.example`
  const id = await base.maintenance(async (tx) => {
    const compte = await poserCompte(tx, keys, {
      courriel,
      prenom: 'Rosa',
      nom: `Membre ${rang}`,
      ...(traits.motDePasse === false ? {} : { motDePasse: phrase, parametres: parametresArgon2 }),
    })
    if (organisme) {
      await poserAdhesion(tx, {
        organisme,
        compte,
        roles,
        ...(traits.portee ? { portee: traits.portee } : {}),
        acceptee: traits.acceptee ?? true,
      })
    }
    return compte
  })
  return { id, courriel }
}
const entrer = async (courriel: string, motDePasse = phrase, adresse = `192.0.2.${++rang % 250}`) =>
  gestes.connecter({ courriel, motDePasse, adresse, agent: 'Essai', retenue: false })
const jetonDe = async (courriel: string) => {
  const e = await entrer(courriel)
  if (!e.ok) throw new Error(e.error.code)
  return e.value.jeton
}
const unLien = async (lien: Parameters<typeof creerLien>[2], jeton = newToken()) => {
  await base.worker.withoutTenant((tx) => creerLien(tx, jeton, lien))
  return jeton
}

describe('se connecter', () => {
  it('ouvre la session de qui donne le bon mot de passe, dans son seul organisme', async () => {
    const m = await unMembre(a.organisme)
    const jeton = await jetonDe(m.courriel)
    const v = await lireVisiteur(base.db, tokenDigest(jeton))
    expect(v).toMatchObject({
      etat: 'ouverte',
      compte: m.id,
      organisme: a.organisme,
      organismeNom: 'Langue & Lien',
      roles: ['formateur'],
    })
    expect(await base.db.withTenant({ genre: 'session', jeton }, async (_, t) => t)).toEqual({
      organisme: a.organisme,
      personne: m.id,
      portee: '*',
    })
  })

  it('refuse un mauvais mot de passe et un inconnu par la même phrase', async () => {
    const m = await unMembre(a.organisme)
    const [faux, inconnu] = [
      await entrer(m.courriel, 'autre chose'),
      await entrer('personne@exemple.example'),
    ]
    expect(faux).toEqual(inconnu)
    expect(faux).toMatchObject({ ok: false, error: { code: 'identifiants' } })
  })

  it('refuse un compte fermé et un compte sans mot de passe', async () => {
    const [ferme, invite] = [
      await unMembre(a.organisme),
      await unMembre(a.organisme, ['formateur'], { motDePasse: false }),
    ]
    await admin.query('update compte.compte set ferme_le = now() where id = $1', [ferme.id])
    expect((await entrer(ferme.courriel)).ok).toBe(false)
    expect((await entrer(invite.courriel, '')).ok).toBe(false)
  })

  it('ralentit après des échecs répétés, par compte, et dit combien attendre ; le bon mot de passe n’y passe plus', async () => {
    const m = await unMembre(a.organisme)
    for (let i = 0; i < 6; i++) await entrer(m.courriel, 'non')
    const refus = await entrer(m.courriel)
    expect(refus).toMatchObject({ ok: false, error: { code: 'trop-d-essais' } })
    await admin.query(`update compte.echec set dernier_le = now() - interval '20 minutes'`)
    expect((await entrer(m.courriel)).ok).toBe(true)
    // Entré : le compte repart de zéro.
    expect((await entrer(m.courriel, 'non')).ok).toBe(false)
    expect((await entrer(m.courriel)).ok).toBe(true)
  })

  it('ralentit aussi un courriel inconnu, et de la même façon', async () => {
    const codes = []
    for (let i = 0; i < 8; i++) {
      const e = await entrer('fantome@exemple.example', 'non')
      codes.push(e.ok ? 'ok' : e.error.code)
    }
    expect(codes).toEqual([...Array(6).fill('identifiants'), 'trop-d-essais', 'trop-d-essais'])
  })

  it('vingt essais lancés ensemble ne passent pas tous la franchise', async () => {
    const m = await unMembre(a.organisme)
    const rendus = await Promise.all(Array.from({ length: 20 }, (_, i) => entrer(m.courriel, `non ${i}`)))
    expect(rendus.filter((r) => !r.ok && r.error.code === 'identifiants')).toHaveLength(6)
  })

  it('une adresse réseau qui essaie des comptes au hasard finit par attendre', async () => {
    const codes = new Set<string>()
    for (let i = 0; i < 33; i++) {
      const cle = gestes.ports.cleDEchec('adresse', '198.51.100.9')
      // Les échecs sont notés comme le ferait la connexion, sans les trente argon2 qui vont avec.
      if (i < 31) await gestes.ports.portes.noterEchecs(cle, i + 1)
      else {
        const e = await entrer(`hasard${i}@exemple.example`, 'non', '198.51.100.9')
        codes.add(e.ok ? 'ok' : e.error.code)
      }
    }
    expect([...codes]).toEqual(['trop-d-essais'])
  })
})

describe('qui tient le rôle web, sans secret', () => {
  it('ne lit aucune table des comptes', async () => {
    for (const t of [
      'compte.compte',
      'compte.adhesion',
      'compte.session',
      'compte.lien',
      'compte.secours',
      'compte.echec',
      'support.accord',
      'support.session',
      'support.trace',
    ])
      expect(await codeSql(() => web.query(`select * from ${t}`)), t).toBe('42501')
  })

  it('n’ouvre pas de session sans la dérivée, ni avec l’empreinte gardée', async () => {
    const m = await unMembre(a.organisme)
    const { rows } = await admin.query('select derivee from compte.compte where id = $1', [m.id])
    for (const preuve of [rows[0].derivee, Buffer.alloc(32), null]) {
      const r = await web.query(`select porte.connecter($1, $2, $3, '', false) as r`, [
        m.courriel,
        preuve,
        randomBytes(32),
      ])
      expect(r.rows).toEqual([{ r: null }])
    }
  })

  it('ne distingue pas un compte d’un inconnu par le sel, qui est stable dans les deux cas', async () => {
    const invite = await unMembre(a.organisme, ['formateur'], { motDePasse: false })
    const m = await unMembre(a.organisme)
    const sel = async (courriel: string) =>
      (await web.query('select * from porte.sel($1)', [courriel])).rows[0]
    for (const courriel of [m.courriel, invite.courriel, 'inconnu@exemple.example']) {
      const s = await sel(courriel)
      expect([s.sel.length, s.parametres]).toEqual([16, 'argon2id m=19456 t=2 p=1'])
      expect(await sel(courriel.toUpperCase())).toEqual(s)
    }
    expect((await sel('inconnu@exemple.example')).sel).not.toEqual((await sel('autre@exemple.example')).sel)
  })

  it('ne fait naître aucun lien, ne lit aucun destinataire, ne fonde pas en ligne de commande', async () => {
    const m = await unMembre(a.organisme)
    expect(
      await codeSql(() =>
        base.db.withoutTenant((tx) => creerLien(tx, newToken(), { usage: 'reinitialisation', compte: m.id })),
      ),
    ).toBe('42501')
    expect(await codeSql(() => web.query('select * from porte.destinataire($1, null)', [m.id]))).toBe('42501')
    const u = newId()
    expect(
      await codeSql(() =>
        web.query(
          `select porte.fonder_en_ligne_de_commande($1, $1, 'x', 'x', 'scop', 'SARL', false, '12345678901234', $1, 'x@y.fr', '', 'x')`,
          [u],
        ),
      ),
    ).toBe('42501')
  })

  it('n’appelle aucune des questions que les portes se posent entre elles', async () => {
    const { rows } = await admin.query<{ f: string }>(`
      select p.oid::regprocedure::text as f from pg_proc p where p.pronamespace = 'porte'::regnamespace
        and p.proname in ('session_valable', 'faux_sel', 'est_une_tache', 'administre_ici', 'est_membre_ici', 'poser_mot_de_passe',
          'lien_valable', 'prendre_lien', 'poser_secours', 'pas_plausible', 'activites_connues', 'enfiler_invitation',
          'resterait_administre', 'poser_organisme', 'poser_organisme_invite', 'creer_lien', 'destinataire', 'inactivite', 'duree')
        and has_function_privilege('coforme_web', p.oid, 'execute')`)
    expect(rows).toEqual([])
  })

  it('chaque porte, avec un jeton inconnu ou sans organisme, ne rend rien', async () => {
    const j = randomBytes(32)
    const vides = [
      'ouvrir_session',
      'visiteur',
      'mes_organismes',
      'mes_sessions',
      'second_facteur',
      'lire_lien',
      'ouvrir_lien',
    ]
    for (const p of vides) expect((await web.query(`select * from porte.${p}($1)`, [j])).rows, p).toEqual([])
    const u = newId()
    const faux: [string, unknown][] = [
      [`porte.choisir_organisme($1, '${a.organisme}', null)`, false],
      [`porte.revoquer_session($1, $1, null)`, null],
      [`porte.changer_nom($1, 'x', 'x')`, false],
      [`porte.changer_mot_de_passe($1, $1, $1, 'x', $1)`, false],
      [`porte.confirmer_second_facteur($1, 1, $1)`, false],
      [`porte.employer_secours($1, $1)`, false],
      [`porte.proposer_second_facteur($1, $1)`, false],
      [`porte.activer_second_facteur($1, null, 1, $1, '{}')`, false],
      [`porte.renouveler_secours($1, $1, '{}')`, false],
      [`porte.retirer_second_facteur($1, $1)`, false],
      [`porte.accepter_invitation($1, 'x', 'x', $1, 'x', $1)`, false],
      [`porte.reinitialiser($1, $1, 'x', $1)`, false],
      [`porte.ouvrir_assistance($1, '${a.code}', 'un motif assez long', 5)`, 'interdit'],
      [`porte.tracer($1, '/x')`, false],
      [`porte.fermer_assistance($1)`, false],
      [
        `porte.creer_organisme($1, '${u}', '${u}', 'x', 'x', 'scop', 'SARL', false, '12345678901234', '${u}', 'x@y.fr', '', 'x')`,
        null,
      ],
    ]
    for (const [appel, attendu] of faux)
      expect((await web.query(`select ${appel} as r`, [j])).rows, appel).toEqual([{ r: attendu }])
    expect((await web.query('select * from porte.adhesions()')).rows).toEqual([])
    expect((await web.query('select * from porte.assistances()')).rows).toEqual([])
    expect(
      (
        await web.query(
          `select resultat from porte.inviter($1, 'x@y.fr', '', 'x', '{administration}', true, '{}', null)`,
          [u],
        )
      ).rows,
    ).toEqual([{ resultat: 'interdit' }])
    expect(
      (await web.query(`select porte.changer_adhesion($1, '{administration}', true, '{}', null) as r`, [u]))
        .rows,
    ).toEqual([{ r: 'interdit' }])
    expect((await web.query(`select porte.retirer_adhesion($1) as r`, [u])).rows).toEqual([{ r: 'interdit' }])
    expect(
      (await web.query(`select porte.consommer_lien($1) as r, porte.retirer_liens('${u}') as n`, [j])).rows,
    ).toEqual([{ r: null, n: 0 }])
  })
})

describe('une session', () => {
  it('échue, inactive, révoquée ou d’un membre parti n’ouvre plus rien', async () => {
    for (const geste of [
      `update compte.session set expire_le = now()`,
      `update compte.session set vue_le = now() - interval '3 hours'`,
      `update compte.session set etat = 'revoquee'`,
      `update compte.adhesion set au = current_date - 1`,
      `update compte.adhesion set acceptee_le = null`,
      `update compte.compte set ferme_le = now()`,
    ]) {
      const m = await unMembre(a.organisme)
      const jeton = await jetonDe(m.courriel)
      expect(await base.db.withTenant({ genre: 'session', jeton }, async () => 1)).toBe(1)
      await admin.query(`${geste} where ${geste.includes('compte.compte') ? 'id' : 'compte_id'} = $1`, [m.id])
      expect(await base.db.withTenant({ genre: 'session', jeton }, async () => 1), geste).toBeUndefined()
    }
  })

  it('se voit et se révoque par son titulaire, et par lui seul', async () => {
    const [m, n] = [await unMembre(a.organisme), await unMembre(a.organisme)]
    const [j1, j2, autre] = [await jetonDe(m.courriel), await jetonDe(m.courriel), await jetonDe(n.courriel)]
    const liste = await mesSessions(base.db, tokenDigest(j1))
    expect(liste.map((s) => s.courante)).toEqual([true, false])
    const cible = liste[1]?.id ?? ''
    const fermer = (jeton: string, laquelle: string, motDePasse = phrase) =>
      gestes.deconnecterUnAppareil(jeton, motDePasse, laquelle)
    expect(await fermer(autre, cible)).toMatchObject({ error: { code: 'introuvable' } })
    expect(await fermer(j1, cible, 'trois merles sous la pluie')).toMatchObject({
      error: { code: 'mot-de-passe' },
    })
    expect(await lireVisiteur(base.db, tokenDigest(j2))).toBeDefined()
    expect(await fermer(j1, cible)).toEqual({ ok: true, value: 1 })
    expect(await lireVisiteur(base.db, tokenDigest(j2))).toBeUndefined()
    await jetonDe(m.courriel)
    expect(await fermer(j1, 'autres')).toEqual({ ok: true, value: 1 })
    await gestes.deconnecter(j1)
    expect(await lireVisiteur(base.db, tokenDigest(j1))).toBeUndefined()
  })

  it('n’est jamais la vingt et unième : la plus ancienne vue se ferme', async () => {
    const m = await unMembre(a.organisme)
    const premier = await jetonDe(m.courriel)
    await admin.query(
      `insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le, vue_le)
        select sha256(i::text::bytea), $1, $2, 'ouverte', now() + interval '1 hour', now() + interval '1 minute' from generate_series(1, 19) i`,
      [m.id, a.organisme],
    )
    const dernier = await jetonDe(m.courriel)
    expect(await mesSessions(base.db, tokenDigest(dernier))).toHaveLength(20)
    expect(await lireVisiteur(base.db, tokenDigest(premier))).toBeUndefined()
  })

  it('un mot de passe volé, sans le téléphone, n’en ferme aucune d’ouverte', async () => {
    const m = await unMembre(a.organisme)
    const sienne = await jetonDe(m.courriel)
    await admin.query(`update compte.compte set totp = '\\x01', totp_le = now() where id = $1`, [m.id])
    await admin.query(
      `insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le, vue_le)
        select sha256(('sans le code ' || i)::bytea), $1, $2, 'second-facteur', now() + interval '10 minutes', now() + interval '1 minute'
        from generate_series(1, 20) i`,
      [m.id, a.organisme],
    )
    expect((await entrer(m.courriel)).ok).toBe(true)
    expect(await lireVisiteur(base.db, tokenDigest(sienne))).toMatchObject({ etat: 'ouverte' })
    const { rows } = await admin.query(
      'select count(*)::int4 as n from compte.session where compte_id = $1',
      [m.id],
    )
    expect(rows).toEqual([{ n: 20 }])
  })

  it('se ferme par qui administre l’équipe, et par nulle autre personne', async () => {
    const [m, chef, ailleurs] = [
      await unMembre(a.organisme),
      await unMembre(a.organisme, ['administration'], { portee: '*' }),
      await unMembre(b.organisme, ['administration'], { portee: '*' }),
    ]
    const jeton = await jetonDe(m.courriel)
    const par = async (qui: { courriel: string }, cible = m) => {
      const j = await jetonDe(qui.courriel)
      return base.db.withTenant({ genre: 'session', jeton: j }, (tx) => deconnecterMembre(tx, cible.id))
    }
    expect(await par(m)).toMatchObject({ error: { code: 'interdit' } })
    expect(await par(ailleurs)).toMatchObject({ error: { code: 'introuvable' } })
    // Les siennes demandent son mot de passe : par ici, un témoin volé fermerait tout à sa personne.
    expect(await par(chef, chef)).toMatchObject({ error: { code: 'interdit' } })
    expect(await lireVisiteur(base.db, tokenDigest(jeton))).toBeDefined()
    expect(await par(chef)).toMatchObject({ ok: true })
    expect(await lireVisiteur(base.db, tokenDigest(jeton))).toBeUndefined()
    expect(await lireVisiteur(base.db, tokenDigest(await jetonDe(m.courriel)))).toBeDefined()
  })

  it('change d’organisme dans les siens seulement ; choisir une invitation l’accepte', async () => {
    const m = await unMembre(a.organisme)
    await base.maintenance((tx) =>
      poserAdhesion(tx, { organisme: b.organisme, compte: m.id, roles: ['comptable'], acceptee: false }),
    )
    const jeton = await jetonDe(m.courriel)
    const e = tokenDigest(jeton)
    expect((await mesOrganismes(base.db, e)).map((o) => [o.nom, o.enAttente, o.courant])).toEqual([
      ['Langue & Lien', false, true],
      ['Terre d’Appui', true, false],
    ])
    const etranger = await base.maintenance((tx) => poserOrganisme(tx, 'Numerik Commun'))
    expect(await choisirOrganisme(base.db, e, etranger.organisme)).toBe(false)
    expect(await choisirOrganisme(base.db, e, a.organisme, b.activite)).toBe(false)
    expect(await choisirOrganisme(base.db, e, b.organisme)).toBe(true)
    expect(await lireVisiteur(base.db, e)).toMatchObject({ organisme: b.organisme, roles: ['comptable'] })
    expect(await base.db.withTenant({ genre: 'session', jeton }, async (_, t) => t.organisme)).toBe(
      b.organisme,
    )
  })

  it('d’une seule enseigne agit pour elle, avec sa portée', async () => {
    const m = await unMembre(a.organisme, ['formateur'], { portee: [a.activite] })
    const jeton = await jetonDe(m.courriel)
    expect(await lireVisiteur(base.db, tokenDigest(jeton))).toMatchObject({ activite: a.activite })
    expect(await base.db.withTenant({ genre: 'session', jeton }, async (_, t) => t.portee)).toEqual([
      a.activite,
    ])
  })

  it('changer de mot de passe demande l’ancien et ferme les autres', async () => {
    const m = await unMembre(a.organisme)
    const [j1, j2] = [await jetonDe(m.courriel), await jetonDe(m.courriel)]
    const changer = (ancien: string, nouveau: string) =>
      gestes.changerMotDePasse({ jeton: j1, courriel: m.courriel, noms: ['Rosa'], ancien, nouveau })
    expect(await changer('pas celui-là', 'trois merles sous la pluie')).toMatchObject({
      ok: false,
      error: { code: 'ancien' },
    })
    expect(await changer(phrase, 'court')).toMatchObject({ ok: false, error: { code: 'mot-de-passe-court' } })
    const change = await changer(phrase, 'trois merles sous la pluie')
    expect(change).toMatchObject({ ok: true, value: { retenue: false } })
    expect(await lireVisiteur(base.db, tokenDigest(j2))).toBeUndefined()
    // La session continue sous un autre secret : l’ancien, s’il fut copié, n’ouvre plus rien.
    expect(await lireVisiteur(base.db, tokenDigest(j1))).toBeUndefined()
    const neuf = change.ok ? (change.value?.jeton ?? '') : ''
    expect(await lireVisiteur(base.db, tokenDigest(neuf))).toBeDefined()
    expect((await entrer(m.courriel)).ok).toBe(false)
    expect((await entrer(m.courriel, 'trois merles sous la pluie')).ok).toBe(true)
  })
})

// Le code du moment active, celui de la période suivante entre : il est neuf, et une machine lente ne les laisse pas passer de date, comme
// elle le faisait de celui de la période d’avant.
describe('le second facteur', () => {
  const activer = async () => {
    const m = await unMembre(a.organisme)
    const jeton = await jetonDe(m.courriel)
    const propose = await gestes.proposerSecondFacteur(jeton)
    const secret = propose?.secret ?? ''
    const codes = await gestes.activerSecondFacteur(jeton, totpCode(secret, new Date()), phrase)
    if (!codes.ok) throw new Error(codes.error.phrase)
    return { m, jeton, secret, codes: codes.value }
  }

  it('se propose sans changer de secret, ne s’active qu’avec un bon code, et donne dix codes', async () => {
    const m = await unMembre(a.organisme)
    const jeton = await jetonDe(m.courriel)
    const [une, deux] = [await gestes.proposerSecondFacteur(jeton), await gestes.proposerSecondFacteur(jeton)]
    expect(une?.secret).toBe(deux?.secret)
    const { rows } = await admin.query('select totp from compte.compte where id = $1', [m.id])
    expect(rows[0].totp.toString('latin1')).not.toContain(une?.secret)
    expect(await gestes.activerSecondFacteur(jeton, '000000', phrase)).toMatchObject({
      ok: false,
      error: { code: 'code' },
    })
    expect(
      await gestes.activerSecondFacteur(jeton, totpCode(une?.secret ?? '', new Date()), 'autre chose'),
    ).toMatchObject({ ok: false, error: { code: 'mot-de-passe' } })
    const codes = await gestes.activerSecondFacteur(jeton, totpCode(une?.secret ?? '', new Date()), phrase)
    expect(codes.ok && new Set(codes.value).size).toBe(10)
  })

  it('sans le code, la session ne vaut rien ; le même code ne sert pas deux fois', async () => {
    const { m, secret } = await activer()
    const e = await entrer(m.courriel)
    if (!e.ok) throw new Error('refusé')
    expect(e.value.etat).toBe('second-facteur')
    const { jeton } = e.value
    expect(await base.db.withTenant({ genre: 'session', jeton }, async () => 1)).toBeUndefined()
    expect(await mesSessions(base.db, tokenDigest(jeton))).toEqual([])
    expect(await gestes.confirmerSecondFacteur(jeton, '000000')).toMatchObject({
      ok: false,
      error: { code: 'code' },
    })
    const code = totpCode(secret, new Date(Date.now() + 30_000))
    const entre = await gestes.confirmerSecondFacteur(jeton, code)
    const neuf = entre.ok ? (entre.value?.jeton ?? '') : ''
    expect(await base.db.withTenant({ genre: 'session', jeton }, async () => 1)).toBeUndefined()
    expect(await base.db.withTenant({ genre: 'session', jeton: neuf }, async () => 1)).toBe(1)
    const autre = await jetonDe(m.courriel)
    expect(await gestes.confirmerSecondFacteur(autre, code)).toMatchObject({
      ok: false,
      error: { code: 'code' },
    })
  })

  it('un pas lointain, appelé droit dans la porte, est refusé', async () => {
    const { m, secret } = await activer()
    const jeton = tokenDigest(await jetonDe(m.courriel))
    const pas = Math.floor(Date.now() / 30_000) + 1
    const confirmer = (p: number, preuve: Uint8Array) =>
      gestes.ports.portes.confirmerSecondFacteur(jeton, p, preuve)
    expect(await confirmer(pas + 50, totpProof(secret))).toBe(false)
    // Sans la preuve du secret, que la base n’a que chiffré, un pas plausible ne suffit pas.
    expect(await confirmer(pas, randomBytes(32))).toBe(false)
    expect(await confirmer(pas, totpProof(secret))).toBe(true)
  })

  it('un code de secours ouvre une fois ; le mot de passe retire le second facteur', async () => {
    const { m, codes, jeton: premier } = await activer()
    const code = codes[3] ?? ''
    const j1 = await jetonDe(m.courriel)
    expect((await gestes.confirmerSecondFacteur(j1, newRecoveryCode())).ok).toBe(false)
    expect((await gestes.confirmerSecondFacteur(j1, code.toUpperCase())).ok).toBe(true)
    const j2 = await jetonDe(m.courriel)
    expect((await gestes.confirmerSecondFacteur(j2, code)).ok).toBe(false)
    expect((await gestes.proposerSecondFacteur(premier))?.secours).toBe(9)
    expect(await gestes.renouvelerSecours(premier, 'faux')).toMatchObject({
      ok: false,
      error: { code: 'mot-de-passe' },
    })
    expect((await gestes.renouvelerSecours(premier, phrase)).ok).toBe(true)
    expect((await gestes.proposerSecondFacteur(premier))?.secours).toBe(10)
    expect(await gestes.retirerSecondFacteur(premier, 'faux')).toMatchObject({
      ok: false,
      error: { code: 'mot-de-passe' },
    })
    expect(await gestes.retirerSecondFacteur(premier, phrase)).toEqual({ ok: true, value: true })
    expect((await entrer(m.courriel)).ok).toBe(true)
  })

  it('téléphone et codes perdus, qui tient la machine l’ôte : les appareils sont déconnectés, la personne prévenue', async () => {
    const { m, jeton } = await activer()
    expect(await oterLeSecondFacteur(base.worker, m.courriel.toUpperCase())).toMatchObject({ ok: true })
    expect(await oterLeSecondFacteur(base.worker, m.courriel)).toMatchObject({ error: { code: 'sans-code' } })
    expect(await base.db.withTenant({ genre: 'session', jeton }, async () => 1)).toBeUndefined()
    expect(await entrer(m.courriel)).toMatchObject({ ok: true, value: { etat: 'ouverte' } })
    const { rows } = await admin.query(
      `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'comptes.annoncer-code-ote' and j.payload ->> 'compte' = $1`,
      [m.id],
    )
    expect(rows).toHaveLength(1)
    // Une page, elle, n’a pas cette porte.
    expect(await codeSql(() => oterLeSecondFacteur(base.db, m.courriel))).toBe('42501')
  })

  it('ralentit qui essaie des codes', async () => {
    const { m } = await activer()
    const jeton = await jetonDe(m.courriel)
    const codes = []
    for (let i = 0; i < 7; i++) {
      const r = await gestes.confirmerSecondFacteur(jeton, `00000${i}`)
      codes.push(r.ok ? 'ok' : r.error.code)
    }
    expect(codes).toEqual([...Array(6).fill('code'), 'trop-d-essais'])
  })
})

describe('les liens', () => {
  it('lire ne consomme pas ; choisir un mot de passe consomme, ferme les sessions, et ne sert qu’une fois', async () => {
    const m = await unMembre(a.organisme)
    const session = await jetonDe(m.courriel)
    const lien = await unLien({ usage: 'reinitialisation', compte: m.id })
    for (let i = 0; i < 3; i++)
      expect(await gestes.ports.portes.lireLien(tokenDigest(lien))).toMatchObject({
        usage: 'reinitialisation',
        courriel: m.courriel,
      })
    expect(await gestes.reinitialiser(lien, 'motdepasse1234')).toMatchObject({ ok: false })
    const deux = await Promise.all([
      gestes.reinitialiser(lien, 'trois merles sous la pluie'),
      gestes.reinitialiser(lien, 'quatre merles sous la pluie'),
    ])
    expect(deux.filter((r) => r.ok)).toHaveLength(1)
    expect(await lireVisiteur(base.db, tokenDigest(session))).toBeUndefined()
    expect(await gestes.reinitialiser(lien, 'cinq merles sous la pluie')).toMatchObject({
      ok: false,
      error: { code: 'lien-mort' },
    })
  })

  it('expiré, retiré, remplacé ou d’un autre usage, un lien ne se distingue pas d’un absent', async () => {
    const m = await unMembre(a.organisme)
    const lire = (j: string) => gestes.ports.portes.lireLien(tokenDigest(j))
    const expire = await unLien({ usage: 'invitation', compte: m.id, organisme: a.organisme })
    await admin.query(`update compte.lien set expire_le = now() where jeton = $1`, [tokenDigest(expire)])
    const remplace = await unLien({ usage: 'reinitialisation', compte: m.id })
    const neuf = await unLien({ usage: 'reinitialisation', compte: m.id })
    expect([await lire(expire), await lire(remplace), await lire(newToken())]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(await lire(neuf)).toBeDefined()
    expect(
      await gestes.accepterInvitation(neuf, {
        prenom: 'x',
        nom: 'x',
        motDePasse: 'trois merles sous la pluie',
      }),
    ).toMatchObject({ ok: false, error: { code: 'lien-mort' } })
    expect(await base.db.withTenant({ genre: 'lien', jeton: neuf }, async () => 1)).toBeUndefined()
  })

  it('une invitation fait choisir nom et mot de passe à qui n’en a pas, et n’y touche pas autrement', async () => {
    const m = await unMembre(a.organisme, ['formateur'], { acceptee: false, motDePasse: false })
    const lien = await unLien({ usage: 'invitation', compte: m.id, organisme: a.organisme })
    const courant = await gestes.accepterInvitation(lien, {
      prenom: 'Éloïse',
      nom: 'Ba',
      motDePasse: 'langueetlien1',
    })
    expect(courant).toMatchObject({ ok: false, error: { code: 'mot-de-passe-personnel' } })
    expect(
      await gestes.accepterInvitation(lien, { prenom: 'Éloïse', nom: 'Ba', motDePasse: phrase }),
    ).toEqual({ ok: true, value: { courriel: m.courriel, nouveau: true } })
    expect(await lireVisiteur(base.db, tokenDigest(await jetonDe(m.courriel)))).toMatchObject({
      prenom: 'Éloïse',
      nom: 'Ba',
      organisme: a.organisme,
    })
    await base.maintenance((tx) =>
      poserAdhesion(tx, { organisme: b.organisme, compte: m.id, roles: ['formateur'], acceptee: false }),
    )
    const second = await unLien({ usage: 'invitation', compte: m.id, organisme: b.organisme })
    expect(
      await gestes.accepterInvitation(second, {
        prenom: 'Intrus',
        nom: 'Intrus',
        motDePasse: 'trois merles sous la pluie',
      }),
    ).toMatchObject({ ok: true, value: { nouveau: false } })
    expect((await entrer(m.courriel)).ok).toBe(true)
  })

  it('d’émargement ouvre son organisme et son enseigne, sans voir l’équipe, et se prend une fois', async () => {
    const objet = newId()
    const lien = await unLien({ usage: 'emargement', organisme: a.organisme, activite: a.activite, objet })
    const acces = { genre: 'lien', jeton: lien } as const
    expect(await base.db.withTenant(acces, async (tx, t) => [t, await adhesions(tx)])).toEqual([
      { organisme: a.organisme, personne: null, portee: [a.activite] },
      [],
    ])
    const invite = await base.db.withTenant(acces, (tx) =>
      inviter(tx, { courriel: 'x@y.example', prenom: '', nom: 'x', roles: ['administration'], portee: '*' }),
    )
    expect(invite).toMatchObject({ ok: false, error: { code: 'interdit' } })
    expect(await base.enTantQue(b.organisme, {}, (tx) => consommerLien(tx, lien))).toBeUndefined()
    expect(await base.db.withTenant(acces, (tx) => consommerLien(tx, lien))).toBe(objet)
    expect(await base.db.withTenant(acces, async () => 1)).toBeUndefined()
    const autre = await unLien({ usage: 'emargement', organisme: a.organisme, activite: a.activite, objet })
    const m = await unMembre(a.organisme)
    const jeton = await jetonDe(m.courriel)
    expect(await base.db.withTenant({ genre: 'session', jeton }, (tx) => retirerLiens(tx, objet))).toBe(1)
    expect(await base.db.withTenant({ genre: 'lien', jeton: autre }, async () => 1)).toBeUndefined()
  })
})

describe('les adhésions', () => {
  const chez =
    (jeton: string) =>
    <T>(work: Parameters<typeof base.db.withTenant<T>>[1]) =>
      base.db.withTenant({ genre: 'session', jeton }, work)
  const nouvelle = async () => {
    const o = await base.maintenance((tx) => poserOrganisme(tx, `Coopérative ${++rang}`))
    const chef = await unMembre(o.organisme, ['administration'])
    const jeton = await jetonDe(chef.courriel)
    return { o, chef, tx: chez(jeton) }
  }
  const invitation = (courriel: string, roles = ['formateur']) => ({
    courriel,
    prenom: 'Nom',
    nom: 'Donné',
    roles,
    portee: '*' as const,
  })

  it('inviter n’apprend rien d’un compte qui existe : ni son nom, ni qu’il existe', async () => {
    const { tx } = await nouvelle()
    const connu = await unMembre(b.organisme)
    const inconnu = `neuf${rang}@exemple.example`
    const [r1, r2] = [
      await tx((t) => inviter(t, invitation(connu.courriel))),
      await tx((t) => inviter(t, invitation(inconnu))),
    ]
    expect([r1?.ok, r2?.ok]).toEqual([true, true])
    const liste = (await tx((t) => adhesions(t)))?.filter((m) => m.enAttente)
    expect(liste?.map((m) => [m.courriel, m.prenom, m.nom]).toSorted()).toEqual(
      [
        [connu.courriel, 'Nom', 'Donné'],
        [inconnu, 'Nom', 'Donné'],
      ].toSorted(),
    )
    const { rows } = await admin.query(
      `select count(*)::int4 as n from graphile_worker.jobs where task_identifier = 'comptes.envoyer-invitation'`,
    )
    expect(rows[0].n).toBeGreaterThanOrEqual(2)
  })

  it('ne se changent que par l’administration, dans sa coopérative, sur ses enseignes', async () => {
    const { o, chef, tx } = await nouvelle()
    const simple = await unMembre(o.organisme)
    const simpleTx = chez(await jetonDe(simple.courriel))
    const code = (r: { ok: boolean; error?: { code: string } } | undefined) =>
      r && 'error' in r ? r.error?.code : 'fait'
    expect(code(await simpleTx((t) => changerAdhesion(t, simple.id, ['administration'], '*')))).toBe(
      'interdit',
    )
    expect(code(await simpleTx((t) => inviter(t, invitation('z@exemple.example'))))).toBe('interdit')
    expect(code(await simpleTx((t) => retirerAdhesion(t, chef.id)))).toBe('interdit')
    expect((await simpleTx((t) => adhesions(t)))?.map((m) => m.compte).toSorted()).toEqual(
      [chef.id, simple.id].toSorted(),
    )
    const ailleurs = await unMembre(b.organisme)
    expect(code(await tx((t) => changerAdhesion(t, ailleurs.id, ['formateur'], '*')))).toBe('introuvable')
    expect(code(await tx((t) => retirerAdhesion(t, ailleurs.id)))).toBe('introuvable')
    expect(code(await tx((t) => changerAdhesion(t, simple.id, ['formateur'], [b.activite])))).toBe(
      'enseigne-inconnue',
    )
    expect(code(await tx((t) => changerAdhesion(t, simple.id, ['formateur'], [o.activite])))).toBe('fait')
    expect(code(await tx((t) => changerAdhesion(t, simple.id, [], '*')))).toBe('vide')
    expect(code(await tx((t) => changerAdhesion(t, chef.id, ['formateur'], '*')))).toBe('dernier')
    expect(code(await tx((t) => retirerAdhesion(t, chef.id)))).toBe('dernier')
    expect(code(await tx((t) => inviter(t, invitation(simple.courriel))))).toBe('deja-membre')
  })

  it('un terme passé, un auditeur sans date ou avec un autre rôle : la porte refuse elle-même', async () => {
    const { o, tx } = await nouvelle()
    const simple = await unMembre(o.organisme)
    const code = (r: { ok: boolean; error?: { code: string } } | undefined) =>
      r && 'error' in r ? r.error?.code : 'fait'
    const changer = (roles: string[], au: string | null) =>
      tx((t) => changerAdhesion(t, simple.id, roles, '*', au))
    expect(code(await changer(['formateur'], '2020-01-01'))).toBe('terme-passe')
    expect(code(await changer(['auditeur'], null))).toBe('auditeur-borne')
    expect(code(await changer(['auditeur', 'comptable'], '2099-12-31'))).toBe('auditeur-borne')
    expect(code(await changer(['auditeur'], '2099-12-31'))).toBe('fait')
    const invitee = { ...invitation(`aud${rang}@exemple.example`, ['auditeur']) }
    expect(code(await tx((t) => inviter(t, invitee)))).toBe('auditeur-borne')
    expect(code(await tx((t) => inviter(t, { ...invitee, au: '2020-01-01' })))).toBe('terme-passe')
    expect(code(await tx((t) => inviter(t, { ...invitee, au: '2099-12-31' })))).toBe('fait')
    expect((await tx((t) => adhesions(t)))?.find((m) => m.courriel === invitee.courriel)?.au).toBe(
      '2099-12-31',
    )
  })

  it('qui finit un jour dit ne compte pas pour garder la coopérative administrée', async () => {
    const { o, chef, tx } = await nouvelle()
    const autre = await unMembre(o.organisme, ['administration'])
    const borner = (qui: typeof chef) =>
      tx((t) => changerAdhesion(t, qui.id, ['administration'], '*', '2099-12-31'))
    expect(await borner(autre)).toMatchObject({ ok: true })
    expect(await borner(chef)).toMatchObject({ ok: false, error: { code: 'dernier' } })
    expect(await tx((t) => retirerAdhesion(t, chef.id))).toMatchObject({ error: { code: 'dernier' } })
    expect(await tx((t) => retirerAdhesion(t, autre.id))).toMatchObject({ ok: true })
  })

  it('qui administre une enseigne seulement n’administre pas la coopérative', async () => {
    const { o } = await nouvelle()
    const m = await unMembre(o.organisme, ['administration'], { portee: [o.activite] })
    const tx = chez(await jetonDe(m.courriel))
    expect(await tx((t) => changerAdhesion(t, m.id, ['administration'], '*'))).toMatchObject({
      ok: false,
      error: { code: 'interdit' },
    })
  })

  it('retirer ferme la porte à l’instant', async () => {
    const { o, tx } = await nouvelle()
    const m = await unMembre(o.organisme)
    const sien = chez(await jetonDe(m.courriel))
    expect(await sien(async () => 1)).toBe(1)
    expect(await tx((t) => retirerAdhesion(t, m.id))).toEqual({ ok: true, value: true })
    expect(await sien(async () => 1)).toBeUndefined()
  })

  it('deux administratrices qui se retirent l’une l’autre n’en laissent pas zéro', async () => {
    const { o, chef, tx } = await nouvelle()
    const autre = await unMembre(o.organisme, ['responsable'])
    const sien = chez(await jetonDe(autre.courriel))
    // La seconde part quand la première a décidé sans avoir validé ; on attend qu'elle finisse, ou qu'un verrou l'arrête.
    let second: ReturnType<typeof retirer> | undefined
    const retirer = () => sien((t) => retirerAdhesion(t, chef.id))
    const arretee = async () => {
      for (;;) {
        const { rows } = await admin.query(
          `select count(*)::int4 as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`,
        )
        if (rows[0].n > 0) return
      }
    }
    const premier = await tx(async (t) => {
      const r = await retirerAdhesion(t, autre.id)
      second = retirer()
      await Promise.race([second, arretee()])
      return r
    })
    const rendus = [premier, await second]
    expect(rendus.filter((r) => r?.ok)).toHaveLength(1)
  })

  it('une tâche peut inviter pour l’organisme qu’elle ouvre', async () => {
    const o = await base.maintenance((tx) => poserOrganisme(tx, 'Fabrique'))
    const r = await base.worker.withTenant({ genre: 'tache', organisme: o.organisme }, (t) =>
      inviter(t, invitation('tache@exemple.example')),
    )
    expect(r).toMatchObject({ ok: true })
    expect(r?.ok && asId<'Personne'>(r.value)).toBeDefined()
  })
})
