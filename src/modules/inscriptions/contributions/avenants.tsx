/** Les avenants qui manquent à une session : à établir, à prévoir, ou émis et qui attendent leur signature. */
import { enumerer } from '#kernel/texte.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { ManqueDeSession } from '#web/contributions.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { dossierUrl, piecesDuDossierUrl } from '../liens.ts'
import type { AvenantDu } from './fil.ts'

type Mots = {
  readonly etat: ManqueDeSession['etat']
  readonly fort: string
  /** Se lit après le numéro de la pièce ; les rubriques changées, ou les personnes arrivées. */
  readonly dit: (quoi: readonly string[]) => string
  readonly quand: string
}

/** Ce que la pièce signée dit encore, et pour quand l’avenant. */
const mots: Readonly<Record<AvenantDu['quoi'], Mots>> = {
  dates: {
    etat: 'manquant',
    fort: 'Avenant à établir',
    dit: () => 'signée, promet d’autres dates (C. trav., art. D6353-1).',
    quand: 'avant les nouvelles dates',
  },
  modalites: {
    etat: 'manquant',
    fort: 'Avenant à établir',
    dit: () => 'signée, dit autrement où suivre l’action (C. trav., art. D6353-1).',
    quand: 'avant ces demi-journées',
  },
  personnes: {
    etat: 'manquant',
    fort: 'Avenant à établir',
    dit: (noms) => `signée, ne nomme pas ${enumerer(noms)} (C. trav., art. D6353-1).`,
    quand: 'avant leur arrivée',
  },
  // Le lieu n’est pas une mention de D6353-1 : le client l’a signé tout de même.
  lieu: {
    etat: 'partiel',
    fort: 'Avenant à prévoir, si le changement engage le client',
    dit: () => 'signée, dit un autre lieu.',
    quand: 'avant d’y venir',
  },
  // Une reformulation n’engage pas comme un contenu changé : on nomme ce qui diffère, et l’équipe juge.
  version: {
    etat: 'partiel',
    fort: 'Avenant à prévoir, si le changement engage le client',
    dit: (r) => `signée, dit autrement que l’offre suivie\u00a0: ${enumerer(r)}.`,
    quand: 'avant le début',
  },
  signature: {
    etat: 'partiel',
    fort: 'Avenant à signer',
    dit: () => 'émis, attend la signature du client.',
    quand: 'avant ce qu’il change',
  },
}

export const avenants = (dus: readonly AvenantDu[], session: SessionLue['id']): ManqueDeSession[] =>
  dus.map((a) => {
    const { etat, fort, dit, quand } = mots[a.quoi]
    const ou = { session, dossier: a.dossier as DossierLu['id'] }
    return {
      etat,
      chose: (
        <>
          <strong>{fort}</strong> : {a.client}. {a.numero}, {dit(a.rubriques ?? a.arrives ?? [])}
        </>
      ),
      qui: a.quoi === 'signature' ? a.client : 'L’équipe',
      quand,
      geste:
        a.quoi === 'signature' ? (
          <a href={dossierUrl(ou)}>Ouvrir</a>
        ) : (
          <a href={piecesDuDossierUrl(ou)}>Établir</a>
        ),
    }
  })
