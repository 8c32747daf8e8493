/** Ce que la page d’une session propose d’un état à l’autre, quand le calendrier est passé devant. */
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { poserCoop } from '../../modules/sessions/test/cooperatives.ts'
import { poserIntervenant, poserSession } from '../../modules/sessions/test/poser.ts'
import { monter } from './test/monter.ts'

const base = await baseNeuve()
const c = await base.maintenance((tx) => poserCoop(tx, 'Langue & Lien'))
const qui = { organisme: c.organisme, personne: newId<'Personne'>(), roles: ['assistant'] }
/** Ce que l’émargement et les documents en disent. */
let gardes: Readonly<Record<string, boolean>> = {}
beforeEach(() => {
  gardes = {}
})
const contribution: SessionContribution = { nom: 'essai', rang: 60, faits: async () => ({ gardes }) }
const app = monter(
  {
    withTenant: async (_acces, work) =>
      base.enTantQue(c.organisme, { personne: qui.personne, portee: '*' }, work),
  },
  () => qui,
  { contributions: [contribution] },
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
  return { statut: r.status, vers: r.headers.get('location') ?? '', texte: await r.text() }
}
/** L’horloge des essais est au 24 novembre 2026. */
const posee = (jour: string) =>
  base.maintenance(async (tx) => {
    const { session, seances } = await poserSession(tx, {
      ...c,
      etat: 'ouverte',
      seances: [[jour, 540, 750]],
    })
    await poserIntervenant(tx, c, seances)
    return session
  })

it('tenue et certifiée sans avoir été confirmée, une session ne se confirme plus : elle se termine, sous toutes ses conditions', async () => {
  const session = await posee('2026-11-17')
  gardes = { 'effectif-atteint': true, 'creneaux-statues': true, 'certificats-emis': true }
  const page = (await aller(`/sessions/${session}`)).texte
  expect(page).toMatch(/id="maintenant"[\s\S]*?Terminer la session/)
  expect(page).not.toContain('Confirmer la session')
  expect(page).not.toContain(`/etat/confirmee`)
  const passage = (await aller(`/sessions/${session}/etat/terminee`)).texte
  for (const condition of ['L’effectif minimal est atteint', 'La dernière séance est passée'])
    expect(passage).toContain(condition)
  expect(await aller(`/sessions/${session}/etat/terminee`, {})).toMatchObject({
    statut: 303,
    vers: `/sessions/${session}`,
  })
  const { rows } = await base.maintenance((tx) =>
    sql<{ vers: string }>`select details->>'vers' as vers from journal.geste
      where objet_id = ${session} and geste = 'changer-etat-session'`.execute(tx),
  )
  expect(rows.map((r) => r.vers).sort()).toEqual(['confirmee', 'en-cours', 'terminee'])
})

it('sans l’effectif, la fin demande la décision motivée que la confirmation aurait demandée', async () => {
  const session = await posee('2026-11-18')
  gardes = { 'effectif-atteint': false, 'creneaux-statues': true }
  const page = (await aller(`/sessions/${session}`)).texte
  expect(page.slice(page.indexOf('id="maintenant"'), page.indexOf('id="ligne"'))).not.toContain('Terminer')
  expect(page).toContain('avant de terminer')
  const chemin = `/sessions/${session}/etat/terminee`
  expect((await aller(chemin)).texte).toContain('Décision motivée, pour passer outre')
  expect((await aller(chemin, {})).statut).toBe(409)
  expect((await aller(chemin, { motif: 'un seul venu, tenue quand même' })).statut).toBe(303)
})

it('encore à venir, ou si personne n’y était attendu, elle se confirme comme avant', async () => {
  gardes = { 'effectif-atteint': true, 'creneaux-statues': false }
  expect((await aller(`/sessions/${await posee('2026-12-08')}`)).texte).toContain('Confirmer la session')
  gardes = { 'effectif-atteint': true }
  expect((await aller(`/sessions/${await posee('2026-11-19')}`)).texte).toContain('Confirmer la session')
})
