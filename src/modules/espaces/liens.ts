import { link } from '#web/links.ts'

/** Demander ses liens, à l’adresse que l’organisme connaît. */
export const demanderEspaceUrl = link('/moi')
export const espaceUrl = link('/moi/:jeton')
export const espacePieceUrl = link('/moi/:jeton/pieces/:piece')
export const espaceArchiveUrl = link('/moi/:jeton/mes-donnees.zip')
export const espaceDemandeUrl = link('/moi/:jeton/mes-donnees')
/** L’adresse qu’un agenda relit : un lien à elle, plus long, qui se retire comme les autres. */
export const espaceAgendaUrl = link('/moi/:jeton/agenda.ics')
/** Depuis la fiche d’une personne : envoyer ses liens, en retirer un. */
export const accesUrl = link('/personnes/:personne/espace')
