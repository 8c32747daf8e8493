import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { SessionId } from '#modules/sessions/index.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserCoop } from '../../sessions/test/cooperatives.ts'
import { poserIntervenant, poserSession } from '../../sessions/test/poser.ts'
import { comptesDesSessions } from './comptes-sessions.queries.ts'

const base = await baseNeuve()
const coop = await base.maintenance((tx) => poserCoop(tx, 'Les comptes'))
const { organisme, activite } = coop

type Inscrit = { etat?: string; arrivee?: string; dossier?: string; close?: boolean }
const inscrire = async (tx: MaintenanceTx, session: SessionId, i: Inscrit = {}): Promise<string> => {
  const [personne, inscription] = [newId(), newId()]
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    values (${organisme}, ${personne}, ${activite}, 'Agathe', 'Pons', 'pons agathe', now())`.execute(tx)
  await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, dossier_id, etat, arrivee_le,
      inscrite_le, close_le, motif) values (${organisme}, ${inscription}, ${activite}, ${session}, ${personne}, ${i.dossier ?? null},
      ${i.etat ?? 'inscrit'}, ${i.arrivee ?? null}, now(), ${i.close ? new Date() : null}, ${i.close ? 'Empêchée' : null})`.execute(
    tx,
  )
  return inscription
}
const ouvrir = async (
  tx: MaintenanceTx,
  session: SessionId,
  d: { regime: string; signe?: boolean; retracte?: boolean },
) => {
  const [id, entreprise] = [newId(), newId()]
  const [signe, retracte] = [d.signe || d.retracte ? new Date() : null, d.retracte ? new Date() : null]
  await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
    values (${organisme}, ${entreprise}, ${activite}, 'Clinique', 'clinique', now())`.execute(tx)
  await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime,
      regime_article, prix_centimes, signe_le, signature_moyen, retracte_le, cree_le) values (${organisme}, ${id}, ${activite}, ${session},
      'entreprise', ${entreprise}, 'etablissement', ${d.regime}, 'L6353-1', 1000, ${signe}, ${signe && 'scan'}, ${retracte}, now())`.execute(
    tx,
  )
  return id
}
let numero = 0
const clore = async (tx: MaintenanceTx, seance: string) => {
  const maillon = newId()
  await sql`insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    values (${organisme}, ${++numero}, ${maillon}, ${activite}, ${Buffer.alloc(32)}, '{}', ${Buffer.alloc(32)})`.execute(
    tx,
  )
  await sql`insert into emargement.cloture (organisme_id, activite_id, seance_id, maillon_id, close_le)
    values (${organisme}, ${activite}, ${seance}, ${maillon}, now())`.execute(tx)
}
const certifier = (tx: MaintenanceTx, inscription: string) =>
  sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli,
      objet_genre, objet_id, emise_le) values (${organisme}, ${newId()}, ${activite}, 'certificat-realisation', ${`C-${inscription}`},
      'certificat-realisation.v1', '{}', ${Buffer.alloc(32)}, ${'0'.repeat(64)}, 1, 'Certificat', 'certificat', 'inscription',
      ${inscription}, now())`.execute(tx)

it('compte par session : ce qui est d’une session ne s’ajoute pas à l’autre, et ce qui manque partout vaut zéro', async () => {
  const lues = await base.maintenance(async (tx) => {
    const une = await poserSession(tx, {
      ...coop,
      seances: [
        ['2026-11-02', 540, 750],
        ['2026-11-03', 540, 750],
        ['2026-11-04', 540, 750],
        ['2026-12-07', 540, 750],
      ],
    })
    const [close, , , aVenir] = une.seances
    if (!close || !aVenir) throw new Error('La session d’essai est vide.')
    await clore(tx, close)
    const dossiers = {
      signe: await ouvrir(tx, une.session, { regime: 'convention', signe: true }),
      attendu: await ouvrir(tx, une.session, { regime: 'contrat' }),
      sousTraite: await ouvrir(tx, une.session, { regime: 'sous-traitance-recue', signe: true }),
      retracte: await ouvrir(tx, une.session, { regime: 'sous-traitance-recue', retracte: true }),
    }
    // Arrivée le 4 : la feuille du 3 n’attend personne d’elle.
    const certifiee = await inscrire(tx, une.session, { dossier: dossiers.signe, arrivee: '2026-11-04' })
    await certifier(tx, certifiee)
    await inscrire(tx, une.session, { dossier: dossiers.attendu, arrivee: '2026-11-04' })
    await inscrire(tx, une.session, { dossier: dossiers.sousTraite, arrivee: '2026-11-04' })
    await inscrire(tx, une.session, { dossier: dossiers.retracte, arrivee: '2026-11-04' })
    // Sans dossier : l’une n’a pas de place, l’autre est sortie.
    await inscrire(tx, une.session, { etat: 'besoin' })
    await inscrire(tx, une.session, { etat: 'annule', close: true })
    const anime = await poserIntervenant(tx, coop, [aVenir])
    for (const [du, au] of [
      ['2026-12-01', '2026-12-07'],
      ['2026-12-07', '2026-12-10'],
    ])
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le)
        values (${organisme}, ${newId()}, ${activite}, ${anime}, ${du}, ${au}, now())`.execute(tx)
    const deux = await poserSession(tx, {
      ...coop,
      seances: [
        ['2026-11-05', 540, 750],
        ['2026-11-06', 540, 750],
      ],
    })
    await inscrire(tx, deux.session)
    // Passée, sans personne : rien à clore.
    const vide = await poserSession(tx, { ...coop, seances: [['2026-11-09', 540, 750]] })
    // D’une session que l’on ne demande pas : elle ne se rend pas.
    const autre = await poserSession(tx, { ...coop, seances: [['2026-11-10', 540, 750]] })
    await inscrire(tx, autre.session)
    return { une, deux, vide }
  })
  const { une, deux, vide } = lues
  const ids = [une, deux, vide].map((s) => s.session)
  const comptes = await base.enTantQue(organisme, { personne: coop.responsable }, (tx) =>
    comptesDesSessions(tx, sql`${`{${ids.join(',')}}`}::uuid[]`, new Date('2026-11-24T09:00:00Z')),
  )
  const rien = {
    engagements: 0,
    signes: 0,
    sansDossier: 0,
    certificats: 0,
    feuilles: 0,
    absences: 0,
    aClore: null,
    absente: null,
  }
  expect(comptes).toEqual(
    new Map([
      [
        une.session,
        {
          session: une.session,
          inscrits: 4,
          engagements: 2,
          signes: 1,
          sansDossier: 1,
          certificats: 2,
          feuilles: 1,
          aClore: une.seances[2],
          absences: 1,
          absente: une.seances[3],
        },
      ],
      [
        deux.session,
        {
          ...rien,
          session: deux.session,
          inscrits: 1,
          sansDossier: 1,
          certificats: 1,
          feuilles: 2,
          aClore: deux.seances[0],
        },
      ],
      [vide.session, { ...rien, session: vide.session, inscrits: 0 }],
    ]),
  )
})
