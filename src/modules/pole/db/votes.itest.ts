import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import type { DecisionId } from '../domain/decision.ts'
import { ajouterDecision, clore, donnerProcuration, ouvrirDecision, voter } from './decisions.ecritures.ts'
import { corpsElectoral, lireDecision, listerDecisions } from './decisions.ts'
import { fonderPole, viserAdhesion } from './poles.ecritures.ts'
import { lirePole, membresDuPole, mesPoles, type PoleId, polesOuverts, rejoindrePole } from './poles.ts'

const base = await baseNeuve()
const le = new Date('2026-03-02T10:00:00Z')
const fermeLe = new Date('2026-03-09T10:00:00Z')

type Coop = { organisme: OrganismeId; personne: PersonneId }
const coop = async (nom: string): Promise<Coop> => {
  const c = { organisme: newId() as OrganismeId, personne: newId() as PersonneId }
  await base.maintenance((tx) =>
    sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
      values (${c.organisme}, ${`c-${c.organisme.slice(-12)}`}, ${nom}, 'scop', '12345678901234')`.execute(
      tx,
    ),
  )
  return c
}
const [hote, tisserands, savoirs, etrangere] = await Promise.all([
  coop('Émi'),
  coop('Les Tisserands'),
  coop('Atelier des Savoirs'),
  coop('Étrangère'),
])
if (!hote || !tisserands || !savoirs || !etrangere) throw new Error('Quatre coopératives.')
const en = <T>(c: Coop, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(c.organisme, { personne: c.personne }, work)

const pole = newId<'Pole'>() as PoleId
await en(hote, (tx) =>
  fonderPole(
    tx,
    { id: pole, code: 'formation', genre: 'metier', nom: 'Pôle Formation', entree: 'visa', anime: 'Rosa' },
    le,
  ),
)
for (const c of [tisserands, savoirs]) {
  await en(c, (tx) =>
    rejoindrePole(tx, pole, { cherche: 'un certificateur', propose: 'une salle', nom: 'X' }, le),
  )
  await en(hote, (tx) => viserAdhesion(tx, pole, c.organisme, { oui: true, motif: null }, le))
}

const unVote = async (ouverte = true): Promise<DecisionId> => {
  const id = newId<'Decision'>() as DecisionId
  await en(hote, async (tx) => {
    await ajouterDecision(
      tx,
      pole,
      {
        id,
        genre: 'proposition',
        titre: 'Mutualiser la veille',
        texte: '',
        options: ['Pour', 'Abstention', 'Contre'],
        quorum: 50,
        part: 50,
        fermeLe,
      },
      le,
    )
    if (ouverte) await ouvrirDecision(tx, pole, id, le)
  })
  return id
}
const pour = { choix: [1, 0, 0], motif: '' }
const contre = { choix: [0, 0, 1], motif: '' }

describe('rejoindre un pôle', () => {
  it('attend le visa de qui anime, et ne se voit pas avant', async () => {
    const c = await coop('Nouvelle')
    expect(await en(c, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'N' }, le))).toBe(
      'demandee',
    )
    expect(await en(c, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'N' }, le))).toBe(
      'attente',
    )
    expect(await en(c, (tx) => lirePole(tx, pole))).toBeUndefined()
    expect(await en(c, (tx) => membresDuPole(tx, pole))).toEqual([])
    expect((await en(hote, (tx) => membresDuPole(tx, pole))).map((m) => m.nom)).toContain('Nouvelle')
    expect((await en(tisserands, (tx) => membresDuPole(tx, pole))).map((m) => m.nom)).not.toContain(
      'Nouvelle',
    )
    expect(
      await codeSql(() =>
        en(tisserands, (tx) => viserAdhesion(tx, pole, c.organisme, { oui: true, motif: null }, le)),
      ),
    ).toBe('42501')
    await en(hote, (tx) => viserAdhesion(tx, pole, c.organisme, { oui: false, motif: 'hors du métier' }, le))
    expect(await en(c, (tx) => mesPoles(tx))).toEqual([])
  })
  it('ne dit d’un pôle, au dehors, que ce que l’Union montre', async () => {
    const vus = await base.db.withoutTenant((tx) => polesOuverts(tx))
    expect(vus).toMatchObject([{ code: 'formation', membres: 3 }])
  })
  it('est impossible dans un pôle qui n’existe pas', async () => {
    expect(
      await en(etrangere, (tx) =>
        rejoindrePole(tx, newId() as PoleId, { cherche: '', propose: '', nom: 'N' }, le),
      ),
    ).toBeUndefined()
  })
})

describe('voter', () => {
  it('deux cents voix simultanées pour une coopérative n’en font qu’une', async () => {
    const id = await unVote()
    const rendus = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        en(tisserands, (tx) => voter(tx, pole, id, tisserands.organisme, i % 2 ? pour : contre, le)),
      ),
    )
    expect(new Set(rendus)).toEqual(new Set(['compte']))
    const corps = await en(hote, (tx) => corpsElectoral(tx, pole, id))
    expect(corps).toHaveLength(3)
    expect(corps.filter((e) => e.voix)).toHaveLength(1)
    const lignes = await base.maintenance((tx) =>
      sql`select organisme_id from pole.voix where decision_id = ${id}`.execute(tx),
    )
    expect(lignes.rows).toHaveLength(1)
  })
  it('après la clôture, ou après l’heure dite, ne compte pas', async () => {
    const id = await unVote()
    expect(await en(savoirs, (tx) => voter(tx, pole, id, savoirs.organisme, pour, fermeLe))).toBe('fermee')
    expect(await en(hote, (tx) => clore(tx, pole, id, 'Adoptée.', le))).toBe(true)
    expect(await en(hote, (tx) => clore(tx, pole, id, 'Adoptée.', le))).toBe(false)
    expect(await en(savoirs, (tx) => voter(tx, pole, id, savoirs.organisme, pour, le))).toBe('fermee')
    expect((await en(savoirs, (tx) => lireDecision(tx, pole, id)))?.issue).toBe('Adoptée.')
  })
  it('pour une autre demande sa procuration, et une coopérative n’en porte qu’une', async () => {
    const id = await unVote()
    expect(await en(savoirs, (tx) => voter(tx, pole, id, tisserands.organisme, pour, le))).toBe(
      'pour-une-autre',
    )
    expect(await en(tisserands, (tx) => donnerProcuration(tx, pole, id, savoirs.organisme))).toBe('donnee')
    expect(await en(hote, (tx) => donnerProcuration(tx, pole, id, savoirs.organisme))).toBe('porteur-pris')
    expect(await en(savoirs, (tx) => voter(tx, pole, id, tisserands.organisme, pour, le))).toBe('compte')
    expect(await en(tisserands, (tx) => voter(tx, pole, id, tisserands.organisme, contre, le))).toBe(
      'procuration-donnee',
    )
    expect(await en(tisserands, (tx) => donnerProcuration(tx, pole, id, null))).toBe('deja-vote')
    expect(await en(savoirs, (tx) => donnerProcuration(tx, pole, id, etrangere.organisme))).toBe(
      'porteur-inconnu',
    )
  })
  it('sans mandat, du dehors, ou à côté de la question, ne compte pas', async () => {
    const id = await unVote()
    const collegue = { organisme: tisserands.organisme, personne: newId() as PersonneId }
    expect(await en(collegue, (tx) => voter(tx, pole, id, tisserands.organisme, pour, le))).toBe(
      'sans-mandat',
    )
    expect(await en(etrangere, (tx) => voter(tx, pole, id, etrangere.organisme, pour, le))).toBe(
      'sans-mandat',
    )
    expect(
      await en(tisserands, (tx) =>
        voter(tx, pole, id, tisserands.organisme, { choix: [1, 0], motif: '' }, le),
      ),
    ).toBe('choix')
    expect(await en(etrangere, (tx) => corpsElectoral(tx, pole, id))).toEqual([])
    expect(await en(etrangere, (tx) => listerDecisions(tx, pole))).toEqual([])
  })
  it('le corps électoral est figé à l’ouverture : qui entre ensuite ne vote pas', async () => {
    const id = await unVote()
    const c = await coop('Tardive')
    await en(c, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'T' }, le))
    await en(hote, (tx) => viserAdhesion(tx, pole, c.organisme, { oui: true, motif: null }, le))
    expect(await en(c, (tx) => voter(tx, pole, id, c.organisme, pour, le))).toBe('hors-liste')
  })
  it('une coopérative dont personne n’a visé l’identité n’est pas du corps électoral, fût-elle membre', async () => {
    const c = await coop('Arrivée d’elle-même')
    await en(c, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'A' }, le))
    await en(hote, (tx) => viserAdhesion(tx, pole, c.organisme, { oui: true, motif: null }, le))
    await base.maintenance((tx) =>
      sql`insert into portail.identite (organisme_id, arrivee_le) values (${c.organisme}, ${le})
        on conflict (organisme_id) do update set visee_le = null, visee_par = null`.execute(tx),
    )
    const id = await unVote()
    expect((await en(hote, (tx) => corpsElectoral(tx, pole, id))).map((e) => e.organisme)).not.toContain(
      c.organisme,
    )
    expect(await en(c, (tx) => voter(tx, pole, id, c.organisme, pour, le))).toBe('hors-liste')
  })
  it('un vote ne s’ouvre que par qui anime, et ne s’écrit par personne d’autre', async () => {
    const id = await unVote(false)
    expect(await codeSql(() => en(tisserands, (tx) => ouvrirDecision(tx, pole, id, le)))).toBe('42501')
    expect(
      await codeSql(() =>
        en(tisserands, (tx) =>
          ajouterDecision(
            tx,
            pole,
            {
              id: newId() as DecisionId,
              genre: 'sens',
              titre: 'T',
              texte: '',
              options: ['a', 'b'],
              quorum: 0,
              part: 0,
              fermeLe,
            },
            le,
          ),
        ),
      ),
    ).toBe('42501')
    expect(await en(hote, (tx) => ouvrirDecision(tx, pole, id, fermeLe))).toBeUndefined()
  })
})
