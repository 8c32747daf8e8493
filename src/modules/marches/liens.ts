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
