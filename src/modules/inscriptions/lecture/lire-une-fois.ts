import { lecteurDePieces } from '#modules/documents/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { uneFois } from '#platform/db/index.ts'
import { avisAuxIntervenants, premierPapier } from '../db/avis.ts'
import { dossiersSIlEnEst, listerRemises } from '../db/dossiers.queries.ts'
import { dureesConvenues } from '../db/durees-convenues.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { objetsDeLaSession } from '../db/objets.queries.ts'

/**
 * Les inscrits et les dossiers d'une session, que la page, ses sections et ses manques demandent chacun : lus une fois par
 * transaction. Pour montrer seulement : qui écrit relit par `listerInscrits` et `listerDossiers`.
 */
export const inscritsUneFois = uneFois((tx, session) => listerInscrits(tx, session as SessionId))
export const dossiersUneFois = uneFois((tx, session) => dossiersSIlEnEst(tx, session as SessionId))
export const remisesUneFois = uneFois((tx, session) => listerRemises(tx, { session: session as SessionId }))
export const avisUneFois = uneFois((tx, session) => avisAuxIntervenants(tx, session as SessionId))
/** Pour la page de la session : qui vient d’émettre relit par `premierPapier`. */
export const premierPapierUneFois = uneFois((tx, session) => premierPapier(tx, session as SessionId))
/** Ce que les pièces de chaque client promettent, en minutes, pour le prix qu’il doit. */
export const dureesConvenuesUneFois = uneFois(dureesConvenues)
/** Les pièces des dossiers et des inscriptions de la session, tous : qui n'en voit qu'une part y choisit la sienne. */
export const piecesUneFois = uneFois(
  lecteurDePieces(objetsDeLaSession, ['certificat-realisation', 'attestation']),
)
