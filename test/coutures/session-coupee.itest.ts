/** Une session coupée en route : les contrôles et le bilan la lisent comme la feuille et le certificat, jusqu’où elle s’est tenue. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, expect, it, vi } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { faitsBpf } from '#modules/inscriptions/index.ts'
import { lireSession, passerALEtat } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { emptyForm } from '#web/form.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsDuFil } from '../../src/app/contributions.ts'
import { alentoursUneFois } from '../../src/modules/controles/db/alentours.queries.ts'
import { seancesFraiches } from '../../src/modules/controles/db/assiduite.ts'
import { releverSession } from '../../src/modules/controles/gestes/relever.ts'
import { contributionEmargement } from '../../src/modules/emargement/contributions/session.tsx'
import { lireCasesPassees } from '../../src/modules/emargement/db/assiduite.ts'
import { emettreCertificats } from '../../src/modules/emargement/gestes/emettre-certificats.ts'
import { lireFeuille } from '../../src/modules/emargement/gestes/lire-feuille.ts'
import { Feuille } from '../../src/modules/emargement/pages/feuille-vue.tsx'
import { acces, servicesDe } from '../../src/modules/emargement/test/session-d-essai.ts'
import { contributionSessionQuestionnaires } from '../../src/modules/questionnaires/contributions/session.tsx'
import { ouvrirCampagne } from '../../src/modules/questionnaires/gestes/ouvrir-campagne.ts'
import { declarerAbsence } from '../../src/modules/sessions/gestes/declarer-conge.ts'
import { poserOffre, poserSession } from '../../src/modules/sessions/test/poser.ts'
import { baseNeuve } from '../base/index.ts'
import { jourDuFil, poserSessionFacturee } from './session-facturee.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

/** Matin entier, après-midi signé par chacun et coupé à 15 h 05 : 5 h 05 en tout. */
const coupee = async () => {
  const fil = await poserSessionFacturee(base)
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) =>
    base.enTantQue(fil.organisme, { personne: fil.personne }, f)
  const arret = await dans((tx) =>
    passerALEtat(
      tx,
      { id: fil.session, vers: 'interrompue', motif: 'Panne de chauffage', ailleurs: {} },
      new Date(`${jourDuFil}T14:05:00Z`),
    ),
  )
  if (!arret.ok) throw new Error(arret.error.phrase)
  return { fil, dans }
}

it('les contrôles n’accusent ni le certificat ni l’avenant d’une session coupée ; un certificat faux, toujours', async () => {
  const { fil, dans } = await coupee()
  const emis = await emettreCertificats(
    { ...servicesDe(base, fil, '2026-11-13T09:00:00Z'), pdf },
    acces,
    fil.session,
  )
  expect(emis).toMatchObject({ ok: true, value: { emis: 3 } })
  const action = {
    minutes: 305,
    seances: [
      { date: jourDuFil, debut: '09:00', fin: '12:30' },
      { date: jourDuFil, debut: '13:30', fin: '15:05' },
    ],
  }
  await base.maintenance((tx) =>
    sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
        libelle, pli, objet_genre, objet_id, emise_le, emise_par)
      values (${fil.organisme}, ${newId()}, ${fil.activite}, 'avenant', 'AV-2026-0001', 'avenant.v1', ${JSON.stringify({ action })},
        ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'c', 'c', 'dossier', ${fil.dossier}, '2026-11-12T09:00:00Z',
        ${fil.personne})`.execute(tx),
  )
  const constats = async () =>
    (
      (await dans((tx) => releverSession(tx, fil.session, new Date('2026-11-16T09:00:00Z'))))?.constats ?? []
    ).map((x) => `${x.regle} : ${x.phrase.replace(/\s/g, ' ')}`)
  expect(await constats()).toEqual([])
  await base.maintenance((tx) =>
    sql`update documents.piece set donnees = jsonb_set(donnees::jsonb, '{action,minutesRealisees}', '420')::text
      where organisme_id = ${fil.organisme} and genre = 'certificat-realisation' and objet_id = ${fil.inscriptions[0]}`.execute(
      tx,
    ),
  )
  const accuses = (await constats()).filter((x) => x.startsWith('heures-certificat'))
  expect(accuses).toEqual([expect.stringContaining('5 h 05 prouvées, 7 h sur le certificat')])
})

it('le bilan demande de la demi-journée coupée ce qu’il demande de toute autre ; de celle qui ne s’est pas tenue, rien', async () => {
  const { fil, dans } = await coupee()
  const lus = await dans(async (tx) => {
    const session = await lireSession(tx, fil.session)
    if (!session) throw new Error('session perdue')
    return faitsBpf(tx, session, new Map(), new Set())
  })
  expect(lus.seances.map((s) => [s.id, s.intervenants.length])).toEqual(fil.seances.map((s) => [s, 1]))
  await base.maintenance((tx) =>
    sql`delete from journal.geste where organisme_id = ${fil.organisme} and geste = 'interrompre-session'`.execute(
      tx,
    ),
  )
  const sans = await dans(async (tx) => {
    const session = await lireSession(tx, fil.session)
    return session && faitsBpf(tx, session, new Map(), new Set())
  })
  expect(sans?.seances.map((s) => s.id)).toEqual(fil.seances.slice(0, 1))
})

it('l’assiduité compte une demi-journée coupée jusqu’où elle s’est tenue, et son rappel part dès l’arrêt', async () => {
  const { fil, dans } = await coupee()
  const [matin, soir] = fil.seances
  const le = (heure: string) => new Date(`${jourDuFil}T${heure}:00Z`)
  const lues = await dans((tx) => lireCasesPassees(tx, le('15:00'), fil.session))
  const siennes = lues.filter((c) => c.inscription === fil.inscriptions[0])
  expect(siennes.map((c) => [c.seance, c.minutes, c.fin])).toEqual([
    [matin, 210, le('11:30')],
    [soir, 95, le('14:05')],
  ])
  await base.maintenance((tx) =>
    sql`delete from emargement.cloture where organisme_id = ${fil.organisme}`.execute(tx),
  )
  const fraiches = async (heure: string) =>
    (await dans((tx) => seancesFraiches(tx, le(heure)))).map((x) => x.seance)
  expect(await fraiches('14:00')).toEqual([matin])
  expect(await fraiches('14:10')).toEqual([matin, soir])
})

it('qui animait une demi-journée coupée n’est ailleurs que jusqu’à l’arrêt, vu d’elle comme de l’autre session', async () => {
  const { fil, dans } = await coupee()
  // Le fil a pris son numéro sans le compteur.
  await base.maintenance((tx) =>
    sql`insert into sessions.compteur (organisme_id, annee, dernier) values (${fil.organisme}, 2026, 10)`.execute(
      tx,
    ),
  )
  const ailleurs = async (debut: number, fin: number) => {
    const autre = await base.maintenance(async (tx) => {
      const offre = await poserOffre(tx, fil)
      const posee = await poserSession(tx, { ...fil, offre, seances: [[jourDuFil, debut, fin]] })
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${posee.seances[0]}, ${fil.formateur}, ${fil.personne}, ${fin - debut})`.execute(
        tx,
      )
      return posee.session
    })
    return dans(async (tx) => [
      (await alentoursUneFois(tx, fil.session)).ailleurs.length,
      (await alentoursUneFois(tx, autre)).ailleurs.length,
    ])
  }
  // Arrêtée à 15 h 05, elle était prévue jusqu’à 17 h.
  expect(await ailleurs(905, 960)).toEqual([0, 0])
  expect(await ailleurs(840, 900)).toEqual([1, 1])
})

it('aucune absence, rien de coupé : ce qui entoure une session se lit d’une question ; sinon, une seconde le lit', async () => {
  const fil = await poserSessionFacturee(base)
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) =>
    base.enTantQue(fil.organisme, { personne: fil.personne }, f)
  const lire = () =>
    dans(async (tx) => {
      const dits = vi.spyOn(tx.getExecutor(), 'executeQuery')
      const { conges, contresignatures } = await alentoursUneFois(tx, fil.session)
      return [dits.mock.calls.length, contresignatures.length, conges]
    })
  expect(await lire()).toEqual([1, 2, []])
  const periode = { du: '2026-11-10' as DateCivile, au: jourDuFil as DateCivile }
  const personne = { id: fil.formateur as TiersId, activite: fil.activite }
  const absence = await dans((tx) =>
    declarerAbsence(tx, personne, newId<'Conge'>(), periode, new Date('2026-11-09T09:00:00Z')),
  )
  expect(absence.ok).toBe(true)
  expect(await lire()).toEqual([2, 2, [{ personne: fil.formateur, ...periode }]])
  const arretee = await coupee()
  const tout = await arretee.dans((tx) => alentoursUneFois(tx, arretee.fil.session))
  expect([tout.contresignatures.length, tout.conges, tout.ailleurs]).toEqual([2, [], []])
})

it('« Aujourd’hui » garde une demi-journée coupée, réclame sa feuille, et ne dit toutes les feuilles closes qu’avec elle', async () => {
  const { fil, dans } = await coupee()
  const regard = (heure: string) => ({
    visiteur: unVisiteur({ roles: ['responsable', 'assistant'] }),
    maintenant: new Date(`${jourDuFil}T${heure}:00Z`),
  })
  const jour = await dans(async (tx) => contributionsDuFil.seancesDuJour?.(tx, regard('15:00')))
  expect(jour?.map((s) => `${s.debut} ${s.fin} ${s.detail.split(' · ').at(-1)}`.replace(/\s/g, ' '))).toEqual(
    ['9 h 12 h 30 Tom Okafor', '13 h 30 15 h 05 interrompue à 15 h 05'],
  )
  const faire = async () =>
    ((await dans(async (tx) => contributionsDuFil.aFaire?.(tx, regard('16:30')))) ?? [])
      .filter((x) => ['Clore', 'Rappeler', 'Émettre', 'Terminer'].includes(x.verbe))
      .map((x) => `${x.verbe} ${x.chose}`.replace(/\s/g, ' '))
  expect(await faire()).toEqual(['Émettre 3 certificats de réalisation'])
  // Reprise ensuite : c’est la fin qu’elle attend aussi.
  const enCours = () =>
    base.maintenance((tx) =>
      sql`update sessions.session set etat = 'en-cours' where organisme_id = ${fil.organisme}`.execute(tx),
    )
  await enCours()
  expect(await faire()).toEqual([
    expect.stringContaining('Terminer la session'),
    'Émettre 3 certificats de réalisation',
  ])
  await base.maintenance((tx) =>
    sql`delete from emargement.cloture where organisme_id = ${fil.organisme} and seance_id = ${fil.seances[1]}`.execute(
      tx,
    ),
  )
  expect(await faire()).toEqual(['Rappeler la feuille du 11 nov. 2026, 13 h 30 – 15 h 05'])
})

it('la page de sa feuille dit l’arrêt, comme la feuille imprimée', async () => {
  const { fil } = await coupee()
  const maintenant = new Date(`${jourDuFil}T16:30:00Z`)
  const page = async (seance: (typeof fil.seances)[number] | undefined) => {
    const vue =
      seance &&
      (await lireFeuille(servicesDe(base, fil, maintenant.toISOString()), acces, {
        session: fil.session,
        seance,
      }))
    if (!vue) throw new Error('sans feuille')
    const visiteur = unVisiteur({ roles: ['assistant'] })
    return String(await Feuille({ vue, form: emptyForm(), maintenant, visiteur })).replace(/\s/g, ' ')
  }
  expect(await page(fil.seances[1])).toContain(
    '13 h 30 – 15 h 05, interrompue à 15 h 05, prévue jusqu’à 17 h.',
  )
  expect(await page(fil.seances[0])).not.toContain('interrompue')
})

it('les questionnaires se comptent du jour de l’arrêt, comme les certificats, et « à chaud » part dès lui', async () => {
  const { fil, dans } = await coupee()
  await base.maintenance((tx) =>
    sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, tenue)
      values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, '2026-12-15', 'matin', 540, 750,
        '2026-12-15T08:00:00Z', '2026-12-15T11:30:00Z', false)`.execute(tx),
  )
  const le = new Date('2026-11-13T09:00:00Z')
  const visiteur = unVisiteur({ roles: ['responsable', 'assistant'] })
  const arrets = await dans(async (tx) =>
    Promise.all(
      [contributionEmargement, contributionSessionQuestionnaires].map(
        async (c) => (await c.faits?.(tx, fil.session, visiteur, le))?.arrets ?? [],
      ),
    ),
  )
  const dits = arrets.flat().map((a) => [a.arret.libelle, a.arret.iso])
  expect(dits).toEqual(
    expect.arrayContaining([
      ['Certificats', '2026-11-13'],
      ['À chaud', jourDuFil],
    ]),
  )
  expect(
    await dans((tx) =>
      ouvrirCampagne(tx, fil.session, 'chaud', { organisme: fil.organisme, le, jour: '2026-11-13' as never }),
    ),
  ).toMatchObject({ ok: true, value: { campagne: { jour: jourDuFil } } })
})
