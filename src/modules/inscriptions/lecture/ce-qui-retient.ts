/**
 * Ce qui retient un geste, su avant qu’on le tente : la page le dit, avec l’écran qui le lève, plutôt que d’offrir un bouton
 * qui refuserait. Le geste redit les mêmes refus : entre-temps, tout a pu changer.
 */
import type { Refus } from '#kernel/refus.ts'
import { jourLocal } from '#kernel/zones.ts'
import { choisirSignataire, piecesCourantes } from '#modules/documents/index.ts'
import { tvaADire } from '#modules/organisme/index.ts'
import { modaliteTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { DossierLu, RemiseLue } from '../db/dossiers.queries.ts'
import { etatComplet, type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import { lireFaits } from '../db/pieces.queries.ts'
import { offreMuette } from '../domain/a-distance.ts'
import { changerInscription, tientUnePlace } from '../domain/etats.ts'
import { reponsesInscription } from '../domain/gardes.ts'
import { titresManquants } from '../domain/titres.ts'
import { faitsDuDossier } from './faits-du-dossier.ts'
import {
  genresPossibles,
  sansReglement,
  sansSignataire,
  sansStagiaire,
  sansVersion,
} from './pieces-possibles.ts'

/** Ce qui manque à toute pièce de cette session, d’un coup : offre adoptée et qui dit sa part à distance, TVA dite, titres de qui forme, règlement intérieur. */
export const retientLesPieces = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
): Promise<readonly Refus[]> => {
  const faits = await lireFaits(services, tx, session)
  if (!faits) return [sansVersion()]
  const titres = titresManquants(faits.quiForme)
  const muette = offreMuette(modaliteTenue(session), faits.contenu)
  const [reglement] = await piecesCourantes(tx, { genre: 'reglement-interieur' })
  return [
    ...(faits.mentionTva.aDire ? [tvaADire()] : []),
    ...(titres ? [titres] : []),
    ...(muette ? [muette] : []),
    ...(reglement ? [] : [sansReglement()]),
  ]
}

/** Les mêmes, et ce qui manque à ce client : quelqu’un à former, quelqu’un qui signe pour la maison. */
export const retientLesPiecesDuDossier = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
): Promise<readonly Refus[]> => {
  const genres = genresPossibles(d)
  if (genres.length === 0) return []
  const siens = (await listerInscrits(tx, session.id)).some((i) => i.dossier === d.id && i.closeLe === null)
  const jour = jourLocal(services.clock.now(), session.zone)
  let signataire = false
  for (const genre of genres) signataire ||= (await choisirSignataire(tx, genre, jour)) !== undefined
  return [
    ...(siens ? [] : [sansStagiaire()]),
    ...(signataire ? [] : [sansSignataire()]),
    ...(await retientLesPieces(services, tx, session)),
  ]
}

/** Pourquoi cette personne n’est pas encore inscrite pour de bon ; rien si elle l’est, ou si un geste suffit. */
export const retientInscription = (
  i: Inscrit,
  vu: {
    readonly session: SessionLue
    readonly dossier: DossierLu | undefined
    readonly remises: readonly RemiseLue[]
    /** Nul : sans limite. */
    readonly places: number | null
  },
  maintenant: Date,
): string | undefined => {
  const etat = etatComplet(i)
  if (tientUnePlace(etat)) return undefined
  const passage = changerInscription(
    etat,
    'inscrit',
    reponsesInscription(
      {
        dossier: vu.dossier ? faitsDuDossier(vu.dossier, vu.session) : null,
        remises: new Set(vu.remises.filter((r) => r.inscription === i.id).map((r) => r.genre)),
        places: vu.places,
        zone: vu.session.zone,
      },
      maintenant,
    ),
  )
  return passage.ok ? undefined : passage.error.phrase
}
