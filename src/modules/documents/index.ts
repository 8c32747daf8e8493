/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export { composerEpreuve, emettrePiece } from './composer.ts'
export { lirePiece } from './db/pieces.ts'
export { type DonneesCertificat, etablirCertificat } from './domain/certificat-realisation.ts'
export type { PieceId } from './domain/piece.ts'
export { pieceUrl } from './liens.ts'
export { pdfResponse } from './pages/pdf-response.ts'
