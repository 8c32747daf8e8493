/** Une session interrompue : ce qui s’émet après ne promet, ne compte et ne nomme que ce qui se tient. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { contributionEmargement } from '#modules/emargement/contributions/session.tsx'
import { lireCases, lireDemisDesPieces } from '#modules/emargement/db/lectures.ts'
import { noterMinutes } from '#modules/emargement/gestes/composer.ts'
import { composerFeuille } from '#modules/emargement/gestes/composer-feuille.ts'
import { emettreFeuille } from '#modules/emargement/gestes/emettre-feuille.ts'
import { heuresDe, regulariser } from '#modules/emargement/index.ts'
import { lireDossier as lireCertificat } from '#modules/emargement/lecture/lire-dossiers.ts'
import {
  acces,
  poserSessionDEssai,
  type ServicesDEssai,
  servicesDe,
} from '#modules/emargement/test/session-d-essai.ts'
import { lireReglages } from '#modules/etapes/db/reglages.ts'
import { sessionsAConduire } from '#modules/etapes/db/tournee.queries.ts'
import { apercevoir } from '#modules/etapes/lecture/apercu.ts'
import { motsDeLaSession } from '#modules/etapes/lecture/mots-de-session.ts'
import { lireFaits } from '#modules/inscriptions/db/pieces.queries.ts'
import { actionDe } from '#modules/inscriptions/documents/donnees-pieces.ts'
import { donneesProgramme } from '#modules/inscriptions/documents/donnees-remises.ts'
import { calendrier, memeCalendrier } from '#modules/inscriptions/domain/avis.ts'
import { demiesDe } from '#modules/inscriptions/lecture/demies-de.ts'
import { sessionsProches } from '#modules/questionnaires/db/campagnes.ts'
import { listerSessions } from '#modules/sessions/db/sessions.queries.ts'
import { lireSession, passerALEtat } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../base/index.ts'
import { composer, lireTexte, serre } from '../documents/texte.ts'

const base = await baseNeuve()
const dit = (texte = '') => texte.replace(/[\u00a0\u202f]/g, ' ')
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

/** Matin émargé, après-midi suspendu ; il est midi et demi. */
const interrompue = async ({ coupee = 1 } = {}) => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires: 1,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  const services: ServicesDEssai = { ...servicesDe(base, fil, '2026-11-24T11:32:00Z'), pdf }
  const [matin] = fil.seances
  const [une] = fil.inscriptions
  if (!matin || !une) throw new Error('fil vide')
  const present = await regulariser(
    services,
    { acces, id: fil.personne, nom: 'Tom Okafor' },
    { session: fil.session, inscription: une, seance: matin, motif: 'Téléphone déchargé, vue en salle' },
  )
  if (!present.ok) throw new Error(present.error.phrase)
  await base.maintenance(async (tx) => {
    const version = crypto.randomUUID()
    const contenu = {
      intitule: 'Anglais professionnel',
      objectifs: [],
      contenu: '',
      formateurs: '',
      resultats: '',
    }
    await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite, duree_minutes, figee_le)
      select organisme_id, ${version}, activite_id, offre_id, 1, ${JSON.stringify(contenu)}::jsonb, intitule, nature, 'presentiel', 420, now()
      from sessions.session where organisme_id = ${fil.organisme}`.execute(tx)
    await sql`update sessions.session set version_id = ${version}, etat = 'interrompue', motif = 'Panne de chauffage'
      where organisme_id = ${fil.organisme}`.execute(tx)
    await sql`update sessions.seance set tenue = false where id = any (${fil.seances.slice(coupee)}::uuid[])`.execute(
      tx,
    )
  })
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(fil.organisme, {}, f)
  const session = await dans((tx) => lireSession(tx, fil.session))
  if (!session) throw new Error('session perdue')
  return { fil, services, dans, session, une }
}

it('ce qui engage ou convoque ne liste que ce qui se tient, et l’avenant émis suffit', async () => {
  const { services, dans, session } = await interrompue()
  const faits = await dans((tx) => lireFaits(services, tx, session))
  if (!faits) throw new Error('sans version')
  const action = actionDe(faits, 1)
  expect(action.seances.map((s) => [s.debut, s.fin])).toEqual([['09:00', '12:30']])
  expect(action.minutes).toBe(210)
  // Ce que fige un avenant est ce que la session compare ensuite : il n’en redemande pas un autre.
  expect(memeCalendrier(calendrier(action.seances as never), calendrier(demiesDe(session)))).toBe(true)
})

it('suspendue tout entière, une pièce n’a plus de dates ; le programme garde la durée de l’offre', async () => {
  const { services, dans, session } = await interrompue({ coupee: 0 })
  const faits = await dans((tx) => lireFaits(services, tx, session))
  if (!faits) throw new Error('sans version')
  expect(actionDe(faits, 1)).toMatchObject({ debut: '', fin: '', minutes: 0, seances: [] })
  const complets = { ...faits, signataire: { prenom: '', nom: '', qualite: '' }, jointes: [] }
  const { formation } = donneesProgramme(
    complets,
    { numero: 1, le: faits.aujourdhui },
    { plan: [], dejaTenue: false },
  )
  expect(formation).toMatchObject({ minutes: 420, jours: 1 })
  // L’écrit qui annonce l’annulation ou le report nomme les dates qui étaient prévues.
  expect(dit(motsDeLaSession(session, { nom: 'Langue & Lien', telephone: '' }).heure)).toBe('9 h')
})

it('la feuille et le certificat s’arrêtent où l’action s’est arrêtée', async () => {
  const { fil, services, dans, session, une } = await interrompue()
  const feuille = await dans((tx) => composerFeuille(services, tx, fil.session))
  expect(feuille?.seances.map((s) => s.debut)).toEqual(['09:00'])
  expect(feuille?.totaux).toEqual({ minutesPrevues: 210, minutesRealisees: 210 })
  expect((await emettreFeuille(services, acces, session.id)).ok).toBe(true)
  const lu = await dans((tx) => lireCertificat(services, tx, une))
  const etabli = lu.ok ? lu.value.etablir('CR-1') : lu
  expect(etabli.ok ? 'établi' : etabli.error.code).toBe('établi')
})

it('l’aperçu et les mots d’un message ne donnent pas rendez-vous à ce qui ne se tient pas', async () => {
  const { fil, dans } = await interrompue()
  await base.maintenance((tx) =>
    sql`update sessions.seance set tenue = not tenue where session_id = ${fil.session}`.execute(tx),
  )
  const session = await dans((tx) => lireSession(tx, fil.session))
  if (!session) throw new Error('session perdue')
  expect(dit(motsDeLaSession(session, { nom: 'Langue & Lien', telephone: '' }).heure)).toBe('13 h 30')
  const [courriel] = await dans(async (tx) => {
    const convocation = (await lireReglages(tx)).find((e) => e.code === 'convocation')
    return convocation ? (await apercevoir(tx, session, convocation)).courriels : []
  })
  expect(dit(courriel?.texte)).toContain('24 novembre 2026 à 13 h 30')
  expect(courriel?.texte).not.toContain('séances')
})

it('arrêtée avant son terme, la session finit au jour de ce qui s’est tenu : à la liste, à la tournée, aux questionnaires, à facturer', async () => {
  const { fil, dans } = await interrompue()
  await base.maintenance(async (tx) => {
    await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, tenue)
      values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${fil.session}, '2026-12-15', 'matin', 540, 750,
        '2026-12-15T08:00:00Z', '2026-12-15T11:30:00Z', false)`.execute(tx)
    await sql`update sessions.session set etat = 'terminee' where id = ${fil.session}`.execute(tx)
  })
  const page = { sens: 'apres', cle: undefined } as const
  const bords = async (filtre = {}) =>
    (await dans((tx) => listerSessions(tx, filtre, page, 10))).map((s) => [s.debutTenu, s.fin])
  expect(await bords()).toEqual([['2026-11-24', '2026-11-24']])
  expect(await bords({ du: '2026-12-01' })).toEqual([])
  expect(
    await dans(async (tx) =>
      (await sessionsAConduire(tx, '2026-11-20' as never, '2026-12-20' as never, { armees: false })).map(
        (s) => s.fin,
      ),
    ),
  ).toEqual(['2026-11-24'])
  expect(
    await dans(async (tx) => (await sessionsProches(tx, '2026-11-20', '2026-12-20')).map((s) => s.fin)),
  ).toEqual(['2026-11-24'])
  // La demi-journée coupée en route, et signée, s’est tenue : c’est elle qui finit.
  await base.maintenance((tx) =>
    sql`update sessions.seance set tenue = false where organisme_id = ${fil.organisme}`.execute(tx),
  )
  expect(await bords()).toEqual([['2026-11-24', '2026-11-24']])
})

it('une session interrompue peut se terminer : ce qui est suspendu n’a ni case à statuer, ni feuille à clore', async () => {
  const { fil, dans } = await interrompue()
  const lire = () =>
    dans(async (tx) =>
      contributionEmargement.faits?.(
        tx,
        fil.session,
        unVisiteur({ roles: ['assistant'] }),
        new Date('2026-11-26T09:00:00Z'),
      ),
    )
  const faits = await lire()
  expect(faits?.gardes).toMatchObject({ 'creneaux-statues': true })
  // La feuille du matin se clôt ; celle de l’après-midi, qui ne se tient pas, ne se réclame pas.
  expect(faits?.suites?.map((s) => dit(s.chose))).toEqual(['Feuille du mardi 24 novembre 2026, matin'])
  expect(faits?.arrets?.map((a) => a.arret.iso)).toEqual(['2026-11-26'])
})

describe('une interruption dite après coup', () => {
  /** Les deux demi-journées émargées, et la session encore en cours ; on est au lendemain. */
  const lendemain = async () => {
    const fil = await base.maintenance((tx) =>
      poserSessionDEssai(tx, {
        stagiaires: 1,
        creneaux: [
          [540, 750],
          [810, 1020],
        ],
      }),
    )
    const [une] = fil.inscriptions
    if (!une) throw new Error('fil vide')
    const services = servicesDe(base, fil, '2026-11-24T17:00:00Z')
    for (const seance of fil.seances)
      expect(
        await regulariser(
          services,
          { acces, id: fil.personne, nom: 'Tom Okafor' },
          { session: fil.session, inscription: une, seance, motif: 'Téléphone déchargé, vue en salle' },
        ),
      ).toMatchObject({ ok: true })
    const dans = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(fil.organisme, {}, f)
    const interrompre = (arret: string) =>
      dans((tx) =>
        passerALEtat(
          tx,
          {
            id: fil.session,
            vers: 'interrompue',
            motif: 'Panne de chauffage',
            ailleurs: {},
            arret: new Date(arret),
          },
          new Date('2026-11-25T09:00:00Z'),
        ),
      )
    return { fil, une, dans, interrompre }
  }

  it('arrête les heures à l’instant dit, non à celui du geste', async () => {
    const { fil, une, dans, interrompre } = await lendemain()
    expect(await interrompre('2026-11-24T14:05:00Z')).toMatchObject({ ok: true })
    const heures = await dans(async (tx) =>
      heuresDe(
        await lireDemisDesPieces(tx, fil.session),
        await lireCases(tx, { session: fil.session, inscription: une }),
      ),
    )
    expect(heures.suiviMin).toBe(210 + 95)
  })

  it('se lit sur la feuille, et un départ saisi ensuite n’y compte pas au delà de l’arrêt', async () => {
    const { fil, une, dans, interrompre } = await lendemain()
    const [, apresMidi] = fil.seances
    if (!apresMidi) throw new Error('fil vide')
    expect(await interrompre('2026-11-24T14:05:00Z')).toMatchObject({ ok: true })
    const services = servicesDe(base, fil, '2026-11-25T10:00:00Z')
    const partie = async (depart: number) => {
      const r = await noterMinutes(
        services,
        { acces, id: fil.personne, nom: 'Tom Okafor' },
        {
          session: fil.session,
          inscription: une,
          seance: apresMidi,
          retard: 0,
          depart,
          motif: 'Partie avant la fin',
        },
      )
      if (!r.ok) throw new Error(r.error.phrase)
      const feuille = await dans((tx) => composerFeuille(services, tx, fil.session))
      if (!feuille) throw new Error('sans feuille')
      const imprimee = await composer(
        pdf,
        'feuille-emargement.v1',
        { ...feuille, numero: 'FE-2026-0001' },
        'feuille-coupee',
      )
      if (!imprimee.ok) throw new Error(imprimee.error.phrase)
      expect(await lireTexte(imprimee.value.pdf)).toContain(
        serre('interrompue à 15 h 05, prévue jusqu’à 17 h'),
      )
      return {
        fin: feuille.seances.map((s) => [s.fin, s.prevueJusqua]),
        depart: feuille.stagiaires[0]?.presences.s2,
        minutes: feuille.stagiaires[0]?.minutes,
      }
    }
    // Partie à 15 h 30, l’action s’était arrêtée à 15 h 05.
    const apres = await partie(90)
    expect(apres.fin).toEqual([
      ['12:30', undefined],
      ['15:05', '17:00'],
    ])
    expect(apres.depart).not.toHaveProperty('departMinutes')
    expect(apres.minutes).toBe(210 + 95)
    // Partie à 14 h 45 : vingt minutes avant l’arrêt.
    const avant = await partie(135)
    expect(avant.depart).toMatchObject({ departMinutes: 20 })
    expect(avant.minutes).toBe(210 + 75)
  })

  it('ne se date ni d’avance, ni d’avant une demi-journée émargée', async () => {
    const { interrompre } = await lendemain()
    expect(await interrompre('2026-11-25T10:00:00Z')).toMatchObject({ error: { code: 'arret-a-venir' } })
    expect(await interrompre('2026-11-24T11:45:00Z')).toMatchObject({ error: { code: 'arret-emarge' } })
  })
})
