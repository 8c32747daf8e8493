/** Ce qui part avec une arrivée, si on l’a coché : informations et convocation, avenant à signer, un mot à qui anime. */
import { accorder, compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { engagementsARefaire } from '../lecture/engagements-a-refaire.ts'
import { porteeDe } from '../lecture/portee.ts'
import type { PrisesInscriptions } from '../prises.ts'
import { direArrivee } from './dire-arrivee.ts'
import type { Inscription } from './inscrire.ts'
import { refaireEngagements } from './refaire-engagements.ts'
import { convoquer, remettreInformations } from './remettre-pieces.ts'

type Ensuite = {
  readonly noms: readonly string[]
  readonly envoyer: boolean
  readonly dire: boolean
  readonly papiers: ReadonlySet<string>
}

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
    const convoques = remis.ok ? await convoquer(services, tx, session, organisme, a) : remis
    phrases.push(
      convoques.ok
        ? `${compter(convoques.value.parties, 'convocation', { zero: 'Aucune convocation' })} ${accorder(convoques.value.parties, 'partie')}.`
        : `Rien ne leur est parti\u00a0: ${convoques.error.phrase}`,
    )
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
    const dits = await direArrivee(services, tx, session, voulu.noms, fait.arrivee)
    if (dits > 0)
      phrases.push(`${compter(dits, 'personne')} qui anime ${accorder(dits, 'le sait', 'le savent')}.`)
  }
  return phrases
}
