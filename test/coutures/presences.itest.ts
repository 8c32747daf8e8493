/** Ce que l’émargement partage avec les autres modules : une seule règle des cases, le lieu et les gens de la demi-journée. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { compterCases, feuillesOuvertes } from '#modules/emargement/db/comptes.ts'
import { lireCases, lireDemis } from '#modules/emargement/db/lectures.ts'
import {
  annulerCase,
  cloreLaFeuille,
  contresignerLaSeance,
  corrigerEnAbsence,
  noterAbsence,
  noterMinutes,
  regulariser,
} from '#modules/emargement/gestes/composer.ts'
import { emettreFeuille } from '#modules/emargement/gestes/emettre-feuille.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
  type Voulu,
} from '#modules/emargement/test/session-d-essai.ts'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsDuFil } from '../../src/app/contributions.ts'
import { baseNeuve, codeSql } from '../base/index.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())
const deux: Voulu = {
  creneaux: [
    [540, 750],
    [810, 1020],
  ],
}
const preparer = async (voulu: Voulu = {}, instant = '2026-11-24T17:00:00Z') => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  return {
    fil,
    services: servicesDe(base, fil, instant),
    qui: { acces, id: fil.personne, nom: 'Tom Okafor' },
  }
}
const a = <T>(liste: readonly T[], rang: number): T => {
  const v = liste[rang]
  if (v === undefined) throw new Error('la liste est trop courte')
  return v
}
const dans = <T>(fil: SessionDEssai, f: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(fil.organisme, {}, f)
const cases = (fil: SessionDEssai) => dans(fil, (tx) => lireCases(tx, { session: fil.session }))
const comptes = (fil: SessionDEssai) => dans(fil, (tx) => compterCases(tx, fil.seances))
const motif = 'Vue en salle, téléphone déchargé'

describe('une seule lecture des cases', () => {
  it('« Aujourd’hui » ne compte plus la signature corrigée en absence, ni l’absence corrigée en présence', async () => {
    const { fil, services, qui } = await preparer()
    const [un, autre] = [a(fil.inscriptions, 0), a(fil.inscriptions, 1)]
    const ou = { session: fil.session, seance: a(fil.seances, 0) }
    await regulariser(services, qui, { ...ou, inscription: un, motif })
    await noterAbsence(services, qui, { ...ou, inscription: autre, motif: 'inconnu' })
    await corrigerEnAbsence(services, qui, { ...ou, inscription: un, motif, absence: 'inconnu' })
    const lues = await dans(fil, async (tx) =>
      contributionsDuFil.seancesDuJour?.(tx, {
        visiteur: unVisiteur({ roles: ['assistant'] }),
        maintenant: new Date('2026-11-24T09:00:00Z'),
      }),
    )
    expect(lues?.map((s) => s.compte.fort)).toEqual(['0 signature sur 2'])
    await annulerCase(services, qui, { ...ou, inscription: autre, motif })
    expect((await comptes(fil)).get(ou.seance)).toEqual({ cases: 2, presentes: 0, absentes: 1 })
  })

  it('compte, pour toute suite de gestes, ce que `lireCases` lit', async () => {
    const { fil, services, qui } = await preparer({ ...deux, stagiaires: 5 })
    const gestes = [
      (o: Parameters<typeof annulerCase>[2]) => regulariser(services, qui, o),
      (o: Parameters<typeof annulerCase>[2]) => noterAbsence(services, qui, { ...o, motif: 'transport' }),
      (o: Parameters<typeof annulerCase>[2]) => noterMinutes(services, qui, { ...o, retard: 5, depart: 10 }),
      (o: Parameters<typeof annulerCase>[2]) =>
        corrigerEnAbsence(services, qui, { ...o, absence: 'inconnu' }),
      (o: Parameters<typeof annulerCase>[2]) => annulerCase(services, qui, o),
    ]
    let n = 7
    const tirer = (max: number) => {
      n = (n * 48_271) % 2_147_483_647
      return n % max
    }
    for (let i = 0; i < 40; i++) {
      const o = {
        session: fil.session,
        seance: a(fil.seances, tirer(2)),
        inscription: a(fil.inscriptions, tirer(5)),
        motif,
      }
      await a(gestes, tirer(gestes.length))(o)
    }
    const lues = await cases(fil)
    const attendus = fil.seances.map((s) => {
      const siennes = lues.filter((c) => c.seance === s)
      const de = (etat: string) => siennes.filter((c) => c.presence.etat === etat).length
      return [s, { cases: siennes.length, presentes: de('signee'), absentes: de('absente') }] as const
    })
    expect(new Set(lues.map((c) => c.presence.etat)).size).toBe(3)
    expect(await comptes(fil)).toEqual(new Map(attendus))
  })

  it('une feuille dont tous les inscrits sont partis depuis reste à clore', async () => {
    const { fil } = await preparer()
    const ouvertes = (quand: string) =>
      dans(fil, async (tx) => (await feuillesOuvertes(tx, new Date(quand), 20)).length)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = 'exclu', motif = 'essai', close_le = '2026-11-25T08:00Z'
        where organisme_id = ${fil.organisme}`.execute(tx),
    )
    expect(await ouvertes('2026-11-24T11:00:00Z')).toBe(0)
    expect(await ouvertes('2026-11-25T09:00:00Z')).toBe(1)
  })

  it.each([
    ['abandon', false, 1],
    ['exclu', false, 1],
    ['force-majeure', false, 1],
    ['absent-total', false, 1],
    ['retracte', true, 1],
    ['retracte', false, 0],
    ['annule', true, 0],
  ] as const)('sortie « %s » à midi (place tenue : %s) : %i case, celle du matin', async (etat, tenue, n) => {
    const { fil } = await preparer({ ...deux, stagiaires: 1 })
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = ${etat}, motif = 'essai', close_le = '2026-11-24T11:30Z',
        definitive_le = ${tenue ? '2026-11-01T08:00Z' : null}::timestamptz where organisme_id = ${fil.organisme}`.execute(
        tx,
      ),
    )
    expect((await cases(fil)).map((c) => c.seance)).toEqual(fil.seances.slice(0, n))
  })

  it('un départ anticipé attesté, sans signature, fige sa demi-journée', async () => {
    const { fil, services, qui } = await preparer()
    const ou = { session: fil.session, seance: a(fil.seances, 0) }
    const minutes = { retard: 0, depart: 15 }
    const fait = await regulariser(services, qui, {
      ...ou,
      inscription: a(fil.inscriptions, 0),
      motif,
      minutes,
    })
    expect(fait.ok).toBe(true)
    expect(
      await base.maintenance(
        async (tx) =>
          (await sql`select from emargement.signature where organisme_id = ${fil.organisme}`.execute(tx)).rows
            .length,
      ),
    ).toBe(0)
    expect(
      await codeSql(() =>
        dans(fil, (tx) =>
          sql`update sessions.seance set debut_minutes = 600, debut = debut + interval '1 hour' where id = ${ou.seance}`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23001')
  })
})

/** Amina, avec un compte, anime le matin dans la salle ; Bruno, sans compte, l’après-midi, ailleurs. */
const coanime = async () => {
  const amina = newId<'Personne'>()
  const { fil, services } = await preparer({ ...deux, stagiaires: 1 })
  await base.maintenance(async (tx) => {
    for (const [rang, prenom, compte] of [
      [0, 'Amina', amina],
      [1, 'Bruno', null],
    ] as const) {
      const p = newId()
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${fil.organisme}, ${p}, ${fil.activite}, ${prenom}, 'Essai', ${prenom}, now())`.execute(tx)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, cle)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${a(fil.seances, rang)}, ${p}, ${compte}, 210, ${p})`.execute(
        tx,
      )
    }
    await sql`update sessions.seance set lieu = 'Maison des associations' where id = ${a(fil.seances, 1)}`.execute(
      tx,
    )
  })
  const tom = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const elle = servicesDe(base, { ...fil, personne: amina }, '2026-11-24T17:00:00Z')
  return { fil, services, elle, tom, amina: { acces, id: amina, nom: 'Amina Essai' } }
}

describe('qui animait, et où', () => {
  it('chaque demi-journée dit ses intervenants et son lieu', async () => {
    const { fil } = await coanime()
    const demis = await dans(fil, (tx) => lireDemis(tx, fil.session))
    expect(demis.map((d) => [d.session.formateur, d.session.lieu, d.animateurs.length])).toEqual([
      ['Amina Essai', 'salle Duras', 1],
      ['Bruno Essai', 'Maison des associations', 0],
    ])
  })

  it('le formateur de la session ne contresigne pas ce qu’une autre a animé ; sans compte, il signe à la place', async () => {
    const { fil, services, elle, tom, amina } = await coanime()
    const matin = { session: fil.session, seance: a(fil.seances, 0), ip: '192.0.2.1', agent: 'essai' }
    const soir = { ...matin, seance: a(fil.seances, 1) }
    const refuse = await contresignerLaSeance(services, tom, matin)
    expect(refuse).toMatchObject({ ok: false, error: { code: 'pas-animateur' } })
    expect(!refuse.ok && refuse.error.phrase).toContain('Amina Essai')
    await regulariser(services, tom, { ...matin, inscription: a(fil.inscriptions, 0), motif })
    await regulariser(services, tom, { ...soir, inscription: a(fil.inscriptions, 0), motif })
    expect((await contresignerLaSeance(elle, amina, matin)).ok).toBe(true)
    expect((await cloreLaFeuille(services, tom, matin)).ok).toBe(true)
    expect((await cloreLaFeuille(services, tom, soir)).ok).toBe(true)
    const { rows } = await base.maintenance((tx) =>
      sql<{ seance_id: string; par: string; suppleance: boolean }>`select seance_id, par, suppleance
        from emargement.contresignature where organisme_id = ${fil.organisme} order by signee_le, suppleance`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([
      { seance_id: matin.seance, par: amina.id, suppleance: false },
      { seance_id: soir.seance, par: tom.id, suppleance: true },
    ])
    const emise = await emettreFeuille({ ...services, pdf }, acces, fil.session)
    const lue = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            donnees: string
          }>`select donnees from documents.piece where organisme_id = ${fil.organisme}
            and genre = 'feuille-emargement'`.execute(tx)
        ).rows[0],
    )
    expect(emise.ok).toBe(true)
    const d = (typeof lue?.donnees === 'string' ? JSON.parse(lue.donnees) : lue?.donnees) as {
      session: { lieu: { nom: string } }
      formateurs: { nom: string; qualite: string; presences: Record<string, { etat: string }> }[]
    }
    expect(d.session.lieu.nom).toBe('salle Duras et Maison des associations')
    expect(d.formateurs.map((f) => [f.nom, f.qualite, f.presences.s1?.etat, f.presences.s2?.etat])).toEqual([
      ['Amina Essai', 'signature du formateur', 'signee', 'sans-objet'],
      ['Bruno Essai', 'signé à sa place par Tom Okafor', 'sans-objet', 'signee'],
    ])
  })
})
