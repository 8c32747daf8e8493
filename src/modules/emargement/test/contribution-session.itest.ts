import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { passerALEtat } from '#modules/sessions/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { contributionEmargement } from '../contributions/session.tsx'
import { certificatsAVenir, sessionsACertifier, sessionsATerminer } from '../db/journee.queries.ts'
import { cloreLaFeuille, noterAbsence, regulariser } from '../gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()

it('la session montre qui a signé, qui manque, et répond aux gardes que l’émargement seul connaît', async () => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, { stagiaires: 2, zone: 'Indian/Reunion' }),
  )
  const services = servicesDe(base, fil, '2026-11-24T14:00:00Z')
  const visiteur = unVisiteur({ roles: ['assistant'] })
  const faits = (a = '2026-11-24T14:00:00Z') =>
    base.enTantQue(fil.organisme, {}, async (tx) =>
      contributionEmargement.faits?.(tx, fil.session, visiteur, new Date(a)),
    )
  const [seance, i, j] = [fil.seances[0], fil.inscriptions[0], fil.inscriptions[1]]
  if (!seance || !i || !j) throw new Error('le fil est trop court')
  const formateur = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const ou = { session: fil.session, seance }

  expect(await faits()).toMatchObject({ gardes: { 'creneaux-statues': false } })
  // Pas encore finie, elle est à venir ; finie et vide, elle manque, même si personne n’a clos sa feuille.
  const laSeance = async (a: string) => (await faits(a))?.seances?.get(seance)
  expect(await laSeance('2026-11-24T06:00:00Z')).toEqual({ etat: 'a-venir', emargee: false })
  expect(await laSeance('2026-11-24T14:00:00Z')).toEqual({
    etat: 'manquant',
    manque: '0 sur 2',
    emargee: false,
  })
  const tableau = async (a: string) =>
    base.enTantQue(fil.organisme, {}, async (tx) =>
      String(await contributionEmargement.section?.(tx, fil.session, visiteur, new Date(a))),
    )
  expect(await tableau('2026-11-24T06:00:00Z')).not.toContain('>manque<')
  expect(await tableau('2026-11-24T14:00:00Z')).toContain('>manque<')
  const motif = 'Téléphone déchargé, vue en salle'
  expect(await regulariser(services, formateur, { ...ou, inscription: i, motif })).toMatchObject({ ok: true })
  expect((await faits())?.seances?.get(seance)).toEqual({ etat: 'partiel', manque: '1 sur 2', emargee: true })
  expect(
    await noterAbsence(services, formateur, { ...ou, inscription: j, motif: 'justificatif-remis' }),
  ).toMatchObject({
    ok: true,
  })
  const lus = await faits()
  expect(lus?.seances?.get(seance)).toEqual({ etat: 'prouve', emargee: true })
  expect(lus?.presences?.get(i)).toBe(1)
  expect(lus?.gardes).toEqual({ 'creneaux-statues': true, 'certificats-emis': false })
  expect(lus?.arrets?.map((a) => [a.arret.libelle, a.arret.iso])).toEqual([['Certificats', '2026-11-26']])

  // La feuille close et leur jour passé, ils manquent ; la veille, ils sont encore à venir.
  const clos = { ...ou, ip: '192.0.2.7', agent: 'essai' }
  expect(await cloreLaFeuille(services, formateur, clos)).toMatchObject({ ok: true })
  const certificats = async (a: string) => (await faits(a))?.arrets?.[0]?.arret.etats
  expect(await certificats('2026-11-26T14:00:00Z')).toEqual(['a-venir'])
  expect(await certificats('2026-11-27T14:00:00Z')).toEqual(['manquant'])

  const section = await base.enTantQue(fil.organisme, {}, async (tx) =>
    String(
      await contributionEmargement.section?.(tx, fil.session, visiteur, new Date('2026-11-25T09:00:00Z')),
    ),
  )
  expect(section).toContain('absent')
  // L’unique présence est attestée par qui forme : rien n’est signé, et la page ne le dit pas.
  expect(section).toMatch(/0\sh signées et 3\sh\s30 attestées sur 7\sh prévues/)
  expect(section).toContain(`/sessions/${fil.session}/certificats`)
  // Qui n’a pas le droit de lire les présences n’en voit rien ; une autre maison non plus.
  const sans = unVisiteur({ roles: ['administration'] })
  expect(
    await base.enTantQue(fil.organisme, {}, async (tx) =>
      contributionEmargement.section?.(tx, fil.session, sans, new Date('2026-11-25T09:00:00Z')),
    ),
  ).toBeUndefined()
  const autre = await base.maintenance((tx) => poserSessionDEssai(tx))
  expect(
    await base.enTantQue(autre.organisme, {}, async (tx) =>
      contributionEmargement.faits?.(tx, fil.session, visiteur, new Date('2026-11-24T14:00:00Z')),
    ),
  ).toEqual({})
})

it('coupée en route, une demi-journée compte jusque-là, comme au certificat ; suspendue, elle n’est pas une heure prévue', async () => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      creneaux: [
        [540, 750],
        [810, 1020],
        [1080, 1260],
      ],
    }),
  )
  const services = servicesDe(base, fil, '2026-11-24T12:00:00Z')
  const [matin, apresMidi] = fil.seances
  const [une, autre] = fil.inscriptions
  if (!matin || !apresMidi || !une || !autre) throw new Error('le fil est trop court')
  const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const venue = async (instant: string, ou: { inscription: typeof une; seance: typeof matin }, depart = 0) =>
    expect(
      await regulariser(services.a(instant), qui, {
        ...ou,
        session: fil.session,
        motif: 'Téléphone déchargé, vue en salle',
        minutes: { retard: 0, depart },
      }),
    ).toMatchObject({ ok: true })
  for (const inscription of [une, autre]) await venue('2026-11-24T12:00:00Z', { inscription, seance: matin })
  // À 15 h 05, à Paris.
  const arret = await base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) =>
    passerALEtat(
      tx,
      { id: fil.session, vers: 'interrompue', motif: 'Panne de chauffage', ailleurs: {} },
      new Date('2026-11-24T14:05:00Z'),
    ),
  )
  expect(arret.ok).toBe(true)
  // Partie à l’arrêt, depuis la fin prévue : ces minutes ne se retirent pas deux fois.
  await venue('2026-11-24T17:00:00Z', { inscription: une, seance: apresMidi }, 115)
  const tableau = await base.enTantQue(fil.organisme, {}, async (tx) =>
    String(
      await contributionEmargement.section?.(
        tx,
        fil.session,
        unVisiteur({ roles: ['assistant'] }),
        new Date('2026-11-25T09:00:00Z'),
      ),
    ),
  )
  expect(tableau).toMatch(/0\sh signées et 8\sh\s35 attestées sur 10\sh\s10 prévues/)
  expect(tableau.match(/<td class="h">[^<]*/g)?.map((t) => t.replace(/.*>/, '').replace(/\s/g, ' '))).toEqual(
    ['3 h 30', '5 h 05', '8 h 35'],
  )
  // Qui n’a rien signé à la demi-journée coupée y manque ; à celle qui ne s’est pas tenue, personne.
  expect(tableau.match(/>manque</g)).toHaveLength(1)
})

it('sans personne d’attendu, une demi-journée n’a pas de feuille à clore, et ne retient ni la suite ni les certificats', async () => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires: 2,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  const [veille, seance] = fil.seances
  if (!veille || !seance) throw new Error('le fil est trop court')
  // La seconde demi-journée est du lendemain, et chacun n’arrive que ce jour-là.
  await base.maintenance(async (tx) => {
    await sql`update sessions.seance set jour = '2026-11-25', debut = '2026-11-25T12:30:00Z', fin = '2026-11-25T16:00:00Z'
      where id = ${seance}::uuid`.execute(tx)
    await sql`update inscriptions.inscription set arrivee_le = '2026-11-25' where session_id = ${fil.session}::uuid`.execute(
      tx,
    )
  })
  const services = servicesDe(base, fil, '2026-11-25T18:00:00Z')
  const soir = new Date('2026-11-25T18:00:00Z')
  const visiteur = unVisiteur({ roles: ['assistant'] })
  const chez = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) => base.enTantQue(fil.organisme, {}, work)
  const suites = async () =>
    (
      (await chez(async (tx) => contributionEmargement.faits?.(tx, fil.session, visiteur, soir)))?.suites ??
      []
    ).map((x) => [x.geste, x.href.split('/').at(-1)])
  const aujourdhui = () =>
    chez(async (tx) => [
      (await certificatsAVenir(tx, '2026-11-20' as DateCivile, '2026-12-01' as DateCivile)).length,
      (await sessionsACertifier(tx, soir)).length,
      (await sessionsATerminer(tx, soir)).length,
    ])
  expect(await suites()).toEqual([['Ouvrir la feuille', seance]])
  expect(await aujourdhui()).toEqual([1, 0, 0])
  const formateur = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const ou = { session: fil.session, seance }
  for (const inscription of fil.inscriptions)
    expect(
      await regulariser(services, formateur, {
        ...ou,
        inscription,
        motif: 'Téléphone déchargé, vue en salle',
      }),
    ).toMatchObject({ ok: true })
  expect(await cloreLaFeuille(services, formateur, { ...ou, ip: '192.0.2.7', agent: 'essai' })).toMatchObject(
    {
      ok: true,
    },
  )
  expect((await suites()).map(([geste]) => geste)).toEqual(['Émettre'])
  expect(await aujourdhui()).toEqual([0, 1, 1])
})
