import { enVigueur } from '#kernel/parametres.ts'
import type { Exercice, VersionCerfa } from './dossier.ts'
import { doutes } from './parametres.ts'

type Forme = 'oui-non' | 'euros' | 'pourcent' | 'nombre' | 'effectif'
/** Une ligne du formulaire : son repère imprimé, son libellé, ce qu’on y porte. `dont` : ne s’ajoute pas au total. */
export type LigneFormulaire = {
  readonly id: string
  readonly repere: string
  readonly libelle: string
  readonly forme: Forme
  readonly dont?: true
}
export type Cadre = {
  readonly lettre: string
  readonly titre: string
  readonly lignes: readonly LigneFormulaire[]
}
export type Formulaire = {
  readonly version: VersionCerfa
  readonly notice: string
  /** Lu par nous, ou su par d’autres logiciels. */
  readonly lu: boolean
  readonly distanceEnF1: boolean
  readonly distanceEnB: boolean
  readonly cadres: readonly Cadre[]
}

const l = (id: string, repere: string, libelle: string, forme: Forme, dont?: true): LigneFormulaire => ({
  id,
  repere,
  libelle,
  forme,
  ...(dont ? { dont } : {}),
})

const distanceEnB = l('B.distance', '', 'Formations mises en œuvre en tout ou partie à distance', 'oui-non')
const distanceEnF1 = l(
  'F1.distance',
  'dont',
  'Stagiaires ayant suivi une action en tout ou partie à distance',
  'nombre',
  true,
)

type Libelles = { readonly transitions: string; readonly franceTravail: string }

const produits = ({ transitions, franceTravail }: Libelles): Cadre => ({
  lettre: 'C',
  titre: 'Bilan financier hors taxes : origine des produits',
  lignes: [
    l('C.1', '1', 'Entreprises pour la formation de leurs salariés', 'euros'),
    l('C.2a', 'a', 'Fonds de la formation : contrats d’apprentissage', 'euros', true),
    l('C.2b', 'b', 'Fonds de la formation : contrats de professionnalisation', 'euros', true),
    l('C.2c', 'c', 'Fonds de la formation : reconversion ou promotion par alternance', 'euros', true),
    l('C.2d', 'd', `Fonds de la formation : ${transitions}`, 'euros', true),
    l('C.2e', 'e', 'Fonds de la formation : compte personnel de formation', 'euros', true),
    l('C.2f', 'f', 'Fonds de la formation : personnes en recherche d’emploi', 'euros', true),
    l('C.2g', 'g', 'Fonds de la formation : travailleurs non-salariés', 'euros', true),
    l('C.2h', 'h', 'Fonds de la formation : plan de développement, autres dispositifs', 'euros', true),
    l('C.2', '2', 'Total des organismes gestionnaires des fonds (a à h)', 'euros'),
    l('C.3', '3', 'Pouvoirs publics pour la formation de leurs agents', 'euros'),
    l('C.4', '4', 'Publics spécifiques : instances européennes', 'euros'),
    l('C.5', '5', 'Publics spécifiques : État', 'euros'),
    l('C.6', '6', 'Publics spécifiques : conseils régionaux', 'euros'),
    l('C.7', '7', `Publics spécifiques : ${franceTravail}`, 'euros'),
    l('C.8', '8', 'Publics spécifiques : autres ressources publiques', 'euros'),
    l('C.9', '9', 'Contrats avec des personnes à titre individuel et à leurs frais', 'euros'),
    l('C.10', '10', 'Contrats avec d’autres organismes de formation', 'euros'),
    l('C.11', '11', 'Autres produits au titre de la formation professionnelle', 'euros'),
    l('C.total', 'Total', 'Total des produits au titre de la formation (1 à 11)', 'euros'),
    l('C.part', '%', 'Part du chiffre d’affaires global réalisée en formation', 'pourcent'),
  ],
})

const charges: Cadre = {
  lettre: 'D',
  titre: 'Bilan financier hors taxes : charges',
  lignes: [
    l('D.total', 'Total', 'Total des charges liées à l’activité de formation', 'euros'),
    l('D.salairesFormateurs', 'dont', 'Salaires des formateurs (6411)', 'euros', true),
    l(
      'D.achatsHonoraires',
      'dont',
      'Achats de prestations et honoraires de formation (604, 6226)',
      'euros',
      true,
    ),
  ],
}

const intervenants: Cadre = {
  lettre: 'E',
  titre: 'Personnes dispensant des heures de formation',
  lignes: [
    l('E.internes', '', 'Personnes de l’organisme', 'effectif'),
    l('E.externes', '', 'Personnes extérieures, en sous-traitance', 'effectif'),
  ],
}

const stagiaires = (distance: boolean): readonly Cadre[] => [
  {
    lettre: 'F-1',
    titre: 'Type de stagiaires',
    lignes: [
      l('F1.a', 'a', 'Salariés d’employeurs privés hors apprentis', 'effectif'),
      l('F1.b', 'b', 'Apprentis', 'effectif'),
      l('F1.c', 'c', 'Personnes en recherche d’emploi', 'effectif'),
      l('F1.d', 'd', 'Particuliers à leurs propres frais', 'effectif'),
      l('F1.e', 'e', 'Autres stagiaires', 'effectif'),
      l('F1.total', '(1)', 'Total a à e', 'effectif'),
      ...(distance ? [distanceEnF1] : []),
    ],
  },
  {
    lettre: 'F-2',
    titre: 'Dont activité sous-traitée de l’organisme',
    lignes: [l('F2', '(2)', 'Stagiaires dont l’action a été confiée à un autre organisme', 'effectif', true)],
  },
  {
    lettre: 'F-3',
    titre: 'Objectif général des prestations',
    lignes: [
      l('F3.a', 'a', 'Diplôme, titre ou CQP enregistré au RNCP', 'effectif'),
      l('F3.a.6-8', 'dont', 'Niveaux 6 à 8', 'effectif', true),
      l('F3.a.5', 'dont', 'Niveau 5', 'effectif', true),
      l('F3.a.4', 'dont', 'Niveau 4', 'effectif', true),
      l('F3.a.3', 'dont', 'Niveau 3', 'effectif', true),
      l('F3.a.2', 'dont', 'Niveau 2', 'effectif', true),
      l('F3.a.cqp', 'dont', 'CQP sans niveau de qualification', 'effectif', true),
      l('F3.b', 'b', 'Certification ou habilitation enregistrée au répertoire spécifique', 'effectif'),
      l('F3.c', 'c', 'CQP enregistré à aucun répertoire', 'effectif'),
      l('F3.d', 'd', 'Autres formations professionnelles', 'effectif'),
      l('F3.e', 'e', 'Bilans de compétences', 'effectif'),
      l('F3.f', 'f', 'Accompagnement à la validation des acquis de l’expérience', 'effectif'),
      l('F3.total', '(3)', 'Total a à f', 'effectif'),
    ],
  },
  {
    lettre: 'F-4',
    titre: 'Spécialités de formation',
    lignes: [
      l('F4.specialites', '', 'Les cinq principales spécialités', 'effectif'),
      l('F4.autres', '', 'Autres spécialités', 'effectif'),
      l('F4.total', '(4)', 'Total', 'effectif'),
    ],
  },
  {
    lettre: 'G',
    titre: 'Formations confiées à votre organisme par un autre organisme de formation',
    lignes: [l('G', '(5)', 'Stagiaires formés pour un autre organisme', 'effectif')],
  },
]

const cadres = (libelles: Libelles, ou: 'B' | 'F1'): readonly Cadre[] => [
  { lettre: 'B', titre: 'Informations générales', lignes: ou === 'B' ? [distanceEnB] : [] },
  produits(libelles),
  charges,
  intervenants,
  ...stagiaires(ou === 'F1'),
]

/** Les formulaires tenus, en données. *17 n’a pas été lu : ce qui l’écarte de *16 vient de trois logiciels concordants. */
export const formulaires: Readonly<Record<VersionCerfa, Formulaire>> = {
  '10443*16': {
    version: '10443*16',
    notice: '50199#15',
    lu: true,
    distanceEnF1: true,
    distanceEnB: false,
    cadres: cadres(
      {
        transitions: 'transition professionnelle et congé individuel de formation',
        franceTravail: 'Pôle emploi',
      },
      'F1',
    ),
  },
  '10443*17': {
    version: '10443*17',
    notice: '50199#17',
    lu: false,
    distanceEnF1: false,
    distanceEnB: true,
    cadres: cadres(
      { transitions: 'projets de transition professionnelle', franceTravail: 'France Travail' },
      'B',
    ),
  },
}

/** La version d’un exercice, à son ouverture : F1.distance se ferme pour un exercice ouvert à partir de 2023. */
export const versionPour = (exercice: Exercice): VersionCerfa =>
  enVigueur(doutes.version.valeurs, exercice.debut)
