import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { lireCertificats, noterAbsence, regulariser } from '#modules/emargement/index.ts'
import { lireClientDePiece, lireDossier, listerInscrits } from '#modules/inscriptions/index.ts'
import { lireSession, partTenue, passerALEtat } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { acces } from '../../emargement/test/session-d-essai.ts'
import { contributionFacturation } from '../contributions/session.tsx'
import { suivisDe } from '../db/heures.queries.ts'
import { lireAFacturer } from '../gestes/preparer.ts'
import { type DossierDEssai, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const dans = <T>(m: DossierDEssai, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)

/** 14 h 48, à Paris. */
const interruption = new Date('2026-11-24T13:48:00Z')
const parts = [
  { dispositif: 'opco-plan', montant: 210_000, subrogation: true },
  { dispositif: 'entreprise', montant: 84_000 },
] as const

const lue = async (tx: TenantTx, m: DossierDEssai) => {
  const session = await lireSession(tx, m.fil.session)
  const d = session && (await lireDossier(tx, session.id, m.dossier))
  if (!session || !d) throw new Error('le dossier manque')
  return { session, d }
}
const dus = (m: DossierDEssai) =>
  dans(m, async (tx) => {
    const { session, d } = await lue(tx, m)
    const lu = await lireAFacturer(tx, session, d, interruption)
    return lu.financements.map((f) => f.du)
  })

/**
 * Trois demi-journées de 3 h 30 et 3 h, deux stagiaires. Le matin, tous deux ; l’après-midi, coupée à 14 h 48, le premier ; le soir
 * ne se tient pas.
 */
const interrompre = async (present = true) => {
  const m = await unDossier(base, parts, {
    creneaux: [
      [540, 750],
      [810, 1020],
      [1080, 1260],
    ],
  })
  const [, apresMidi] = m.fil.seances
  const [un, deux] = m.fil.inscriptions
  if (!apresMidi || !un || !deux) throw new Error('la session est trop courte')
  const qui = { acces, id: m.fil.personne, nom: 'Tom Okafor' }
  const ou = { session: m.fil.session, seance: apresMidi }
  const alors = m.services.a('2026-11-24T13:30:00Z')
  for (const inscription of present ? [deux] : [un, deux])
    expect(await noterAbsence(alors, qui, { ...ou, inscription, motif: 'inconnu' })).toMatchObject({
      ok: true,
    })
  const r = await dans(m, (tx) =>
    passerALEtat(
      tx,
      { id: m.fil.session, vers: 'interrompue', motif: 'Dégât des eaux', ailleurs: {} },
      interruption,
    ),
  )
  if (!r.ok) throw new Error(r.error.phrase)
  // La régularisation attend la fin qui était prévue : l’interruption n’y change rien.
  if (present)
    expect(
      await regulariser(m.services.a('2026-11-24T16:30:00Z'), qui, {
        ...ou,
        inscription: un,
        motif: 'Vu en salle, sans téléphone',
      }),
    ).toMatchObject({ ok: true })
  return m
}

/** Ce qu’une pièce du dossier promet, tel que le gabarit le fige. */
const poserPiece = (
  m: DossierDEssai,
  genre: 'convention' | 'avenant',
  { prix, minutes }: { readonly prix: number; readonly minutes: number },
) =>
  base.maintenance(async (tx) => {
    const piece = newId()
    const donnees = JSON.stringify({ prix: { totalHT: prix }, action: { seances: [{ minutes }] } })
    await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
        libelle, pli, objet_genre, objet_id, emise_le, emise_par)
      values (${m.fil.organisme}, ${piece}, ${m.fil.activite}, ${genre}, ${`${genre}-2026-0001`},
        'convention.v1', ${donnees}, ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'c', 'c', 'dossier', ${m.dossier},
        now(), ${m.fil.personne})`.execute(tx)
    return piece
  })

describe('une action interrompue', () => {
  it('la demi-journée coupée s’est tenue jusque-là ; ce qui suit, pas', async () => {
    const m = await interrompre()
    const tenue = await dans(m, async (tx) => partTenue((await lue(tx, m)).session))
    expect(tenue.seances.map((s) => [s.debutMinutes, s.finMinutes])).toEqual([
      [540, 750],
      [810, 888],
    ])
  })

  it('ses factures se comptent, à la ligne de la session, du jour de l’arrêt ; « Facturer » attend qu’elle soit terminée', async () => {
    const m = await interrompre()
    await base.maintenance((tx) =>
      sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, tenue)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${m.fil.session}, '2026-12-15', 'matin', 540, 750,
          '2026-12-15T08:00:00Z', '2026-12-15T11:30:00Z', false)`.execute(tx),
    )
    const faits = () =>
      dans(m, async (tx) =>
        contributionFacturation.faits?.(
          tx,
          m.fil.session,
          unVisiteur({ roles: ['responsable', 'comptable'] }),
          new Date('2026-11-26T09:00:00Z'),
        ),
      )
    const interrompue = await faits()
    expect(interrompue?.arrets?.map((x) => x.arret.iso)).toEqual(['2026-12-01'])
    expect(interrompue?.suites).toEqual([])
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'terminee' where id = ${m.fil.session}`.execute(tx),
    )
    expect((await faits())?.suites?.map((x) => x.geste)).toEqual(['Préparer la facture'])
  })

  it('chaque heure suivie se facture au prix convenu, pas au prix entier', async () => {
    const m = await interrompre()
    const suivis = await dans(m, async (tx) => suivisDe(tx, (await lue(tx, m)).session))
    expect(suivis.map((s) => [s.suivi, s.prevu]).toSorted()).toEqual([
      [210, 600],
      [288, 600],
    ])
    // 498 minutes suivies sur 1 200 convenues.
    expect(await dus(m)).toEqual([87_150, 34_860])
  })

  it('ôter ce qui fut suspendu, ou le dire d’un avenant sans baisser le prix, n’y change rien', async () => {
    const m = await interrompre()
    await poserPiece(m, 'convention', { prix: 294_000, minutes: 600 })
    await base.maintenance((tx) =>
      sql`delete from sessions.seance where organisme_id = ${m.fil.organisme} and debut_minutes = 1080`.execute(
        tx,
      ),
    )
    expect(await dus(m)).toEqual([87_150, 34_860])
    await poserPiece(m, 'avenant', { prix: 294_000, minutes: 288 })
    expect(await dus(m)).toEqual([87_150, 34_860])
  })

  it('reprise, elle se facture entière une fois tout suivi', async () => {
    const m = await interrompre()
    const r = await dans(m, (tx) =>
      passerALEtat(tx, { id: m.fil.session, vers: 'en-cours', motif: '', ailleurs: {} }, interruption),
    )
    expect(r).toMatchObject({ ok: true })
    const soir = m.fil.seances[2]
    if (!soir) throw new Error('le soir manque')
    const apres = m.services.a('2026-11-24T20:30:00Z')
    for (const inscription of m.fil.inscriptions)
      await regulariser(
        apres,
        { acces, id: m.fil.personne, nom: 'Tom Okafor' },
        { session: m.fil.session, seance: soir, inscription, motif: 'Vu en salle, sans téléphone' },
      )
    // Un après-midi manqué par l’un : 990 minutes sur 1 200.
    expect(await dus(m)).toEqual([173_250, 69_300])
  })

  it('son certificat s’émet aussitôt, sur les mêmes heures', async () => {
    const m = await interrompre(false)
    const lues = await lireCertificats(m.services.a('2026-11-24T13:50:00Z'), acces, m.fil.session)
    expect(lues?.lignes.map((l) => [l.heures.planifieMin, l.heures.suiviMin, l.refus?.code])).toEqual([
      [288, 210, undefined],
      [288, 210, undefined],
    ])
    const signee = await interrompre()
    const apres = await lireCertificats(signee.services.a('2026-11-24T17:00:00Z'), acces, signee.fil.session)
    expect(apres?.lignes.map((l) => l.heures.suiviMin).toSorted()).toEqual([210, 288])
  })

  it('l’avenant d’une convention signée réduit le prix d’autant que la durée', async () => {
    const m = await interrompre()
    const client = () =>
      dans(m, async (tx) => {
        const { session, d } = await lue(tx, m)
        const { prix, financements } = await lireClientDePiece(tx, d, await listerInscrits(tx, session.id))
        return [prix, ...financements.map((f) => f.montant)]
      })
    // Rien n’est signé : la pièce dit le prix du dossier.
    const piece = await poserPiece(m, 'convention', { prix: 294_000, minutes: 600 })
    expect(await client()).toEqual([294_000, 210_000, 84_000])
    await base.maintenance((tx) =>
      sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, acte, role, moyen, nom, consentement,
          empreinte, engagement, signee_le, datee_du, scan)
        select ${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${piece}, 'signature', 'client', 'scan', 'Nom', 'Je signe.',
          p.empreinte, p.empreinte, now(), '2026-11-20', ${'a'.repeat(64)}
          from documents.piece p where p.id = ${piece}`.execute(tx),
    )
    // 4 h 48 tenues sur 10 h.
    expect(await client()).toEqual([141_120, 100_800, 40_320].map(centimes))
  })
})
