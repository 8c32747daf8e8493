import { link } from '#web/links.ts'

export const personnesUrl = link('/personnes')
export const nouvellePersonneUrl = link('/personnes/nouvelle')
export const personneUrl = link('/personnes/:personne')
export const modifierPersonneUrl = link('/personnes/:personne/modifier')
export const intervenantUrl = link('/personnes/:personne/intervenant')
export const nouveauStatutUrl = link('/personnes/:personne/statuts/nouveau')
export const statutUrl = link('/personnes/:personne/statuts/:statut')
export const retirerStatutUrl = link('/personnes/:personne/statuts/:statut/retirer')
export const doublonsPersonnesUrl = link('/personnes/doublons')
export const reunirPersonnesUrl = link('/personnes/reunir/:premier/:second')
export const separerPersonnesUrl = link('/personnes/reunions/:fusion/defaire')

export const entreprisesUrl = link('/entreprises')
export const nouvelleEntrepriseUrl = link('/entreprises/nouvelle')
export const entrepriseUrl = link('/entreprises/:entreprise')
export const modifierEntrepriseUrl = link('/entreprises/:entreprise/modifier')
export const nouveauContactUrl = link('/entreprises/:entreprise/contacts/nouveau')
export const contactUrl = link('/entreprises/:entreprise/contacts/:contact')
export const retirerContactUrl = link('/entreprises/:entreprise/contacts/:contact/retirer')
export const doublonsEntreprisesUrl = link('/entreprises/doublons')
export const reunirEntreprisesUrl = link('/entreprises/reunir/:premier/:second')
export const separerEntreprisesUrl = link('/entreprises/reunions/:fusion/defaire')

/** Déposer un fichier de tableur ; puis l'essayer, et le faire entrer. */
export const importerCsvUrl = link('/:genre/importer')
export const lectureCsvUrl = link('/:genre/importer/:lecture')
