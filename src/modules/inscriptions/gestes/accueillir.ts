/** Ce qui part avec une arrivée, si on l’a coché : informations et convocation, avenant à signer, un mot à qui anime. */
import type { DateCivile } from '#kernel/dates.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { tropTardPourConvoquer } from '../domain/arrivee.ts'
import type { DossierId } from '../domain/dossier.ts'
import { engagementsARefaire } from '../lecture/engagements-a-refaire.ts'
import { porteeDe } from '../lecture/portee.ts'
import type { PrisesInscriptions } from '../prises.ts'
import { direArrivee } from './dire-arrivee.ts'
import type { Inscription } from './inscrire.ts'
import { direRetenus, inscrireDefinitivement } from './passer-inscription.ts'
import { refaireEngagements } from './refaire-engagements.ts'
import { convoquer, remettreInformations } from './remettre-pieces.ts'

type Ensuite = {
  readonly dossier?: DossierId | undefined
  readonly envoyer: boolean
  readonly dire: boolean
  readonly papiers: ReadonlySet<string>
}

/** Son premier jour n’a pas commencé : une convocation peut encore partir. */
export const seConvoque = (session: SessionLue, arrivee: DateCivile | null, le: Date): boolean =>
  !tropTardPourConvoquer(partTenue(session).seances, arrivee, le)

/** Une phrase par chose faite, ou refusée : un envoi refusé ne défait pas l’inscription. */
export const faireEnsuite = async (
  services: Services,
  prises: PrisesInscriptions,
  tx: TenantTx,
  ou: { readonly visiteur: Visiteur; readonly session: SessionLue; readonly le: Date },
  fait: Inscription,
  voulu: Ensuite,
): Promise<readonly string[]> => {
  const { visiteur, session, le } = ou
  const organisme = visiteur.organisme?.id
  if (!organisme || fait.ids.size === 0) return []
  const phrases: string[] = []
  const emet = peutVisiteur(visiteur, 'documents.emettre')
  const convoque = (await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) === 'tout'
  const a = { seulement: fait.ids }
  if (voulu.envoyer && emet && convoque) {
    const remis = await remettreInformations(services, tx, session, organisme, a)
    phrases.push(
      remis.ok
        ? `${compter(remis.value.parties, 'envoi', { zero: 'Aucun envoi' })} d’informations et du règlement.`
        : `Rien ne part\u00a0: ${remis.error.phrase}`,
    )
    // Leur premier jour commencé, il n’y a plus à convoquer ; leur inscription devient définitive comme si l’on convoquait.
    if (remis.ok && seConvoque(session, fait.arrivee, le)) {
      const convoques = await convoquer(services, tx, session, organisme, a)
      phrases.push(
        convoques.ok
          ? `${compter(convoques.value.parties, 'convocation', { zero: 'Aucune convocation' })} ${accorder(convoques.value.parties, 'partie')}.`
          : `Aucune convocation ne part\u00a0: ${convoques.error.phrase}`,
        ...(convoques.ok ? direRetenus(convoques.value.retenus) : []),
      )
    } else if (remis.ok && voulu.dossier) {
      const ou = { session: session.id, dossier: voulu.dossier, seulement: fait.ids }
      phrases.push(...direRetenus((await inscrireDefinitivement(tx, ou, le)).retenus))
    }
  }
  const dus = emet
    ? (await engagementsARefaire(tx, session, le)).filter((e) => voulu.papiers.has(e.dossier))
    : []
  if (dus.length > 0) {
    const refaits = await refaireEngagements(
      services,
      prises.faireSigner,
      tx,
      organisme,
      session,
      dus.map((e) => e.dossier),
    )
    phrases.push(refaits.ok ? refaits.value : `Une pièce n’est pas refaite\u00a0: ${refaits.error.phrase}`)
  }
  if (voulu.dire && convoque) {
    const gens = (await listerInscrits(tx, session.id)).filter((i) => fait.ids.has(i.id))
    const dits = await direArrivee(
      services,
      tx,
      session,
      gens.map((i) => ({ nom: `${i.prenom} ${i.nom}`, inscrite: i.etat === 'inscrit' })),
      fait.arrivee,
    )
    if (dits > 0)
      phrases.push(
        `${compter(dits, 'personne')} qui ${accorder(dits, 'anime', 'animent')} ${accorder(dits, 'le sait', 'le savent')}.`,
      )
  }
  return phrases
}
