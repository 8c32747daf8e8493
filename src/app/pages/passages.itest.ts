/** Ce que la page d’une session propose d’un état à l’autre, quand le calendrier est passé devant. */
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { planification } from '../../../test/monde/planification.ts'
import { poserCoop } from '../../modules/sessions/test/cooperatives.ts'
import { poserIntervenant, poserSession } from '../../modules/sessions/test/poser.ts'

/** Ce que l’émargement et les documents en disent. */
let gardes: Readonly<Record<string, boolean>> = {}
const m = await planification({
  roles: ['assistant'],
  coop: poserCoop,
  faits: async () => ({ gardes }),
  texte: (html) => html,
})
const { base, a: c, aller } = m
beforeEach(() => {
  gardes = {}
  m.regler()
  m.qui = m.premiere
})
/** L’horloge des essais est au 24 novembre 2026. */
const posee = (jour: string, etat: 'ouverte' | 'confirmee' = 'ouverte', autres: readonly string[] = []) =>
  base.maintenance(async (tx) => {
    const { session, seances } = await poserSession(tx, {
      ...c,
      etat,
      seances: [jour, ...autres].map((j) => [j, 540, 750]),
    })
    await poserIntervenant(tx, c, seances)
    return session
  })

it('tenue et certifiée sans avoir été confirmée, une session ne se confirme plus : elle se termine, sous toutes ses conditions', async () => {
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

it('confirmée et jamais commencée, elle s’interrompt d’un geste : le motif demandé, deux lignes au journal, rien à moitié', async () => {
  m.qui = { ...m.premiere, roles: ['responsable'] }
  const session = await posee('2026-11-20', 'confirmee', ['2026-12-10'])
  gardes = { 'effectif-atteint': true, 'creneaux-statues': false }
  const chemin = `/sessions/${session}/etat/interrompue`
  expect((await aller(`/sessions/${session}`)).texte).toContain(`href="${chemin}"`)
  const passage = (await aller(chemin)).texte
  for (const condition of ['La première séance a commencé', 'Stagiaires et financeurs sont avisés'])
    expect(passage).toContain(condition)
  // L’exemple suit le jour.
  m.regler('2026-11-26T10:40:00Z')
  expect((await aller(chemin)).texte).toContain('avant maintenant\u00a0: 26/11/2026, par exemple.')
  m.regler()
  const lus = async () =>
    (
      await base.maintenance((tx) =>
        sql<{ geste: string; de: string; vers: string; arret: string | null }>`select geste,
            details->>'de' as de, details->>'vers' as vers, details->>'arret' as arret
          from journal.geste where objet_id = ${session} and details ? 'vers' order by fait_le, id`.execute(
          tx,
        ),
      )
    ).rows
  expect((await aller(chemin, { motif: '' })).texte).toContain('Dites pourquoi')
  const apres = { motif: 'formatrice malade', arretLe: '30/11/2026', arretA: '10:00' }
  expect((await aller(chemin, apres)).texte).toContain('cet instant n’est pas venu')
  expect(await lus()).toEqual([])
  expect((await aller(chemin, { ...apres, arretLe: '20/11/2026', arretA: '11:00' })).statut).toBe(303)
  expect((await lus()).toSorted((a, b) => a.geste.localeCompare(b.geste))).toEqual([
    { geste: 'changer-etat-session', de: 'confirmee', vers: 'en-cours', arret: null },
    { geste: 'interrompre-session', de: 'en-cours', vers: 'interrompue', arret: '2026-11-20T10:00:00.000Z' },
  ])
})

it('avant sa première demi-journée, ou sans l’effectif d’une session jamais confirmée, l’interruption se refuse', async () => {
  gardes = { 'effectif-atteint': true, 'creneaux-statues': false }
  m.qui = { ...m.premiere, roles: ['responsable'] }
  const aVenir = await posee('2026-12-09', 'confirmee')
  expect((await aller(`/sessions/${aVenir}`)).texte).not.toContain('Interrompre')
  expect((await aller(`/sessions/${aVenir}/etat/interrompue`, { motif: 'malade' })).statut).toBe(409)
  gardes = { ...gardes, 'effectif-atteint': false }
  const seule = await posee('2026-11-21', 'ouverte')
  const refus = await aller(`/sessions/${seule}/etat/interrompue`, { motif: 'malade' })
  expect(refus.statut).toBe(409)
  expect(refus.texte).toMatch(/1\scondition manque/)
})

it('interrompue sans plus rien à venir, elle dit ses deux issues : reprendre à de nouvelles dates, ou s’arrêter là', async () => {
  m.qui = { ...m.premiere, roles: ['responsable'] }
  const session = await posee('2026-11-16', 'confirmee')
  gardes = { 'effectif-atteint': true, 'creneaux-statues': true }
  expect((await aller(`/sessions/${session}/etat/interrompue`, { motif: 'salle fermée' })).statut).toBe(303)
  const page = (await aller(`/sessions/${session}`)).texte
  const manque = page.slice(page.indexOf('id="manque"'), page.indexOf('id="seances"'))
  expect(manque).toContain(`href="/sessions/${session}/modifier"`)
  expect(manque).toContain(`href="/sessions/${session}/etat/terminee"`)
  expect(manque).not.toContain('posez d’abord les nouvelles dates')
  expect((await aller(`/sessions/${session}/etat/terminee`, {})).statut).toBe(303)
  expect((await aller(`/sessions/${session}`)).texte).not.toContain('Reprendre, ou s’arrêter là')
})
