import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserCoop, poserEnseigne } from '../../sessions/test/cooperatives.ts'
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
const emettre = (tx: MaintenanceTx, inscription: string, genre = 'certificat-realisation') =>
  sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli,
      objet_genre, objet_id, emise_le) values (${organisme}, ${newId()}, ${activite}, ${genre}, ${`P-${inscription}`},
      ${`${genre}.v1`}, '{}', ${createHash('sha256').update(inscription).digest()}, ${'0'.repeat(64)}, 1, 'Pièce', 'piece', 'inscription',
      ${inscription}, now())`.execute(tx)
/** Elle déclare une absence de ce jour à cet autre. */
const absenter = (
  tx: MaintenanceTx,
  personne: string,
  [du, au]: readonly [string, string],
  retiree = false,
) =>
  sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le, retire_le)
    values (${organisme}, ${newId()}, ${activite}, ${personne}, ${du}, ${au}, now(), ${retiree ? new Date() : null})`.execute(
    tx,
  )
const suspendre = (tx: MaintenanceTx, seance: string) =>
  sql`update sessions.seance set tenue = false where id = ${seance}`.execute(tx)
const lire = (ids: readonly SessionId[], portee: '*' | readonly ActiviteId[] = '*') =>
  base.enTantQue(organisme, { personne: coop.responsable, portee }, (tx) =>
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
    await emettre(tx, certifiee)
    // Une autre pièce n’est pas son certificat.
    const convoquee = await inscrire(tx, une.session, { dossier: dossiers.attendu, arrivee: '2026-11-04' })
    await emettre(tx, convoquee, 'convocation')
    await inscrire(tx, une.session, { dossier: dossiers.sousTraite, arrivee: '2026-11-04' })
    await inscrire(tx, une.session, { dossier: dossiers.retracte, arrivee: '2026-11-04' })
    // Sans dossier : l’une n’a pas de place, l’autre est sortie.
    await inscrire(tx, une.session, { etat: 'besoin' })
    await inscrire(tx, une.session, { etat: 'annule', close: true })
    const anime = await poserIntervenant(tx, coop, [aVenir])
    await absenter(tx, anime, ['2026-12-01', '2026-12-07'])
    await absenter(tx, anime, ['2026-12-07', '2026-12-10'])
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
  expect(await lire(ids)).toEqual(
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

it('ne compte ni une demi-journée qui ne se tient plus, ni une absence retirée, ni une absence passée', async () => {
  const session = await base.maintenance(async (tx) => {
    const { session, seances } = await poserSession(tx, {
      ...coop,
      seances: [
        ['2026-11-12', 540, 750],
        ['2026-11-13', 540, 750],
        ['2026-12-08', 540, 750],
        ['2026-12-09', 540, 750],
      ],
    })
    const [tenue, suspendue, aVenir, suspendueAVenir] = seances
    if (!tenue || !suspendue || !aVenir || !suspendueAVenir) throw new Error('La session d’essai est vide.')
    await clore(tx, tenue)
    await inscrire(tx, session)
    const anime = await poserIntervenant(tx, coop, seances)
    await absenter(tx, anime, ['2026-11-12', '2026-11-12'])
    await absenter(tx, anime, ['2026-12-08', '2026-12-08'], true)
    await absenter(tx, anime, ['2026-12-09', '2026-12-09'])
    for (const seance of [suspendue, suspendueAVenir]) await suspendre(tx, seance)
    return session
  })
  expect([...(await lire([session])).values()]).toEqual([
    { ...rien, session, inscrits: 1, sansDossier: 1, certificats: 1 },
  ])
})

it('ne rend rien d’une autre enseigne à qui n’en lit qu’une, ni d’une autre coopérative à personne', async () => {
  const [une, sienne, ailleurs, enseigne] = await base.maintenance(async (tx) => {
    const enseigne = await poserEnseigne(tx, coop, 'L’autre enseigne')
    const autre = await poserCoop(tx, 'L’autre coopérative')
    const poser = async (chez: Parameters<typeof poserSession>[1]) => (await poserSession(tx, chez)).session
    return [
      await poser(coop),
      await poser({ ...coop, ...enseigne }),
      await poser(autre),
      enseigne.activite,
    ] as const
  })
  const toutes = [une, sienne, ailleurs]
  expect([...(await lire(toutes)).keys()].sort()).toEqual([une, sienne].sort())
  expect([...(await lire(toutes, [enseigne])).keys()]).toEqual([sienne])
})
