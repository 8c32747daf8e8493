/** Les gestes du fil, comme la page et la liste des sessions les proposent. */
import { pieceUrl } from '#modules/documents/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { Direct, SuiteDeSession } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { SuiteDuFil } from '../domain/suite.ts'
import {
  dossierUrl,
  echeancierUrl,
  inscrireUrl,
  nouveauDossierUrl,
  piecesDeSessionUrl,
  piecesDuDossierUrl,
  prevenirUrl,
} from '../liens.ts'

const gestes: Readonly<Record<SuiteDuFil['quoi'], string>> = {
  'ouvrir-dossier': 'Ouvrir un dossier',
  inscrire: 'Inscrire',
  echeancier: 'Écrire l’échéancier',
  emettre: 'Émettre',
  envoyer: 'Envoyer',
  signer: 'Signer',
  constater: 'Noter',
  remettre: 'Remettre',
  convoquer: 'Convoquer',
  prevenir: 'Prévenir',
  avenant: 'Établir',
}

/** La page où ce geste se fait. */
const adresseDe = (session: SessionId, s: SuiteDuFil): string => {
  const ou = { session, dossier: (s.dossier ?? '') as DossierLu['id'] }
  switch (s.quoi) {
    case 'ouvrir-dossier':
      return nouveauDossierUrl({ session })
    case 'inscrire':
      return withQuery(inscrireUrl({ session }), { dossier: ou.dossier })
    case 'echeancier':
      return echeancierUrl(ou)
    case 'emettre':
    case 'avenant':
      return piecesDuDossierUrl(ou)
    case 'prevenir':
      return prevenirUrl({ session })
    case 'envoyer':
    case 'signer':
      return pieceUrl({ piece: s.piece as never })
    case 'constater':
      return dossierUrl(ou)
    default:
      return piecesDeSessionUrl({ session })
  }
}

/** Qui regarde peut-il émettre, convoquer : sans quoi la page seule le dit. */
export type PeutAgir = { readonly emettre: boolean; readonly convoquer: boolean; readonly cae: boolean }

export const ceQuilPeut = (visiteur: Visiteur, estSien = false): PeutAgir => ({
  emettre: peutVisiteur(visiteur, 'documents.emettre'),
  convoquer: peutVisiteur(visiteur, 'inscriptions.convoquer', { estSien }),
  cae: visiteur.cae === true,
})

/** Ce qui se fait d’ici, en un clic. Un contrat se relit : son échéancier, son médiateur. */
const directDe = (session: SessionId, s: SuiteDuFil, peut: PeutAgir): Direct | undefined => {
  const ou = { session, dossier: (s.dossier ?? '') as DossierLu['id'] }
  switch (s.quoi) {
    case 'remettre':
      return peut.emettre
        ? {
            href: piecesDeSessionUrl({ session }),
            champs: { geste: 'remettre' },
            libelle: 'Remettre à chacun, par courriel',
          }
        : undefined
    case 'convoquer':
      return peut.convoquer
        ? {
            href: piecesDeSessionUrl({ session }),
            champs: { geste: 'convoquer' },
            libelle: s.chose,
          }
        : undefined
    case 'emettre':
    case 'avenant':
      return peut.emettre && s.regime === 'convention'
        ? {
            href: piecesDuDossierUrl(ou),
            champs: { geste: 'etablir' },
            libelle: peut.cae ? s.chose : `${s.chose}, et l’envoyer à signer`,
          }
        : undefined
    case 'envoyer':
      // Dans une CAE, l’équipe d’appui vise d’abord ; sans courriel, la pièce se signe sur papier : sa page le dit.
      return peut.emettre && !peut.cae && s.joignable && s.piece
        ? { href: piecesDuDossierUrl(ou), champs: { geste: 'envoyer', piece: s.piece }, libelle: s.chose }
        : undefined
    default:
      return undefined
  }
}

/** Le mot du bouton, la page où il mène, et son rang parmi les gestes de la session. */
export const gesteDuFil = (session: SessionId, s: SuiteDuFil, peut: PeutAgir): SuiteDeSession => ({
  rang: s.quoi === 'prevenir' ? 5 : 10,
  chose: s.chose,
  geste: gestes[s.quoi],
  href: adresseDe(session, s),
  direct: directDe(session, s, peut),
})
