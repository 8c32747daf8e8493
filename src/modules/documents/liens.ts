import { link } from '#web/links.ts'

export const documentsUrl = link('/documents')
export const pieceUrl = link('/documents/:piece')
export const piecePdfUrl = link('/documents/:piece/piece.pdf')
export const exemplaireUrl = link('/documents/:piece/exemplaire.pdf')
export const scanUrl = link('/documents/:piece/scans/:signature')
export { conditionsUrl } from '#modules/organisme/index.ts'
export const reglementUrl = link('/documents/reglement-interieur')
export const demanderSignatureUrl = link('/documents/:piece/demandes')
export const accuserPapierUrl = link('/documents/:piece/demandes/:demande/accuse')
export const renvoyerDemandeUrl = link('/documents/:piece/demandes/:demande')
export const deposerScanUrl = link('/documents/:piece/scans')
export const signerPourOrganismeUrl = link('/documents/:piece/signature')
export const verifierUrl = link('/verifier')
export const verifierEmpreinteUrl = link('/verifier/:empreinte')
export const signerPieceUrl = link('/piece/:jeton')
export const renoncerUrl = link('/piece/:jeton/renoncer')
export const signerPiecePdfUrl = link('/piece/:jeton/:fichier')
