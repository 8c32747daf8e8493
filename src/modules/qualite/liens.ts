import { link } from '#web/links.ts'

export const qualiteUrl = link('/qualite')
export const qualiteCsvUrl = link('/qualite.csv')
export const cadreUrl = link('/qualite/cadre')
export const indicateurUrl = link('/qualite/indicateurs/:numero')
export const trousCsvUrl = link('/qualite/indicateurs/:numero/trous.csv')
export const aFaireUrl = link('/qualite/a-faire')
export const aFaireCsvUrl = link('/qualite/a-faire.csv')
export const couvertureUrl = link('/qualite/couverture')
export const couvertureCsvUrl = link('/qualite/couverture.csv')
/** Le dossier d’une session, tel qu’un auditeur l’ouvre. */
export const dossierQualiteUrl = link('/qualite/sessions/:session')
export const registresUrl = link('/qualite/registres')
export const registreUrl = link('/qualite/registres/:genre')
export const registreCsvUrl = link('/qualite/registres/:genre/lignes.csv')
export const nouvelleLigneUrl = link('/qualite/registres/:genre/nouvelle')
export const ligneUrl = link('/qualite/registres/:genre/lignes/:ligne')
/** L’entrée et le suivi d’un stagiaire. */
export const parcoursUrl = link('/sessions/:session/inscriptions/:inscription/parcours')
export const suiviUrl = link('/sessions/:session/inscriptions/:inscription/parcours/suivi')
