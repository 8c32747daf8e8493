// Long parce que c’est une liste : chaque mention de chaque document, et son article.
import { exempleActiviteCommune } from '#modules/cae/test/exemple-activite-commune.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleReglement } from '#modules/documents/test/exemple-reglement.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesFactures } from '#modules/facturation/test/exemples-factures.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { exempleActeDeMission } from '#modules/mutualisation/test/exemple-acte-de-mission.ts'
import { exempleActe } from '#modules/stagiaires/test/exemple-acte.ts'

/** Une mention attendue dans le texte, et l’article, ou l’usage, qui la demande. */
export type Mention = readonly [texte: string, article: string]
export type DocumentEprouve = {
  readonly gabarit: string
  readonly donnees: Readonly<Record<string, unknown>>
  readonly mentions: readonly Mention[]
  /** N’ôter que ce qui est sous cette clé : le reste est éprouvé par la pièce que celle-ci complète. */
  readonly seulement?: string
  /** Ce que la pièce ne doit pas, et ne dit pas dans son corps (R6351-6 ne vise qu’engagements et factures). */
  readonly absents?: readonly string[]
}
/** Une pièce qui ne doit ni le numéro ni le préfet : au plus, son pied rappelle le premier. */
const sansDeclaration = ['organisme.nda', 'organisme.prefet']

const e = exemplesDocuments(exempleCertificat.organisme)
const f = exemplesFactures(exempleCertificat.organisme)
const T = 'code du travail, '
const commune = 'décret n° 2015-1363'
const R123 = 'code de commerce, R123-237'

const identite: readonly Mention[] = [
  ['Langue & Lien', R123],
  ['Langues vivantes, collectifs vivants', 'devise choisie par la coopérative'],
  ['Scop SA à capital variable', R123],
  ['14 rue des Passerelles', R123],
  ['38000 Grenoble', R123],
  ['999 120 470 RCS Grenoble', R123],
  ['TVA FR21999120470', 'code général des impôts, annexe II, 242 nonies A'],
  ['bonjour@langue-et-lien.example', R123],
  ['04 65 71 20 30', R123],
]
const declaration: Mention = [
  'Déclaration d’activité enregistrée sous le numéro 84 38 99142 38 auprès du préfet de la région Auvergne-Rhône-Alpes.',
  `${T}R6351-6`,
]
const siret: Mention = ['SIRET 999 120 470 00011', R123]
const signeOrganisme: Mention = ['Mme Hélène Roussillon directrice générale', 'code civil, 1367']
const faitA = (jour: string): Mention => [`Fait à Saint-Égrève, le ${jour}.`, 'code civil, 1367']

const calendrier = (a: string): readonly Mention[] => [
  ['14 h sur 2 jours, du 17 au 18 novembre 2026', a],
  ...seances(a),
]
/** Des pièces qui engagent : la durée compte ce qui se suit hors des séances. */
const engagement = (a: string): readonly Mention[] => [
  ['16 h 30 · du 17 au 18 novembre 2026', a],
  ['16 h 30, dont 14 h en séances sur 2 jours, du 17 au 18 novembre 2026', a],
  ...seances(a),
  [
    'Six exercices en ligne de préparation, à distance et à son rythme (D6313-3-1) : 1 h 30.',
    `${T}D6313-3-1`,
  ],
  ['Tenir une réunion de son équipe, en situation de travail (D6313-3-2) : 1 h.', `${T}D6313-3-2`],
  [
    'L’action prépare à la certification Conduire une réunion en anglais (RS9999), délivrée par Institut des langues des Alpes.',
    a,
  ],
]
const seances = (a: string): readonly Mention[] => [
  ['mardi 17 novembre 9 h – 12 h 30 3 h 30 Ouvrir et cadrer la réunion', a],
  ['mardi 17 novembre 13 h 30 – 17 h 3 h 30 Faire avancer', a],
  ['mercredi 18 novembre 9 h – 12 h 30 3 h 30 Présenter', a],
  ['mercredi 18 novembre 13 h 30 – 17 h 3 h 30 Conclure', a],
]
const objectifs = (a: string): readonly Mention[] => [
  ['Rendre chaque stagiaire capable de conduire et de conclure en anglais', a],
  ['1. ouvrir une réunion, poser l’ordre du jour', a],
  ['2. reformuler un désaccord', a],
  ['3. présenter un avancement chiffré', a],
]
const contenu = (a: string): readonly Mention[] => [
  ['Ouvrir et cadrer : accueil, ordre du jour, parole, temps', a],
  ['Faire avancer la discussion : questions, reformulation, décision', a],
  ['Présenter des chiffres : ordres de grandeur, graphiques, objections', a],
  ['Conclure et écrire : synthèse, relevé de décisions, évaluation', a],
]
const moyens = (a: string): readonly Mention[] => [
  ['Pédagogiques. Mises en situation filmées', a],
  ['Techniques. Salle équipée d’un écran et de deux caméras', a],
  ['Encadrement. Une formatrice par groupe', a],
]
const lieu = (a: string): readonly Mention[] => [
  ['Langue & Lien, salle Drac, 16 rue des Passerelles, 38100 Échirolles', a],
  ['De plain-pied, boucle magnétique sur demande', a],
]
const deroulement = (a: string): readonly Mention[] => [
  ['L’action a lieu en présentiel et à distance, pour un groupe de 14 stagiaires au plus', a],
  ...lieu(a),
  ['À distance (D6313-3-1) : six exercices en ligne de préparation, pour 1 h 30 en moyenne', `${T}D6313-3-1`],
  ['Assistance : Inès Morvan répond par courriel sous un jour ouvré', `${T}D6313-3-1`],
]
const handicap: readonly Mention[] = [
  ['Mme Camille Ferrand répond au 04 65 71 20 34 ou à handicap@langue-et-lien.example', 'RNQ, indicateur 26'],
]
const formateurs = (a: string): readonly Mention[] => [
  ['Mme Inès Morvan : formatrice associée, master LEA, CELTA, onze ans de réunions de projet', a],
]
const suiviEtSanction = (a: string): readonly Mention[] => [
  ['Chaque stagiaire et la formatrice signent en ligne à chaque demi-journée.', a],
  ['Un positionnement ouvre l’action, une mise en situation notée la conclut.', a],
  ['Une attestation dit ce qui est acquis. L’action ne conduit pas à une certification.', a],
]
const client: readonly Mention[] = [
  ['L’entreprise cliente Ateliers Belledonne', `${T}L6353-1`],
  ['SAS au capital de 60 000 €', R123],
  ['3 chemin des Forges, 38190 Villard-Bonnot', `${T}L6353-1`],
  ['SIRET 999 381 650 00012 · RCS Chambéry', R123],
  ['04 65 71 88 10 · rh@ateliers-belledonne.example', `${T}L6353-1`],
  ['Opérateur de compétences : Opco Industrie & Montagne', `${T}L6316-1`],
  ['M. Clément Vasseur, directeur des ressources humaines (délégation du 4 janvier 2026).', `${T}L6353-1`],
  ['Mme Odile Garnier présidente', 'code civil, 1367'],
]
const annexes = (a: string): readonly Mention[] => [
  ['1 Programme, PG-2026-0114, version 3 2 5b0e6c2f', a],
  ['2 Règlement intérieur, RI-2026-0001 4 0c77e1b8', a],
]
const prix = (a: string): readonly Mention[] => [
  ['Préparation et animation 14 h 185,00 € 2 590,00 €', a],
  ['Supports et plateforme 12 personnes 25,00 € 300,00 €', a],
]
const dedit: readonly Mention[] = [
  ['15 jours ouvrés ou plus avant le début : rien', `${T}L6354-1`],
  ['entre 5 et 15 jours ouvrés : 30 %', `${T}L6354-1`],
  ['moins de 5 jours ouvrés : 50 %', `${T}L6354-1`],
]
const exoneration: Mention = [
  'Exonération de TVA, article 261-4-4° a du code général des impôts',
  'code général des impôts, annexe II, 242 nonies A',
]
const [d1, d2] = [`${T}D6353-1, 1°`, `${T}D6353-1, 2°`]
const l = (n: number) => `${T}L6353-4, ${n}°`
const conso = 'code de la consommation, '

const A = 'code général des impôts, annexe II, 242 nonies A, I, '
const vendeur: readonly Mention[] = [
  [
    'Société coopérative de production, Scop SA à capital variable, capital variable, au moins 18 500 €',
    R123,
  ],
  ['SIREN 999 120 470 · SIRET 999 120 470 00011 · RCS Grenoble', `${A}1°`],
  ['TVA FR21 999120470', `${A}2°`],
]
const reglementDeFacture: readonly Mention[] = [
  ['IBAN FR76 9999 9000 0112 0470 0001 195 · BIC AGRIFRPP999 · Compte de Langue & Lien.', 'usage'],
  ['Pénalités de retard : trois fois le taux d’intérêt légal.', 'code de commerce, L441-9'],
  ['Indemnité forfaitaire pour frais de recouvrement : 40,00 €.', 'code de commerce, D441-5'],
  ['Escompte : aucun pour paiement anticipé.', 'code de commerce, L441-9'],
]
const mentionsDeLaFacture: readonly Mention[] = [
  ...identite,
  declaration,
  ...vendeur,
  ['Facture FA-2026-0031', `${A}7°`],
  ['Date d’émission 20 novembre 2026', `${A}6°`],
  ['Échéance 20 décembre 2026', 'code de commerce, L441-9'],
  ['Session S-2026-0147', `${T}R6332-26`],
  ['Convention ou contrat CV-2026-0147', `${T}R6351-6`],
  ['Accord du financeur 26-88310 du 2 novembre 2026', `${T}R6332-26`],
  ['Votre référence Commande 26-4471', 'usage'],
  ['À régler : 1 470,00 € · prestation du 17 au 18 novembre 2026', `${A}10°`],
  ['Facturé à Opco Industrie & Montagne 8 place des Métiers, 69003 Lyon', `${A}1°`],
  ['SIREN 999 555 120 · SIRET 999 555 120 00018', `${A}1°`],
  [
    'Par subrogation, au nom et pour le compte de Ateliers Belledonne 3 chemin des Forges, 38190 Villard-Bonnot',
    `${T}R6332-26`,
  ],
  ['SIREN 999 381 650', `${A}1°`],
  ['Anglais professionnel : conduire une réunion de projet, session S-2026-0147', `${T}R6332-26`],
  ['Lieu : salle Drac, 16 rue des Passerelles, 38100 Échirolles.', `${T}R6332-26`],
  [
    'Heures suivies et facturées : 24 h 30 en heures-stagiaires, la somme de celles de chacun.',
    `${T}R6332-26`,
  ],
  ['Soraya Amrani 14 h CR-2026-0031', `${T}R6332-26`],
  ['Hugo Blanchard 10 h 30 CR-2026-0032', `${T}R6332-26`],
  ['Anglais professionnel, 14 h suivies par Soraya Amrani 1 forfait 840,00 € exonéré 840,00 €', `${A}8°`],
  ['10 h 30 suivies par Hugo Blanchard 1 forfait 630,00 € exonéré 630,00 €', `${A}8°`],
  ['Total hors taxes 1 470,00 €', `${A}11°`],
  ['Sans TVA sur 1 470,00 € 0,00 €', `${A}11°`],
  ['Net à payer, net de taxe 1 470,00 €', `${A}11°`],
  ['Exonération de TVA, article 261-4-4° a du CGI', `${A}12°`],
  ['Prestation de services.', `${A}8° bis`],
  ['Par virement, au plus tard le 20 décembre 2026.', 'code de commerce, L441-9'],
  ...reglementDeFacture,
  ['Virement SEPA, à lire par l’application de votre banque', 'usage'],
]
const factures: readonly DocumentEprouve[] = [
  { gabarit: 'facture.v1', donnees: f.facture, mentions: mentionsDeLaFacture },
  {
    gabarit: 'facture.v1',
    // Sous une enseigne : qui répond de la session.
    donnees: { ...f.facture, action: { ...f.facture.action, responsable: 'Salomé Diallo' } },
    seulement: 'action',
    mentions: [...mentionsDeLaFacture, ['Responsable de la session : Salomé Diallo.', 'usage']],
  },
  {
    gabarit: 'facture.v1',
    donnees: f.taxee,
    mentions: [
      ...identite,
      declaration,
      ...vendeur,
      ['Facture d’acompte FA-2026-0032', `${A}7°`],
      ['Date d’émission 2 novembre 2026', `${A}6°`],
      ['Échéance 2 décembre 2026', 'code de commerce, L441-9'],
      ['Convention ou contrat CV-2026-0147', `${T}R6351-6`],
      ['Facturé à Ateliers Belledonne 3 chemin des Forges, 38190 Villard-Bonnot', `${A}1°`],
      ['SIREN 999 381 650', `${A}1°`],
      [
        'Anglais professionnel : conduire une réunion de projet, session S-2026-0147. Lieu : salle Drac, 16 rue des Passerelles, 38100 Échirolles. Prévue du 17 au 18 novembre 2026, 14 h par stagiaire.',
        `${T}D6353-1`,
      ],
      ['Session S-2026-0147', `${T}R6332-26`],
      ['Hugo Blanchard –', `${T}R6332-26`],
      ['Acompte sur la session S-2026-0147 1 forfait 500,00 € 20 % 500,00 €', `${A}8°`],
      ['Location de la salle Drac 2 jours 60,00 € 20 % 120,00 €', `${A}8°`],
      ['TVA 20 % sur 620,00 € 124,00 €', `${A}11°`],
      ['Net à payer, toutes taxes comprises 744,00 €', `${A}11°`],
      ['Prestation de services.', `${A}8° bis`],
      ['Option pour le paiement de la taxe d’après les débits.', `${A}11° bis`],
      ['Par virement, au plus tard le 2 décembre 2026.', 'code de commerce, L441-9'],
      ...reglementDeFacture,
    ],
  },
  {
    gabarit: 'facture.v1',
    donnees: f.avoir,
    mentions: [
      ...identite,
      declaration,
      ...vendeur,
      ['Avoir AVR-2026-0004', `${A}7°`],
      ['Date d’émission 24 novembre 2026', `${A}6°`],
      ['Sur la facture FA-2026-0031 du 20 novembre 2026', `${A}7°`],
      ['Convention ou contrat CV-2026-0147', `${T}R6351-6`],
      ['À votre crédit Opco Industrie & Montagne 8 place des Métiers, 69003 Lyon', `${A}1°`],
      ['SIREN 999 555 120 · SIRET 999 555 120 00018', `${A}1°`],
      ['Une demi-journée comptée à tort.', 'usage'],
      [
        'Anglais professionnel : conduire une réunion de projet, session S-2026-0147, du 17 au 18 novembre 2026',
        `${A}10°`,
      ],
      ['Lieu : salle Drac, 16 rue des Passerelles, 38100 Échirolles.', `${T}R6332-26`],
      ['Heures rendues : 3 h 30.', `${T}R6332-26`],
      ['Hugo Blanchard 3 h 30', `${T}R6332-26`],
      ['Anglais professionnel, 3 h 30 rendues 1 forfait 210,00 € exonéré 210,00 €', `${A}8°`],
      ['Sans TVA sur 210,00 € 0,00 €', `${A}11°`],
      ['Total à votre crédit, net de taxe 210,00 €', `${A}11°`],
      ['Exonération de TVA, article 261-4-4° a du CGI', `${A}12°`],
      ['Prestation de services.', `${A}8° bis`],
    ],
  },
]

/** Cinq personnes, une par état d’une case ; l’une vient d’une autre maison, et chacune dit alors la sienne. */
const feuilleEntiere = exempleFeuille(exempleCertificat.organisme)
const feuille = {
  ...feuilleEntiere,
  etablie: { le: '2026-11-18', a: '17:40' },
  // Ailleurs qu’au siège : l’adresse de l’un ne cache pas celle de l’autre.
  session: {
    ...feuilleEntiere.session,
    donneurs: [{ nom: 'Institut des langues des Alpes', contrat: 'ST-2026-0008' }],
    sequences: ['Animer un tour de table', 'Tenir le compte rendu'],
    lieu: {
      nom: 'Langue & Lien, salle Drac',
      adresse: { lignes: ['16 rue Lavoisier'], codePostal: '38130', ville: 'Échirolles' },
    },
  },
  stagiaires: feuilleEntiere.stagiaires
    .filter((s) => [3, 4, 7, 10, 11].includes(s.numero))
    .map((s) => (s.numero === 11 ? { ...s, entreprise: 'Scierie du Vercors' } : s)),
}
/** Trois clients sur une feuille : chacun sous le sien, et l’organisme qui a confié dit comme tel. */
const feuilleParClient = {
  ...feuille,
  numero: 'EM-2026-0147-02',
  stagiaires: feuille.stagiaires
    .filter((s) => s.numero < 10)
    .map(({ entreprise: _, ...s }) =>
      s.numero === 3
        ? { ...s, groupe: 'Ateliers Belledonne, convention CV-2026-0147' }
        : s.numero === 4
          ? {
              ...s,
              groupe: 'Institut des langues des Alpes, organisme donneur d’ordre, contrat ST-2026-0008',
              entreprise: 'Menuiserie Kervern',
              presences: { ...s.presences, s4: { etat: 'non-statuee' as const } },
            }
          : { ...s, groupe: 'À titre personnel', reference: 'contrat CT-2026-0031' },
    ),
}
const P = `${T}R6313-3`
const R = `${T}R6332-26`
const mentionsDuCertificat: readonly Mention[] = [
  ...identite,
  declaration,
  ['Certificat CR-2026-0147-06', R],
  ['Session S-2026-0147', P],
  ['Convention CV-2026-0147', R],
  ['Feuilles d’émargement EM-2026-0147-01', P],
  ['Article R6332-26 du code du travail, arrêté du 21 décembre 2018', R],
  ['Mme Hélène Roussillon, directrice générale, représente Langue & Lien', R],
  ['Scop SA à capital variable, 14 rue des Passerelles, 38000 Grenoble, qui a dispensé', R],
  ['Mme Yasmine Haddad de l’entreprise Ateliers Belledonne, a suivi l’action intitulée :', R],
  ['Anglais professionnel : conduire une réunion de projet', R],
  ['Action de formation (cochée)', `${T}L6313-1`],
  ['Bilan de compétences (non cochée)', `${T}L6313-1`],
  ['Action de validation des acquis de l’expérience (non cochée)', `${T}L6313-1`],
  ['Action de formation par apprentissage (non cochée)', `${T}L6313-1`],
  ['L’action s’est déroulée du 17 au 18 novembre 2026. Lieu : Grenoble.', R],
  ['14 h réellement suivies', R],
  ['En présentiel.', R],
  ['pendant trois ans à compter de la fin de l’année du dernier paiement', R],
  ['Un cofinancement européen allongerait cette durée', R],
  ['À Grenoble, le 19 novembre 2026.', R],
  signeOrganisme,
]
const preuves: readonly DocumentEprouve[] = [
  { gabarit: 'certificat-realisation.v1', donnees: exempleCertificat, mentions: mentionsDuCertificat },
  {
    gabarit: 'certificat-realisation.v1',
    // Sous une enseigne : qui a animé ce que la personne a suivi.
    donnees: {
      ...exempleCertificat,
      action: { ...exempleCertificat.action, animateurs: ['Salomé Diallo', 'Ousmane Kanté-Le Goff'] },
    },
    seulement: 'action',
    mentions: [
      ...mentionsDuCertificat,
      ['Lieu : Grenoble. Séances suivies animées par Salomé Diallo et Ousmane Kanté-Le Goff.', 'usage'],
    ],
  },
  {
    gabarit: 'feuille-emargement.v1',
    donnees: feuille,
    mentions: [
      ...identite,
      ['Session S-2026-0147', P],
      ['Convention CV-2026-0147', P],
      ['Nature action de formation', `${T}L6313-1`],
      ['Anglais professionnel : conduire une réunion de projet', P],
      ['Lieu (présentiel) Langue & Lien, salle Drac, 16 rue Lavoisier, 38130 Échirolles', P],
      ['Formation assurée par Mme Inès Morvan', `${T}L6352-1`],
      ['n° 84 38 99142 38, préfet de la région Auvergne-Rhône-Alpes', `${T}R6351-6`],
      ['Établie le 18 novembre 2026 à 17 h 40.', P],
      ['Organisme donneur d’ordre : Institut des langues des Alpes, contrat ST-2026-0008', `${T}R6333-6-2`],
      ['Séquences de l’action Animer un tour de table ; Tenir le compte rendu.', P],
      ['mardi 17 novembre 2026 mercredi 18 novembre 2026', P],
      ['Matin, 9 h – 12 h 30 Ouvrir et cadrer', P],
      ['Après-midi, 13 h 30 – 17 h Faire avancer la discussion', P],
      ['Matin, 9 h – 12 h 30 Présenter des chiffres', P],
      ['Après-midi, 13 h 30 – 17 h Conclure et écrire', P],
      [
        '3 Anne-Sophie Chevallier-Duval Ateliers Belledonne Signé 9 h 41 retard de 40 min Signé 13 h 03 Signé 9 h 04 Signé 13 h 05 13 h 20',
        P,
      ],
      [
        '4 Miguel Da Costa Ateliers Belledonne Signé 9 h 03 Signé 13 h 04 Signé 9 h 05 Absence justificatif remis 10 h 30',
        P,
      ],
      [
        '7 Piotr Kowalczyk Ateliers Belledonne Signé 9 h 06 Hors ligne 13 h 29 reçu à 17 h 12 Signé 9 h 08 Signé 13 h 09 14 h',
        P,
      ],
      [
        '10 Mathilde Perrin Ateliers Belledonne Signé 9 h 09 Signé 13 h Absence sans justificatif Signé 13 h 02 10 h 30',
        P,
      ],
      [
        '11 Damien Rochas Scierie du Vercors Signé 9 h Signé 13 h 01 Régularisé 12 h 34 visa I. Morvan, note 1 Signé 13 h 03 14 h',
        P,
      ],
      ['Note 1 : téléphone déchargé.', P],
      ['Heures suivies par l’ensemble des stagiaires, sur 168 h prévues 160 h 20', P],
      ['Inès Morvan formatrice associée Signé 12 h 34 Signé 17 h 34 Signé 12 h 34 Signé 17 h 34', P],
      ['entrées n° 11 931 à n° 11 982, chaînées ; la dernière a pour empreinte c4b1f0a29d7e3c55', P],
    ],
  },
  {
    gabarit: 'feuille-emargement.v1',
    donnees: feuilleParClient,
    seulement: 'stagiaires',
    mentions: [
      ['Conventions par client', P],
      [
        'Ateliers Belledonne, convention CV-2026-0147 3 Anne-Sophie Chevallier-Duval Signé 9 h 41 retard de 40 min Signé 13 h 03 Signé 9 h 04 Signé 13 h 05 13 h 20',
        P,
      ],
      [
        'Institut des langues des Alpes, organisme donneur d’ordre, contrat ST-2026-0008 4 Miguel Da Costa Menuiserie Kervern Signé 9 h 03 Signé 13 h 04 Signé 9 h 05 Non statuée 10 h 30',
        P,
      ],
      [
        'À titre personnel 7 Piotr Kowalczyk contrat CT-2026-0031 Signé 9 h 06 Hors ligne 13 h 29 reçu à 17 h 12 Signé 9 h 08 Signé 13 h 09 14 h',
        P,
      ],
    ],
  },
]

/** L’avenant est la pièce entière aux termes nouveaux, et dit ce qu’il complète et ce qu’il change. */
const avenants: readonly DocumentEprouve[] = (['convention', 'contrat'] as const).map((piece) => ({
  gabarit: `${piece}.v1`,
  seulement: 'avenant',
  donnees: {
    ...e[piece],
    numero: 'AV-2026-0003',
    avenant: {
      de: 'AV-2026-0002',
      initiale: 'CX-2026-0147',
      objet: 'les dates passent au mois de décembre',
    },
  },
  mentions: [
    ...identite,
    declaration,
    ['Avenant AV-2026-0003', `${T}L6353-1`],
    ['Complète AV-2026-0002', `${T}L6353-1`],
    ['CX-2026-0147, à la suite de l’avenant AV-2026-0002.', `${T}L6353-1`],
    ['les dates passent au mois de décembre. Ce qui suit vaut', `${T}L6353-1`],
    ...engagement(`${T}D6353-1`),
    signeOrganisme,
  ],
}))

export const documents: readonly DocumentEprouve[] = [
  ...preuves,
  ...avenants,
  {
    gabarit: 'convention.v1',
    donnees: e.convention,
    mentions: [
      ...identite,
      declaration,
      siret,
      ...client,
      ['Convention CV-2026-0147', `${T}R6351-6`],
      ['Session S-2026-0147', `${T}R6313-3`],
      ['Devis accepté DV-2026-0121 du 14 octobre 2026', `${T}D6353-1, II`],
      ['Votre référence Commande 26-4471', 'usage'],
      ['l’action intitulée Anglais professionnel : conduire une réunion de projet', d1],
      ['une action de formation au sens de l’article L6313-1, 1°', `${T}L6313-1`],
      ...objectifs(d1),
      ...contenu(d1),
      ...moyens(d1),
      ...engagement(d1),
      ...deroulement(d1),
      ...handicap,
      ['Soraya Amrani', d1],
      ['Anne-Sophie Chevallier-Duval', d1],
      // Le repli de police fait lire le « n » à part.
      ['Minh Anh Trầ', d1],
      ...formateurs(`${T}L6352-1`),
      ...suiviEtSanction(d1),
      ...prix(d2),
      ['Prix de l’action, net de taxe 2 890,00 €', d2],
      exoneration,
      ['Opco Industrie & Montagne (accord n° 26-88310, subrogation) : 1 680,00 €', d2],
      ['Ateliers Belledonne, reste à charge : 1 210,00 €', d2],
      ['sans acompte. Elle se règle par virement sous 30 jours (IBAN FR76 9999 9000 0112 0470 0001 195)', d2],
      ...dedit,
      ['il rembourse ce qu’il a indûment perçu (L6354-1)', `${T}L6354-1`],
      [
        'Une personne extérieure intervient pour l’organisme, et le client l’accepte en signant : Jules Abbey (sous-traitance, Institut des langues des Alpes).',
        'RNQ, indicateur 27',
      ],
      ['règlement intérieur joint (L6352-3)', `${T}L6352-3`],
      ['Le client reste l’employeur de ses salariés', `${T}L6321-6`],
      ['sont gardés 6 ans', 'règlement (UE) 2016/679, article 13'],
      [
        'Une réclamation s’adresse à qualite@langue-et-lien.example ; l’organisme répond sous 10 jours',
        'RNQ, indicateur 31',
      ],
      ['tribunal de commerce de Grenoble', 'code de procédure civile, 48'],
      ...annexes(d1),
      faitA('5 novembre 2026'),
      signeOrganisme,
    ],
  },
  {
    gabarit: 'contrat.v1',
    donnees: e.contrat,
    mentions: [
      ...identite,
      declaration,
      siret,
      ['Contrat CT-2026-0012', `${T}L6353-3`],
      ['Session S-2026-0147', `${T}R6313-3`],
      ['Mme Yasmine Haddad 22 avenue du Vercors, 38600 Fontaine', `${T}L6353-3`],
      ['06 39 98 12 34 · yasmine.haddad@courrier.example', `${T}L6353-3`],
      ['à titre individuel et à ses frais', `${T}L6353-3`],
      ['avant l’inscription définitive et avant tout paiement', `${T}L6353-3`],
      ['l’action intitulée Anglais professionnel : conduire une réunion de projet', l(1)],
      ['une action de formation au sens de l’article L6313-1, 1°', l(1)],
      ...objectifs(l(1)),
      ...contenu(l(1)),
      ...engagement(l(1)),
      ['L’action réunit 14 stagiaires au plus.', l(1)],
      ['Connaissances préalables requises. Niveau B1 en anglais', l(2)],
      ['Qualification préparée. Aucune : l’action ne prépare à aucune qualification.', l(2)],
      ...deroulement(l(3)),
      ...moyens(l(3)),
      ...handicap,
      ...formateurs(l(4)),
      ...suiviEtSanction(l(3)),
      ['Ce contrat est conclu à distance', `${conso}L221-18`],
      ['quatorze jours pour se rétracter, sans donner de motif', `${conso}L221-18`],
      ['se rétracte aussi par ce lien, sous « Renoncer au contrat ici »', `${conso}L221-21`],
      [
        'un accusé de réception part alors sans tarder par courriel, avec le contenu de la rétractation, la date et l’heure de son envoi',
        `${conso}D221-5`,
      ],
      ['aucune somme ne peut être exigée avant la fin du délai', `${T}L6353-6`],
      ['sauf demande expresse', `${conso}L221-25`],
      ['Qui se rétracte ensuite doit la part déjà suivie, au prorata du prix convenu', `${conso}L221-25`],
      ['une fois l’action entièrement exécutée, on ne s’en rétracte plus', `${conso}L221-28`],
      ['Participation individuelle 1 980,00 € 980,00 €', l(5)],
      ['Prix de l’action, net de taxe 980,00 €', l(5)],
      exoneration,
      ['1 à la fin du délai de rétractation 294,00 € 30 %', `${T}L6353-6`],
      ['2 le 17 novembre 2026, au soir du premier jour 343,00 € 35 %', `${T}L6353-6`],
      ['3 le 18 novembre 2026, à la fin 343,00 € 35 %', `${T}L6353-6`],
      ['Le paiement se fait par virement ou carte', l(5)],
      ['En cas d’abandon sans force majeure, les heures suivies sont dues et rien de plus.', l(5)],
      ['par force majeure dûment reconnue', `${T}L6353-7`],
      ['règlement intérieur joint (L6352-3) et les informations de l’article L6353-8', `${T}L6353-8`],
      ['sont gardés 6 ans', 'règlement (UE) 2016/679, article 13'],
      [
        'Une réclamation s’adresse à qualite@langue-et-lien.example ; l’organisme répond sous 10 jours',
        'RNQ, indicateur 31',
      ],
      ['Médiation des Alpes, 1 quai Jongkind, 38000 Grenoble, mediation-alpes.example', `${conso}L221-5, 6°`],
      ...annexes(l(1)),
      faitA('20 octobre 2026'),
      signeOrganisme,
      ['Mme Yasmine Haddad stagiaire', 'code civil, 1367'],
      ['Formulaire de rétractation', `${conso}R221-1`],
      ['Je vous notifie par la présente ma rétractation du contrat', `${conso}R221-1`],
      ['Nom du consommateur : Mme Yasmine Haddad', `${conso}R221-1`],
      ['Adresse du consommateur : 22 avenue du Vercors, 38600 Fontaine', `${conso}R221-1`],
    ],
  },
  {
    gabarit: 'devis.v1',
    donnees: e.devis,
    mentions: [
      ...identite,
      declaration,
      siret,
      ...client,
      ['Devis DV-2026-0121', 'usage'],
      ['Valable jusqu’au 30 novembre 2026', 'code civil, 1117'],
      ['Votre référence Commande 26-4471', 'usage'],
      ['approuvé, ce devis tient lieu de convention', `${T}D6353-1, II`],
      ['Anglais professionnel : conduire une réunion de projet, action de formation (L6313-1, 1°).', d1],
      ...objectifs(d1),
      ...contenu(d1),
      ['Cheffes et chefs de projet, conductrices et conducteurs de travaux.', 'RNQ, indicateur 1'],
      ['Prérequis : niveau B1 en anglais.', 'RNQ, indicateur 1'],
      ...engagement(d1),
      ...deroulement(d1),
      ...handicap,
      ...moyens(d1),
      ...formateurs(`${T}L6352-1`),
      ...suiviEtSanction(d1),
      ...prix(d2),
      ['Total hors taxes 2 890,00 €', d2],
      ['TVA 578,00 €', 'code général des impôts, annexe II, 242 nonies A'],
      ['Prix de l’action, toutes taxes comprises 3 468,00 €', d2],
      ['TVA à 20 %', 'code général des impôts, annexe II, 242 nonies A'],
      ['Opco Industrie & Montagne : 1 680,00 €', d2],
      ['un acompte de 500,00 € étant dû à la signature, à régler par virement sous 30 jours', d2],
      ['Trois semaines entre l’accord et le premier jour.', 'RNQ, indicateur 1'],
      ...dedit,
      ...annexes(d1),
      faitA('14 octobre 2026'),
      signeOrganisme,
      ['Bon pour accord, le client', 'usage'],
    ],
  },
  {
    gabarit: 'programme.v1',
    absents: ['organisme.prefet'],
    donnees: e.programme,
    mentions: [
      ...identite,
      [
        'Enregistrée sous le numéro 84 38 99142 38. Cet enregistrement ne vaut pas agrément de l’État.',
        `${T}L6352-12`,
      ],
      ['Programme PG-2026-0114, version 3 du 2 septembre 2026', `${T}L6353-8`],
      ['Anglais professionnel : conduire une réunion de projet', `${T}L6353-4, 1°`],
      ['Deux jours pour tenir une réunion en anglais', 'usage'],
      ['Cheffes et chefs de projet.', 'RNQ, indicateur 1'],
      ['Prérequis : niveau B1 en anglais.', 'RNQ, indicateur 1'],
      ['1. ouvrir une réunion', `${T}L6353-8`],
      ['2. reformuler un désaccord', `${T}L6353-8`],
      ['3. présenter un avancement', `${T}L6353-8`],
      ['Séquence 1, 3 h 15 Ouvrir et cadrer', `${T}L6353-8`],
      ['Accueillir en deux minutes', `${T}L6353-8`],
      ['Poser l’ordre du jour', `${T}L6353-8`],
      ['Séquence 2, 3 h 45 Présenter des chiffres', `${T}L6353-8`],
      ['Dire un ordre de grandeur', `${T}L6353-8`],
      ['Durée 14 h 45, 2 jours 14 h en demi-journées 45 min à distance, en autonomie', 'RNQ, indicateur 1'],
      ['Modalité Présentiel et distance', 'RNQ, indicateur 1'],
      ['Lieu Échirolles', 'RNQ, indicateur 1'],
      ['de 4 à 14 personnes', `${T}L6353-4, 1°`],
      ['Salle équipée de deux caméras', 'RNQ, indicateur 1'],
      ['Plateforme d’exercices', 'RNQ, indicateur 1'],
      ['Formation assurée par Mme Inès Morvan (formatrice associée', `${T}L6353-8`],
      ['six exercices en ligne de préparation, pour 1 h 30 en moyenne', `${T}D6313-3-1`],
      ['Assistance technique et pédagogique : Inès Morvan', `${T}D6313-3-1`],
      ['Réécouter deux réunions : 45 min, à distance, en autonomie.', `${T}D6313-3-1`],
      ['Chaque stagiaire et la formatrice signent en ligne', 'RNQ, indicateur 1'],
      ['Un positionnement ouvre l’action', 'RNQ, indicateur 11'],
      ['Ce que vous recevez : une attestation, objectif par objectif.', 'RNQ, indicateur 1'],
      [
        'Conduire une réunion en anglais, RS9999, enregistrée le 3 février 2025 jusqu’au 3 février 2028, délivrée par Institut des langues des Alpes.',
        'RNQ, indicateur 3',
      ],
      ['Blocs de compétences : un seul bloc', 'RNQ, indicateur 3'],
      ['Équivalences et passerelles : aucune équivalence', 'RNQ, indicateur 3'],
      ['Suites et débouchés : conduite de projets internationaux', 'RNQ, indicateur 3'],
      ['Obtention et suites : 38 reçus sur 41 présentés en 2025.', 'RNQ, indicateur 3'],
      ['Résultats de 2025', 'RNQ, indicateur 2'],
      ['96 % ont suivi jusqu’au bout 43 sur 45', 'RNQ, indicateur 2'],
      ['4,7 satisfaction sur 5 41 réponses', 'RNQ, indicateur 2'],
      ['Sur entretien, trois semaines avant le premier jour.', 'RNQ, indicateur 1'],
      [
        'Noé Tessier vous répond au 04 65 71 20 33 ou à inscriptions@langue-et-lien.example',
        'RNQ, indicateur 1',
      ],
      ['Individuelle 980,00 € une personne', 'RNQ, indicateur 1'],
      exoneration,
      ['Financement : Plan de développement des compétences.', 'RNQ, indicateur 1'],
      ['Nos salles sont de plain-pied', 'RNQ, indicateur 1'],
      [
        'Personne référente handicap : Camille Ferrand, 04 65 71 20 34, handicap@langue-et-lien.example',
        'RNQ, indicateur 26',
      ],
    ],
  },
  {
    gabarit: 'information-stagiaire.v1',
    absents: sansDeclaration,
    donnees: e.information,
    mentions: [
      ...identite,
      ['Informations IS-2026-0031', `${T}L6353-8`],
      ['Établies le 18 octobre 2026', `${T}L6353-8`],
      ['Session S-2026-0147', `${T}L6353-8`],
      ['Anglais professionnel : conduire une réunion de projet', `${T}L6353-8`],
      ['14 h · du 17 au 18 novembre 2026 · en présentiel et à distance', `${T}L6353-8`],
      ...objectifs(`${T}L6353-8`),
      ...contenu(`${T}L6353-8`),
      ...formateurs(`${T}L6353-8`),
      ...calendrier(`${T}L6353-8`),
      ...lieu(`${T}L6353-8`),
      ['Un positionnement ouvre l’action', `${T}L6353-8`],
      ['Une attestation dit ce qui est acquis', `${T}L6353-8`],
      [
        'Noé Tessier, pour les relations avec les stagiaires (Langue & Lien Isère) : 04 65 71 20 33, stagiaires@langue-et-lien.example',
        `${T}L6353-8`,
      ],
      [
        'Chez Ateliers Belledonne, qui commande cette formation : Odile Garnier, présidente, 04 65 71 88 10, odile.garnier@ateliers-belledonne.example.',
        `${T}L6353-8`,
      ],
      ...handicap,
      ['Le règlement intérieur RI-2026-0001, en vigueur le 6 janvier 2026', `${T}L6353-8`],
      ['L’action coûte 980,00 €, exonération de TVA, article 261-4-4° a', `${T}L6353-8`],
      ['30 % au plus à la fin du délai de rétractation', `${T}L6353-8`],
      ['abandon. Seules les heures suivies sont dues.', `${T}L6353-8`],
    ],
  },
  {
    gabarit: 'convocation.v1',
    absents: sansDeclaration,
    donnees: e.convocation,
    mentions: [
      ...identite,
      ['Convocation CO-2026-0301', 'RNQ, indicateur 9'],
      ['Session S-2026-0147', 'RNQ, indicateur 9'],
      ['Envoyée le 5 novembre 2026', 'RNQ, indicateur 9'],
      ['Mme Yasmine Haddad', 'RNQ, indicateur 9'],
      ['Anglais professionnel : conduire une réunion de projet', 'RNQ, indicateur 9'],
      ['14 h · du 17 au 18 novembre 2026 · en présentiel et à distance', 'RNQ, indicateur 9'],
      ['Nous vous attendons à la formation ci-dessus le mardi 17 novembre 2026 à 9 h.', 'RNQ, indicateur 9'],
      ...calendrier('RNQ, indicateur 9'),
      ...lieu('RNQ, indicateur 9'),
      ['À distance. Le lien de la plateforme vous parvient la veille.', 'RNQ, indicateur 9'],
      ...formateurs(`${T}L6352-1`),
      ['Réécouter deux réunions : 45 min, à distance, en autonomie.', `${T}D6313-3-1`],
      ['De quoi écrire, un casque', 'RNQ, indicateur 9'],
      ['Faites le test d’anglais en ligne, avant le 10 novembre 2026.', 'RNQ, indicateur 8'],
      [
        'Noé Tessier au 04 65 71 20 33 ou à inscriptions@langue-et-lien.example, et votre employeur, Ateliers Belledonne.',
        'RNQ, indicateur 9',
      ],
      ['Pédagogie : Inès Morvan, 04 65 71 20 36, pedagogie@langue-et-lien.example.', 'RNQ, indicateur 9'],
      ...handicap,
      ['Programme PG-2026-0114', `${T}L6353-8`],
      ['Règlement intérieur RI-2026-0001', `${T}L6353-8`],
    ],
  },
  {
    gabarit: 'convocation.v1',
    absents: sansDeclaration,
    donnees: { ...e.convocation, numero: 'CO-2026-0302', donneur: 'Institut des langues des Alpes' },
    seulement: 'donneur',
    mentions: [
      [
        'Institut des langues des Alpes, l’organisme de formation auprès duquel vous êtes inscrit ou inscrite. Il confie à Langue & Lien la réalisation de cette formation',
        `${T}R6332-26`,
      ],
    ],
  },
  {
    gabarit: 'attestation.v1',
    donnees: e.attestation,
    mentions: [
      ...identite,
      declaration,
      ['Attestation AT-2026-0210', 'RNQ, indicateur 11'],
      ['Session S-2026-0147', 'RNQ, indicateur 11'],
      ['Stagiaire Mme Yasmine Haddad', 'RNQ, indicateur 11'],
      ['a suivi l’action intitulée : Anglais professionnel : conduire une réunion', 'RNQ, indicateur 11'],
      [
        'Action de formation, du 17 au 18 novembre 2026, en présentiel et à distance. Lieu : Échirolles.',
        `${T}L6313-1`,
      ],
      ['13 h 30 suivies, sur 14 h prévues. Formation assurée par Mme Inès Morvan.', `${T}R6313-3`],
      ['Rendre chaque stagiaire capable', 'RNQ, indicateur 11'],
      ['Ouvrir une réunion et donner la parole en anglais. Acquis', 'RNQ, indicateur 11'],
      ['Reformuler un désaccord. En cours d’acquisition', 'RNQ, indicateur 11'],
      ['Présenter un avancement chiffré. Non évalué', 'RNQ, indicateur 11'],
      ['Comment : mise en situation notée sur une grille', 'RNQ, indicateur 11'],
      ['Elle n’est ni un diplôme, ni un titre, ni une certification', `${T}L6352-13`],
      ['À Saint-Égrève, le 19 novembre 2026.', 'RNQ, indicateur 11'],
      signeOrganisme,
    ],
  },
  {
    gabarit: 'extrait-presence.v1',
    donnees: e.extrait,
    mentions: [
      ...identite,
      declaration,
      siret,
      ['Extrait EP-2026-0004', `${T}R6313-3`],
      ['Session S-2026-0147', `${T}R6313-3`],
      ['Contrat ST-2026-0008', `${T}R6333-6-2`],
      ['Institut des langues des Alpes 9 rue Ampère, 73000 Chambéry', `${T}R6333-6-2`],
      ['SIRET 999 773 450 00016', R123],
      ['sous le numéro 84 73 01234 73 auprès du préfet de la région Occitanie', `${T}R6351-6`],
      ['Anglais professionnel : conduire une réunion de projet', `${T}R6313-3`],
      ['14 h · du 17 au 18 novembre 2026 · en présentiel et à distance', `${T}R6313-3`],
      ['Langue & Lien, salle Drac, 16 rue des Passerelles, 38100 Échirolles', `${T}R6313-3`],
      ['Formation assurée par Mme Inès Morvan (formatrice associée', `${T}L6352-1`],
      ['Mme Yasmine Haddad', `${T}R6313-3`],
      ['mardi 17 novembre 9 h – 12 h 30 Signée Ouvrir 3 h 20', `${T}R6313-3`],
      ['mardi 17 novembre 13 h 30 – 17 h Régularisée Avancer 3 h 15', `${T}R6313-3`],
      ['mercredi 18 novembre 9 h – 12 h 30 Absence Présenter 0 min', `${T}R6313-3`],
      ['6 h 35 suivies sur 14 h prévues.', `${T}R6313-3`],
      ['parmi les entrées 118 à 131 du registre', `${T}R6313-3`],
      ['c0ffee0123456789', `${T}R6313-3`],
      ['La feuille EM-2026-0147 porte aussi des personnes d’autres clients', `${T}R6313-3`],
      [
        'Le certificat de réalisation de cette personne est établi par l’organisme donneur d’ordre',
        `${T}R6332-26`,
      ],
      ['À Saint-Égrève, le 19 novembre 2026.', `${T}R6313-3`],
      signeOrganisme,
    ],
  },
  {
    gabarit: 'acte-stagiaires.v1',
    donnees: exempleActe(exempleCertificat.organisme),
    mentions: [
      ...identite,
      declaration,
      ['Procès-verbal d’élection des délégués', `${T}R6352-9`],
      ['Code du travail, R6352-9 à R6352-13', `${T}R6352-9`],
      ['Session S-2026-0031', `${T}R6352-9`],
      ['Agent de restauration : préparer un titre', `${T}R6352-9`],
      ['7 septembre 2026 au 26 février 2027', `${T}R6352-9`],
      ['Atelier de Voiron, 7 place du Moulin', `${T}R6352-9`],
      ['L’ensemble des stagiaires', `${T}R6352-9`],
      ['Le scrutin s’est tenu pendant les heures de formation.', `${T}R6352-10`],
      ['Le mandat dure autant que la formation.', `${T}R6352-13`],
      ['Titulaire Rose Kéïta, sept voix', `${T}R6352-9`],
      ['Suppléant Ali Benzema, cinq voix', `${T}R6352-9`],
      ['À Grenoble, le 11 septembre 2026.', `${T}R6352-11`],
      ['Hélène Roussillon', `${T}R6352-11`],
      ['directrice générale', `${T}R6352-11`],
    ],
  },
  {
    gabarit: 'acte-de-mission.v1',
    donnees: exempleActeDeMission(exempleCertificat.organisme),
    mentions: [
      ...identite,
      declaration,
      ['Contrat de sous-traitance', `${T}R6333-6-2`],
      ['Code du travail, R6333-6-2', `${T}R6333-6-2`],
      ['14 au 15 janvier 2027', `${T}R6333-6-2`],
      ['Les Tisserands, Brest, SIRET 22222222222222', `${T}R6333-6-2`],
      ['Langue & Lien, Grenoble, SIRET 99912047000011', `${T}R6333-6-2`],
      ['Mission confiée', `${T}R6333-6-2`],
      ['Deux journées d’outils libres. Lila Benamar intervient pour le tout.', `${T}R6333-6-2`],
      ['1 240,00 € hors taxes', `${T}R6333-6-2`],
      ['La prestation n’est pas sous-traitée à un tiers.', `${T}R6333-6-2`],
      ['Pour Les Tisserands', 'code civil, 1367'],
      ['Béa Kerdoncuff gérante', 'code civil, 1367'],
      faitA('19 novembre 2026'),
      ['Hélène Roussillon', 'code civil, 1367'],
      ['directrice générale', 'code civil, 1367'],
    ],
  },
  {
    gabarit: 'activite-commune.v1',
    donnees: exempleActiviteCommune(exempleCertificat.organisme),
    mentions: [
      ...identite,
      declaration,
      ['Convention d’activité commune', commune],
      ['Décret n° 2015-1363', commune],
      ['Chaîne et climat', commune],
      ['Rénover sobrement', commune],
      ['À partir du 2 janvier 2027, sans terme.', commune],
      ['Fil à plomb', commune],
      ['Morgane Tanguy, Édouard Quéré', commune],
      ['40 %', commune],
      ['ce qui reste à la marque commune', commune],
      ['34,5 %', commune],
      ['pour l’enseigne Fil à plomb', commune],
      ['Comment elle se répartit', commune],
      ['en un bon par enseigne', commune],
      ['Pour Langue & Lien', 'code civil, 1367'],
      ['Morgane Tanguy membre de l’activité commune', 'code civil, 1367'],
      faitA('19 novembre 2026'),
      ['Hélène Roussillon', 'code civil, 1367'],
      ['directrice générale', 'code civil, 1367'],
    ],
  },
  {
    gabarit: 'reglement-interieur.v1',
    donnees: exempleReglement,
    mentions: [
      ...identite,
      declaration,
      ['Règlement RI-2026-0001', `${T}L6352-4`],
      ['Siège, salles Drac et Isère : 14 rue des Passerelles, 38000 Grenoble', `${T}R6352-1`],
      ['Atelier de Voiron : 7 place du Moulin, 38500 Voiron', `${T}R6352-1`],
      ['celles de ce règlement (R6352-1)', `${T}R6352-1`],
      ['Incendie et évacuation. Le plan d’évacuation est affiché', `${T}L6352-3, 1°`],
      ['Premiers secours, accident. La trousse de secours est à l’accueil', `${T}L6352-3, 1°`],
      ['Locaux et matériel. Le matériel sert à la formation', `${T}L6352-3, 1°`],
      ['se déclare aussitôt à Mme Hélène Roussillon.', `${T}L6352-3, 1°`],
      ['Chacun travaille dans le calme et le respect.', `${T}L6352-3, 2°`],
      [
        'Mme Hélène Roussillon, directrice générale, au 04 65 71 20 31 ou à direction@langue-et-lien.example',
        `${T}L6352-3, 1°`,
      ],
      ['autre qu’une observation verbale', `${T}R6352-3`],
      ['Les amendes et toute autre sanction pécuniaire sont interdites.', `${T}R6352-3`],
      ['l’exclusion temporaire, de 5 jours au plus', `${T}L6352-3, 2°`],
      ['informée au préalable des griefs', `${T}R6352-4`],
      ['en disant l’objet, la date, l’heure et le lieu de l’entretien', `${T}R6352-5`],
      ['moins d’un jour franc ni plus de quinze jours', `${T}R6352-6`],
      ['exclusion temporaire à effet immédiat', `${T}R6352-7`],
      ['informe de la sanction l’employeur', `${T}R6352-8`],
      ['plus de cinq cents heures', `${T}R6352-9`],
      ['scrutin uninominal à deux tours', `${T}R6352-9`],
      ['au plus tôt vingt heures et au plus tard quarante heures', `${T}R6352-10`],
      ['Mme Hélène Roussillon l’organise', `${T}R6352-11`],
      ['procès-verbal de carence', `${T}R6352-12`],
      ['Le mandat dure autant que l’action', `${T}R6352-13`],
      ['présentent les réclamations individuelles ou collectives', `${T}R6352-14`],
      ['ne s’appliquent pas aux personnes détenues', `${T}R6352-15`],
      [
        'Une réclamation s’adresse à qualite@langue-et-lien.example ; elle reçoit une réponse écrite sous 10 jours.',
        'RNQ, indicateur 31',
      ],
      ['entre en vigueur le 6 janvier 2026', `${T}R6352-2`],
      ['Fait à Grenoble, le 5 janvier 2026.', `${T}L6352-4`],
      signeOrganisme,
    ],
  },
  ...factures,
]
