import { asRole, roles } from '#modules/organisme/index.ts'

/**
 * Les coopératives de la démonstration, toutes inventées. Les courriels finissent en « .example », que personne ne
 * peut acheter (RFC 2606) ; les SIRET sont bien formés et n'appartiennent à personne.
 */

/** Public : la règle des mots de passe le refuserait, et ces comptes ne vivent qu'en démonstration. */
export const motDePasseDemo = 'coforme-demo'

export type MembreDemo = {
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly roles: readonly [string, ...string[]]
  /** En CAE, les enseignes de la personne ; absent : toute la coopérative. */
  readonly enseignes?: readonly string[]
}

/** Qui représente la société, selon sa forme : une gérante de SARL, une présidente de SAS ; la SA a sa directrice générale. */
export const qualiteLegale: Readonly<Record<OrganismeDemo['societe'], string>> = {
  SARL: 'gérante',
  SAS: 'présidente',
  SA: 'directrice générale',
}

export type OrganismeDemo = {
  readonly code: string
  readonly nom: string
  readonly forme: 'scop' | 'scic'
  readonly societe: 'SARL' | 'SA' | 'SAS'
  readonly cae: boolean
  readonly siret: string
  /** L'identité que disent ses papiers ; tout y est inventé. */
  readonly fiche: {
    readonly nda: string
    readonly prefet: string
    readonly adresse: string
    readonly codePostal: string
    readonly ville: string
    readonly telephone: string
    /** Celle de ses papiers. */
    readonly couleur: string
    readonly clotureJour: string
    readonly clotureMois: string
  }
  readonly enseignes: readonly string[]
  /** La première personne fonde la coopérative et l'administre. */
  readonly membres: readonly [MembreDemo, ...MembreDemo[]]
}

export const organismesDemo: readonly OrganismeDemo[] = [
  {
    code: 'langue-et-lien',
    nom: 'Langue & Lien',
    forme: 'scop',
    societe: 'SARL',
    cae: false,
    siret: '99900001100018',
    fiche: {
      nda: '53 35 99901 35',
      prefet: 'de la région Bretagne',
      adresse: '12 rue du Chapeau-Rouge',
      codePostal: '35000',
      ville: 'Rennes',
      telephone: '02 99 00 00 12',
      couleur: '#0f4c4a',
      clotureJour: '31',
      clotureMois: '12',
    },
    enseignes: [],
    membres: [
      {
        courriel: 'maiwenn@langue-et-lien.example',
        prenom: 'Maïwenn',
        nom: 'Le Goff',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'ines@langue-et-lien.example',
        prenom: 'Inès',
        nom: 'Carvalho',
        roles: ['responsable-pedagogique', 'formateur'],
      },
      {
        courriel: 'nadia@langue-et-lien.example',
        prenom: 'Nadia',
        nom: 'Berrada',
        roles: ['assistant'],
      },
      { courriel: 'tom@langue-et-lien.example', prenom: 'Tom', nom: 'Okafor', roles: ['formateur'] },
      { courriel: 'lucie@langue-et-lien.example', prenom: 'Lucie', nom: 'Hamon', roles: ['comptable'] },
    ],
  },
  {
    code: 'les-tisserands',
    nom: 'Les Tisserands',
    forme: 'scop',
    societe: 'SAS',
    cae: true,
    siret: '99900002900010',
    fiche: {
      nda: '53 29 99902 29',
      prefet: 'de la région Bretagne',
      adresse: '4 quai de la Navette',
      codePostal: '29200',
      ville: 'Brest',
      telephone: '02 98 00 00 14',
      couleur: '#5b2a66',
      clotureJour: '31',
      clotureMois: '8',
    },
    enseignes: [
      'Fil à plomb',
      'La Navette',
      'Trame sonore',
      'Chaîne et climat',
      'Ourlet numérique',
      'Point de croix',
    ],
    membres: [
      {
        courriel: 'claire@les-tisserands.example',
        prenom: 'Claire',
        nom: 'Vasseur',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'yann@les-tisserands.example',
        prenom: 'Yann',
        nom: 'Prigent',
        roles: ['equipe-appui'],
      },
      {
        courriel: 'gaelle@les-tisserands.example',
        prenom: 'Gaëlle',
        nom: 'Riou',
        roles: ['assistant'],
      },
      {
        courriel: 'salome@les-tisserands.example',
        prenom: 'Salomé',
        nom: 'Diallo',
        roles: ['formateur'],
        enseignes: ['Fil à plomb', 'La Navette'],
      },
      {
        courriel: 'bastien@les-tisserands.example',
        prenom: 'Bastien',
        nom: 'Lourdel',
        roles: ['formateur'],
        enseignes: ['Trame sonore'],
      },
    ],
  },
  {
    code: 'terre-d-appui',
    nom: 'Terre d’Appui',
    forme: 'scic',
    societe: 'SA',
    cae: false,
    siret: '99900003700013',
    fiche: {
      nda: '53 56 99903 56',
      prefet: 'de la région Bretagne',
      adresse: '9 rue des Communs',
      codePostal: '56100',
      ville: 'Lorient',
      telephone: '02 97 00 00 13',
      couleur: '#3b5a1d',
      clotureJour: '31',
      clotureMois: '12',
    },
    enseignes: [],
    membres: [
      {
        courriel: 'agathe@terre-d-appui.example',
        prenom: 'Agathe',
        nom: 'Pons',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'ousmane@terre-d-appui.example',
        prenom: 'Ousmane',
        nom: 'Sarr',
        roles: ['formateur'],
      },
    ],
  },
  {
    code: 'atelier-des-savoirs',
    nom: 'Atelier des Savoirs',
    forme: 'scop',
    societe: 'SARL',
    cae: false,
    siret: '99900004500016',
    fiche: {
      nda: '52 44 99904 44',
      prefet: 'de la région Pays de la Loire',
      adresse: '7 impasse des Forges',
      codePostal: '44000',
      ville: 'Nantes',
      telephone: '02 40 00 00 15',
      couleur: '#7a3b12',
      clotureJour: '30',
      clotureMois: '6',
    },
    enseignes: [],
    membres: [
      {
        courriel: 'marion@atelier-des-savoirs.example',
        prenom: 'Marion',
        nom: 'Teyssier',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'jo@atelier-des-savoirs.example',
        prenom: 'Jo',
        nom: 'Lemaître',
        roles: ['formateur'],
      },
      {
        courriel: 'farida@atelier-des-savoirs.example',
        prenom: 'Farida',
        nom: 'Ouali',
        roles: ['assistant', 'comptable'],
      },
    ],
  },
  {
    code: 'la-fabrique-du-lien',
    nom: 'La Fabrique du Lien',
    forme: 'scop',
    societe: 'SARL',
    cae: true,
    siret: '99900015100012',
    fiche: {
      nda: '53 22 99905 22',
      prefet: 'de la région Bretagne',
      adresse: '18 place du Champ-au-Roy',
      codePostal: '22200',
      ville: 'Guingamp',
      telephone: '02 96 00 00 16',
      couleur: '#8a2f4a',
      clotureJour: '31',
      clotureMois: '12',
    },
    enseignes: ['Passerelles', 'Gros œuvre'],
    membres: [
      {
        courriel: 'hortense@la-fabrique-du-lien.example',
        prenom: 'Hortense',
        nom: 'Quéméner',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'malik@la-fabrique-du-lien.example',
        prenom: 'Malik',
        nom: 'Benslimane',
        roles: ['formateur'],
        enseignes: ['Passerelles'],
      },
      {
        courriel: 'denis@la-fabrique-du-lien.example',
        prenom: 'Denis',
        nom: 'Le Bihan',
        roles: ['formateur'],
        enseignes: ['Gros œuvre'],
      },
    ],
  },
  {
    code: 'numerik-commun',
    nom: 'Numerik Commun',
    forme: 'scop',
    societe: 'SAS',
    cae: false,
    siret: '99900016900014',
    fiche: {
      nda: '53 35 99906 35',
      prefet: 'de la région Bretagne',
      adresse: '3 allée des Télégraphes',
      codePostal: '35400',
      ville: 'Saint-Malo',
      telephone: '02 99 00 00 17',
      couleur: '#1f4f7a',
      clotureJour: '30',
      clotureMois: '9',
    },
    enseignes: [],
    membres: [
      {
        courriel: 'solene@numerik-commun.example',
        prenom: 'Solène',
        nom: 'Abgrall',
        roles: ['responsable', 'administration'],
      },
      {
        courriel: 'victor@numerik-commun.example',
        prenom: 'Victor',
        nom: 'Nguyen',
        roles: ['formateur'],
      },
    ],
  },
]

export type CompteListe = {
  readonly courriel: string
  readonly organisme: string
  readonly nomOrganisme: string
  readonly role: string
}

/** Chaque compte et son premier rôle, dans l'ordre où on les montre. */
export const listeDesComptes = (): readonly CompteListe[] =>
  organismesDemo.flatMap(({ code, nom, membres }) =>
    membres.map((m) => ({ courriel: m.courriel, organisme: code, nomOrganisme: nom, role: m.roles[0] })),
  )

/** Le rôle comme on le dit : « responsable pédagogique ». */
export const nomDuRole = (code: string): string => {
  const role = asRole(code)
  return role ? roles[role].nom : code
}
