import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { createLogger } from '#platform/log/create-logger.ts'
import { EnvoiRetenu, EnvoiTropTot, type Message } from '#platform/mail/mail.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'
import { enqueue } from './enqueue.ts'
import { etatDeLaFile, relancerTaches } from './etat-file.ts'
import type { JobHandler } from './jobs.ts'
import { platformJobs } from './platform-jobs.ts'
import { tenirLeGroupe } from './tenir.ts'
import { startWorker, type Worker, type WorkerOptions } from './worker.ts'

const base = await baseNeuve()
const admin = await base.client('admin')
const organisme = newId() as OrganismeId
const autre = newId() as OrganismeId
const keys = keysFromSeed('file')
const journal: string[] = []
let surLigne = (_: string): void => {}
const log = createLogger({
  vers: {
    write: (l: string) => {
      journal.push(l)
      surLigne(l)
    },
  },
})

let remettre: (m: Message) => Promise<void>
const services = {
  db: base.worker,
  keys,
  log,
  clock: systemClock,
  mailer: { send: (m: Message) => remettre(m), close: async () => {} },
} as unknown as Services

let worker: Worker | undefined
const demarrer = async (taches: Record<string, JobHandler>, plus: Partial<WorkerOptions> = {}) => {
  worker = await startWorker({
    connexion: base.connexion('coforme_worker'),
    services,
    taches,
    systeme: platformJobs,
    concurrence: 2,
    ...plus,
  })
}
/** Une promesse tenue du dehors : on attend un fait, jamais une durée. */
const attente = <T>() => Promise.withResolvers<T>()

beforeEach(async () => {
  journal.length = 0
  await admin.query('delete from graphile_worker._private_jobs')
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

describe('une tâche', () => {
  it('enfilée dans une transaction, passe avec son organisme, qu’elle rouvre', async () => {
    const vu = attente<unknown>()
    await demarrer({
      'essai.voir': async (payload, { db }) => {
        const qui = await db.withTenant(
          { genre: 'tache', organisme: payload.organisme },
          async (tx) => (await sql<{ o: string }>`select app.organisme() as o`.execute(tx)).rows[0]?.o,
        )
        vu.resolve([payload, qui])
      },
    })
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.voir', { organisme, chose: 3 }))
    expect(await vu.promise).toEqual([{ organisme, chose: 3 }, organisme])
  })

  it('défaite avec sa transaction, ne passe jamais', async () => {
    await expect(
      base.enTantQue(organisme, {}, async (tx) => {
        await enqueue(tx, 'essai.jamais', { organisme })
        throw new Error('défaire')
      }),
    ).rejects.toThrow('défaire')
    expect((await admin.query('select 1 from graphile_worker.jobs')).rows).toEqual([])
  })

  it('ne s’enfile pas pour un autre organisme', async () => {
    expect(
      await codeSql(() => base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai', { organisme: autre }))),
    ).toBe('42501')
  })

  it('de même clé, attend une seule fois, la dernière', async () => {
    for (const n of [1, 2])
      await base.enTantQue(organisme, {}, (tx) =>
        enqueue(tx, 'essai.cle', { organisme, n }, { cle: 'k', runAt: new Date('2099-01-01') }),
      )
    await base.enTantQue(autre, {}, (tx) =>
      enqueue(tx, 'essai.cle', { organisme: autre }, { cle: 'k', runAt: new Date('2099-01-01') }),
    )
    const { rows } = await admin.query('select payload from graphile_worker._private_jobs order by id')
    expect(rows.map((r) => r.payload.n)).toEqual([2, undefined])
  })

  it('qui échoue est journalisée sans rien citer, et attend d’être rejouée', async () => {
    const parti = attente<void>()
    await demarrer({
      'essai.rate': async () => {
        parti.resolve()
        throw new Error('échec pour « Soraya Amrani »')
      },
    })
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.rate', { organisme }))
    await parti.promise
    await worker?.stop()
    expect(journal.join('')).toContain('tache-echouee')
    expect(journal.join('')).not.toContain('Amrani')
    const { rows } = await admin.query(
      'select attempts, last_error, run_at > now() as plus_tard from graphile_worker.jobs',
    )
    expect(rows).toMatchObject([{ attempts: 1, plus_tard: true }])
    expect(rows[0].last_error).not.toContain('Amrani')
  })

  it('dont l’envoi est retenu s’arrête là : ni rejouée, ni comptée comme une panne', async () => {
    const parti = attente<void>()
    await demarrer({
      'essai.retenue': async () => {
        parti.resolve()
        throw new EnvoiRetenu('adresse')
      },
    })
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.retenue', { organisme }))
    await parti.promise
    await worker?.stop()
    expect(journal.join('')).toContain('envoi-retenu')
    expect(journal.join('')).not.toContain('tache-echouee')
    expect((await admin.query('select 1 from graphile_worker.jobs')).rows).toEqual([])
  })

  it('trop tôt pour écrire, se remet à la file pour le matin, sous sa clé, sans compter un échec', async () => {
    const parti = attente<void>()
    const matin = new Date('2099-01-01T07:00:00Z')
    await demarrer({
      'essai.nuit': async () => {
        parti.resolve()
        throw new EnvoiTropTot(matin)
      },
    })
    await base.enTantQue(organisme, {}, (tx) =>
      enqueue(tx, 'essai.nuit', { organisme, n: 1 }, { cle: 'nuit' }),
    )
    await parti.promise
    await worker?.stop()
    expect(journal.join('')).toContain('envoi-remis-au-matin')
    expect(journal.join('')).not.toContain('tache-echouee')
    const { rows } = await admin.query(
      'select key, attempts, run_at, payload from graphile_worker._private_jobs where attempts < max_attempts',
    )
    expect(rows).toEqual([
      { key: `${organisme}:nuit`, attempts: 0, run_at: matin, payload: { organisme, n: 1 } },
    ])
  })

  it('en cours à l’arrêt, finit avant lui', async () => {
    const commencee = attente<void>()
    const suite = attente<void>()
    let finie = false
    await demarrer({
      'essai.longue': async () => {
        commencee.resolve()
        await suite.promise
        finie = true
      },
    })
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.longue', { organisme }))
    await commencee.promise
    const arret = worker?.stop()
    suite.resolve()
    await arret
    expect(finie).toBe(true)
  })

  it('passe encore après qu’un message « worker:migrate », que tout rôle peut envoyer, a arrêté la file', async () => {
    const vu = attente<void>()
    await demarrer({ 'essai.apres': async () => vu.resolve() })
    const web = await base.client('coforme_web')
    let relancee = false
    surLigne = (l) => {
      relancee ||= l.includes('file-relancee')
    }
    // Redit jusqu'à être entendu : rien ne dit du dehors quand la file a commencé d'écouter.
    while (!relancee)
      await web.query(`select pg_notify('worker:migrate', '{"breaking": true, "migrationNumber": 999}')`)
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.apres', { organisme }))
    await vu.promise
    expect(process.exitCode).toBeUndefined()
  })

  it('à heure fixe doit exister, et deux tâches ne portent pas un nom', async () => {
    await expect(demarrer({}, { crons: [{ nom: 'absente', quand: '0 0 * * *' }] })).rejects.toThrow(
      /inconnue/,
    )
    await expect(demarrer({ 'plateforme.purger': async () => {} })).rejects.toThrow(/Deux tâches/)
    await demarrer({}, { crons: [{ nom: 'plateforme.purger', quand: '17 2 * * *' }] })
  })
})

describe('un ouvrier mort', () => {
  const tenir = (groupe: string, depuis: string) =>
    admin.query(
      `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - $2::interval, attempts = 1`,
      [groupe, depuis],
    )

  it('rend ses tâches dès qu’un autre démarre, et non quatre heures plus tard', async () => {
    await base.enTantQue(organisme, {}, (tx) => enqueue(tx, 'essai.longue', { organisme }))
    await tenir('pool-mort', '1 minute')
    const vu = attente<void>()
    await demarrer({ 'essai.longue': async () => vu.resolve() })
    await vu.promise
  })

  it('meurt pendant qu’un autre travaille : celui-ci reprend ses tâches à un battement', async () => {
    const vu = attente<void>()
    await demarrer({ 'essai.longue': async () => vu.resolve() }, { battement: 50 })
    const rendre = tenirLeGroupe(base.connexion('coforme_worker'), 'pool-voisin', () => {})
    await vi.waitFor(
      async () => {
        const { rows } = await admin.query(
          `select from pg_locks where locktype = 'advisory' and granted and classid = (hashtext('coforme-file')::bigint & 4294967295)::oid
           and objid = (hashtext('pool-voisin')::bigint & 4294967295)::oid and database = (select oid from pg_database where datname = current_database())`,
        )
        expect(rows).toHaveLength(1)
      },
      { timeout: 120_000 },
    )
    await base.enTantQue(organisme, {}, (tx) =>
      enqueue(tx, 'essai.longue', { organisme }, { runAt: new Date('2099-01-01') }),
    )
    await tenir('pool-voisin', '1 minute')
    await admin.query('update graphile_worker._private_jobs set run_at = now()')
    // Vivant, il garde ce qu'il tient.
    expect(
      (await base.worker.seule(sql<{ n: number }>`select porte.rendre_taches_mortes() as n`))[0]?.n,
    ).toBe(0)
    await rendre()
    await vu.promise
  })
})

describe('un courriel à partir', () => {
  const message = { a: 'soraya@exemple.fr', objet: 'Votre lien', texte: 'https://x/lien/secret' }
  const etat = async (id: string) =>
    (
      await admin.query(
        'select etat, organisme_id, chiffre is null as efface, tentatives, code from plateforme.courriel where id = $1',
        [id],
      )
    ).rows[0]

  it('attend chiffré, part, puis s’efface', async () => {
    const id = await base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, message))
    const { rows } = await admin.query('select chiffre from plateforme.courriel where id = $1', [id])
    expect(rows[0].chiffre.includes('secret')).toBe(false)
    const file = await admin.query('select payload::text as p from graphile_worker._private_jobs')
    expect(file.rows).toEqual([{ p: `{"courriel": "${id}"}` }])
    const recu = attente<Message>()
    remettre = async (m) => recu.resolve(m)
    await demarrer({})
    expect(await recu.promise).toEqual({ ...message, id })
    await worker?.stop()
    expect(await etat(id)).toEqual({
      etat: 'parti',
      organisme_id: organisme,
      efface: true,
      tentatives: 1,
      code: null,
    })
    await platformJobs['plateforme.envoyer-courriel']?.(
      { courriel: id },
      { ...services, mailer: { send: () => Promise.reject(new Error('encore')), close: async () => {} } },
    )
  })

  it('sans organisme part aussi (mot de passe oublié)', async () => {
    const id = await base.db.withoutTenant((tx) => sendLater(tx, services, message))
    const recu = attente<Message>()
    remettre = async (m) => recu.resolve(m)
    await demarrer({})
    await recu.promise
    await worker?.stop()
    expect(await etat(id)).toMatchObject({ etat: 'parti', organisme_id: null })
  })

  const envoyer = (id: string) => platformJobs['plateforme.envoyer-courriel']?.({ courriel: id }, services)

  it('refusé pour de bon, s’arrête là ; pour le moment, se reprend', async () => {
    const id = await base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, message))
    remettre = () =>
      Promise.reject(Object.assign(new Error('plus tard <soraya@exemple.fr>'), { responseCode: 451 }))
    await expect(envoyer(id)).rejects.toThrow()
    expect(await etat(id)).toMatchObject({ etat: 'en-attente', tentatives: 1, code: '451', efface: false })
    remettre = () => Promise.reject(Object.assign(new Error('inconnu'), { responseCode: 550 }))
    await envoyer(id)
    expect(await etat(id)).toMatchObject({ etat: 'refuse', tentatives: 2, code: '550', efface: true })
  })

  it('retenu à la porte, finit là ; suivi, il porte l’organisme de sa transaction', async () => {
    const suivi = { activite: newId<'Activite'>(), etape: 'convocation' }
    const id = await base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, { ...message, suivi }))
    let vu: Message | undefined
    remettre = async (m) => {
      vu = m
      throw new EnvoiRetenu('arret')
    }
    await envoyer(id)
    expect(vu?.suivi).toEqual({ ...suivi, organisme })
    expect(await etat(id)).toMatchObject({ etat: 'refuse', tentatives: 1, code: 'RETENU', efface: true })
  })

  it('pris par un ouvrier, ne l’est pas par un second', async () => {
    const id = await base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, message))
    let envois = 0
    remettre = async () => {
      envois++
      // Il n'est pas fait pour autant : la tâche du second se remet à la file, et le reprendrait si le premier mourait.
      await expect(envoyer(id)).rejects.toThrow(EnvoiTropTot)
    }
    await envoyer(id)
    expect(envois).toBe(1)
    await envoyer(id)
    expect(envois).toBe(1)
  })

  it.each([
    ['un mot de passe refusé', { responseCode: 535, code: 'EAUTH', command: 'AUTH PLAIN' }],
    ['un accueil refusé', { responseCode: 554, code: 'EPROTOCOL', command: 'CONN' }],
  ])(
    'devant %s par le serveur d’envoi, garde son contenu autant d’essais que la file en fait, puis part à la main',
    async (_, faute) => {
      const id = await base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, message))
      remettre = () => Promise.reject(Object.assign(new Error('en panne'), faute))
      for (let essai = 1; essai <= 25; essai++) {
        await expect(envoyer(id)).rejects.toThrow()
        expect(await etat(id)).toMatchObject({
          etat: 'en-attente',
          tentatives: essai,
          code: String(faute.responseCode),
          efface: false,
        })
      }
      await admin.query(
        `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'échec'`,
      )
      expect(await etatDeLaFile(base.worker)).toMatchObject({
        taches: { mortes: 1, dues: 0 },
        courriels: { retenus: 1, code: String(faute.responseCode) },
      })
      const recu = attente<Message>()
      remettre = async (m) => recu.resolve(m)
      await demarrer({})
      expect(await relancerTaches(base.worker)).toBe(1)
      expect(await recu.promise).toEqual({ ...message, id })
      await worker?.stop()
      expect(await etat(id)).toMatchObject({ etat: 'parti', efface: true })
    },
  )

  it('défait avec sa transaction, ne part jamais ; mal adressé, ne s’y pose pas', async () => {
    const avant = (await admin.query('select count(*) as n from plateforme.courriel')).rows[0].n
    await expect(
      base.enTantQue(organisme, {}, async (tx) => {
        await sendLater(tx, services, message)
        throw new Error('défaire')
      }),
    ).rejects.toThrow('défaire')
    await expect(
      base.enTantQue(organisme, {}, (tx) => sendLater(tx, services, { ...message, a: 'x\ny@z.fr' })),
    ).rejects.toThrow(/Adresse/)
    expect((await admin.query('select count(*) as n from plateforme.courriel')).rows[0].n).toBe(avant)
  })

  it('le web ne prend ni ne finit un courriel', async () => {
    for (const porte of [
      sql`select porte.prendre_courriel(${newId()}::uuid)`,
      sql`select porte.finir_courriel(${newId()}::uuid, 'parti', null)`,
    ])
      expect(await codeSql(() => base.db.withoutTenant((tx) => porte.execute(tx)))).toBe('42501')
  })
})
