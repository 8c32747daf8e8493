import { link } from '#web/links.ts'

/** La veille : les avis qui passent les filtres de la coopérative. */
export const marchesUrl = link('/marches')
export const avisUrl = link('/marches/avis/:avis')
export const profilUrl = link('/marches/filtres')
export const apporterUrl = link('/marches/apporter')
export const ecrireAvisUrl = link('/marches/ecrire')
export const agendaUrl = link('/marches/echeances.ics')
/** Qui a remporté quoi, seul ou groupé : des données publiées. */
export const attributionsUrl = link('/marches/attributions')
export const reglerSourceUrl = link('/instance/marches')
/** L’intérêt à l’aveugle : qui l’a ouvert, pôle par pôle. */
export const aveugleUrl = link('/marches/aveugle')
/** Un lot : le regarder et s’y dire intéressée sont la même écriture. */
export const interetUrl = link('/marches/avis/:avis/lot/:lot')
export const dossiersUrl = link('/marches/dossiers')
export const dossierUrl = link('/marches/dossiers/:groupement')
