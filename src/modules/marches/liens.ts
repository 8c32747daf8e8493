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
/** Le coffre de la coopérative : ce que les acheteurs redemandent. */
export const coffreUrl = link('/marches/coffre')
export const pieceDeCoffreUrl = link('/marches/coffre/:piece/fichier')
/** Ce que demande le règlement, ce qui est versé, ce qui manque. */
export const piecesUrl = link('/marches/dossiers/:groupement/pieces')
export const pieceUrl = link('/marches/dossiers/:groupement/pieces/:piece/fichier')
export const reglementUrl = link('/marches/dossiers/:groupement/reglement')
export const capaciteUrl = link('/marches/dossiers/:groupement/declaration')
/** Les blocs que la coopérative garde, et reprend dans un mémoire technique. */
export const blocsUrl = link('/marches/blocs')
export const blocUrl = link('/marches/blocs/:bloc')
/** Le mémoire technique du dossier, bloc par bloc. */
export const memoireUrl = link('/marches/dossiers/:groupement/memoire')
export const memoirePdfUrl = link('/marches/dossiers/:groupement/memoire.pdf')
export const papierUrl = link('/marches/dossiers/:groupement/papiers/:papier/:qui')
export const archiveUrl = link('/marches/dossiers/:groupement/archive.zip')
/** La convention signée des membres, telle qu’elle est à ce jour. */
export const conventionSigneeUrl = link('/marches/dossiers/:groupement/convention.pdf')
/** Ce que dit l’empreinte signée : les données figées du papier, octet pour octet. */
export const conventionDonneesUrl = link('/marches/dossiers/:groupement/convention.json')
/** Par un lien, sans compte : lire et signer la convention de son groupement. */
export const conventionUrl = link('/convention/:jeton')
export const conventionPdfUrl = link('/convention/:jeton/convention.pdf')
export const conventionJsonUrl = link('/convention/:jeton/convention.json')
/** Par un lien, sans compte : rendre l’avis demandé sur un groupement. */
export const avisDemandeUrl = link('/avis-demande/:jeton')
export const prixUrl = link('/marches/dossiers/:groupement/prix')
export const depotUrl = link('/marches/dossiers/:groupement/depot')
/** Les questions à l’acheteur, et la négociation. */
export const acheteurUrl = link('/marches/dossiers/:groupement/acheteur')
export const suiteUrl = link('/marches/dossiers/:groupement/suite')
export const leconsUrl = link('/marches/lecons')
