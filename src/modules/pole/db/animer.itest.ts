import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import { agendaDesPoles } from './agenda.ts'
import { attentes } from './attentes.ts'
import { ajouterDecision, ouvrirDecision, voter } from './decisions.ecritures.ts'
import { accepterAnimation, confierAnimation, fonderPole, viserAdhesion } from './poles.ecritures.ts'
import { lirePole, membresDuPole, type PoleId, rejoindrePole } from './poles.ts'
import { publierRetour } from './retours.ecritures.ts'
import { retourParAdresse, retoursPublies } from './retours.ts'
import { changerReunion, convoquer, noterPresences, repondre } from './reunions.ecritures.ts'
import { lireReunion, presencesA } from './reunions.ts'
import { prendreEngagement, suivreEngagement } from './suites.ecritures.ts'
import { engagementsDu } from './suites.ts'

const base = await baseNeuve()
const le = new Date('2026-03-02T10:00:00Z')
type Qui = { organisme: OrganismeId; personne: PersonneId }
const coop = async (nom: string): Promise<Qui> => ({
  organisme: (await base.maintenance((tx) => poserOrganisme(tx, nom))).organisme,
  personne: newId() as PersonneId,
})
const anime = await coop('Émi')
const collegue: Qui = { ...anime, personne: newId() as PersonneId }
const voisine = await coop('Les Tisserands')
const dehors = await coop('Étrangère')
const en = <T>(c: Qui, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(c.organisme, { personne: c.personne }, work)

const pole = newId<'Pole'>() as PoleId
const reunion = newId<'Reunion'>() as ReunionId
await en(anime, (tx) =>
  fonderPole(
    tx,
    { id: pole, code: 'formation', genre: 'metier', nom: 'Pôle Formation', entree: 'libre', anime: 'Rosa' },
    le,
  ),
)
await en(voisine, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'Claire' }, le))
const convocation = {
  id: reunion,
  titre: 'Première rencontre',
  format: 'demi-journee',
  zone: 'Europe/Paris',
  hote: 'Émi',
  lieu: 'Paris',
  acces: '',
  visio: 'https://visio.example/secret',
  jauge: null,
  debut: new Date('2026-03-10T13:00:00Z'),
  fin: new Date('2026-03-10T16:00:00Z'),
} as const
await en(anime, (tx) => convoquer(tx, pole, convocation, le))

describe('ce qui engage le pôle vient de qui l’anime', () => {
  it.each([
    ['une collègue de qui anime', collegue],
    ['une autre coopérative du pôle', voisine],
  ])('%s ne convoque, ne note, ni ne change rien', async (_nom, elle) => {
    expect(
      await codeSql(() =>
        en(elle, (tx) => convoquer(tx, pole, { ...convocation, id: newId<'Reunion'>() as ReunionId }, le)),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        en(elle, (tx) => noterPresences(tx, pole, reunion, [{ organisme: elle.organisme, personnes: 3 }])),
      ),
    ).toBe('42501')
    expect(await en(elle, (tx) => changerReunion(tx, pole, reunion, { titre: 'Volée' }))).toBe(false)
    expect(
      await en(elle, async (tx) =>
        Number((await sql`update pole.pole set nom = 'Volé'`.execute(tx)).numAffectedRows),
      ),
    ).toBe(0)
    for (const table of ['theme', 'groupe'])
      expect(
        await codeSql(() =>
          en(elle, (tx) =>
            table === 'theme'
              ? sql`insert into pole.theme (pole_id, id, reunion_id, nom, cree_le) values (${pole}, ${newId()}, ${reunion}, 'x', ${le})`.execute(
                  tx,
                )
              : sql`insert into pole.groupe (pole_id, id, nom, mandat, cree_le) values (${pole}, ${newId()}, 'x', 'x', ${le})`.execute(
                  tx,
                ),
          ),
        ),
      ).toBe('42501')
    expect(
      await codeSql(() =>
        en(elle, (tx) =>
          confierAnimation(tx, pole, { organisme: elle.organisme, compte: elle.personne }, le),
        ),
      ),
    ).toBe('42501')
    expect((await en(anime, (tx) => lireReunion(tx, pole, reunion)))?.titre).toBe('Première rencontre')
  })
  it('les présences notées par qui anime ne s’effacent que par qui anime', async () => {
    await en(anime, (tx) =>
      noterPresences(tx, pole, reunion, [{ organisme: voisine.organisme, personnes: 2 }]),
    )
    for (const elle of [collegue, voisine])
      expect(
        await en(elle, async (tx) =>
          Number((await sql`delete from pole.presence`.execute(tx)).numAffectedRows),
        ),
      ).toBe(0)
    expect(await en(voisine, (tx) => presencesA(tx, pole, reunion))).toEqual([
      { organisme: voisine.organisme, personnes: 2 },
    ])
  })
  it('un engagement se suit par sa coopérative ou par qui anime', async () => {
    const id = newId<'Engagement'>()
    await en(voisine, (tx) =>
      prendreEngagement(
        tx,
        pole,
        { id, reunion, quoi: 'La carte', qui: 'Claire', pour: null, personne: undefined },
        le,
      ),
    )
    const suite = { etat: 'tenu', suite: '' } as const
    expect(await en(dehors, (tx) => suivreEngagement(tx, pole, id, suite))).toBe(false)
    expect(await en(anime, (tx) => suivreEngagement(tx, pole, id, suite))).toBe(true)
    expect(await en(voisine, (tx) => suivreEngagement(tx, pole, id, { ...suite, etat: 'reporte' }))).toBe(
      true,
    )
    expect((await en(anime, (tx) => engagementsDu(tx, pole)))[0]?.etat).toBe('reporte')
  })
})

describe('ce qui attend une personne', () => {
  const quoi = async (c: Qui) => (await en(c, (tx) => attentes(tx, le))).map((a) => `${a.quoi} ${a.titre}`)
  it('une demande pour qui anime, une invitation et un vote pour qui parle ; répondu, cela part', async () => {
    await en(anime, (tx) => sql`update pole.pole set entree = 'visa'`.execute(tx))
    await en(dehors, (tx) => rejoindrePole(tx, pole, { cherche: '', propose: '', nom: 'E' }, le))
    const decision = newId<'Decision'>() as DecisionId
    await en(anime, async (tx) => {
      await ajouterDecision(
        tx,
        pole,
        {
          id: decision,
          genre: 'compte',
          titre: 'Qui en est',
          texte: '',
          options: ['Nous en sommes', 'Pas cette fois'],
          quorum: 0,
          part: 50,
          fermeLe: new Date('2026-03-09T10:00:00Z'),
        },
        le,
      )
      await ouvrirDecision(tx, pole, decision, le)
    })
    expect(await quoi(anime)).toEqual(['visa Étrangère', 'voix Qui en est', 'reponse Première rencontre'])
    expect(await quoi(voisine)).toEqual(['voix Qui en est', 'reponse Première rencontre'])
    expect(await quoi(collegue)).toEqual([])
    expect(await quoi(dehors)).toEqual([])
    await en(voisine, (tx) => voter(tx, pole, decision, voisine.organisme, { choix: [1, 0], motif: '' }, le))
    await en(voisine, (tx) =>
      repondre(tx, pole, reunion, { compte: voisine.personne, nom: 'Claire', dit: 'non' }, le),
    )
    expect(await quoi(voisine)).toEqual([])
    await en(anime, (tx) => viserAdhesion(tx, pole, dehors.organisme, { oui: false, motif: 'x' }, le))
  })
})

describe('un autre pôle, une étrangère, le public', () => {
  it('qui n’est pas du pôle n’en voit ni la page, ni les membres, ni les rencontres', async () => {
    expect(await en(dehors, (tx) => lirePole(tx, pole))).toBeUndefined()
    expect(await en(dehors, (tx) => membresDuPole(tx, pole))).toEqual([])
    expect(await en(dehors, (tx) => lireReunion(tx, pole, reunion))).toBeUndefined()
    expect(await en(dehors, (tx) => engagementsDu(tx, pole))).toEqual([])
  })
  it('l’agenda public compte qui vient, sans nommer personne ni dire la visio', async () => {
    const agenda = await base.db.withoutTenant((tx) => agendaDesPoles(tx, le))
    expect(agenda).toMatchObject([{ code: 'formation', lieu: 'Paris', viennent: 0, membres: 2 }])
    expect(JSON.stringify(agenda)).not.toContain('visio.example')
    expect(await base.db.withoutTenant((tx) => agendaDesPoles(tx, convocation.fin))).toEqual([])
  })
  it('un pôle caché n’a pas d’agenda', async () => {
    await en(anime, (tx) => sql`update pole.pole set public = false`.execute(tx))
    expect(await base.db.withoutTenant((tx) => agendaDesPoles(tx, le))).toEqual([])
    await en(anime, (tx) => sql`update pole.pole set public = true`.execute(tx))
  })
})

describe('le retour publié', () => {
  const contenu = { titre: 'Une' } as never
  const publier = (c: Qui, titre: string) =>
    en(c, (tx) =>
      publierRetour(
        tx,
        {
          id: newId<'Retour'>(),
          pole,
          reunion,
          adresse: 'formation-1-2026-03-10',
          contenu: { ...(contenu as object), titre } as never,
        },
        le,
      ),
    )
  it('une seule version est en ligne, même publiée par deux coopératives qui animent', async () => {
    await publier(anime, 'Une')
    await en(anime, (tx) =>
      confierAnimation(tx, pole, { organisme: voisine.organisme, compte: voisine.personne }, le),
    )
    expect(await en(collegue, (tx) => accepterAnimation(tx, pole, true, le))).toBe(false)
    expect(await en(voisine, (tx) => accepterAnimation(tx, pole, true, le))).toBe(true)
    await publier(voisine, 'Deux')
    const lus = await base.db.withoutTenant((tx) => retoursPublies(tx))
    expect(lus.map((r) => r.contenu.titre)).toEqual(['Deux'])
    const lu = await base.db.withoutTenant((tx) => retourParAdresse(tx, 'formation-1-2026-03-10'))
    expect(lu?.contenu.titre).toBe('Deux')
  })
  it('ne se publie ni par une collègue, ni par une étrangère', async () => {
    for (const elle of [collegue, dehors]) expect(await codeSql(() => publier(elle, 'Volée'))).toBe('42501')
  })
})
