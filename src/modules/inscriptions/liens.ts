import { link } from '#web/links.ts'

export const inscrireUrl = link('/sessions/:session/inscriptions/nouvelle')
/** Annuler une inscription, ou noter un abandon : la page, dans `app/pages`, sait qui est venu. */
export const finInscriptionUrl = link('/sessions/:session/inscriptions/:inscription/fin')
export const etatInscriptionUrl = link('/sessions/:session/inscriptions/:inscription/etat')
export const nouveauDossierUrl = link('/sessions/:session/dossiers/nouveau')
export const dossierUrl = link('/sessions/:session/dossiers/:dossier')
export const reprendreDossierUrl = link('/sessions/:session/dossiers/:dossier/reprendre')
export const echeancierUrl = link('/sessions/:session/dossiers/:dossier/echeancier')
export const piecesDuDossierUrl = link('/sessions/:session/dossiers/:dossier/pieces')
export const piecesDeSessionUrl = link('/sessions/:session/pieces')
export const prevenirUrl = link('/sessions/:session/avis')
