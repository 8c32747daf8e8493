/** Les gestes du fil, comme la page et la liste des sessions les proposent. */
import { pieceUrl } from '#modules/documents/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { SuiteDeSession } from '#web/contributions.ts'
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

/** Le mot du bouton, la page où il mène, et son rang parmi les gestes de la session. */
export const gesteDuFil = (session: SessionId, s: SuiteDuFil): SuiteDeSession => ({
  rang: s.quoi === 'prevenir' ? 5 : 10,
  chose: s.chose,
  geste: gestes[s.quoi],
  href: adresseDe(session, s),
})
