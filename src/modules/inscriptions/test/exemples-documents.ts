// Long parce que huit documents y portent les mêmes personnes et les mêmes chiffres : coupés, ils se contrediraient.
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type {
  ActionV1,
  AttestationV1,
  ContratV1,
  ConventionV1,
  ConvocationV1,
  DevisV1,
  ExtraitPresenceV1,
  InformationStagiaireV1,
  ProgrammeV1,
} from '../documents/dossier.v1.ts'

/** Les mêmes personnes et les mêmes chiffres partout ; tout est fictif (SIREN en 999, domaines `.example`). */
const directrice = {
  civilite: 'Mme',
  prenom: 'Hélène',
  nom: 'Roussillon',
  qualite: 'directrice générale',
} as const
const formatrice = {
  civilite: 'Mme',
  prenom: 'Inès',
  nom: 'Morvan',
  titres: 'formatrice associée, master LEA, CELTA, onze ans de réunions de projet',
} as const
const objectifs = [
  'Ouvrir une réunion, poser l’ordre du jour et donner la parole en anglais.',
  'Reformuler un désaccord et obtenir une décision que chacun peut répéter.',
  'Présenter un avancement chiffré et répondre à trois objections.',
]
const action = {
  intitule: 'Anglais professionnel : conduire une réunion de projet',
  nature: 'action de formation',
  article: 'L6313-1, 1°',
  objectif:
    'Rendre chaque stagiaire capable de conduire et de conclure en anglais une réunion de projet de quarante-cinq minutes.',
  objectifs,
  contenu: [
    { sequence: 'Ouvrir et cadrer', detail: 'accueil, ordre du jour, parole, temps' },
    { sequence: 'Faire avancer la discussion', detail: 'questions, reformulation, décision' },
    { sequence: 'Présenter des chiffres', detail: 'ordres de grandeur, graphiques, objections' },
    { sequence: 'Conclure et écrire', detail: 'synthèse, relevé de décisions, évaluation' },
  ],
  moyens: {
    pedagogiques: 'Mises en situation filmées avec l’accord de chacun, fiches mémoire, retours individuels.',
    techniques: 'Salle équipée d’un écran et de deux caméras, plateforme d’exercices ouverte trente jours.',
    encadrement: 'Une formatrice par groupe, une coordinatrice pédagogique joignable chaque jour.',
  },
  minutes: 840,
  jours: 2,
  debut: '2026-11-17',
  fin: '2026-11-18',
  modalite: 'en présentiel et à distance',
  distance: {
    activites: 'six exercices en ligne de préparation',
    minutes: 90,
    assistance: 'Inès Morvan répond par courriel sous un jour ouvré',
  },
  effectif: 12,
  effectifMaximum: 14,
  lieu: {
    nom: 'Langue & Lien, salle Drac',
    adresse: { lignes: ['16 rue des Passerelles'], codePostal: '38100', ville: 'Échirolles' },
    acces: 'De plain-pied, boucle magnétique sur demande',
  },
  seances: [
    {
      date: '2026-11-17',
      debut: '09:00',
      fin: '12:30',
      minutes: 210,
      sequence: 'Ouvrir et cadrer la réunion',
    },
    {
      date: '2026-11-17',
      debut: '13:30',
      fin: '17:00',
      minutes: 210,
      sequence: 'Faire avancer',
    },
    { date: '2026-11-18', debut: '09:00', fin: '12:30', minutes: 210, sequence: 'Présenter' },
    { date: '2026-11-18', debut: '13:30', fin: '17:00', minutes: 210, sequence: 'Conclure' },
  ],
  acces: {
    referent: 'Mme Camille Ferrand',
    telephone: '04 65 71 20 34',
    courriel: 'handicap@langue-et-lien.example',
  },
  formateurs: [formatrice],
  suivi: 'Chaque stagiaire et la formatrice signent en ligne à chaque demi-journée.',
  evaluation: 'Un positionnement ouvre l’action, une mise en situation notée la conclut.',
  sanction: 'Une attestation dit ce qui est acquis. L’action ne conduit pas à une certification.',
} satisfies ActionV1

const horsSeance = [
  { intitule: 'Réécouter deux réunions', minutes: 45, comment: 'à distance, en autonomie' },
] as const

/** Celle des pièces qui engagent : ce qui se suit hors des séances s’y compte, et la certification s’y nomme. */
const engagee = {
  ...action,
  minutes: 990,
  aPart: [
    { genre: 'asynchrone', intitule: 'Six exercices en ligne de préparation', minutes: 90 },
    { genre: 'situation', intitule: 'Tenir une réunion de son équipe', minutes: 60 },
  ],
  certification: {
    libelle: 'Conduire une réunion en anglais',
    code: 'RS9999',
    certificateur: 'Institut des langues des Alpes',
  },
} satisfies ActionV1

const prix = {
  lignes: [
    { libelle: 'Préparation et animation', quantite: '14 h', unitaire: 18_500, total: 259_000 },
    { libelle: 'Supports et plateforme', quantite: '12 personnes', unitaire: 2_500, total: 30_000 },
  ],
  totalHT: 289_000,
  totalTTC: 289_000,
  mentionTva: 'Exonération de TVA, article 261-4-4° a du code général des impôts',
}
const client = {
  nom: 'Ateliers Belledonne',
  role: 'L’entreprise cliente',
  forme: 'SAS au capital de 60 000 €',
  adresse: { lignes: ['3 chemin des Forges'], codePostal: '38190', ville: 'Villard-Bonnot' },
  siret: '99938165000012',
  rcs: 'Chambéry',
  courriel: 'rh@ateliers-belledonne.example',
  telephone: '04 65 71 88 10',
  opco: 'Opco Industrie & Montagne',
  representant: {
    civilite: 'M.',
    prenom: 'Clément',
    nom: 'Vasseur',
    qualite: 'directeur des ressources humaines',
    pouvoir: 'délégation du 4 janvier 2026',
  },
}
const signataireClient = {
  civilite: 'Mme',
  prenom: 'Odile',
  nom: 'Garnier',
  qualite: 'présidente',
} as const
const annulation = {
  paliers: [
    { jours: 15, taux: 0 },
    { jours: 5, taux: 30 },
    { jours: 0, taux: 50 },
  ],
}
const annexes = [
  { titre: 'Programme', reference: 'PG-2026-0114, version 3', pages: 2, empreinte: '5b0e6c2f' },
  { titre: 'Règlement intérieur', reference: 'RI-2026-0001', pages: 4, empreinte: '0c77e1b8' },
]
const stagiaire = { civilite: 'Mme', prenom: 'Yasmine', nom: 'Haddad' } as const
const session = 'S-2026-0147'

export const exemplesDocuments = (organisme: OrganismeV1) => {
  const convention: ConventionV1 = {
    numero: 'CV-2026-0147',
    organisme,
    client,
    references: { session, devis: 'DV-2026-0121 du 14 octobre 2026', client: 'Commande 26-4471' },
    action: engagee,
    stagiaires: [
      { prenom: 'Soraya', nom: 'Amrani' },
      { prenom: 'Anne-Sophie', nom: 'Chevallier-Duval' },
      { prenom: 'Minh Anh', nom: 'Trần' },
    ],
    prix: {
      ...prix,
      financement: [
        { qui: 'Opco Industrie & Montagne (accord n° 26-88310, subrogation)', montant: 168_000 },
        { qui: 'Ateliers Belledonne, reste à charge', montant: 121_000 },
      ],
    },
    reglement: { delaiJours: 30, acompte: 0, moyen: 'virement', iban: 'FR76 9999 9000 0112 0470 0001 195' },
    annulation,
    prestataires: [
      { prenom: 'Jules', nom: 'Abbey', qualite: 'sous-traitance, Institut des langues des Alpes' },
    ],
    employeur: true,
    conservationAnnees: 6,
    differends: {
      reclamation: 'qualite@langue-et-lien.example',
      delaiReponseJours: 10,
      tribunal: 'tribunal de commerce de Grenoble',
    },
    annexes,
    fait: { ville: 'Saint-Égrève', le: '2026-11-05' },
    signataires: { organisme: directrice, client: signataireClient },
  }
  const contrat: ContratV1 = {
    numero: 'CT-2026-0012',
    organisme,
    stagiaire: {
      ...stagiaire,
      adresse: { lignes: ['22 avenue du Vercors'], codePostal: '38600', ville: 'Fontaine' },
      courriel: 'yasmine.haddad@courrier.example',
      telephone: '06 39 98 12 34',
    },
    references: { session },
    action: {
      ...engagee,
      prerequis: 'Niveau B1 en anglais, attesté ou vérifié au positionnement.',
      qualification: 'Aucune : l’action ne prépare à aucune qualification.',
    },
    retractation: { jours: 14, circonstance: 'distance', conclu: 'à distance', enLigne: true },
    prix: {
      ...prix,
      lignes: [{ libelle: 'Participation individuelle', quantite: '1', unitaire: 98_000, total: 98_000 }],
      totalHT: 98_000,
      totalTTC: 98_000,
    },
    echeances: [
      { quand: 'à la fin du délai de rétractation', montant: 29_400 },
      { quand: 'le 17 novembre 2026, au soir du premier jour', montant: 34_300 },
      { quand: 'le 18 novembre 2026, à la fin', montant: 34_300 },
    ],
    reglement: { moyen: 'virement ou carte' },
    cessation: 'En cas d’abandon sans force majeure, les heures suivies sont dues et rien de plus.',
    conservationAnnees: 6,
    differends: { reclamation: 'qualite@langue-et-lien.example', delaiReponseJours: 10 },
    mediateur: {
      nom: 'Médiation des Alpes',
      adresse: '1 quai Jongkind, 38000 Grenoble',
      site: 'mediation-alpes.example',
    },
    annexes,
    fait: { ville: 'Saint-Égrève', le: '2026-10-20' },
    signataires: { organisme: directrice, client: { ...stagiaire, qualite: 'stagiaire' } },
  }
  const devis: DevisV1 = {
    numero: 'DV-2026-0121',
    organisme,
    client,
    references: { client: 'Commande 26-4471' },
    action: {
      ...engagee,
      public: 'Cheffes et chefs de projet, conductrices et conducteurs de travaux.',
      prerequis: 'Niveau B1 en anglais.',
    },
    prix: {
      ...prix,
      totalTTC: 346_800,
      mentionTva: 'TVA à 20 %',
      financement: [{ qui: 'Opco Industrie & Montagne', montant: 168_000 }],
    },
    reglement: { delaiJours: 30, acompte: 50_000, moyen: 'virement' },
    annulation,
    delaiAcces: 'Trois semaines entre l’accord et le premier jour.',
    validite: '2026-11-30',
    annexes,
    fait: { ville: 'Saint-Égrève', le: '2026-10-14' },
    signataires: { organisme: directrice, client: signataireClient },
  }
  const programme: ProgrammeV1 = {
    numero: 'PG-2026-0114',
    organisme,
    version: { numero: 3, le: '2026-09-02' },
    formation: {
      intitule: action.intitule,
      accroche: 'Deux jours pour tenir une réunion en anglais, du premier mot au relevé de décisions.',
      public: 'Cheffes et chefs de projet.',
      prerequis: 'Niveau B1 en anglais.',
      objectifs,
      sequences: [
        {
          titre: 'Ouvrir et cadrer',
          minutes: 195,
          contenu: ['Accueillir en deux minutes', 'Poser l’ordre du jour'],
        },
        { titre: 'Présenter des chiffres', minutes: 225, contenu: ['Dire un ordre de grandeur'] },
      ],
      minutes: 885,
      parts: [
        { quoi: 'en demi-journées', minutes: 840 },
        { quoi: 'à distance, en autonomie', minutes: 45 },
      ],
      jours: 2,
      modalite: 'Présentiel et distance',
      lieu: 'Échirolles',
      effectif: { minimum: 4, maximum: 14 },
      moyens: ['Salle équipée de deux caméras', 'Plateforme d’exercices'],
      formateurs: [formatrice],
      distance: action.distance,
      horsSeance,
      suivi: action.suivi,
      evaluation: action.evaluation,
      sanction: 'une attestation, objectif par objectif.',
      certification: {
        libelle: 'Conduire une réunion en anglais',
        code: 'RS9999',
        enregistreeLe: '2025-02-03',
        jusquAu: '2028-02-03',
        certificateur: 'Institut des langues des Alpes',
        blocs: 'un seul bloc',
        equivalences: 'aucune équivalence',
        debouches: 'conduite de projets internationaux',
        resultats: '38 reçus sur 41 présentés en 2025',
      },
      resultats: {
        periode: 'de 2025',
        lignes: [
          { valeur: '96 %', mesure: 'ont suivi jusqu’au bout', note: '43 sur 45' },
          { valeur: '4,7', mesure: 'satisfaction sur 5', note: '41 réponses' },
        ],
      },
      acces: 'Sur entretien, trois semaines avant le premier jour.',
      contact: {
        nom: 'Noé Tessier',
        telephone: '04 65 71 20 33',
        courriel: 'inscriptions@langue-et-lien.example',
      },
      tarifs: [{ formule: 'Individuelle', prix: 98_000, unite: 'une personne' }],
      mentionTva: prix.mentionTva,
      financement: 'Plan de développement des compétences',
      handicap: 'Nos salles sont de plain-pied ; les supports se lisent à la synthèse vocale.',
      referent: {
        nom: 'Camille Ferrand',
        telephone: '04 65 71 20 34',
        courriel: 'handicap@langue-et-lien.example',
      },
    },
  }
  const {
    nature: _n,
    article: _a,
    moyens: _m,
    effectif: _e,
    effectifMaximum: _x,
    suivi: _s,
    distance: _d,
    ...informee
  } = action
  const information: InformationStagiaireV1 = {
    numero: 'IS-2026-0031',
    organisme,
    references: { session },
    action: informee,
    relations: {
      nom: 'Noé Tessier',
      entite: 'Langue & Lien Isère',
      telephone: '04 65 71 20 33',
      courriel: 'stagiaires@langue-et-lien.example',
    },
    commanditaire: {
      nom: 'Ateliers Belledonne',
      contact: 'Odile Garnier',
      qualite: 'Présidente',
      telephone: '04 65 71 88 10',
      courriel: 'odile.garnier@ateliers-belledonne.example',
    },
    reglementInterieur: { reference: 'RI-2026-0001, en vigueur le 6 janvier 2026' },
    frais: {
      prix: 98_000,
      mentionTva: 'exonération de TVA, article 261-4-4° a',
      modalites: '30 % au plus à la fin du délai de rétractation, le solde au fil des jours.',
      cessation: 'Seules les heures suivies sont dues.',
    },
    fait: { le: '2026-10-18' },
  }
  const { intitule, minutes, jours, debut, fin, modalite, lieu, seances, acces, formateurs } = action
  const convocation: ConvocationV1 = {
    numero: 'CO-2026-0301',
    organisme,
    stagiaire: { ...stagiaire, entreprise: 'Ateliers Belledonne' },
    references: { session },
    action: { intitule, minutes, jours, debut, fin, modalite, lieu, seances, acces, formateurs },
    connexion: 'Le lien de la plateforme vous parvient la veille.',
    horsSeance,
    materiel: 'De quoi écrire, un casque si vous en avez un.',
    positionnement: { quoi: 'Faites le test d’anglais en ligne', avant: '2026-11-10' },
    contacts: {
      administratif: {
        nom: 'Noé Tessier',
        telephone: '04 65 71 20 33',
        courriel: 'inscriptions@langue-et-lien.example',
      },
      pedagogique: {
        nom: 'Inès Morvan',
        telephone: '04 65 71 20 36',
        courriel: 'pedagogie@langue-et-lien.example',
      },
    },
    joints: ['Programme PG-2026-0114', 'Règlement intérieur RI-2026-0001'],
    fait: { le: '2026-11-05' },
  }
  const attestation: AttestationV1 = {
    numero: 'AT-2026-0210',
    organisme,
    stagiaire,
    references: { session },
    action: {
      intitule,
      nature: action.nature,
      objectif: action.objectif,
      debut,
      fin,
      modalite,
      lieu: 'Échirolles',
      minutesSuivies: 810,
      minutes: 840,
      formateurs: [{ civilite: 'Mme', prenom: 'Inès', nom: 'Morvan' }],
    },
    resultats: [
      { objectif: 'Ouvrir une réunion et donner la parole en anglais.', resultat: 'acquis' },
      { objectif: 'Reformuler un désaccord.', resultat: 'en-cours' },
      { objectif: 'Présenter un avancement chiffré.', resultat: 'non-evalue' },
    ],
    evaluation: 'mise en situation notée sur une grille de seize critères.',
    fait: { ville: 'Saint-Égrève', le: '2026-11-19' },
    signataires: { organisme: directrice },
  }
  const extrait: ExtraitPresenceV1 = {
    numero: 'EP-2026-0004',
    organisme,
    donneur: {
      nom: 'Institut des langues des Alpes',
      adresse: { lignes: ['9 rue Ampère'], codePostal: '73000', ville: 'Chambéry' },
      siret: '99977345000016',
      nda: '84730123473',
      prefet: 'de la région Occitanie',
    },
    references: { session, contrat: 'ST-2026-0008' },
    action: {
      intitule,
      minutes,
      debut,
      fin,
      modalite,
      formateurs,
      lieu: { nom: lieu.nom, adresse: lieu.adresse },
    },
    presences: [
      {
        ...stagiaire,
        minutesSuivies: 395,
        demiJournees: [
          {
            date: '2026-11-17',
            debut: '09:00',
            fin: '12:30',
            sequence: 'Ouvrir',
            etat: 'presente',
            minutesSuivies: 200,
          },
          {
            date: '2026-11-17',
            debut: '13:30',
            fin: '17:00',
            sequence: 'Avancer',
            etat: 'regularisee',
            minutesSuivies: 195,
          },
          {
            date: '2026-11-18',
            debut: '09:00',
            fin: '12:30',
            sequence: 'Présenter',
            etat: 'absente',
            minutesSuivies: 0,
          },
        ],
      },
    ],
    registre: { premiere: 118, derniere: 131, empreinte: 'c0ffee0123456789'.repeat(4) },
    feuilles: ['EM-2026-0147'],
    feuillesPartagees: true,
    fait: { ville: 'Saint-Égrève', le: '2026-11-19' },
    signataires: { organisme: directrice },
  }
  return { convention, contrat, devis, programme, information, convocation, attestation, extrait }
}
