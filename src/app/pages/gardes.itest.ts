import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { etatGarde, lireSession, reponsesDe, type Transition, transitions } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { contributionEmargement } from '../../modules/emargement/contributions/session.tsx'
import { regulariser } from '../../modules/emargement/gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from '../../modules/emargement/test/session-d-essai.ts'
import { contributionFacturation } from '../../modules/facturation/contributions/session.tsx'
import { faitsDe } from './commun.ts'

const base = await baseNeuve()

it('les gardes dont le module manque répondent « non vérifiable », et celles-là seulement', async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1 }))
  const [seance, inscription] = [fil.seances[0], fil.inscriptions[0]]
  if (!seance || !inscription) throw new Error('le fil est trop court')
  // La facturation ne répond que d’une session finie qui a un client.
  await base.maintenance(async (tx) => {
    const [dossier, personne] = [
      newId(),
      sql`(select personne_id from inscriptions.inscription where id = ${inscription})`,
    ]
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, personne_id, circonstance, regime,
        regime_article, prix_centimes, cree_le)
      values (${fil.organisme}, ${dossier}, ${fil.activite}, ${fil.session}, 'personne', ${personne}, 'etablissement', 'convention', 'L6353-1', 100, now())`.execute(
      tx,
    )
    await sql`update inscriptions.inscription set dossier_id = ${dossier} where id = ${inscription}`.execute(
      tx,
    )
  })
  // L'émargement ne répond que d'une session où quelqu'un est venu.
  await regulariser(
    servicesDe(base, fil, '2026-11-24T14:00:00Z'),
    { acces, id: fil.personne, nom: 'Tom Okafor' },
    { session: fil.session, seance, inscription, motif: 'Téléphone déchargé, vue en salle' },
  )
  const reponses = await base.enTantQue(fil.organisme, {}, async (tx) => {
    const lue = await lireSession(tx, fil.session)
    if (!lue) throw new Error('introuvable')
    const { gardes } = await faitsDe(
      [contributionEmargement, contributionFacturation],
      tx,
      lue,
      unVisiteur({ roles: ['assistant'] }),
      new Date('2026-11-25T12:00:00Z'),
    )
    return reponsesDe(lue, gardes, new Date('2026-11-24T15:00:00Z'))
  })
  const toutes = new Set(
    Object.values(transitions).flatMap((ts: readonly Transition[]) => ts.flatMap((t) => t.gardes)),
  )
  // Quand un module les vérifie, cette liste raccourcit : c'est ici qu'on l'écrit.
  expect([...toutes].filter((g) => etatGarde(g, reponses) === 'non-verifiable').sort()).toEqual([
    'acquis-evalues', // questionnaires
    'avis-traces', // inscriptions : avis aux stagiaires et aux financeurs
    'bilan-fait', // qualite
    'controles-leves', // controles, qui n’est pas de cet essai
    'dossier-formateur-a-jour', // qualite : les pièces du dossier, au-delà des titres
  ])
})
