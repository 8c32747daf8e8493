import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { lireSeance, lireSession, listerSessions } from '../db/sessions.queries.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import type { Planification } from '../domain/planifier-session.ts'
import { passerALEtat, passerDUnTrait } from '../gestes/changer-etat.ts'
import { planifier } from '../gestes/planifier.ts'
import { poserIntervenant, poserOffre, poserSession } from './poser.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const d = (t: string): DateCivile => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}
const coop = async (nom: string) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    return { ...o, offre: await poserOffre(tx, o) }
  })
type Coop = Awaited<ReturnType<typeof coop>>

const plan = (c: Coop, p: Partial<Planification> = {}): Planification => ({
  id: newId<'Session'>(),
  offre: c.offre,
  lieu: 'Salle Duras',
  zone: 'Europe/Paris',
  formateur: `Anime ${newId()}`,
  capacite: 12,
  seances: [{ jour: d('2027-03-22'), debut: 540, fin: 750 }],
  motif: '',
  ...p,
})
const enTantQue = <T>(o: OrganismeId, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(o, {}, work)
const faire = (c: Coop, p: Partial<Planification> = {}) =>
  enTantQue(c.organisme, (tx) => planifier(tx, plan(c, p), le))
const codes = async (c: Coop, p: Partial<Planification>) => {
  const r = await faire(c, p)
  return r.ok ? [] : r.error.map((e) => e.code)
}

describe('planifier', () => {
  it('douze planifications à la fois se numérotent sans trou ni doublon', async () => {
    const c = await coop('Douze à la fois')
    const faites = await Promise.all(Array.from({ length: 12 }, () => faire(c)))
    expect(faites.map((f) => (f.ok ? f.value.numero : f.error)).sort()).toEqual(
      Array.from({ length: 12 }, (_, i) => `S-2026-${String(i + 1).padStart(3, '0')}`),
    )
  })
  it('le même formulaire envoyé quatre fois à la fois fait une session, et n’use qu’un numéro', async () => {
    const c = await coop('Quatre envois')
    const p = plan(c)
    const faites = await Promise.all(
      Array.from({ length: 4 }, () => enTantQue(c.organisme, (tx) => planifier(tx, p, le))),
    )
    expect(faites.map((f) => f.ok && [f.value.id, f.value.numero])).toEqual(
      Array.from({ length: 4 }, () => [p.id, 'S-2026-001']),
    )
    expect(faites.filter((f) => f.ok && f.value.neuve)).toHaveLength(1)
    expect(await faire(c)).toMatchObject({ value: { numero: 'S-2026-002' } })
  })
  it('deux enseignes qui ne se voient pas partagent la même suite de numéros', async () => {
    const c = await coop('Deux enseignes')
    const autre = newId<'Activite'>()
    const offre = await base.maintenance(async (tx) => {
      await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${c.organisme}, ${autre}, 'Autre', '2026-01-01')`.execute(
        tx,
      )
      return poserOffre(tx, { organisme: c.organisme, activite: autre })
    })
    await faire(c)
    const seconde = await base.enTantQue(c.organisme, { personne: newId(), portee: [autre] }, (tx) =>
      planifier(tx, plan(c, { offre }), le),
    )
    expect(seconde).toMatchObject({ value: { numero: 'S-2026-002' } })
    const vues = await base.enTantQue(c.organisme, { personne: newId(), portee: [autre] }, (tx) =>
      listerSessions(tx, {}, { sens: 'apres', cle: undefined }, 10),
    )
    expect(vues.map((s) => s.numero)).toEqual(['S-2026-002'])
  })
  it('range les séances en demi-journées, à l’heure de la salle', async () => {
    const c = await coop('À La Réunion')
    const fait = await faire(c, {
      zone: 'Indian/Reunion',
      seances: [
        { jour: d('2027-03-22'), debut: 810, fin: 1020 },
        { jour: d('2027-03-22'), debut: 540, fin: 750 },
      ],
    })
    const id = fait.ok ? fait.value.id : newId<'Session'>()
    const lue = await enTantQue(c.organisme, (tx) => lireSession(tx, id))
    expect(lue).toMatchObject({
      etat: 'brouillon',
      debut: '2027-03-22',
      minutes: 420,
      zone: 'Indian/Reunion',
    })
    expect(lue?.seances.map((s) => [s.demiJournee, s.debut.toISOString()])).toEqual([
      ['matin', '2027-03-22T05:00:00.000Z'],
      ['apres-midi', '2027-03-22T09:30:00.000Z'],
    ])
  })
  it('refuse sans rien écrire, et n’use pas de numéro', async () => {
    const c = await coop('Refus')
    const b = await coop('Une autre maison')
    expect(await codes(c, { offre: b.offre })).toEqual(['offre-introuvable'])
    expect(await codes(c, { etablissement: newId<'Etablissement'>() })).toEqual(['etablissement-introuvable'])
    expect(await codes(c, { formateurId: newId<'Personne'>() })).toEqual(['formateur-introuvable'])
    expect(await codes(c, { seances: [{ jour: d('2027-03-23'), debut: 540, fin: 960 }] })).toEqual([
      'seance-invalide',
    ])
    const paques = { seances: [{ jour: d('2027-03-29'), debut: 540, fin: 750 }] }
    expect(await codes(c, paques)).toEqual(['jour-chome-sans-motif'])
    expect(await faire(c, { ...paques, motif: 'demande du client' })).toMatchObject({
      value: { numero: 'S-2026-001' },
    })
  })
  it('un formateur n’est pas à deux endroits, son nom fût-il écrit sans accent', async () => {
    const c = await coop('Deux endroits')
    expect(await codes(c, { formateur: 'Éloïse Chabrier' })).toEqual([])
    expect(await codes(c, { formateur: 'eloise chabrier' })).toEqual(['deja-occupe'])
  })
})

describe('changer d’état', () => {
  const passer = (c: Coop, id: SessionId, vers: 'ouverte' | 'annulee', motif = '') =>
    enTantQue(c.organisme, (tx) => passerALEtat(tx, { id, vers, motif, ailleurs: {} }, le))
  it('ouvre, dit et consigne ce qu’aucun module ne vérifie', async () => {
    const c = await coop('Ouvrir')
    const { session } = await base.maintenance((tx) => poserSession(tx, { ...c, etat: 'brouillon' }))
    expect(await passer(c, session, 'ouverte')).toMatchObject({ ok: true, value: { nonVerifiees: [] } })
    expect(await passer(c, session, 'annulee', 'effectif trop faible')).toMatchObject({
      ok: true,
      value: { nonVerifiees: ['avis-traces'] },
    })
    const { rows } = await base.maintenance((tx) =>
      sql<{ details: { nonVerifiables: string[] } }>`select details from journal.geste
        where organisme_id = ${c.organisme} and module = 'sessions' order by geste desc`.execute(tx),
    )
    expect(rows.map((r) => r.details.nonVerifiables)).toEqual([[], ['avis-traces']])
    // Deux clics ne consignent pas deux fois.
    expect(await passer(c, session, 'annulee')).toMatchObject({ ok: true, value: { nonVerifiees: [] } })
  })
  it('une garde fausse arrête ; ce que dit un autre module ne couvre pas ce que la session sait', async () => {
    const c = await coop('Garde fausse')
    const { session } = await base.maintenance(async (tx) => {
      const posee = await poserSession(tx, { ...c, etat: 'brouillon' })
      await sql`update catalogue.offre set etat = 'retiree' where organisme_id = ${c.organisme}`.execute(tx)
      return posee
    })
    const essai = await enTantQue(c.organisme, (tx) =>
      passerALEtat(tx, { id: session, vers: 'ouverte', motif: '', ailleurs: { 'offre-publiee': true } }, le),
    )
    expect(essai).toMatchObject({ error: { code: 'gardes-non-satisfaites', manquent: ['offre-publiee'] } })
  })
  it('tenue jusqu’au bout sans avoir été dite commencée, elle se termine d’un geste, et le journal garde les deux passages', async () => {
    const c = await coop('D’un trait')
    const { session: id } = await base.maintenance((tx) => poserSession(tx, { ...c, etat: 'confirmee' }))
    const terminer = (statues: boolean, quand: Date) =>
      enTantQue(c.organisme, (tx) =>
        passerDUnTrait(
          tx,
          { id, vers: 'terminee', motif: '', ailleurs: { 'creneaux-statues': statues } },
          quand,
        ),
      )
    const etat = async () => (await enTantQue(c.organisme, (tx) => lireSession(tx, id)))?.etat
    const soir = new Date('2026-11-24T18:00:00Z')
    // Une condition manque : rien ne s’écrit, pas même le premier passage.
    expect(await terminer(true, le)).toMatchObject({ error: { manquent: ['derniere-seance-passee'] } })
    expect(await terminer(false, soir)).toMatchObject({ error: { manquent: ['creneaux-statues'] } })
    expect(await etat()).toBe('confirmee')
    expect(await terminer(true, soir)).toMatchObject({ ok: true, value: { session: { etat: 'terminee' } } })
    expect(await etat()).toBe('terminee')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        de: string
        vers: string
      }>`select details->>'de' as de, details->>'vers' as vers from journal.geste
        where organisme_id = ${c.organisme} and module = 'sessions' order by details->>'de'`.execute(tx),
    )
    expect(rows.map((r) => `${r.de} ${r.vers}`)).toEqual(['confirmee en-cours', 'en-cours terminee'])
    // Deux clics : le second trouve la session où il la voulait.
    expect(await terminer(true, soir)).toMatchObject({ ok: true })
  })
  it('tenue sans avoir été confirmée, elle se termine d’un geste aussi, avec la décision motivée qui lève l’effectif', async () => {
    const c = await coop('Jamais confirmée')
    const { session: id } = await base.maintenance(async (tx) => {
      const posee = await poserSession(tx, { ...c, etat: 'ouverte' })
      await poserIntervenant(tx, c, posee.seances)
      return posee
    })
    const terminer = (motif: string) =>
      enTantQue(c.organisme, (tx) =>
        passerDUnTrait(
          tx,
          { id, vers: 'terminee', motif, ailleurs: { 'creneaux-statues': true, 'effectif-atteint': false } },
          new Date('2026-11-24T18:00:00Z'),
        ),
      )
    expect(await terminer('')).toMatchObject({ error: { manquent: ['effectif-atteint'] } })
    expect((await enTantQue(c.organisme, (tx) => lireSession(tx, id)))?.etat).toBe('ouverte')
    expect(await terminer('un seul venu, on l’a tenue')).toMatchObject({
      ok: true,
      value: { session: { etat: 'terminee' } },
    })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        passage: string
        derogation: string | null
      }>`select (details->>'de') || ' ' || (details->>'vers') as passage,
          details->>'derogation' as derogation from journal.geste
        where organisme_id = ${c.organisme} and module = 'sessions'`.execute(tx),
    )
    expect(rows.map((r) => r.passage).sort()).toEqual([
      'confirmee en-cours',
      'en-cours terminee',
      'ouverte confirmee',
    ])
    expect(rows.find((r) => r.passage === 'ouverte confirmee')?.derogation).toBe('un seul venu, on l’a tenue')
  })
  it('annule avec un motif, une fois pour toutes', async () => {
    const c = await coop('Annuler')
    const { session } = await base.maintenance((tx) => poserSession(tx, c))
    expect(await passer(c, session, 'annulee')).toMatchObject({ error: { code: 'motif-exige' } })
    expect(await passer(c, session, 'annulee', 'effectif trop faible')).toMatchObject({ ok: true })
    expect(await passer(c, session, 'ouverte')).toMatchObject({ error: { code: 'transition-impossible' } })
    expect(await enTantQue(c.organisme, (tx) => lireSession(tx, session))).toMatchObject({
      etat: 'annulee',
      motif: 'effectif trop faible',
    })
  })
})

describe('les murs', () => {
  it('une session, une séance d’une autre maison n’existent pas', async () => {
    const a = await coop('Maison A')
    const b = await coop('Maison B')
    const { session, seances } = await base.maintenance((tx) => poserSession(tx, a))
    const [seance = newId<'Seance'>()] = seances
    expect(await enTantQue(b.organisme, (tx) => lireSession(tx, session))).toBeUndefined()
    expect(await enTantQue(b.organisme, (tx) => lireSeance(tx, session, seance))).toBeUndefined()
    expect(await enTantQue(a.organisme, (tx) => lireSeance(tx, session, seance))).toMatchObject({
      id: seance,
    })
    expect(
      await enTantQue(b.organisme, (tx) =>
        passerALEtat(tx, { id: session, vers: 'annulee', motif: 'x', ailleurs: {} }, le),
      ),
    ).toMatchObject({ error: { code: 'introuvable' } })
  })
  it('ni le numéro ni le sel d’une session ne changent', async () => {
    const a = await coop('Immuable')
    const { session } = await base.maintenance((tx) => poserSession(tx, a))
    for (const quoi of [sql`numero = 'S-2026-999'`, sql`sel = sha256('x')`])
      expect(
        await codeSql(() =>
          enTantQue(a.organisme, (tx) =>
            sql`update sessions.session set ${quoi} where id = ${session}`.execute(tx),
          ),
        ),
      ).toBe('42501')
  })
  it('la liste se feuillette par clé, dans les deux sens', async () => {
    const a = await coop('Feuilleter')
    await base.maintenance(async (tx) => {
      for (const jour of ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'])
        await poserSession(tx, { ...a, seances: [[jour, 540, 750]] })
    })
    const page = (sens: 'apres' | 'avant', cle?: readonly string[]) =>
      enTantQue(a.organisme, async (tx) =>
        (await listerSessions(tx, {}, { sens, cle }, 2)).map((s) => [s.debut, s.id] as const),
      )
    const premiere = await page('apres')
    expect(premiere.map(([j]) => j)).toEqual(['2026-11-05', '2026-11-04', '2026-11-03'])
    const suite = await page('apres', premiere[1])
    expect(suite.map(([j]) => j)).toEqual(['2026-11-03', '2026-11-02'])
    expect((await page('avant', suite[0])).map(([j]) => j)).toEqual(['2026-11-04', '2026-11-05'])
  })
})
