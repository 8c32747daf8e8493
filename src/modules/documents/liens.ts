import { link } from '#web/links.ts'

export const documentsUrl = link('/documents')
export const documentsCsvUrl = link('/documents.csv')
export const pieceUrl = link('/documents/:piece')
export const verifierUrl = link('/verifier')
export const verifierEmpreinteUrl = link('/verifier/:empreinte')
