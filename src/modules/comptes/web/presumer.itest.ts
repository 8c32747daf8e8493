import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { sessionCookieName } from '#platform/auth/cookie.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesServies } from '../../../../test/monde/index.ts'
import { comptes } from '../module.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'
import { exigerConnexion, exigerRole } from './visiteur.ts'

const base = await baseNeuve()
const keys = keysFromSeed('présumer')
const admin = await base.client('admin')
const pannes: Panne[] = []

/** Ce que la base a été priée de dire à part, et ce que les pages ont fait. */
let questions = 0
let travaux: string[] = []
let perdue = false
const db: Services['db'] = {
  ...base.db,
  seule: (requete) => {
    questions += 1
    if (perdue) return Promise.reject(new Error('La base ne répond pas.'))
    return base.db.seule(requete)
  },
}
const services: Services = { ...testServices(pannes), db, keys }
const { origine } = services.config
const suite = '. Et cela se lit longtemps.'.repeat(100)
const { app } = pagesServies(
  services,
  [
    comptes,
    {
      nom: 'essai',
      routes(a) {
        const dire = (nom: string) => (c: Parameters<typeof pourVisiteur>[0]) =>
          pourVisiteur(c, db, async (_, v) => {
            travaux.push(`${nom} ${v.roles}`)
            return c.html(`${v.nom} ${v.organisme?.nom} ${v.roles}${suite}`)
          })
        a.get('/presumee', exigerConnexion(), dire('presumee'))
        a.post('/presumee', exigerConnexion(), dire('envoi'))
        a.get('/presumee/comptable', exigerRole('comptable'), dire('comptable'))
        a.get('/presumee/sans-base', exigerConnexion(), (c) => c.html(`${c.get('visiteur')?.nom}${suite}`))
        a.get('/autre', exigerConnexion(), dire('autre'))
      },
    },
  ],
  { presumer: (chemin) => chemin.startsWith('/presumee') },
)
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))

let rang = 0
const entrer = async (roles: readonly string[] = ['formateur']) => {
  const courriel = `presume${++rang}@exemple.example`
  const motDePasse = 'un tilleul devant la mairie'
  const compte = await base.maintenance(async (tx) => {
    const id = await poserCompte(tx, keys, { courriel, prenom: 'Rosa', nom: 'Ba', motDePasse })
    await poserAdhesion(tx, { organisme: a.organisme, compte: id, roles, acceptee: true })
    return id
  })
  const r = await app.request(`${origine}/connexion`, {
    method: 'POST',
    headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ courriel, motDePasse }).toString(),
  })
  const cookie = r.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const jeton = decodeURIComponent(cookie.slice(sessionCookieName(origine).length + 1))
  const aller = async (chemin: string, init: RequestInit = {}) => {
    ;[questions, travaux] = [0, []]
    const lue = await app.request(`${origine}${chemin}`, {
      ...init,
      headers: { cookie, origin: origine, ...(init.headers as Record<string, string>) },
    })
    return { statut: lue.status, vers: lue.headers.get('location'), texte: await lue.text() }
  }
  return { compte, cookie, empreinte: Buffer.from(tokenDigest(jeton)), aller }
}
const roles = (compte: string, dits: readonly string[]) =>
  admin.query('update compte.adhesion set roles = $2 where compte_id = $1', [compte, dits])

beforeEach(() => admin.query('delete from compte.echec'))

describe('Une page qui présume qui regarde', () => {
  it('ne demande plus à part, dès la seconde fois, ce que sa transaction confirme', async () => {
    const { aller } = await entrer()
    const premiere = await aller('/presumee')
    expect([premiere.statut, questions, travaux]).toEqual([200, 1, ['presumee formateur']])
    expect(await aller('/presumee')).toEqual(premiere)
    expect([questions, travaux]).toEqual([0, ['presumee formateur']])
  })

  it('ne présume ni un envoi, ni une page qui n’est pas des siennes', async () => {
    const { aller } = await entrer()
    await aller('/presumee')
    await aller('/autre')
    expect([questions, travaux]).toEqual([1, ['autre formateur']])
    expect((await aller('/presumee', { method: 'POST' })).statut).toBe(200)
    expect([questions, travaux]).toEqual([1, ['envoi formateur']])
  })

  it('ne travaille jamais sous un rôle qui n’est plus', async () => {
    const { aller, compte } = await entrer()
    await aller('/presumee')
    await roles(compte, ['comptable'])
    expect((await aller('/presumee')).texte).toContain('Rosa Ba Langue & Lien comptable.')
    expect(travaux).toEqual(['presumee comptable'])
  })

  it('refuse dès la demande suivante qui a perdu son rôle, ouvre à qui l’a reçu', async () => {
    const { aller, compte } = await entrer(['comptable'])
    expect((await aller('/presumee/comptable')).statut).toBe(200)
    await roles(compte, ['formateur'])
    expect((await aller('/presumee/comptable')).statut).toBe(403)
    expect(travaux).toEqual([])
    expect((await aller('/presumee/comptable')).statut).toBe(403)
    await roles(compte, ['comptable'])
    expect((await aller('/presumee/comptable')).statut).toBe(200)
    expect(travaux).toEqual(['comptable comptable'])
  })

  it('relit qui regarde avant de répondre, quand la page n’a rien ouvert', async () => {
    const { aller, compte } = await entrer()
    expect((await aller('/presumee/sans-base')).texte).toContain('Rosa Ba.')
    await admin.query(`update compte.compte set nom = 'Bâ' where id = $1`, [compte])
    expect((await aller('/presumee/sans-base')).texte).toContain('Rosa Bâ.')
  })

  it.each([
    ['sa session fermée', `update compte.session set etat = 'revoquee' where compte_id = $1`],
    ['sa session échue', `update compte.session set expire_le = now() - interval '1 s' where compte_id = $1`],
    ['son compte fermé', 'update compte.compte set ferme_le = now() where id = $1'],
  ])('%s, ne montre plus rien', async (_, texte) => {
    const { aller, compte } = await entrer()
    await aller('/presumee')
    await admin.query(texte, [compte])
    for (const chemin of ['/presumee', '/presumee/sans-base']) {
      const vue = await aller(chemin)
      expect([vue.statut, vue.vers?.startsWith('/connexion'), travaux]).toEqual([303, true, []])
      expect(vue.texte).not.toContain('Rosa')
    }
  })

  it('son accès fini, mène au choix d’une coopérative', async () => {
    const { aller, compte } = await entrer()
    await aller('/presumee')
    await admin.query('delete from compte.adhesion where compte_id = $1', [compte])
    expect((await aller('/presumee')).vers).toBe('/compte/organismes')
    expect(travaux).toEqual([])
  })

  it('suit la coopérative choisie dans un autre onglet', async () => {
    const { aller, compte } = await entrer()
    await base.maintenance((tx) =>
      poserAdhesion(tx, { organisme: b.organisme, compte, roles: ['responsable'], acceptee: true }),
    )
    expect((await aller('/presumee')).texte).toContain('Langue & Lien')
    await admin.query(
      'update compte.session set organisme_id = $2, activite_id = null where compte_id = $1',
      [compte, b.organisme],
    )
    expect((await aller('/presumee')).texte).toContain('Rosa Ba Terre d’Appui responsable.')
    expect(travaux).toEqual(['presumee responsable'])
  })

  it('ne présume pas qui audite, ni qui le devient', async () => {
    const { aller, compte } = await entrer()
    await aller('/presumee')
    await admin.query(
      `update compte.adhesion set roles = '{auditeur}', au = current_date + 10 where compte_id = $1`,
      [compte],
    )
    await admin.query(`update compte.session set vue_le = now() - interval '10 min' where compte_id = $1`, [
      compte,
    ])
    for (let i = 0; i < 2; i += 1) {
      expect((await aller('/presumee')).texte).toContain('auditeur')
      expect([questions, travaux]).toEqual([1, ['presumee auditeur']])
    }
  })

  it('note toujours le dernier passage', async () => {
    const { aller, compte, empreinte } = await entrer()
    await aller('/presumee')
    await admin.query(`update compte.session set vue_le = now() - interval '10 min' where compte_id = $1`, [
      compte,
    ])
    expect((await aller('/presumee')).statut).toBe(200)
    expect(questions).toBe(0)
    const { rows } = await admin.query(
      `select vue_le > now() - interval '1 min' as vue from compte.session where jeton = $1`,
      [empreinte],
    )
    expect(rows).toEqual([{ vue: true }])
  })

  it('refaite, une page compressée arrive entière, et une seule fois', async () => {
    const { aller, cookie, compte } = await entrer()
    await aller('/presumee')
    await roles(compte, ['comptable'])
    const r = await app.request(`${origine}/presumee`, { headers: { cookie, 'accept-encoding': 'gzip' } })
    const octets = Buffer.from(await r.arrayBuffer())
    expect([r.headers.get('content-encoding'), r.headers.get('content-length')]).toEqual([
      'gzip',
      String(octets.length),
    ])
    expect(gunzipSync(octets).toString('utf8')).toBe(`Rosa Ba Langue & Lien comptable${suite}`)
  })

  it('ne présume pas un export, et le refait dans la forme demandée', async () => {
    const { aller, compte } = await entrer()
    await aller('/presumee')
    await aller('/presumee?format=csv')
    expect(questions).toBe(1)
    await roles(compte, ['comptable'])
    expect((await aller('/presumee?format=xlsx')).texte).toContain('comptable')
    expect(travaux).toEqual(['presumee comptable'])
  })

  it('la base perdue, répond une page de panne entière', async () => {
    const { aller, cookie } = await entrer(['comptable'])
    expect((await aller('/presumee/sans-base')).statut).toBe(200)
    perdue = true
    const r = await app.request(`${origine}/presumee/sans-base`, {
      headers: { cookie, 'accept-encoding': 'gzip' },
    })
    perdue = false
    const octets = Buffer.from(await r.arrayBuffer())
    expect([r.status, r.headers.get('content-length') ?? String(octets.length)]).toEqual([
      500,
      String(octets.length),
    ])
    const texte = r.headers.get('content-encoding') === 'gzip' ? gunzipSync(octets) : octets
    expect(texte.toString('utf8')).toContain('</html>')
    pannes.length = 0
  })

  it('aucune n’est tombée en panne', () => {
    expect(pannes).toEqual([])
  })
})
