import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { fixedClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { creerRecuperer } from '#platform/reseau/recuperer.ts'
import type { Services } from '#platform/services.ts'
import { testServices, unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { contributionDisponibilite } from '../contributions/session.tsx'
import { usageAdresse } from '../domain/agendas.ts'
import { creerLireAgendas } from '../jobs/lire-agendas.job.ts'
import { sessions } from '../module.ts'
import { poserCoop, poserMembre } from './cooperatives.ts'

const base = await baseNeuve()
const keys = keysFromSeed('agendas')
const lundi = '2027-03-22'
const le = new Date('2027-03-20T09:00:00Z')
const a = await base.maintenance((tx) => poserCoop(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserCoop(tx, 'Terre d’Appui'))
const tom = await base.maintenance((tx) => poserMembre(tx, [a.organisme], 'Okafor'))
/** Sa fiche d'intervenant, à son compte. */
const fiche = newId<'Tiers'>()
await base.maintenance(async (tx) => {
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    values (${a.organisme}, ${fiche}, ${a.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
  await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
    values (${a.organisme}, ${a.activite}, ${fiche}, ${tom}, now())`.execute(tx)
})

const rdv = (heures: string, suite = '') =>
  `BEGIN:VEVENT\r\nUID:${newId()}\r\nDTSTART:${heures}\r\nDURATION:PT2H\r\nSUMMARY:Chez le médecin\r\nLOCATION:Hôpital Nord\r\n${suite}END:VEVENT\r\n`
let servi: { statut: number; corps: string; vers?: string } = { statut: 200, corps: '' }
const serveur = createServer((_q, r) => {
  r.writeHead(servi.statut, {
    'content-type': 'text/calendar',
    ...(servi.vers ? { location: servi.vers } : {}),
  })
  r.end(servi.corps)
})
await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
afterAll(() => {
  serveur.closeAllConnections()
  serveur.close()
})
const adresse = `http://agenda.exemple:${(serveur.address() as AddressInfo).port}/secret-du-medecin.ics`
const calendrier = (...rdvs: readonly string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${rdvs.join('')}END:VCALENDAR\r\n`
/** Notre serveur d'essai, et lui seul, passe le mur ; le reste du réseau privé reste fermé. */
const recuperer = creerRecuperer({ resoudre: async () => ['127.0.0.1'], permise: (ip) => ip === '127.0.0.1' })

const servicesAu = (quand: Date): Services => ({
  ...testServices(),
  keys,
  clock: fixedClock(quand),
  db: base.worker,
})
const lireLes = (quand = le, par = recuperer) =>
  creerLireAgendas(par)({ organisme: a.organisme }, servicesAu(quand))
const poser = async (dite = adresse) => {
  const id = newId<'Agenda'>()
  await base.maintenance((tx) =>
    sql`insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
      values (${a.organisme}, ${id}, ${a.activite}, ${fiche}, 'Travail', ${Buffer.from(keys.encrypt(usageAdresse, id, Buffer.from(dite)))}, ${tom}, ${le})`.execute(
      tx,
    ),
  )
  return id
}
const gardees = () =>
  base.enTantQue(a.organisme, { personne: a.responsable }, async (tx) => ({
    plages: (
      await sql<{
        du: Date
        au: Date
        genre: string
      }>`select du, au, genre from sessions.occupe_dehors order by du`.execute(tx)
    ).rows.map((p) => `${p.du.toISOString().slice(0, 16)} ${p.genre}`),
    agendas: (
      await sql<{
        echec: string | null
        adresse: Buffer | null
      }>`select echec, adresse from sessions.agenda order by cree_le`.execute(tx)
    ).rows,
  }))
beforeEach(async () => {
  await base.maintenance(async (tx) => {
    await sql`delete from sessions.occupe_dehors`.execute(tx)
    await sql`delete from sessions.agenda`.execute(tx)
  })
})

let qui = { organisme: a.organisme, personne: a.responsable, roles: ['responsable'] as readonly string[] }
const essai = testServices()
const { app } = pagesDevant(
  {
    ...essai,
    keys,
    clock: fixedClock(le),
    db: {
      ...essai.db,
      withTenant: async (_acces, work) =>
        base.enTantQue(qui.organisme, { personne: qui.personne, portee: '*' }, work),
    },
  },
  [sessions],
  () => ({
    personneId: qui.personne,
    organisme: { id: qui.organisme, code: 'c', nom: 'C' },
    roles: qui.roles,
  }),
)
const origine = 'http://localhost:3000'
const aller = async (chemin: string, champs?: Readonly<Record<string, string>>) => {
  const r = await app.request(
    `${origine}${chemin}`,
    champs
      ? {
          method: 'POST',
          headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(champs).toString(),
        }
      : {},
  )
  // Le message de la page suivante voyage dans un témoin signé.
  const temoin = /coforme-passage=([^.;]+)/.exec(r.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const flash = Buffer.from(temoin, 'base64url').toString('utf8').replaceAll('\u00a0', ' ')
  return { statut: r.status, texte: (await r.text()).replaceAll('\u00a0', ' '), flash }
}
const comme = (personne: typeof tom, roles: readonly string[], organisme = a.organisme) => {
  qui = { organisme, personne, roles }
}

describe('un agenda du dehors', () => {
  beforeEach(() => comme(a.responsable, ['responsable']))

  it('n’y laisse que des heures : ni titre, ni lieu, nulle part dans la base, et l’adresse y est chiffrée', async () => {
    await poser()
    servi = {
      statut: 200,
      corps: calendrier(rdv('20270322T080000Z'), rdv('20270323T080000Z', 'STATUS:TENTATIVE\r\n')),
    }
    await lireLes()
    expect((await gardees()).plages).toEqual(['2027-03-22T08:00 occupe', '2027-03-23T08:00 incertain'])
    const tout = JSON.stringify(
      await base.maintenance(async (tx) => [
        (await sql`select * from sessions.agenda`.execute(tx)).rows,
        (await sql`select * from sessions.occupe_dehors`.execute(tx)).rows,
        (await sql`select * from journal.geste`.execute(tx)).rows,
      ]),
      (_k, v) => (v?.type === 'Buffer' ? Buffer.from(v.data).toString('latin1') : v),
    )
    for (const mot of ['médecin', 'Hôpital', 'secret-du-medecin']) expect(tout).not.toContain(mot)
  })

  it('relu, il dit ce qui a changé ; relu deux fois, rien ne se double', async () => {
    await poser()
    servi = { statut: 200, corps: calendrier(rdv('20270322T080000Z')) }
    await lireLes()
    await lireLes()
    expect((await gardees()).plages).toHaveLength(1)
    servi = { statut: 200, corps: calendrier(rdv('20270324T080000Z')) }
    await lireLes()
    expect((await gardees()).plages).toEqual(['2027-03-24T08:00 occupe'])
  })

  it('qui renvoie vers un réseau privé, qui n’en est pas un ou ne répond pas : dit, et rien de pris', async () => {
    await poser()
    for (const [quoi, mot] of [
      [{ statut: 302, corps: '', vers: 'http://169.254.169.254/latest/meta-data' }, 'réseau privé'],
      [{ statut: 200, corps: '<html>' }, 'ne donne pas un agenda'],
      [{ statut: 500, corps: '' }, 'ne donne pas ce contenu'],
    ] as const) {
      servi = quoi
      await lireLes()
      const { plages, agendas } = await gardees()
      expect([plages, agendas[0]?.echec ?? '']).toEqual([[], expect.stringContaining(mot)])
    }
    // Sans le résolveur d'essai, notre propre machine est un réseau privé comme un autre.
    servi = { statut: 200, corps: calendrier(rdv('20270322T080000Z')) }
    await lireLes(le, creerRecuperer({ resoudre: async () => ['127.0.0.1'] }))
    expect((await gardees()).agendas[0]?.echec).toContain('réseau privé')
  })

  it('qui se tait quelque temps garde ce que l’on en savait ; quinze jours, plus rien', async () => {
    await poser()
    servi = { statut: 200, corps: calendrier(rdv('20270415T080000Z')) }
    await lireLes()
    servi = { statut: 500, corps: '' }
    await lireLes(new Date('2027-03-25T09:00:00Z'))
    expect((await gardees()).plages).toHaveLength(1)
    await lireLes(new Date('2027-04-05T09:00:00Z'))
    expect((await gardees()).plages).toEqual([])
  })

  it('paraît hachuré au planning, avertit sans refuser, et se retire avec ce que l’on en savait', async () => {
    const id = await poser()
    servi = { statut: 200, corps: calendrier(rdv('20270322T080000Z')) }
    await lireLes()
    const planning = (await aller('/planning?semaine=2027-W12')).texte
    expect(planning).toMatch(/class="prise ailleurs agenda">.*9 h – 11 h.*occupé.*d’après son agenda/s)
    expect(planning).not.toContain('médecin')
    const plan = await aller('/sessions/nouvelle', {
      offre: a.offre,
      lieu: 'Rue des Essais',
      zone: 'Europe/Paris',
      formateurId: tom,
      capacite: '12',
      _jeton: newId(),
      'seances[0].date': lundi,
      'seances[0].debut': '9 h',
      'seances[0].fin': '12 h 30',
    })
    expect(plan.statut).toBe(303)
    expect(plan.flash).toContain('Tom Okafor est occupé le 22 mars 2027')
    const page = await aller('/planning/agendas')
    expect(page.texte).toContain('Tom Okafor')
    expect((await aller(`/planning/agendas/${id}/retirer`, {})).statut).toBe(303)
    expect(await gardees()).toEqual({ plages: [], agendas: [{ echec: null, adresse: null }] })
    await lireLes()
    expect((await gardees()).plages).toEqual([])
    expect((await aller('/planning/agendas?format=csv')).texte).toContain('Tom Okafor;Travail')
  })

  it('se donne par la personne ou par qui tient les intervenants ; en https, ou rien', async () => {
    const envoyer = (dite: string, personne: string = fiche) =>
      aller('/planning/agendas', { personne, nom: 'Travail', adresse: dite, _jeton: newId() })
    expect((await envoyer('http://agenda.exemple/x.ics')).statut).toBe(422)
    expect((await envoyer('https://moi:secret@agenda.exemple/x.ics')).statut).toBe(422)
    expect((await envoyer('webcal://agenda.exemple/x.ics')).statut).toBe(303)
    comme(tom, ['formateur'])
    expect((await envoyer('https://agenda.exemple/y.ics')).statut).toBe(303)
    expect((await aller('/planning/agendas')).texte.match(/Ne plus lire/g)).toHaveLength(2)
    const autre = await base.maintenance((tx) => poserMembre(tx, [a.organisme], 'Autre'))
    comme(autre, ['formateur'])
    expect((await envoyer('https://agenda.exemple/z.ics')).statut).toBe(422)
    expect((await aller('/planning/agendas')).texte).not.toContain('Tom Okafor')
    comme(b.responsable, ['responsable'], b.organisme)
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from sessions.agenda limit 1`.execute(tx),
    )
    expect((await aller(`/planning/agendas/${rows[0]?.id}/retirer`, {})).statut).toBe(404)
    expect((await envoyer('https://agenda.exemple/z.ics')).statut).toBe(422)
  })
})

describe('une absence déclarée', () => {
  const lendemain = '2027-03-30'
  const nouvelle = (jour: string) =>
    aller('/sessions/nouvelle', {
      offre: a.offre,
      lieu: 'Rue des Essais',
      zone: 'Europe/Paris',
      formateurId: tom,
      capacite: '12',
      _jeton: newId(),
      'seances[0].date': jour,
      'seances[0].debut': '9 h',
      'seances[0].fin': '12 h 30',
    })
  const declarer = (personne: string, du: string, au: string) =>
    aller(`/personnes/${personne}/conges`, { du, au, _jeton: newId() })
  beforeEach(async () => {
    comme(a.responsable, ['responsable'])
    await base.maintenance((tx) => sql`delete from sessions.conge`.execute(tx))
  })
  /** Ce que la session dit manquer, comme sa page le lit. */
  const manques = (session: string) =>
    base.enTantQue(a.organisme, { personne: a.responsable, portee: '*' }, async (tx) => {
      const f = await contributionDisponibilite.faits?.(
        tx,
        session,
        unVisiteur({ personneId: a.responsable, roles: ['responsable'] }),
        le,
      )
      return (f?.manques ?? []).map((m) => String(m.chose).replaceAll('\u00a0', ' '))
    })

  it('se lit au planning, même sans séance, et avertit qui planifie par-dessus', async () => {
    expect((await declarer(fiche, '29/03/2027', '31/03/2027')).statut).toBe(303)
    expect((await aller('/planning?semaine=2027-W13')).texte.match(/absence déclarée/g)).toHaveLength(3)
    expect((await aller('/planning?semaine=2027-W13&par=salles')).texte).not.toContain('absence déclarée')
    expect((await nouvelle(lendemain)).flash).toContain('Tom Okafor a déclaré une absence le 30 mars 2027')
  })

  it('manque à la session posée dessus, et se dit à qui choisit qui anime', async () => {
    const plan = await nouvelle('2027-04-06')
    expect(plan.flash).not.toContain('absence')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        session: string
        seance: string
      }>`select session_id as session, id as seance from sessions.seance where jour = '2027-04-06'`.execute(
        tx,
      ),
    )
    const [{ session, seance } = { session: '', seance: '' }] = rows
    expect(await manques(session)).toEqual([])
    await declarer(fiche, '06/04/2027', '06/04/2027')
    expect(await manques(session)).toEqual([expect.stringContaining('Absence déclarée de Tom Okafor')])
    expect((await aller(`/sessions/${session}/affectations/${seance}`)).texte).toContain(
      'Tom Okafor (absence déclarée)',
    )
  })

  it('dite sur une fiche réunie, elle vaut pour la fiche gardée', async () => {
    const double = newId()
    await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${a.organisme}, ${double}, ${a.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, absorbe_id, garde_id, le)
        values (${a.organisme}, ${newId()}, ${a.activite}, ${double}, ${fiche}, now())`.execute(tx)
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le)
        values (${a.organisme}, ${newId()}, ${a.activite}, ${double}, '2027-04-12', '2027-04-12', now())`.execute(
        tx,
      )
    })
    expect((await nouvelle('2027-04-12')).flash).toContain('Tom Okafor a déclaré une absence')
  })
})
