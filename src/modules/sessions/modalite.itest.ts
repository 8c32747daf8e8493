import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'
import { affecterSeance } from './affecter.ts'
import { lireSession, type SessionId, type SessionLue } from './db/sessions.queries.ts'
import { type Modification, modifierSession } from './modifier.ts'
import { type Planification, planifier } from './planifier.ts'
import { type Coop, jourDit, poserCoop, poserSalle } from './test/cooperatives.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const dans = <T>(c: Coop, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(c.organisme, { personne: c.responsable }, work)
const une = (nom: string) => base.maintenance((tx) => poserCoop(tx, nom))

const deuxJours = [
  { jour: jourDit('2027-03-22'), debut: 540, fin: 750 },
  { jour: jourDit('2027-03-23'), debut: 540, fin: 750 },
]
const planifiee = async (c: Coop, p: Partial<Planification> = {}): Promise<SessionLue> => {
  const id = newId<'Session'>()
  const fait = await dans(c, (tx) =>
    planifier(
      tx,
      {
        id,
        offre: c.offre,
        lieu: 'Rue des Essais',
        zone: 'Europe/Paris',
        formateur: p.formateurId ? '' : `Anime ${newId()}`,
        capacite: 12,
        seances: deuxJours,
        motif: '',
        ...p,
      },
      le,
    ),
  )
  if (!fait.ok) throw new Error(fait.error.map((e) => e.phrase).join())
  return lue(c, id)
}
const lue = async (c: Coop, id: SessionId): Promise<SessionLue> => {
  const s = await dans(c, (tx) => lireSession(tx, id))
  if (!s) throw new Error('introuvable')
  return s
}
const voulue = (s: SessionLue, traits: Partial<Modification> = {}): Modification => ({
  id: s.id,
  revision: s.revision,
  modalite: s.modalite,
  lieu: s.lieu,
  zone: s.zone,
  formateur: s.formateur,
  capacite: s.capacite ?? 12,
  prixCentimes: s.prixCentimes ?? undefined,
  seances: s.seances.map((x) => ({ id: x.id, jour: x.jour, debut: x.debutMinutes, fin: x.finMinutes })),
  motif: '',
  ...traits,
})
const modifier = (c: Coop, s: SessionLue, traits: Partial<Modification> = {}) =>
  dans(c, (tx) => modifierSession(tx, voulue(s, traits), le))
const codes = async (r: ReturnType<typeof modifier>) => {
  const rendu = await r
  return rendu.ok ? [] : rendu.error.map((e) => e.code)
}
/** Comme si quelqu'un avait signé : une ligne du registre, et la signature qui y renvoie. */
const emarger = (c: Coop, s: SessionLue, rang: number) =>
  base.maintenance(async (tx) => {
    const [personne, inscription, maillon] = [newId(), newId(), newId()]
    const seance = s.seances[rang]?.id
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${c.organisme}, ${personne}, ${c.activite}, 'S', 'Taz', 'taz s', now())`.execute(tx)
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
      values (${c.organisme}, ${inscription}, ${c.activite}, ${s.id}, ${personne}, 'inscrit', now())`.execute(
      tx,
    )
    await sql`insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
      select ${c.organisme}, coalesce(max(numero), 0) + 1, ${maillon}, ${c.activite}, sha256('o'), '{}', sha256('e')
        from emargement.maillon where organisme_id = ${c.organisme}`.execute(tx)
    await sql`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le)
      values (${c.organisme}, ${c.activite}, ${inscription}, ${seance}, ${maillon}, now())`.execute(tx)
  })
const prises = (c: Coop, s: SessionId) =>
  base.maintenance(async (tx) => {
    const { rows } = await sql<{ genre: string; debut: Date }>`select o.genre, lower(o.creneau) as debut
      from sessions.occupation o join sessions.seance x on x.organisme_id = o.organisme_id and x.id = o.seance_id
      where o.organisme_id = ${c.organisme} and x.session_id = ${s} order by 2, 1`.execute(tx)
    return rows.map((r) => `${r.genre} ${r.debut.toISOString().slice(0, 16)}`)
  })

describe('la modalité des demi-journées', () => {
  it('se dit en planifiant une session mixte ; à distance, une demi-journée ne prend pas de salle', async () => {
    const c = await une('Mixte')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, {
      modalite: 'mixte',
      salle,
      seances: deuxJours.map((x, i) => ({ ...x, modalite: i === 0 ? 'presentiel' : 'distance' })),
    })
    expect(s.seances.map((x) => [x.modalite, x.salles.length])).toEqual([
      ['presentiel', 1],
      ['distance', 0],
    ])
    expect(await prises(c, s.id)).toEqual([
      'personne 2027-03-22T08:00',
      'salle 2027-03-22T08:00',
      'personne 2027-03-23T08:00',
    ])
  })
  it('hors d’une session mixte, planifier la refuse', async () => {
    const c = await une('Présence')
    const fait = await dans(c, (tx) =>
      planifier(
        tx,
        {
          id: newId<'Session'>(),
          offre: c.offre,
          lieu: 'Rue des Essais',
          zone: 'Europe/Paris',
          formateur: `Anime ${newId()}`,
          capacite: 12,
          modalite: 'presentiel',
          seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
          motif: '',
        },
        le,
      ),
    )
    expect(fait).toMatchObject({ ok: false, error: [{ code: 'modalite-de-session' }, {}] })
  })
  it('changée, elle rend la salle puis la reprend, et le journal dit l’avant et l’après', async () => {
    const c = await une('Changer')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, { modalite: 'mixte', salle })
    const dire = async (modalites: readonly ('presentiel' | 'distance' | null)[]) => {
      const avant = await lue(c, s.id)
      const fait = await modifier(c, avant, {
        salle,
        lieu: '',
        seances: voulue(avant).seances.map((x, i) => ({ ...x, modalite: modalites[i] })),
      })
      expect(fait).toMatchObject({ ok: true, value: { change: true } })
      return (await lue(c, s.id)).seances.map((x) => [x.modalite, x.salles.length])
    }
    expect(await dire(['presentiel', 'distance'])).toEqual([
      ['presentiel', 1],
      ['distance', 0],
    ])
    expect(await dire(['distance', 'presentiel'])).toEqual([
      ['distance', 0],
      ['presentiel', 1],
    ])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        details: { modalites: unknown[] }
      }>`select details from journal.geste where organisme_id = ${c.organisme}
        and geste = 'modifier-session' order by fait_le desc, id desc limit 1`.execute(tx),
    )
    expect(rows[0]?.details.modalites).toHaveLength(2)
  })
  it('sans la dire, changer autre chose la laisse ; une session qui n’est plus mixte l’ôte', async () => {
    const c = await une('Laisser')
    const s = await planifiee(c, {
      modalite: 'mixte',
      seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
    })
    expect(await modifier(c, s, { capacite: 9 })).toMatchObject({ ok: true })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => x.modalite)).toEqual(['distance', 'distance'])
    expect(await modifier(c, apres, { modalite: 'presentiel' })).toMatchObject({ ok: true })
    expect((await lue(c, s.id)).seances.map((x) => x.modalite)).toEqual([null, null])
  })
  it('se dit d’une seule demi-journée ; « partout » ne la donne pas aux autres, qui gardent leurs salles', async () => {
    const c = await une('Seule')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, { modalite: 'mixte', salle })
    const [un] = s.seances
    if (!un) throw new Error('pas de séance')
    const qui = un.intervenants[0]?.personne as unknown as PersonneId
    const regler = (traits: object) =>
      dans(c, (tx) =>
        affecterSeance(
          tx,
          {
            session: s.id,
            seance: un.id,
            revision: s.revision,
            intervenants: [{ id: qui }],
            salles: [salle],
            partout: true,
            ...traits,
          },
          le,
        ),
      )
    expect(await regler({ modalite: 'distance' })).toEqual({ ok: true, value: { seances: 2 } })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => [x.modalite, x.salles.length])).toEqual([
      ['distance', 0],
      [null, 1],
    ])
    // Réglée sans la dire, elle la garde.
    expect(await regler({ revision: apres.revision, partout: false })).toMatchObject({ ok: true })
    expect((await lue(c, s.id)).seances[0]?.modalite).toBe('distance')
  })
  it('hors d’une session mixte, régler une demi-journée la refuse', async () => {
    const c = await une('Refuser')
    const s = await planifiee(c)
    const [un] = s.seances
    if (!un) throw new Error('pas de séance')
    const fait = await dans(c, (tx) =>
      affecterSeance(
        tx,
        {
          session: s.id,
          seance: un.id,
          revision: s.revision,
          intervenants: [{ id: un.intervenants[0]?.personne as unknown as PersonneId }],
          salles: [],
          modalite: 'distance',
          partout: false,
        },
        le,
      ),
    )
    expect(fait).toMatchObject({ ok: false, error: [{ code: 'modalite-de-session' }] })
  })
  it('émargée, elle ne change plus : le geste le refuse, et la base aussi', async () => {
    const c = await une('Émargée')
    const s = await planifiee(c, {
      modalite: 'mixte',
      seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
    })
    const [un, deux] = s.seances
    await emarger(c, s, 0)
    expect(
      await codes(
        modifier(c, s, { seances: voulue(s).seances.map((x) => ({ ...x, modalite: 'presentiel' })) }),
      ),
    ).toEqual(['modalite-emargee'])
    expect(await codes(modifier(c, s, { modalite: 'presentiel' }))).toEqual(['modalite-figee'])
    const dire = (id: string | undefined, m: string | null) =>
      codeSql(() =>
        dans(c, (tx) => sql`update sessions.seance set modalite = ${m} where id = ${id}::uuid`.execute(tx)),
      )
    expect(await dire(un?.id, 'presentiel')).toBe('23001')
    expect(await dire(un?.id, null)).toBe('23001')
    expect(await dire(deux?.id, 'presentiel')).toBeUndefined()
    expect(await dire(deux?.id, 'mixte')).toBe('23514')
  })
  it('une session en présence qui devient mixte laisse à ses émargées d’avoir été sur place', async () => {
    const c = await une('Devenir')
    const s = await planifiee(c)
    await emarger(c, s, 0)
    expect(await modifier(c, s, { modalite: 'mixte' })).toMatchObject({ ok: true })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => x.modalite)).toEqual(['presentiel', null])
    expect(await codes(modifier(c, apres, { modalite: 'distance' }))).toEqual(['modalite-figee'])
    expect(await modifier(c, apres, { modalite: 'presentiel' })).toMatchObject({ ok: true })
  })
  it('la base tient qu’une demi-journée ne contredit pas sa session, dans un sens comme dans l’autre', async () => {
    const c = await une('Contredire')
    const s = await planifiee(c)
    const [un] = s.seances
    const dire = (m: string) =>
      codeSql(() =>
        dans(c, (tx) =>
          sql`update sessions.seance set modalite = ${m} where id = ${un?.id}::uuid`.execute(tx),
        ),
      )
    const tenir = (m: string) =>
      codeSql(() =>
        dans(c, (tx) =>
          sql`update sessions.session set modalite = ${m} where id = ${s.id}::uuid`.execute(tx),
        ),
      )
    expect(await dire('distance')).toBe('23001')
    expect(await tenir('mixte')).toBeUndefined()
    expect(await dire('distance')).toBeUndefined()
    expect(await tenir('presentiel')).toBe('23001')
    expect(await tenir('distance')).toBeUndefined()
  })
  it('une autre maison ne la lit ni ne la change', async () => {
    const c = await une('Ici')
    const ailleurs = await une('Ailleurs')
    const s = await planifiee(c, { modalite: 'mixte' })
    const touchees = await dans(ailleurs, (tx) =>
      sql`update sessions.seance set modalite = 'distance' where session_id = ${s.id}::uuid`.execute(tx),
    )
    expect(touchees.numAffectedRows).toBe(0n)
  })
})
