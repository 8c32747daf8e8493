/** Ce que les pages de la session disent et que rien d’autre n’éprouve : l’écart de durée après avoir écrit, les colonnes de la liste. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { champsDe } from '#app/demo/rejouer.ts'
import { sessions } from '#modules/sessions/module.ts'
import { poserCoop, poserMembre } from '#modules/sessions/test/cooperatives.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/db/index.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

const base = await baseNeuve()
const a = await base.maintenance((tx) => poserCoop(tx, 'Langue & Lien'))
const tom = await base.maintenance((tx) => poserMembre(tx, [a.organisme], 'Okafor'))
await base.maintenance((tx) =>
  sql`update catalogue.offre set duree_minutes = 840 where organisme_id = ${a.organisme}`.execute(tx),
)

const essai = testServices()
const { app } = pagesDevant(
  {
    ...essai,
    clock: fixedClock(new Date('2027-03-20T09:00:00Z')),
    db: {
      ...essai.db,
      withTenant: async (_acces, work) =>
        base.enTantQue(a.organisme, { personne: a.responsable, portee: '*' }, work),
    },
  },
  [sessions],
  () => ({
    personneId: a.responsable,
    organisme: { id: a.organisme, code: 'c', nom: 'C' },
    roles: ['responsable'],
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
  const temoin = /coforme-passage=([^.;]+)/.exec(r.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const nu = (t: string) => t.replace(/[\s\u00a0\u202f]+/g, ' ')
  return {
    statut: r.status,
    vers: r.headers.get('location') ?? '',
    texte: nu(await r.text()),
    flash: nu(Buffer.from(temoin, 'base64url').toString('utf8')),
  }
}

const lire = async (chemin: string) => (await app.request(`${origine}${chemin}`)).text()

it('planifier, puis modifier, disent que les séances ne durent pas ce que l’offre annonce ; justes, ils se taisent', async () => {
  const plan = await aller('/sessions/nouvelle', {
    offre: a.offre,
    lieu: 'Rue des Essais',
    zone: 'Europe/Paris',
    formateurId: tom,
    capacite: '12',
    _jeton: newId(),
    'seances[0].date': '22/03/2027',
    'seances[0].debut': '9 h',
    'seances[0].fin': '12 h 30',
  })
  expect([plan.statut, plan.flash]).toEqual([
    303,
    expect.stringContaining('Les séances durent 3 h 30 en tout, l’offre annonce 14 h.'),
  ])
  const session = /\/sessions\/[0-9a-f-]{36}/.exec(plan.vers)?.[0] ?? ''
  const champs = champsDe(await lire(`${session}/modifier`))
  const long = await aller(`${session}/modifier`, { ...champs, 'seances[0].fin': '12 h' })
  expect([long.statut, long.flash]).toEqual([
    303,
    expect.stringContaining('Les séances durent 3 h en tout, l’offre annonce 14 h.'),
  ])
  await base.maintenance((tx) =>
    sql`update catalogue.offre set duree_minutes = 180 where organisme_id = ${a.organisme}`.execute(tx),
  )
  const juste = await aller(`${session}/modifier`, champsDe(await lire(`${session}/modifier`)))
  expect([juste.statut, juste.flash.includes('l’offre annonce')]).toEqual([303, false])
})

it('la liste des sessions dit la capacité, et la nomme ainsi', async () => {
  const { texte } = await aller('/sessions?vue=toutes')
  expect(texte).toMatch(/<th[^>]*>Capacité<\/th>/)
  expect(texte).toMatch(/data-titre="Capacité">12</)
  expect(texte).not.toMatch(/<th[^>]*>Places<\/th>/)
})
