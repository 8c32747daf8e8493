import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newToken, tokenDigest } from '#platform/auth/token.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { gestesDe } from '../gestes/composer.ts'
import { deciderDesVisites } from '../gestes/tenir-ses-sessions.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'
import { accordDAssistance, assistances } from './adhesions.ts'
import { fermerAssistance, lireVisiteur, ouvrirAssistance, tracer } from './visiteur.queries.ts'

const base = await baseNeuve()
const keys = keysFromSeed('assistance')
const gestes = gestesDe({ db: base.db, keys })
const admin = await base.client('admin')
const phrase = 'un tilleul devant la mairie'

const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
await base.maintenance(async (tx) => {
  await poserCompte(tx, keys, {
    courriel: 'agente@exemple.example',
    nom: 'Agente',
    motDePasse: phrase,
    administreInstance: true,
  })
  for (const [o, courriel] of [
    [a, 'membre@exemple.example'],
    [b, 'voisine@exemple.example'],
  ] as const) {
    const compte = await poserCompte(tx, keys, { courriel, nom: 'Membre', motDePasse: phrase })
    await poserAdhesion(tx, { organisme: o.organisme, compte, roles: ['administration'] })
  }
})
const jetonDe = async (courriel: string) => {
  const e = await gestes.connecter({
    courriel,
    motDePasse: phrase,
    adresse: '192.0.2.1',
    agent: '',
    retenue: false,
  })
  if (!e.ok) throw new Error(e.error.code)
  return e.value.jeton
}
const membre = await jetonDe('membre@exemple.example')
const voisine = await jetonDe('voisine@exemple.example')

let agente = ''
const accepter = async (heures: number | null, jeton = membre) =>
  (
    await base.db.withTenant({ genre: 'session', jeton }, (tx) =>
      deciderDesVisites(tx, heures, { empreinte: tokenDigest(jeton), maintenant: new Date() }),
    )
  )?.ok
beforeEach(async () => {
  agente = await jetonDe('agente@exemple.example')
  await accepter(24)
})
const ouvrir = (jeton = agente, code = a.code, motif = 'Feuille introuvable, ticket 12', minutes = 30) =>
  ouvrirAssistance(base.db, tokenDigest(jeton), code, motif, minutes)
const trace = (chemin = '/sessions') => tracer(base.db, tokenDigest(agente), chemin)
const entrer = <T>(work: Parameters<typeof base.db.withTenant<T>>[1]) =>
  base.db.withTenant({ genre: 'session', jeton: agente }, work)

describe('une session d’assistance', () => {
  it('ne s’ouvre que par qui administre l’instance, motivée, une heure au plus', async () => {
    expect(await ouvrir(membre)).toBe('interdit')
    expect(await ouvrir(newToken())).toBe('interdit')
    expect(await ouvrir(agente, 'inconnue')).toBe('introuvable')
    expect(await codeSql(() => ouvrir(agente, a.code, 'court'))).toBe('23514')
    expect(await codeSql(() => ouvrir(agente, a.code, 'un motif assez long', 61))).toBe('23514')
    expect(await ouvrir()).toBe('ouverte')
    expect(await ouvrir()).toBe('interdit')
    expect(await lireVisiteur(base.db, tokenDigest(agente))).toMatchObject({
      assistance: true,
      organisme: a.organisme,
      roles: [],
    })
  })

  it('demande l’accord de la coopérative, qui finit de lui-même, et se retire en fermant la visite', async () => {
    const lu = (jeton = membre) =>
      base.db.withTenant({ genre: 'session', jeton }, (tx) => accordDAssistance(tx))
    expect(await accepter(null)).toBe(true)
    expect([await lu(), await ouvrir()]).toEqual([{ jusqua: null, regle: true }, 'sans-accord'])
    // Ni un membre qui ne règle pas la coopérative, ni la voisine, ni qui assiste n’en décident pour elle.
    await base.maintenance(async (tx) => {
      const compte = await poserCompte(tx, keys, {
        courriel: 'simple@exemple.example',
        nom: 'S',
        motDePasse: phrase,
      })
      await poserAdhesion(tx, { organisme: a.organisme, compte, roles: ['formateur'] })
    })
    expect(await accepter(24, await jetonDe('simple@exemple.example'))).toBe(false)
    expect(await accepter(24, voisine)).toBe(true)
    expect(await ouvrir()).toBe('sans-accord')
    expect([await accepter(0), await accepter(169)]).toEqual([false, false])
    expect(await accepter(1)).toBe(true)
    await admin.query(
      `update support.accord set donne_le = now() - interval '2 hours', expire_le = now() - interval '1 second'`,
    )
    expect([(await lu())?.jusqua, await ouvrir()]).toEqual([null, 'sans-accord'])
    expect([await accepter(24), await ouvrir()]).toEqual([true, 'ouverte'])
    await trace()
    expect(await entrer(async () => 1)).toBe(1)
    expect(await accepter(null)).toBe(true)
    expect(await entrer(async () => 1)).toBeUndefined()
  })

  it('la coopérative l’accepte, ou ne l’accepte plus : son journal le dit, et rien d’un refus', async () => {
    const journal = async (organisme: string) =>
      (
        await admin.query(
          'select module, geste, par is not null as signe from journal.geste where organisme_id = $1 order by ctid',
          [organisme],
        )
      ).rows
    const [avant, voisins] = [await journal(a.organisme), await journal(b.organisme)]
    expect([await accepter(72), await accepter(0), await accepter(null)]).toEqual([true, false, true])
    expect((await journal(a.organisme)).slice(avant.length)).toEqual([
      { module: 'comptes', geste: 'accepter-visites', signe: true },
      { module: 'comptes', geste: 'refuser-visites', signe: true },
    ])
    expect(await journal(b.organisme)).toEqual(voisins)
  })

  it('qui s’ouvre pendant que la coopérative retire son accord se ferme avec lui', async () => {
    const [visite, sonde] = [await base.client('coforme_web'), await base.client('admin')]
    await visite.query('begin')
    const { rows } = await visite.query(
      `select porte.ouvrir_assistance($1, $2, 'Feuille introuvable, ticket 12', 30) as r`,
      [tokenDigest(agente), a.code],
    )
    expect(rows).toEqual([{ r: 'ouverte' }])
    let fini = false
    const retrait = accepter(null).finally(() => {
      fini = true
    })
    await expect
      .poll(async () => fini || (await sonde.query('select from pg_locks where not granted')).rowCount)
      .toBeTruthy()
    await visite.query('commit')
    expect(await retrait).toBe(true)
    expect(await trace()).toBe(false)
    expect(await entrer(async () => 1)).toBeUndefined()
  })

  it('lit l’organisme visité une fois la page consignée, et lui seul', async () => {
    await ouvrir()
    expect(await entrer(async () => 1)).toBeUndefined()
    expect(await trace()).toBe(true)
    const lu = await entrer(async (tx, tenant) => {
      const { rows } = await sql<{ nom: string }>`select nom from organisme.organisme`.execute(tx)
      return { o: tenant.organisme, noms: rows.map((r) => r.nom) }
    })
    expect(lu).toEqual({ o: a.organisme, noms: ['Langue & Lien'] })
  })

  it('n’écrit rien, et ne redevient pas une écriture', async () => {
    await ouvrir()
    await trace()
    const ecrire = sql`update organisme.organisme set nom = 'Volé'`
    expect(await codeSql(() => entrer((tx) => ecrire.execute(tx)))).toBe('25006')
    for (const texte of [
      'set transaction read write',
      `select set_config('transaction_read_only', 'off', true)`,
    ])
      expect(await codeSql(() => entrer((tx) => sql.raw(texte).execute(tx))), texte).toBe('25001')
    expect(
      (await admin.query('select nom from organisme.organisme where organisme_id = $1', [a.organisme])).rows,
    ).toEqual([{ nom: 'Langue & Lien' }])
  })

  it('échue, ou terminée, ne lit plus rien, et l’agente retrouve son propre compte', async () => {
    await ouvrir()
    await trace()
    await admin.query(
      `update support.session set ouverte_le = now() - interval '30 minutes', expire_le = now() - interval '1 second' where fermee_le is null`,
    )
    expect(await entrer(async () => 1)).toBeUndefined()
    expect(await lireVisiteur(base.db, tokenDigest(agente))).toMatchObject({
      assistance: false,
      organisme: null,
    })
    expect(await ouvrir()).toBe('ouverte')
    await trace()
    expect(await fermerAssistance(base.db, tokenDigest(agente))).toBe(true)
    expect(await trace()).toBe(false)
    expect(await entrer(async () => 1)).toBeUndefined()
  })

  it('une trace écrite dans la transaction qui lit ne vaut pas : l’annuler l’effacerait', async () => {
    await ouvrir()
    const client = await base.client('coforme_web')
    const e = tokenDigest(agente)
    await client.query('begin')
    expect((await client.query('select porte.tracer($1, $2) as r', [e, '/caché'])).rows).toEqual([
      { r: true },
    ])
    expect((await client.query('select * from porte.ouvrir_session($1)', [e])).rows).toEqual([])
    await client.query('rollback')
  })

  it('ni sous un point de reprise : lire, puis défaire la trace', async () => {
    await ouvrir()
    const client = await base.client('coforme_web')
    const e = tokenDigest(agente)
    await client.query('begin; savepoint avant')
    await client.query('select porte.tracer($1, $2)', [e, '/caché'])
    await client.query('savepoint apres')
    expect((await client.query('select * from porte.ouvrir_session($1)', [e])).rows).toEqual([])
    await client.query('rollback to savepoint avant')
    expect((await client.query('select * from porte.ouvrir_session($1)', [e])).rows).toEqual([])
    expect((await client.query('select nom from organisme.organisme')).rows).toEqual([])
    await client.query('rollback')
    // Et la lecture ouverte sous un point de reprise se referme avec lui.
    await trace()
    await client.query('begin; savepoint avant')
    expect((await client.query('select * from porte.ouvrir_session($1)', [e])).rows).toHaveLength(1)
    await client.query('rollback to savepoint avant')
    expect((await client.query('select nom from organisme.organisme')).rows).toEqual([])
    await client.query('rollback')
  })

  it('la coopérative lit qui est venu, pourquoi et quelles pages ; sa voisine n’en sait rien', async () => {
    await ouvrir(agente, a.code, 'Vérifier le registre de mars')
    await trace('/sessions/12')
    const visite = (
      await base.db.withTenant({ genre: 'session', jeton: membre }, (tx) => assistances(tx))
    )?.find((v) => v.motif === 'Vérifier le registre de mars')
    expect(visite).toMatchObject({ agent: 'Agente', pages: ['/sessions/12'], fermeeLe: null })
    expect(await base.db.withTenant({ genre: 'session', jeton: voisine }, (tx) => assistances(tx))).toEqual(
      [],
    )
  })

  it('personne ne retire une visite ni sa trace, pas même une porte', async () => {
    for (const role of ['coforme_web', 'coforme_worker', 'coforme_porte'])
      for (const table of ['support.session', 'support.trace']) {
        const { rows } = await admin.query(
          `select has_table_privilege($1, $2, 'delete') or has_table_privilege($1, $2, 'truncate') as r,
            has_any_column_privilege($1, 'support.trace', 'update') as u`,
          [role, table],
        )
        expect(rows, `${role} ${table}`).toEqual([{ r: false, u: false }])
      }
  })

  it('se déconnecter ferme aussi la visite', async () => {
    await ouvrir()
    await gestes.deconnecter(agente)
    const { rows } = await admin.query(
      'select count(*)::int4 as n from support.session where fermee_le is null and expire_le > now() and ouverte_le = (select max(ouverte_le) from support.session)',
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})
