/**
 * Les spécialités de formation du cadre F-4, trois chiffres (annexe de la notice 50199#15 ; libellés abrégés par
 * elle). Certain pour la liste ; la notice #17 n’a pas été relue. Un code en 0 est un code général : on le prend
 * quand aucun code précis ne dit la matière dominante.
 */
const groupes = {
  'Disciplines générales': `100 Formations générales|110 Pluriscientifique|111 Physique-chimie|112 Chimie-biologie, biochimie|113 Sciences naturelles|114 Mathématiques|115 Physique|116 Chimie|117 Sciences de la terre|118 Sciences de la vie|120 Pluridisciplinaire, sciences humaines et droit|121 Géographie|122 Économie|123 Sciences sociales|124 Psychologie|125 Linguistique|126 Histoire|127 Philosophie, éthique, théologie|128 Droit, sciences politiques|130 Littéraire et artistique plurivalent|131 Français, littérature et civilisation|132 Arts plastiques|133 Musique, arts du spectacle|134 Autres disciplines artistiques|135 Langues et civilisations anciennes|136 Langues vivantes, civilisations étrangères et régionales`,
  Production: `200 Technologies industrielles fondamentales|201 Commandes des transformations industrielles|210 Agronomie et agriculture plurivalent|211 Productions végétales|212 Productions animales|213 Forêts, espaces naturels, faune, pêche|214 Aménagement paysager|220 Transformations pluritechnologique|221 Agroalimentaire, cuisine|222 Transformations chimiques|223 Métallurgie|224 Matériaux de construction, verre, céramique|225 Plasturgie, composites|226 Papier, carton|227 Énergie, génie climatique|230 Génie civil, construction, bois pluritechnologique|231 Mines et carrières, génie civil, topographie|232 Bâtiment, construction et couverture|233 Bâtiment, finitions|234 Bois et ameublement|240 Matériaux souples pluritechnologique|241 Textile|242 Habillement|243 Cuirs et peaux|250 Mécanique-électricité pluritechnologique|251 Mécanique générale, usinage|252 Moteurs et mécanique auto|253 Mécanique aéronautique et spatiale|254 Structures métalliques|255 Électricité, électronique`,
  Services: `300 Services plurivalent|310 Échanges et gestion plurivalent|311 Transports, manutention, magasinage|312 Commerce, vente|313 Finances, banque, assurances|314 Comptabilité, gestion|315 Ressources humaines, gestion du personnel et de l’emploi|320 Communication plurivalent|321 Journalisme, communication|322 Imprimerie, édition|323 Image et son, métiers connexes du spectacle|324 Secrétariat, bureautique|325 Documentation, bibliothèques, administration des données|326 Informatique, traitement de l’information, réseaux|330 Sanitaire et social plurivalent|331 Santé|332 Travail social|333 Enseignement, formation|334 Accueil, hôtellerie, tourisme|335 Animation culturelle, sportive et de loisirs|336 Coiffure, esthétique, autres services aux personnes|341 Aménagement du territoire, urbanisme|342 Protection et développement du patrimoine|343 Nettoyage, assainissement, environnement|344 Sécurité des biens et des personnes, hygiène et sécurité|345 Application des droits et statut des personnes|346 Spécialités militaires`,
  'Développement personnel': `410 Plusieurs capacités|411 Pratiques sportives|412 Capacités mentales et apprentissages de base|413 Capacités comportementales et relationnelles|414 Capacités individuelles d’organisation|415 Orientation, insertion ou réinsertion sociales|421 Jeux et activités de loisirs|422 Économie et activités domestiques|423 Vie familiale et sociale, développement personnel`,
} as const

export type Specialite = { readonly code: string; readonly libelle: string }

export const specialites: readonly Specialite[] = Object.values(groupes).flatMap((liste) =>
  liste.split('|').map((ligne) => ({ code: ligne.slice(0, 3), libelle: ligne.slice(4) })),
)
const parCode = new Map(specialites.map((s) => [s.code, s.libelle]))

/** Le libellé d’un code de la notice ; un code plus fin (« 326t ») vaut par ses trois chiffres. */
export const libelleNsf = (code: string): string | undefined => parCode.get(code.slice(0, 3))

/** Trois chiffres de la liste, ou rien : ce qu’un fichier ou une main a pu écrire de travers n’entre pas au BPF. */
export const codeNsf = (code: string | undefined): string | undefined =>
  code !== undefined && /^\d{3}[a-z]?$/i.test(code) && parCode.has(code.slice(0, 3))
    ? code.slice(0, 3)
    : undefined
