import { expect, it } from 'vitest'
import { etatGarde, lireSession, reponsesDe, type Transition, transitions } from '#modules/sessions/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { regulariser } from '../../modules/emargement/composer.ts'
import { contributionEmargement } from '../../modules/emargement/contribution-session.tsx'
import { acces, poserFil, servicesDe } from '../../modules/emargement/test/fil.ts'
import { faitsDe } from './commun.ts'

const base = await baseNeuve()

it('les gardes dont le module manque répondent « non vérifiable », et celles-là seulement', async () => {
  const fil = await base.maintenance((tx) => poserFil(tx, { stagiaires: 1 }))
  const [seance, inscription] = [fil.seances[0], fil.inscriptions[0]]
  if (!seance || !inscription) throw new Error('le fil est trop court')
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
      [contributionEmargement],
      tx,
      lue,
      unVisiteur({ roles: ['assistant'] }),
      new Date('2026-11-24T12:00:00Z'),
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
    'factures-emises', // facturation
  ])
})
