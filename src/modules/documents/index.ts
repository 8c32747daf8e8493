/** L’index du module : ce que les modules de rang supérieur peuvent prendre. */

export { piecesNommees } from './db/chercher.queries.ts'
export { lireConditions } from './db/conditions.ts'
export {
  lecteurDePieces,
  lirePapierAEnTete,
  type PieceCourante,
  type PieceSuivie,
  type PieceSuivieEntiere,
  piecesCourantes,
  piecesEnListe,
  piecesSuivies,
  piecesSuiviesEntieres,
} from './db/papier.ts'
export { lirePiece, type PieceRangee, piecesDesObjets, piecesLisibles } from './db/pieces.ts'
export { aUnCertificat, aUneConvention, conditionsDites } from './db/premiers-pas.queries.ts'
export { type EtatDePreuve, etatsDesPreuves } from './db/preuves.queries.ts'
export {
  demandesDe,
  estSatisfaite,
  lirePieceASigner as lirePieceFigee,
  verrouillerPiece,
} from './db/signatures.ts'
export { type DonneesCertificat, etablirCertificat } from './domain/certificat-realisation.ts'
export { type Conditions, conditionsProposees } from './domain/conditions.ts'
export { ecrireCode, ecrireDemande, ecrireRemise } from './domain/dire-envoi.ts'
export type { Siens } from './domain/droit-de-lecture.ts'
export {
  autrePartie,
  classeurDe,
  delegationDe,
  duGenre,
  estDe,
  ficheDe,
  type GenrePiece,
  type GenreQuiEngage,
  genres,
  genresDAudit,
  genresQui,
  leGenre,
  listeGenres,
  nomDuGenre,
} from './domain/genres.ts'
export { citerPiece, type PieceId } from './domain/piece.ts'
export {
  type EtatVisa,
  engage,
  genresPlafonnes,
  genresVises,
  masquerCourriel,
  phraseDeConsentement,
  rappelDeVisa,
  termeDeVisa,
  verifierCode,
  verifierEnvoiDeCode,
} from './domain/signer-piece.ts'
export { minutesDuLien, termeDuLien } from './domain/terme-du-lien.ts'
export { composerEpreuve, emettrePiece, emettrePieces } from './gestes/composer.ts'
export { demanderDansLaTransaction, remettrePiece } from './gestes/demander-signature.ts'
export { signerPreuves } from './gestes/preuves.ts'
export { recomposer } from './gestes/recomposer.ts'
export { choisirSignataire } from './gestes/reglement-interieur.ts'
export { tacheEnvoyerDemande, tacheExemplaire } from './gestes/signer-piece.ts'
export { jetonDeSignature } from './jobs/envoyer-demande.job.ts'
export { ouvrirDonnees } from './lecture/donnees-sensibles.ts'
export { lireFigees, lireLeursOctets, lireOctets } from './lecture/lire-octets.ts'
export { lireReglement } from './lecture/lire-reglement.ts'
export { consignerLecture, type Lecture, lectureDe, toutLire } from './lecture/peut-lire.ts'
export {
  conditionsUrl,
  demanderSignatureUrl,
  piecePdfUrl,
  pieceUrl,
  reglementUrl,
  renoncerUrl,
  renvoyerDemandeUrl,
  signerPieceUrl,
  signerPourOrganismeUrl,
  verifierUrl,
} from './liens.ts'
export { moduleDocuments } from './module.ts'
export { lienMort } from './pages/lien-mort.tsx'
export { pdfResponse } from './pages/pdf-response.ts'
export { fautesDeSignature, Signer } from './pages/signer-form.tsx'
export {
  type PieceDeSonObjet,
  type PrisesDocuments,
  type QuiLit,
  type SignatureRecueillie,
  sansPrises,
  type Visas,
} from './prises.ts'
