/** Une session arrêtée ou reportée : ce que l’on en attend, et quand, se compte de ce qui s’est tenu. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { passerALEtat, type SessionId } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { affectationsUneFois } from '../db/affectation.ts'
import { lireLiensDuTirage, lirePopulation } from '../db/audit-blanc.ts'
import { listerFaits, regles } from '../db/mesures.queries.ts'
import { lireStagiaire } from '../db/parcours.ts'
import { lireContrats } from '../db/sous-traitance.ts'
import { type Complet, cadreComplet, jourComplet, poserComplet, poserLigne } from './complet.ts'

const base = await baseNeuve()
let c: Complet
beforeEach(async () => {
  c = await base.maintenance((tx) => poserComplet(tx))
})
const chez = <T>(w: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, w)
const ecrire = (q: ReturnType<typeof sql>) => base.maintenance((tx) => q.execute(tx))
const ajouter = (session: string, jour: string) =>
  ecrire(sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
    values (${c.organisme}, ${newId()}, ${c.activite}, ${session}, ${jour}, 'matin', 540, 750, ${`${jour}T08:00:00Z`}, ${`${jour}T11:30:00Z`})`)
const faitsDe = async (session: string, codes: readonly string[], jour = jourComplet) =>
  (await chez((tx) => listerFaits(tx, { jour, cadre: cadreComplet }, codes, { session }))).map((f) => [
    f.code,
    f.tenu,
    f.jour,
  ])

/** Le 10 novembre à 11 h, le matin se coupe ; l’après-midi, et une demi-journée de décembre, ne se tiennent pas. */
const interrompre = async (vers: 'interrompue' | 'reportee' = 'interrompue') => {
  await ajouter(c.session, '2026-12-15')
  const avant = vers === 'reportee' ? 'confirmee' : 'en-cours'
  await ecrire(sql`update sessions.session set etat = ${avant} where id = ${c.session}`)
  const r = await chez((tx) =>
    passerALEtat(
      tx,
      { id: c.session as SessionId, vers, motif: 'Dégât des eaux', ailleurs: {} },
      new Date('2026-11-10T10:00:00Z'),
    ),
  )
  if (!r.ok) throw new Error(r.error.phrase)
}
const terminer = () => ecrire(sql`update sessions.session set etat = 'terminee' where id = ${c.session}`)

describe('une session interrompue', () => {
  it('terminée là, doit ses preuves de fin au jour où elle s’est arrêtée, non à celui qui était prévu', async () => {
    await interrompre()
    await ecrire(
      sql`delete from documents.piece where genre = 'certificat-realisation' and objet_id = ${c.inscriptions[0]}`,
    )
    // Personne n’a décidé : elle peut reprendre, et rien n’est encore dû.
    expect(await faitsDe(c.session, ['10a', '11a', '11b', '17c', '19b'])).toEqual([])
    await terminer()
    expect(await faitsDe(c.session, ['11b'])).toEqual([
      ['11b', false, '2026-11-10'],
      ['11b', true, '2026-11-10'],
    ])
    expect(await faitsDe(c.session, ['17c', '19b'])).not.toEqual([])
  })

  it('jamais reprise, ses preuves sont dues le jour prévu passé ; le certificat émis à l’arrêt en est une', async () => {
    await interrompre()
    expect(await faitsDe(c.session, ['11b'], '2026-12-15')).toEqual([])
    expect(await faitsDe(c.session, ['11b'], '2026-12-16')).toEqual([
      ['11b', true, '2026-12-15'],
      ['11b', true, '2026-12-15'],
    ])
  })

  it('compte parmi ses intervenants qui animait la demi-journée coupée', async () => {
    await interrompre()
    await terminer()
    expect((await faitsDe(c.session, ['21b'])).length).toBe(1)
  })

  it('doit la feuille de la demi-journée coupée, qu’il reste à clore ; de celle qui ne s’est pas tenue, rien', async () => {
    await interrompre()
    await terminer()
    await ecrire(
      sql`delete from emargement.cloture where seance_id in (select id from sessions.seance where session_id = ${c.session})`,
    )
    const dits = await chez((tx) =>
      listerFaits(tx, { jour: '2026-12-20', cadre: cadreComplet }, ['10c'], { session: c.session }),
    )
    expect(dits.map((f) => [f.tenu, f.jour, f.quoi])).toEqual([
      [false, '2026-11-10', '1 demi-journée n’est pas close'],
    ])
  })

  it('se montre, à l’échantillon, aux jours où elle s’est tenue', async () => {
    await interrompre()
    const tiree = { id: c.session, inscriptions: c.inscriptions }
    const { sessions } = await chez((tx) => lireLiensDuTirage(tx, [tiree as never]))
    expect(sessions.map((s) => [s.du, s.au])).toEqual([['2026-11-10', '2026-11-10']])
  })
})

describe('une session reportée', () => {
  /** Annoncée le 13 novembre, que personne n’a émargé. */
  const reporter = async () => {
    await ecrire(sql`update sessions.session set etat = 'reportee' where id = ${c.annulee}`)
    await ecrire(sql`update sessions.seance set tenue = false where session_id = ${c.annulee}`)
    await ecrire(
      sql`update inscriptions.inscription set session_id = ${c.annulee}, dossier_id = null where id = ${c.abandon}`,
    )
  }
  const rouvrir = async () => {
    await ajouter(c.annulee, '2027-01-12')
    await ecrire(sql`update sessions.session set etat = 'ouverte' where id = ${c.annulee}`)
  }
  const tirables = (jour: string) =>
    chez(async (tx) => (await lirePopulation(tx, { jour, cadre: cadreComplet })).map((s) => s.id))

  it('n’a pas commencé : rien n’en est attendu, et personne ne la tire, avant ses nouvelles dates', async () => {
    await reporter()
    const toutes = Object.keys(regles)
    // Son report a un motif (31b) ; rien d’autre n’en est attendu.
    expect(await faitsDe(c.annulee, toutes)).toEqual([['31b', true, '2026-11-13']])
    await rouvrir()
    expect(await faitsDe(c.annulee, toutes)).toEqual([])
    expect(await tirables(jourComplet)).not.toContain(c.annulee)
    expect((await faitsDe(c.annulee, ['1b'], '2027-01-12')).map(([, , jour]) => jour)).toEqual(['2027-01-12'])
  })

  it('en route, compte comme interrompue : on la tire, et ses preuves de fin attendent le dernier jour posé', async () => {
    await interrompre('reportee')
    expect(await tirables(jourComplet)).toContain(c.session)
    expect((await faitsDe(c.session, ['1b'])).length).toBe(1)
    expect(await faitsDe(c.session, ['11b'], '2026-12-15')).toEqual([])
    expect(await faitsDe(c.session, ['11b'], '2026-12-16')).toEqual([
      ['11b', true, '2026-12-15'],
      ['11b', true, '2026-12-15'],
    ])
  })

  it('rouverte, juge qui intervient, son contrat et son année au premier jour des nouvelles dates', async () => {
    await reporter()
    await rouvrir()
    await base.maintenance((tx) =>
      poserLigne(tx, c, { genre: 'contrat-sous-traitance', session: c.annulee, le: '2026-12-20' }),
    )
    const dites = await chez((tx) => affectationsUneFois(tx, c.annulee as SessionId))
    expect(dites?.premierJour).toBe('2027-01-12')
    const contrats = await chez((tx) => lireContrats(tx))
    expect(contrats.filter((x) => x.session === c.annulee).map((x) => [x.annee, x.aTemps])).toEqual([
      ['2027', true],
    ])
    expect((await chez((tx) => lireStagiaire(tx, c.annulee, c.abandon)))?.premierJour).toBe('2027-01-12')
  })
})
