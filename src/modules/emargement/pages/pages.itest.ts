import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newToken, tokenDigest } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { devantLaSession, enMots, envoyer } from '../../../../test/monde/session.ts'
import { lireDemi } from '../db/lectures.ts'
import { empreinteDuTexte, texteDeLaFeuille } from '../documents/feuille-montree.ts'
import { envoyerLesLiens } from '../gestes/composer.ts'
import { envoyerLien } from '../jobs/envoyer-lien.job.ts'
import { emargementModule } from '../module.ts'
import {
  acces,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
} from '../test/session-d-essai.ts'

const base = await baseNeuve()
const pendant = '2026-11-24T08:05:00Z'

const app = (
  fil: SessionDEssai,
  services: ServicesDEssai,
  roles?: readonly string[] | null,
  assistance = false,
  nom?: string,
) => devantLaSession([emargementModule], fil, services, roles, { assistance, ...(nom ? { nom } : {}) })

const preparer = async (instant = pendant) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
  const services = servicesDe(base, fil, instant)
  const [seance] = fil.seances
  const [inscription] = fil.inscriptions
  if (!seance || !inscription) throw new Error('fil vide')
  return { fil, services, inscription, feuille: `/sessions/${fil.session}/seances/${seance}`, seance }
}

/** Le lien de la première personne, né comme en vrai. */
const lienDe = async ({ fil, services, seance }: Awaited<ReturnType<typeof preparer>>) => {
  await envoyerLesLiens(services, { acces, id: fil.personne, nom: 'Tom' }, { session: fil.session, seance })
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ payload: Parameters<typeof envoyerLien>[0] }>(
    `select payload from graphile_worker._private_jobs where payload ->> 'organisme' = $1`,
    [fil.organisme],
  )
  for (const { payload } of rows) await envoyerLien(payload, services)
  return /\/emargement\/[\w-]{43}/.exec(services.courrier[0]?.texte ?? '')?.[0] ?? ''
}

describe('La page de signature', () => {
  let p: Awaited<ReturnType<typeof preparer>>
  let lien: string
  beforeAll(async () => {
    p = await preparer()
    lien = await lienDe(p)
  })

  it('se lit sans compte, sans se laisser indexer ni garder', async () => {
    const r = await app(p.fil, p.services, null).request(lien)
    expect(r.status).toBe(200)
    expect(r.headers.get('referrer-policy')).toBe('same-origin')
    expect(r.headers.get('cache-control')).toBe('no-store')
    expect(r.headers.get('x-robots-tag')).toBe('noindex')
    expect(await r.text()).toContain('Signer ma présence')
  })
  it('dit « À distance » de la demi-journée qui se suit ainsi, et le registre garde le texte de cette page-là, et son empreinte', async () => {
    const lire = async (distante: boolean) => {
      const q = await preparer()
      if (distante)
        await base.maintenance(async (tx) => {
          await sql`update sessions.session set modalite = 'mixte' where id = ${q.fil.session}`.execute(tx)
          await sql`update sessions.seance set modalite = 'distance' where id = ${q.seance}`.execute(tx)
        })
      const a = app(q.fil, q.services, null)
      const lien = await lienDe(q)
      const page = await (await a.request(lien)).text()
      expect((await envoyer(a, lien, { atteste: 'on', attestation: 'on' })).status).toBe(200)
      const { rows } = await base.maintenance((tx) =>
        sql<{
          feuille: string
          montre: string
        }>`select m.contenu::jsonb ->> 'feuille' as feuille, v.contenu::jsonb ->> 'montre' as montre from emargement.maillon m
          join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'connexion'
          where m.organisme_id = ${q.fil.organisme}`.execute(tx),
      )
      const demi = await base.enTantQue(q.fil.organisme, {}, (tx) => lireDemi(tx, q.fil.session, q.seance))
      if (!demi) throw new Error('introuvable')
      const montre = texteDeLaFeuille(demi)
      expect(rows).toEqual([{ feuille: empreinteDuTexte(montre), montre }])
      return page
    }
    const [surPlace, aDistance] = [await lire(false), await lire(true)]
    expect([surPlace.includes('salle Duras'), surPlace.includes('À distance')]).toEqual([true, false])
    expect([aDistance.includes('salle Duras'), aDistance.includes('À distance')]).toEqual([false, true])
  })

  it('422 sans la case, 200 avec le reçu, 409 au second envoi, avec le même reçu', async () => {
    const a = app(p.fil, p.services, null)
    expect((await envoyer(a, lien, {})).status).toBe(422)
    const un = await envoyer(a, lien, { attestation: 'on', trace: 'M1 1L20 20L30 90' })
    expect(un.status).toBe(200)
    const empreinte = /[0-9a-f]{8}( [0-9a-f]{8}){7}/.exec(await un.text())?.[0]
    expect(empreinte).toBeDefined()
    const deux = await envoyer(a, lien, { attestation: 'on' })
    expect(deux.status).toBe(409)
    const texte = await deux.text()
    expect(texte).toContain('Vous avez déjà signé cette demi-journée')
    expect(texte).toContain(empreinte)
  })
  it('d’un même navigateur, connecté ou non, chaque lien laisse la même marque ; d’un autre, une autre', async () => {
    const marques = async (roles: string[] | null, memeNavigateur: boolean) => {
      const q = await preparer()
      await lienDe(q)
      const liens = q.services.courrier.map((m) => /\/emargement\/[\w-]{43}/.exec(m.texte)?.[0] ?? '')
      expect(liens).toHaveLength(2)
      const a = app(q.fil, q.services, roles)
      let temoin = ''
      for (const lien of liens) {
        const r = await a.request(lien, {
          method: 'POST',
          headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin', cookie: temoin },
          body: new URLSearchParams({ attestation: 'on' }),
        })
        expect(r.status).toBe(200)
        const pose = /coforme-marque=[^;]+(.*)/.exec(r.headers.get('set-cookie') ?? '')
        // Un jour, les seules pages où l’on signe, aucun script.
        if (pose) expect(pose[1]).toMatch(/Max-Age=86400; Path=\/emargement; HttpOnly; SameSite=Lax/)
        if (memeNavigateur) temoin ||= pose?.[0].split(';')[0] ?? ''
      }
      const { rows } = await base.maintenance((tx) =>
        sql<{ marque: string }>`select contenu::jsonb ->> 'marque' as marque from emargement.prive
          where organisme_id = ${q.fil.organisme} and part = 'connexion'`.execute(tx),
      )
      expect(rows).toHaveLength(2)
      for (const { marque } of rows) expect(marque).toMatch(/^[0-9a-f]{32}$/)
      return new Set(rows.map((r) => r.marque)).size
    }
    expect(await marques(['formateur'], true)).toBe(1)
    expect(await marques(null, true)).toBe(1)
    expect(await marques(null, false)).toBe(2)
  })
  it('forgé, tronqué, expiré, d’un autre usage : la même phrase à la lecture et à l’envoi, jamais un nom', async () => {
    const autre = await preparer()
    const frais = await lienDe(autre)
    const [, , jeton = ''] = frais.split('/')
    const admin = await base.client('admin')
    const ailleurs = newToken()
    // Un lien vrai, vivant, mais fait pour autre chose.
    await admin.query(
      `with c as (insert into compte.compte (id, courriel, prenom, nom, cree_le) values ($1, $2, 'Tom', 'Okafor', now()) returning id)
        insert into compte.lien (jeton, usage, compte_id, expire_le) select $3, 'reinitialisation', id, now() + interval '1 day' from c`,
      [newId(), `${newId()}@exemple.example`, tokenDigest(ailleurs)],
    )
    await admin.query(`update compte.lien set expire_le = now() - interval '1 minute' where jeton = $1`, [
      tokenDigest(jeton),
    ])
    const site = app(autre.fil, autre.services, null)
    for (const mort of [
      frais,
      `/emargement/${newToken()}`,
      `/emargement/${ailleurs}`,
      frais.slice(0, -1),
      `${frais}A`,
      '/emargement/%00',
    ])
      for (const r of [await site.request(mort), await envoyer(site, mort, { attestation: 'oui' })]) {
        expect([mort, r.status]).toEqual([mort, 404])
        const page = await r.text()
        expect(page).not.toMatch(/Pons|Fabre|Langue|Okafor/)
        expect(page).toContain('Ce lien ne vaut plus')
      }
  })

  it('un envoi d’un autre site est refusé', async () => {
    const r = await app(p.fil, p.services, null).request(lien, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://ailleurs.example' },
      body: 'attestation=on',
    })
    expect(r.status).toBe(403)
  })
  it.each(['/emargement/x', `/emargement/${'A'.repeat(43)}`, '/emargement/..%2f..', '/emargement/%00'])(
    '« %s » : un lien qui ne vaut pas, en lecture comme en envoi',
    async (url) => {
      const a = app(p.fil, p.services, null)
      expect((await a.request(url)).status).toBe(404)
      expect((await envoyer(a, url, { attestation: 'on' })).status).toBe(404)
    },
  )
})

describe('La feuille', () => {
  it('se lit par un membre, jamais par un passant, et l’adresse d’un voisin est la 404 de tous', async () => {
    const [p, voisin] = [await preparer(), await preparer()]
    expect((await app(p.fil, p.services).request(p.feuille)).status).toBe(200)
    // Un passant, ou une session de compte finie : la connexion, puis le retour ici.
    const passant = await app(p.fil, p.services, null).request(p.feuille)
    expect([passant.status, passant.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/connexion'),
    ])
    const chezVoisin = await app(voisin.fil, voisin.services).request(p.feuille)
    const nulle = await app(voisin.fil, voisin.services).request(`/sessions/${newId()}/seances/${newId()}`)
    expect([chezVoisin.status, nulle.status]).toEqual([404, 404])
    expect(await chezVoisin.text()).toBe(await nulle.text())
  })
  it('d’un envoi qui ne se lit pas, la salle ne s’ouvre pas', async () => {
    const p = await preparer()
    const salle = `/sessions/${p.fil.session}/emargement/${p.seance}/salle`
    const r = await envoyer(app(p.fil, p.services), salle, { brouillon: 'oui' })
    expect([r.status, r.headers.get('location')]).toEqual([303, p.feuille])
    // Chez un voisin, elle n’existe pas, que l’envoi se lise ou non.
    const voisin = await preparer()
    expect((await envoyer(app(voisin.fil, voisin.services), salle, { brouillon: 'oui' })).status).toBe(404)
  })
  it.each([
    ['un comptable', ['comptable'], false],
    ['personne sans rôle', [], false],
    ['un formateur en session d’assistance', ['formateur'], true],
  ] as const)('%s ne la tient pas : ni bouton, ni envoi', async (_, roles, assistance) => {
    const p = await preparer()
    const a = app(p.fil, p.services, roles, assistance)
    expect(await (await a.request(p.feuille)).text()).not.toContain('Noter son absence')
    const r = await envoyer(a, p.feuille, { geste: 'absent', inscription: p.inscription })
    // Qui ne peut pas même la lire reçoit la 404 d’une feuille qui n’existe pas.
    expect(r.status).toBe(roles.length === 0 && !assistance ? 404 : 403)
  })
  it('qui prépare la session sans tenir la feuille renvoie un lien, rappelle qui anime, imprime ; ne note rien, ne clôt rien', async () => {
    const p = await preparer('2026-11-24T12:00:00Z')
    await base.maintenance(async (tx) => {
      const tom = newId()
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
        values (${p.fil.organisme}, ${tom}, ${p.fil.activite}, 'Tom', 'Okafor', 'tom@exemple.example', 'okafor tom', now())`.execute(
        tx,
      )
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
        values (${p.fil.organisme}, ${p.fil.activite}, ${tom}, ${p.fil.personne}, now())`.execute(tx)
    })
    const a = app(p.fil, p.services, ['assistant'])
    const page = (await (await a.request(p.feuille)).text()).replace(/\s+/g, ' ')
    for (const mot of [
      'Rappeler sa feuille à Tom Okafor',
      'Envoyer les liens de signature',
      'Imprimer la feuille',
    ])
      expect(page).toContain(mot)
    for (const mot of ['Noter son absence', 'Attester', 'Signer la feuille']) expect(page).not.toContain(mot)
    const faire = (champs: Readonly<Record<string, string>>) => envoyer(a, p.feuille, champs)
    expect((await faire({ geste: 'renvoyer', inscription: p.inscription })).status).toBe(303)
    expect((await faire({ geste: 'envoyer' })).status).toBe(303)
    const partis = async () =>
      (
        await base.maintenance((tx) =>
          sql`select 1 from plateforme.courriel where organisme_id = ${p.fil.organisme}`.execute(tx),
        )
      ).rows.length
    const avant = await partis()
    expect((await faire({ geste: 'rappeler' })).status).toBe(303)
    expect((await partis()) - avant).toBe(1)
    const encore = await faire({ geste: 'rappeler' })
    expect([encore.status, (await encore.text()).includes('moins d’une heure')]).toEqual([409, true])
    expect((await partis()) - avant).toBe(1)
    for (const geste of ['absent', 'regulariser', 'clore', 'contresigner', 'annuler'])
      expect((await faire({ geste, inscription: p.inscription, motif: 'x' })).status, geste).toBe(403)
    // Qui lit sans préparer n’écrit à personne.
    const comptable = app(p.fil, p.services, ['comptable'])
    expect(await (await comptable.request(p.feuille)).text()).not.toContain('Rappeler')
    expect((await envoyer(comptable, p.feuille, { geste: 'rappeler' })).status).toBe(403)
  })
  it('les gestes : 303 fait, 409 refusé avec sa phrase, 422 mal formé, 404 pour qui n’est pas de la feuille', async () => {
    const p = await preparer()
    const a = app(p.fil, p.services)
    const faire = (champs: Readonly<Record<string, string>>) => envoyer(a, p.feuille, champs)
    expect((await faire({ geste: 'envoyer' })).status).toBe(303)
    expect((await faire({ geste: 'absent', inscription: p.inscription })).status).toBe(303)
    const encore = await faire({ geste: 'absent', inscription: p.inscription })
    expect(encore.status).toBe(409)
    expect(await encore.text()).toContain('Cette absence est déjà notée.')
    const tot = await faire({ geste: 'clore' })
    expect(tot.status).toBe(409)
    expect((await faire({ geste: 'absent', inscription: 'x' })).status).toBe(422)
    expect((await faire({ geste: 'absent', inscription: newId() })).status).toBe(404)
    expect((await faire({ geste: 'absent' })).status).toBe(404)
    expect((await faire({ geste: 'inconnu' })).status).toBe(409)
    expect((await faire({ _organisme: newId(), geste: 'envoyer' })).status).toBe(409)
  })
  it('dit de chaque lien s’il n’est pas parti, s’il part, ou quand il est parti ; alors seulement on renvoie', async () => {
    const p = await preparer()
    const a = app(p.fil, p.services)
    const lire = async () => (await (await a.request(p.feuille)).text()).replace(/\s+/g, ' ')
    const avant = await lire()
    expect(avant).toContain('aucun lien envoyé')
    expect(avant).not.toContain('Renvoyer')
    await envoyer(a, p.feuille, { geste: 'envoyer' })
    expect(await lire()).toContain('lien en cours d’envoi')
    await lienDe(p)
    const apres = await lire()
    expect(apres).toMatch(/lien envoyé ou préparé le 24 nov\. 2026 à/)
    expect(apres).toContain('Renvoyer les liens de signature')
  })
  it.each([
    ['Tom Okafor', 'Cette demi-journée est à votre nom, sans votre compte', 'vous signez à sa place'],
    ['Léa Pin', 'vous signez à sa place', 'est à votre nom'],
  ])('%s, devant la feuille de Tom Okafor qui n’a pas de compte', async (nom, dit, tait) => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1, formateur: null }))
    const r = await app(fil, servicesDe(base, fil, pendant), ['assistant'], false, nom).request(
      `/sessions/${fil.session}/seances/${fil.seances[0]}`,
    )
    const lu = await r.text()
    expect(lu).toContain(dit)
    expect(lu).not.toContain(tait)
  })
  it('une feuille sans inscrit le dit', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 0 }))
    const r = await app(fil, servicesDe(base, fil, pendant)).request(
      `/sessions/${fil.session}/seances/${fil.seances[0]}`,
    )
    expect(await r.text()).toContain('Personne n’est inscrit à cette session')
  })
})

describe('Les certificats', () => {
  it('se lisent par un membre ; seul qui prépare les émet ; l’épreuve trop tôt dit pourquoi', async () => {
    const p = await preparer()
    const url = `/sessions/${p.fil.session}/certificats`
    const a = app(p.fil, p.services, ['formateur'])
    expect((await a.request(url)).status).toBe(200)
    expect((await envoyer(a, url, {})).status).toBe(403)
    const epreuve = await a.request(`${url}/${p.inscription}/epreuve.pdf`)
    expect(epreuve.status).toBe(409)
    expect(await epreuve.text()).toContain('L’action n’est pas finie')
    expect((await a.request(`${url}/${newId()}/epreuve.pdf`)).status).toBe(404)
    expect((await app(p.fil, p.services, null).request(url)).status).toBe(303)
    expect((await a.request(`/sessions/${newId()}/certificats`)).status).toBe(404)
  })
  it('avant la fin, rien ne manque ; après, ce qui empêche manque', async () => {
    const p = await preparer()
    const url = `/sessions/${p.fil.session}/certificats`
    const etats = async (instant: string) => {
      const a = app(p.fil, servicesDe(base, p.fil, instant), ['assistant'])
      return [...(await (await a.request(url)).text()).matchAll(/class="etat ([a-z-]+)">pas encore/g)].map(
        (m) => m[1],
      )
    }
    expect(await etats(pendant)).toEqual(['a-venir', 'a-venir'])
    expect(await etats('2026-12-24T12:00:00Z')).toEqual(['manquant', 'manquant'])
  })
})

describe('Des corps hostiles', () => {
  it('ne font tomber ni la signature, ni la feuille, ni les émissions', async () => {
    const p = await preparer()
    const champs = ['attestation', 'trace']
    const lien = await lienDe(p)
    const sans = await eprouver(
      app(p.fil, p.services, null),
      [
        { url: lien, champs },
        { url: `/emargement/${'A'.repeat(43)}`, champs },
      ],
      { corps: 200 },
    )
    const avec = await eprouver(
      app(p.fil, p.services, ['formateur', 'assistant']),
      [
        { url: p.feuille, champs: ['geste', 'inscription', 'motif', 'justifiee'] },
        { url: `/sessions/${p.fil.session}/certificats`, champs: ['inutile'] },
      ],
      { corps: 200 },
    )
    expect([...sans.fautes, ...avec.fautes]).toEqual([])
    expect(sans.essais + avec.essais).toBeGreaterThanOrEqual(800)
  })
})

it('le lendemain, ni lien à copier, ni code de la salle, ni tablette ne s’offrent : la page dit quand c’était, et mène à la feuille', async () => {
  const q = await preparer('2026-11-25T08:00:00Z')
  const a = app(q.fil, q.services, ['formateur'])
  const lire = async (url: string) => enMots(await (await a.request(url)).text())
  for (const page of ['liens', 'salle', 'tablette']) {
    const lue = await lire(`/sessions/${q.fil.session}/emargement/${q.seance}/${page}`)
    expect(lue, page).toContain('La fenêtre de signature a fermé le 24 nov. 2026 à 14 h 30')
    expect(lue, page).toContain('Revenir à la feuille')
    expect(lue, page).not.toMatch(/Préparer \d|Afficher le code|Ouvrir la tablette/)
  }
  expect(await lire(q.feuille)).toContain('la fenêtre de signature a fermé le 24 nov. 2026 à 14 h 30')
})
