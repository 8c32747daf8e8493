/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export { adresseDeVerification, composerEpreuve, emettrePiece } from './composer.ts'
export { lirePiece, type PieceRangee, piecesDe } from './db/pieces.ts'
export type { CertificatRealisationV1, NatureV1 } from './documents/certificat-realisation.v1.ts'
export {
  type DemandeCertificat,
  type DonneesCertificat,
  etablirCertificat,
  type NatureAction,
  natures,
  type PersonneNommee,
  type RefusCertificat,
} from './domain/certificat-realisation.ts'
export { type GenrePiece, genres, nomDeFichier, type PieceId } from './domain/piece.ts'
export { documentsUrl, pieceUrl } from './liens.ts'
export { pdfResponse } from './pages/pdf-response.ts'
export type { DemandeDePiece, PieceEmise } from './usecases/emettre-piece.ts'
