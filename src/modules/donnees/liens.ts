import { link } from '#web/links.ts'

export const donneesUrl = link('/cooperative/donnees')
export const demandesCsvUrl = link('/cooperative/donnees/demandes.csv')
export const demandeUrl = link('/cooperative/donnees/demandes/:demande')
export const conservationUrl = link('/cooperative/donnees/conservation')
export const conservationCsvUrl = link('/cooperative/donnees/conservation.csv')
export const purgeUrl = link('/cooperative/donnees/purge')
export const purgeCsvUrl = link('/cooperative/donnees/purge.csv')
export const traitementsUrl = link('/cooperative/donnees/traitements')
export const traitementsCsvUrl = link('/cooperative/donnees/traitements.csv')
export const nouveauTraitementUrl = link('/cooperative/donnees/traitements/nouveau')
export const traitementUrl = link('/cooperative/donnees/traitements/:code')
export const lecturesUrl = link('/cooperative/donnees/lectures')
export const lecturesCsvUrl = link('/cooperative/donnees/lectures.csv')
/** Qui peut lire quoi, d’après le tableau des droits et les fiches des pièces. */
export const droitsUrl = link('/cooperative/donnees/droits')
export const droitsCsvUrl = link('/cooperative/donnees/droits.csv')
/** Tout ce que l’on sait d’une personne : ce qui se garde, ce qui s’efface, son archive. */
export const donneesPersonneUrl = link('/personnes/:personne/donnees')
export const archiveUrl = link('/personnes/:personne/donnees/archive.zip')
export const suspendreUrl = link('/personnes/:personne/donnees/suspension')
export const nouvelleDemandeUrl = link('/personnes/:personne/donnees/demande')
export const effacerPersonneUrl = link('/personnes/:personne/donnees/effacement')
