/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export { composerEpreuve, emettrePiece } from './composer.ts'
export { lirePiece, type PieceRangee } from './db/pieces.ts'
export type { CertificatRealisationV1, NatureV1 } from './documents/certificat-realisation.v1.ts'
export {
  type DemandeCertificat,
  type DonneesCertificat,
  etablirCertificat,
  type NatureAction,
  type PersonneNommee,
  type RefusCertificat,
} from './domain/certificat-realisation.ts'
export type { GenrePiece, PieceId } from './domain/piece.ts'
export { pieceUrl } from './liens.ts'
export { pdfResponse } from './pages/pdf-response.ts'
export type { DemandeDePiece, PieceEmise } from './usecases/emettre-piece.ts'
