// Long parce que chaque registre s’y lit d’un trait : ce qu’on y écrit, pour quel indicateur, et la phrase de sa page vide.
/** Un champ propre à un registre ; `exige` : la ligne ne se garde pas sans lui. */
export type Champ = {
  readonly nom: string
  readonly libelle: string
  readonly genre: 'ligne' | 'texte' | 'jour' | 'nombre' | 'decimal' | 'choix' | 'cases'
  readonly exige?: true
  readonly aide?: string
  readonly choix?: Readonly<Record<string, string>>
}

/** À quoi une ligne se rattache. `intervenant`, `offre`… : un identifiant de la coopérative ; `membre` : un compte de l’équipe. */
export type Lien = 'intervenant' | 'membre' | 'offre' | 'session' | 'lieu' | 'entreprise'

export type RegistreQualite = {
  readonly titre: string
  /** « une réunion » */
  readonly un: string
  readonly lede: string
  readonly indicateurs: readonly number[]
  readonly famille: string
  readonly libelleTitre: string
  readonly libelleJour: string
  /** Le jour où cela cesse de valoir, quand il s’écrit. */
  readonly libelleTerme?: string
  readonly liens: readonly Lien[]
  /** Une ligne qui dit son terme peut ne nommer aucune session : un contrat-cadre. */
  readonly cadre?: true
  readonly champs: readonly Champ[]
  readonly vide: string
}

const ligne = (nom: string, libelle: string, aide?: string): Champ => ({
  nom,
  libelle,
  genre: 'ligne',
  ...(aide ? { aide } : {}),
})
const long = (nom: string, libelle: string, aide?: string): Champ => ({
  nom,
  libelle,
  genre: 'texte',
  ...(aide ? { aide } : {}),
})
const du = (c: Champ): Champ => ({ ...c, exige: true })

const veille = (titre: string, indicateur: number, exemple: string): RegistreQualite => ({
  titre,
  un: 'un élément de veille',
  lede: 'On partage la source, jamais l’appropriation : ce qui prouve, c’est la décision prise ici, et ce qu’elle a changé.',
  indicateurs: [indicateur],
  famille: 'Veille',
  libelleTitre: 'De quoi il s’agit',
  libelleJour: 'Décidé le',
  liens: ['offre'],
  champs: [
    du(ligne('source', 'Source', 'un lien, ou la note reçue du pôle')),
    du(long('analyse', 'Ce que cela change pour nous', 'en vos propres mots')),
    du({
      nom: 'decision',
      libelle: 'Décision',
      genre: 'choix',
      choix: {
        agir: 'agir',
        'deja-fait': 'déjà fait',
        'sans-effet': 'sans effet chez nous',
        'a-etudier': 'à étudier',
      },
    }),
    long('motif', 'Pourquoi', 'sans raison écrite, la décision ne prouve rien'),
    ligne('diffusion', 'Transmis à', 'les personnes ou l’équipe'),
    ligne('effet', 'Ce qui a été modifié', 'le document, l’offre, l’outil ; attendu quand on agit'),
  ],
  vide: exemple,
})

const simple = (
  r: Pick<RegistreQualite, 'titre' | 'un' | 'lede' | 'indicateurs' | 'famille' | 'vide'> &
    Partial<RegistreQualite>,
): RegistreQualite => ({ libelleTitre: 'Objet', libelleJour: 'Le', liens: [], champs: [], ...r })

/** Ce que la coopérative écrit d’elle-même, parce qu’aucun autre geste ne le dit. */
export const registres: Readonly<Record<string, RegistreQualite>> = {
  'relecture-messages': simple({
    titre: 'Relecture des messages',
    un: 'une relecture',
    indicateurs: [1],
    famille: 'Informer',
    lede: 'Site, plaquettes, Mon Compte Formation : rien n’y trompe sur l’accès, le contenu, le financement ou les suites.',
    libelleTitre: 'Support relu',
    libelleJour: 'Relu le',
    champs: [du(long('constat', 'Ce qui a été vérifié, et corrigé'))],
    vide: 'Relisez une page de votre site comme le ferait un futur stagiaire, et dites ce que vous avez corrigé.',
  }),
  resultat: simple({
    titre: 'Résultats publiés',
    un: 'un résultat',
    indicateurs: [2],
    famille: 'Informer',
    lede: 'Un chiffre se publie avec son calcul, sa période, son effectif et son taux de réponse ; un petit effectif s’affiche tel quel.',
    libelleTitre: 'Ce qui est mesuré',
    libelleJour: 'Publié le',
    liens: ['offre'],
    champs: [
      du(ligne('valeur', 'Valeur', '92 %, 4,6 sur 5')),
      du(ligne('formule', 'Formule', 'satisfaits / répondants')),
      du(ligne('periode', 'Période', 'janvier à décembre 2026')),
      du({ nom: 'effectif', libelle: 'Effectif interrogé', genre: 'nombre' }),
      du({ nom: 'repondants', libelle: 'Ont répondu', genre: 'nombre' }),
      ligne('adresse', 'Où on le lit', 'l’adresse de la page publique'),
    ],
    vide: 'Une satisfaction, un taux d’abandon, une insertion : un seul chiffre honnête vaut mieux que dix sans effectif.',
  }),
  deroule: simple({
    titre: 'Déroulés pédagogiques',
    un: 'un déroulé',
    indicateurs: [6],
    famille: 'Concevoir',
    lede: 'Ce qui se fait, séquence après séquence : chaque objectif a la sienne, et les durées font la durée vendue.',
    libelleTitre: 'Version',
    libelleJour: 'Écrit le',
    liens: ['offre'],
    champs: [long('sequences', 'Les séquences', 'l’objectif, ce que l’on fait, la durée')],
    vide: 'Joignez le déroulé que la personne qui anime suit déjà, ou écrivez-le ici.',
  }),
  'matrice-competences': simple({
    titre: 'Compétences d’une certification et séquences',
    un: 'un tableau croisé',
    indicateurs: [7],
    famille: 'Concevoir',
    lede: 'Toutes les compétences des blocs préparés, et la séquence où chacune se travaille.',
    libelleTitre: 'Version',
    libelleJour: 'Écrit le',
    liens: ['offre'],
    champs: [long('croisement', 'Le croisement', 'la compétence, la séquence, l’épreuve')],
    vide: 'Le référentiel de la certification à gauche, vos séquences en haut : une compétence sans séquence se voit.',
  }),
  'mon-compte-formation': simple({
    titre: 'Relevés de Mon Compte Formation',
    un: 'un relevé',
    indicateurs: [1],
    famille: 'Informer',
    lede: 'Ce que la plateforme montre d’une offre doit être ce que dit sa fiche. On le relit à chaque publication.',
    libelleTitre: 'Ce qui fut relu',
    libelleJour: 'Relevé le',
    liens: ['offre'],
    champs: [
      du({ nom: 'prix', libelle: 'Prix affiché, en euros', genre: 'decimal', aide: '1 250,50' }),
      du({ nom: 'duree', libelle: 'Durée affichée, en heures', genre: 'decimal', aide: '10,5 pour 10 h 30' }),
      du(
        long(
          'constat',
          'Ce qui fut comparé, et corrigé',
          'objectifs, prérequis, délai d’accès, certification',
        ),
      ),
      ligne('adresse', 'Adresse de la page relue'),
    ],
    vide: 'Une offre financée par le CPF : relevez ce que la plateforme en dit, et joignez la copie de l’écran.',
  }),
  examen: simple({
    titre: 'Épreuves et résultats d’examen',
    un: 'une épreuve',
    indicateurs: [3, 16],
    famille: 'Accompagner',
    lede: 'Combien sont inscrits, combien se sont présentés, combien sont reçus : le taux de présentation et le taux d’obtention se publient ensemble.',
    libelleTitre: 'Épreuve',
    libelleJour: 'Résultats du',
    liens: ['session'],
    champs: [
      du({ nom: 'inscrits', libelle: 'Inscrits à l’épreuve', genre: 'nombre' }),
      du({ nom: 'presentes', libelle: 'Présentés', genre: 'nombre' }),
      du({ nom: 'recus', libelle: 'Reçus', genre: 'nombre' }),
      long('suites', 'Suites', 'pour qui n’est pas reçu : une seconde session, un bloc à repasser'),
      ligne('adresse', 'Où les deux taux se lisent', 'l’adresse de la page publique'),
    ],
    vide: 'Le procès-verbal du jury dit tout : joignez-le, et recopiez-en trois nombres.',
  }),
  ressource: simple({
    titre: 'Ressources pédagogiques',
    un: 'une ressource',
    indicateurs: [19],
    famille: 'Outiller',
    lede: 'Ce que l’on met entre les mains des stagiaires, et comment on sait qu’ils s’en servent.',
    libelleTitre: 'Ressource',
    libelleJour: 'Mise à disposition le',
    liens: ['offre'],
    champs: [
      ligne('adresse', 'Où elle s’ouvre', 'l’adresse, si elle est en ligne'),
      du(long('usage', 'Comment les stagiaires y accèdent, et comment on les aide à s’en servir')),
    ],
    vide: 'Un livret, un dossier partagé, une suite d’exercices : une ligne par offre suffit.',
  }),
  habilitation: simple({
    titre: 'Habilitations de certification',
    un: 'une habilitation',
    indicateurs: [7],
    famille: 'Concevoir',
    lede: 'Le droit de former et d’évaluer vers une certification, donné par son certificateur, avec son terme.',
    libelleTitre: 'Certificateur et portée',
    libelleJour: 'Vaut depuis le',
    libelleTerme: 'Jusqu’au',
    liens: ['offre'],
    champs: [ligne('reference', 'Référence', 'numéro de la convention de partenariat')],
    vide: 'Sans habilitation à la date de la session, préparer à une certification ne se prouve pas.',
  }),
  'procedure-violences': simple({
    titre: 'Procédure violences, harcèlement, discriminations',
    un: 'une version de la procédure',
    indicateurs: [12],
    famille: 'Accompagner',
    lede: 'Prévenir et traiter : qui écoute, dans quel délai, et comment chaque stagiaire l’apprend (attendu depuis le 1ᵉʳ novembre 2026).',
    libelleTitre: 'Version',
    libelleJour: 'En vigueur le',
    libelleTerme: 'Jusqu’au',
    champs: [
      du(ligne('contact', 'À qui parler', 'une personne, un numéro')),
      du(long('remise', 'Comment elle est remise aux stagiaires')),
      long('texte', 'La procédure, en quelques lignes'),
    ],
    vide: 'Une page suffit : qui écoute, que fait-on dans les deux jours, à qui s’adresser hors de la coopérative.',
  }),
  'accompagnement-apprentis': simple({
    titre: 'Accompagnement des apprentis',
    un: 'une action',
    indicateurs: [14],
    famille: 'Accompagner',
    lede: 'Socio-professionnel, éducatif, citoyen : ce qui a été fait, avec qui.',
    libelleJour: 'Faite le',
    champs: [du(ligne('participants', 'Participants')), long('contenu', 'Contenu')],
    vide: 'Pour un centre de formation d’apprentis.',
  }),
  lieu: simple({
    titre: 'Lieux vérifiés',
    un: 'une vérification',
    indicateurs: [17],
    famille: 'Outiller',
    lede: 'Accès, sécurité, places, matériel : un lieu se vérifie une fois l’an, et chaque fois qu’il change.',
    libelleTitre: 'Ce qui a été vérifié',
    libelleJour: 'Vérifié le',
    liens: ['lieu'],
    champs: [
      du(ligne('accessibilite', 'Accès des personnes handicapées')),
      du(ligne('securite', 'Sécurité', 'registre, issues, consignes')),
      du({ nom: 'places', libelle: 'Places', genre: 'nombre' }),
      ligne('materiel', 'Matériel'),
    ],
    vide: 'Faites le tour de la salle avec cette page ouverte sur un téléphone.',
  }),
  reunion: simple({
    titre: 'Réunions pédagogiques',
    un: 'une réunion',
    indicateurs: [18],
    famille: 'Outiller',
    lede: 'Ce que l’équipe a décidé ensemble ; un compte rendu sans décision ne prouve pas une coordination.',
    libelleTitre: 'Objet',
    libelleJour: 'Tenue le',
    champs: [du(ligne('participants', 'Participants')), du(long('decisions', 'Décisions'))],
    vide: 'Trois lignes après chaque réunion : qui était là, ce qui est décidé, qui le fait.',
  }),
  consigne: simple({
    titre: 'Consignes aux intervenants externes',
    un: 'une consigne',
    indicateurs: [18],
    famille: 'Outiller',
    lede: 'Le public, les objectifs, la façon d’évaluer, à qui s’adresser : transmis avant le premier jour.',
    libelleTitre: 'À qui, et quoi',
    libelleJour: 'Transmise le',
    liens: ['session', 'intervenant'],
    champs: [du(long('texte', 'La consigne'))],
    vide: 'Le courriel que vous envoyez déjà avant une session : collez-le ici.',
  }),
  conseil: simple({
    titre: 'Conseil de perfectionnement',
    un: 'un procès-verbal',
    indicateurs: [20],
    famille: 'Outiller',
    lede: 'Pour un centre de formation d’apprentis : composition, avis, suites.',
    libelleJour: 'Tenu le',
    champs: [du(ligne('participants', 'Participants')), du(long('decisions', 'Avis et suites'))],
    vide: 'Pour un centre de formation d’apprentis.',
  }),
  cv: simple({
    titre: 'Curriculum vitæ des intervenants',
    un: 'un curriculum vitæ',
    indicateurs: [21],
    famille: 'Qualifier',
    lede: 'À jour de moins de vingt-quatre mois, avec les domaines qu’il permet d’enseigner. Les titres sont sur la fiche de la personne.',
    libelleTitre: 'Version',
    libelleJour: 'Daté du',
    liens: ['intervenant'],
    champs: [du(ligne('domaines', 'Domaines couverts')), ligne('ou', 'Où il est gardé')],
    vide: 'Demandez-le à chaque personne qui anime, une fois tous les deux ans.',
  }),
  'competences-requises': simple({
    titre: 'Compétences requises pour animer',
    un: 'ce qu’il faut savoir',
    indicateurs: [21],
    famille: 'Qualifier',
    lede: 'Écrites avant la session, et comparées au dossier de chaque personne qui l’anime : chaque mot demandé s’y lit, ou manque.',
    libelleTitre: 'Pour animer',
    libelleJour: 'Défini le',
    liens: ['offre'],
    champs: [
      du(
        ligne(
          'competences',
          'Les savoirs demandés',
          'quelques mots : « anglais, certification » ; chacun sera cherché dans les titres, leur rapport et les domaines du curriculum vitæ',
        ),
      ),
      long('precision', 'Ce qu’il faut en entendre'),
    ],
    vide: 'Un ou deux mots par offre : la matière, et le public s’il demande un savoir à part.',
  }),
  'evaluation-intervenant': simple({
    titre: 'Évaluations des intervenants',
    un: 'une évaluation',
    indicateurs: [21],
    famille: 'Qualifier',
    lede: 'Observation, retour des stagiaires, entretien entre pairs : ce que l’on en a conclu.',
    libelleJour: 'Faite le',
    liens: ['intervenant'],
    champs: [
      du({
        nom: 'mode',
        libelle: 'Comment',
        genre: 'choix',
        choix: {
          observation: 'observation',
          pairs: 'entre pairs',
          stagiaires: 'retour des stagiaires',
          entretien: 'entretien',
        },
      }),
      du(long('conclusion', 'Conclusion')),
      ligne('suite', 'Suite donnée'),
    ],
    vide: 'Une heure au fond d’une salle, et dix lignes au retour.',
  }),
  developpement: simple({
    titre: 'Développement des compétences',
    un: 'une action',
    indicateurs: [22],
    famille: 'Qualifier',
    lede: 'Formation suivie, groupe de pratiques, tutorat : un parcours nominatif pour chaque personne salariée.',
    libelleTitre: 'Action',
    libelleJour: 'Suivie le',
    liens: ['intervenant', 'membre'],
    champs: [du(ligne('duree', 'Durée')), ligne('apport', 'Ce que cela change')],
    vide: 'Les formations communes du pôle comptent, personne par personne.',
  }),
  entretien: simple({
    titre: 'Entretiens professionnels',
    un: 'un entretien',
    indicateurs: [22],
    famille: 'Qualifier',
    lede: 'La date seule, jamais le contenu (L6315-1).',
    libelleTitre: 'Objet',
    libelleJour: 'Tenu le',
    liens: ['intervenant', 'membre'],
    champs: [],
    vide: 'La date suffit : le contenu de l’entretien n’a rien à faire ici.',
  }),
  'veille-legale': veille(
    'Veille légale et réglementaire',
    23,
    'Un texte paru ce trimestre : lisez-le, dites ce qu’il change ici, et à qui vous l’avez dit.',
  ),
  'veille-metiers': veille(
    'Veille des métiers et des compétences',
    24,
    'Ce qui change dans les métiers que vous formez, et l’offre que cela modifie.',
  ),
  'veille-pedagogie': veille(
    'Veille pédagogique et technique',
    25,
    'Un outil essayé, une façon de faire abandonnée : dites pourquoi.',
  ),
  'partenaire-handicap': simple({
    titre: 'Partenaires du handicap',
    un: 'un partenaire',
    indicateurs: [26],
    famille: 'Relier',
    lede: 'Cap emploi, Agefiph, Ressource handicap formation… : qui appeler, sur quel territoire, vérifié chaque année.',
    libelleTitre: 'Partenaire',
    libelleJour: 'Vérifié le',
    champs: [
      du(ligne('territoire', 'Territoire')),
      du(ligne('contact', 'Contact')),
      ligne('aide', 'Ce qu’il apporte'),
    ],
    vide: 'Un seul partenaire que l’on sait joindre vaut mieux qu’une liste recopiée.',
  }),
  'recours-handicap': simple({
    titre: 'Recours aux partenaires du handicap',
    un: 'un échange',
    indicateurs: [26],
    famille: 'Relier',
    lede: 'Un appel, une réunion, une aide demandée. Sans nom de stagiaire.',
    libelleTitre: 'Avec qui',
    libelleJour: 'Le',
    champs: [du(long('objet', 'Objet et suite', 'sans nommer personne'))],
    vide: 'Notez le prochain appel : une date, un nom, ce qui en est sorti.',
  }),
  'formation-referent': simple({
    titre: 'Formation de la personne référente handicap',
    un: 'une formation',
    indicateurs: [26],
    famille: 'Relier',
    lede: 'Nommer ne suffit pas : la personne référente s’y est formée.',
    libelleTitre: 'Formation suivie',
    libelleJour: 'Suivie le',
    liens: ['intervenant', 'membre'],
    champs: [ligne('duree', 'Durée')],
    vide: 'Les webinaires de l’Agefiph comptent.',
  }),
  'contrat-sous-traitance': simple({
    titre: 'Contrats de sous-traitance',
    un: 'un contrat',
    indicateurs: [27],
    famille: 'Relier',
    lede: 'Signé avant la session, avec les clauses de R6333-6-2 et la répartition des indicateurs : sans contrat qui dise les missions, tout est audité. Un contrat-cadre, sans session, dit son terme.',
    libelleTitre: 'Contrat',
    libelleJour: 'Signé le',
    libelleTerme: 'Jusqu’au',
    liens: ['session', 'entreprise', 'intervenant'],
    cadre: true,
    champs: [
      du({
        nom: 'clauses',
        libelle: 'Clauses écrites au contrat (R6333-6-2)',
        genre: 'cases',
        choix: {
          missions: 'missions',
          contenu: 'contenu de l’action',
          sanction: 'sanction de la formation',
          moyens: 'moyens mobilisés',
          suivi: 'modalités de suivi',
          duree: 'durée',
          periode: 'période',
          prix: 'prix',
        },
      }),
      du(ligne('indicateurs', 'Indicateurs confiés', 'par exemple : 9, 10, 17 ; « aucun » est une réponse')),
      { nom: 'montant', libelle: 'Montant hors taxes, en euros', genre: 'nombre' },
      {
        nom: 'cpf',
        libelle: 'Action payée par le CPF',
        genre: 'choix',
        choix: { non: 'non', oui: 'oui' },
        aide: '80 % au plus du chiffre CPF par année civile',
      },
    ],
    vide: 'Le contrat se signe avant le premier jour ; après coup, il ne prouve rien.',
  }),
  'controle-sous-traitant': simple({
    titre: 'Contrôles des sous-traitants',
    un: 'un contrôle',
    indicateurs: [27],
    famille: 'Relier',
    lede: 'Relevé daté : déclaration d’activité, certification sur la liste publique, titres des intervenants.',
    libelleTitre: 'Ce qui a été relevé',
    libelleJour: 'Relevé le',
    liens: ['entreprise', 'intervenant'],
    champs: [
      du(ligne('nda', 'Numéro de déclaration d’activité')),
      du({
        nom: 'certifie',
        libelle: 'Certifié qualité',
        genre: 'choix',
        choix: {
          oui: 'oui, copie gardée',
          non: 'non, hors CPF',
          micro: 'micro-entrepreneur sous le plafond',
        },
      }),
      long('titres', 'Titres et qualités vérifiés'),
    ],
    vide: 'La liste publique des organismes de formation dit le numéro et les catégories ; la copie du certificat dit le reste.',
  }),
  'evaluation-sous-traitant': simple({
    titre: 'Évaluations des sous-traitants',
    un: 'une évaluation',
    indicateurs: [27],
    famille: 'Relier',
    lede: 'Ce qui s’est bien passé, ce qui ne va pas, et la suite donnée.',
    libelleTitre: 'Objet',
    libelleJour: 'Faite le',
    liens: ['entreprise', 'intervenant'],
    champs: [
      du(long('constat', 'Constat')),
      du(ligne('suite', 'Suite donnée', 'reconduire, corriger, cesser')),
    ],
    vide: 'Une fois l’an, et après toute réclamation.',
  }),
  'partenaire-metier': simple({
    titre: 'Échanges avec les métiers',
    un: 'un échange',
    indicateurs: [28],
    famille: 'Relier',
    lede: 'Entreprises, branches, prescripteurs : ce qu’ils nous apprennent du travail réel.',
    libelleTitre: 'Avec qui',
    libelleJour: 'Le',
    champs: [du(long('objet', 'Objet et suite'))],
    vide: 'Une visite, un comité, un appel : une ligne chaque fois.',
  }),
  insertion: simple({
    titre: 'Insertion des apprentis',
    un: 'une action',
    indicateurs: [29],
    famille: 'Relier',
    lede: 'Pour un centre de formation d’apprentis : ce qui prépare l’emploi ou la poursuite d’études.',
    libelleJour: 'Faite le',
    champs: [du(ligne('participants', 'Participants')), long('contenu', 'Contenu')],
    vide: 'Pour un centre de formation d’apprentis.',
  }),
  financeur: simple({
    titre: 'Sollicitations des financeurs',
    un: 'une sollicitation',
    indicateurs: [30],
    famille: 'Écouter',
    lede: 'Une fois l’an, pas à chaque action : ce que le financeur pense de nos formations.',
    libelleTitre: 'Objet',
    libelleJour: 'Demandé le',
    liens: ['entreprise'],
    champs: [long('reponse', 'Réponse', 'ou : sans réponse, relancé le…')],
    vide: 'Un courriel par OPCO et par an, ou la trace d’un webinaire.',
  }),
  'procedure-reclamation': simple({
    titre: 'Procédure de réclamation',
    un: 'une version',
    indicateurs: [31],
    famille: 'Écouter',
    lede: 'Comment se plaindre, en combien de temps on répond, et où c’est écrit.',
    libelleTitre: 'Version',
    libelleJour: 'Publiée le',
    libelleTerme: 'Jusqu’au',
    champs: [
      du(ligne('adresse', 'Adresse publique')),
      du({ nom: 'delai', libelle: 'Répond en, jours', genre: 'nombre' }),
    ],
    vide: 'Une page publique, un courriel, un délai.',
  }),
  action: simple({
    titre: 'Actions d’amélioration',
    un: 'une action',
    indicateurs: [32],
    famille: 'Écouter',
    lede: 'Une action vient de quelque part et change quelque chose : elle ne se clôt que son effet vérifié.',
    libelleTitre: 'Action',
    libelleJour: 'Ouverte le',
    libelleTerme: 'Échéance',
    liens: ['membre'],
    champs: [
      du({
        nom: 'origine',
        libelle: 'D’où elle vient',
        genre: 'choix',
        choix: {
          appreciation: 'une appréciation',
          reclamation: 'une réclamation',
          alea: 'un aléa',
          audit: 'un audit',
          trou: 'un trou de la grille',
          veille: 'la veille',
          risque: 'un risque',
        },
      }),
      {
        nom: 'indicateur',
        libelle: 'Indicateur touché',
        genre: 'nombre',
        aide: 'attendu pour la clore : elle ne se clôt pas tant que cet indicateur a un trou né après son ouverture',
      },
      du(long('cause', 'Cause')),
      du(long('correction', 'Ce que l’on fait')),
      { nom: 'closeLe', libelle: 'Close le', genre: 'jour' },
      long('effet', 'Effet vérifié'),
    ],
    vide: 'Une plainte, un trou, une idée : écrivez l’action au moment où on la décide.',
  }),
  risque: simple({
    titre: 'Risques pour la qualité',
    un: 'un risque',
    indicateurs: [32],
    famille: 'Écouter',
    lede: 'Ce qui pourrait abîmer une formation, et ce que l’on fait pour l’éviter (attendu depuis le 1ᵉʳ novembre 2026).',
    libelleTitre: 'Risque',
    libelleJour: 'Évalué le',
    liens: ['membre'],
    champs: [
      du({
        nom: 'niveau',
        libelle: 'Niveau',
        genre: 'choix',
        choix: { faible: 'faible', moyen: 'moyen', eleve: 'élevé' },
      }),
      long('cause', 'Causes'),
      long('mesure', 'Mesure préventive', 'attendue pour un risque élevé'),
    ],
    vide: 'Une salle perdue, un formateur malade, un certificateur qui se retire : commencez par le pire.',
  }),
  revue: simple({
    titre: 'Revues de la qualité',
    un: 'une revue',
    indicateurs: [32],
    famille: 'Écouter',
    lede: 'Une fois l’an, la grille ouverte : ce qui va, ce qui manque, ce que l’on décide.',
    libelleTitre: 'Objet',
    libelleJour: 'Tenue le',
    champs: [
      du(ligne('participants', 'Participants')),
      du(long('chiffres', 'Sur quels chiffres')),
      du(long('decisions', 'Décisions')),
    ],
    vide: 'Projetez la grille, et notez ce que vous décidez.',
  }),
  enseignements: simple({
    titre: 'Évaluations des enseignements',
    un: 'une campagne',
    indicateurs: [33],
    famille: 'Écouter',
    lede: 'Pour un centre de formation d’apprentis : distincte de la satisfaction, partagée, suivie d’effet mesuré.',
    libelleTitre: 'Campagne',
    libelleJour: 'Close le',
    liens: ['offre'],
    champs: [
      du(long('constats', 'Constats')),
      long('partage', 'Partage', 'réunion, participants, décisions'),
      long('effet', 'Effet, face à la campagne précédente'),
    ],
    vide: 'Pour un centre de formation d’apprentis.',
  }),
}

/**
 * Ce qui vient d’une autre coopérative (« Mutualiser ») : une copie datée, qui ne prouve rien tant qu’on ne dit pas ce que l’on en a
 * adapté et décidé chez soi. `repriseDe` : d’où, en clair ; `adaptation` : ce qu’on en a fait.
 */
export const champsRepris: readonly Champ[] = [
  long(
    'adaptation',
    'Ce que vous en avez adapté, et décidé',
    'sans cela, la copie d’une autre coopérative ne prouve rien',
  ),
]
export const estReprise = (contenu: Contenu): boolean => dit(contenu, 'repriseDe') !== ''

export const familles = [
  'Informer',
  'Concevoir',
  'Accompagner',
  'Outiller',
  'Qualifier',
  'Veille',
  'Relier',
  'Écouter',
] as const

export const registreDe = (genre: string): RegistreQualite | undefined =>
  Object.hasOwn(registres, genre) ? registres[genre] : undefined

export type Contenu = Readonly<Record<string, string | readonly string[]>>

/** Ce qu’une réponse vaut à l’écran : le mot d’un choix, une liste pour des cases. */
export const direChamp = (champ: Champ, valeur: string | readonly string[] | undefined): string => {
  const valeurs = valeur === undefined ? [] : typeof valeur === 'string' ? [valeur] : valeur
  return valeurs
    .map((v) => champ.choix?.[v] ?? (champ.genre === 'decimal' ? v.replace('.', ',') : v))
    .join(', ')
}

/** Ce que deux nombres d’une épreuve disent ensemble, en pour cent ; rien si personne n’est inscrit, ou présenté. */
export const tauxExamen = (
  c: Contenu,
): { readonly presentation: number | undefined; readonly obtention: number | undefined } => {
  const [inscrits, presentes, recus] = [nombre(c, 'inscrits'), nombre(c, 'presentes'), nombre(c, 'recus')]
  const sur = (n: number, total: number) => (total > 0 ? Math.round((100 * n) / total) : undefined)
  return { presentation: sur(presentes, inscrits), obtention: sur(recus, presentes) }
}

export type RefusLigne =
  | { readonly code: 'examen-incoherent'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'agir-sans-effet'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'motif-absent'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'effet-absent'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'indicateur-absent'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'repondants'; readonly champ: string; readonly phrase: string }
  | { readonly code: 'mesure-absente'; readonly champ: string; readonly phrase: string }

const dit = (c: Contenu, nom: string): string => (typeof c[nom] === 'string' ? (c[nom] as string) : '')
const nombre = (c: Contenu, nom: string): number => Number(dit(c, nom) || 0)

/** L’indicateur qu’une action touche ; rien s’il n’est pas dit. */
export const indicateurTouche = (contenu: Contenu): number | undefined => {
  const n = Number(dit(contenu, 'indicateur').trim() || 'x')
  return Number.isInteger(n) && n >= 1 && n <= 33 ? n : undefined
}

/** Ce qui se contredit dans une ligne ; une décision sans raison ne se garde pas. */
export const verifierLigne = (genre: string, contenu: Contenu): RefusLigne | undefined => {
  if (genre.startsWith('veille-') && dit(contenu, 'decision') !== 'a-etudier' && dit(contenu, 'motif') === '')
    return {
      code: 'motif-absent',
      champ: 'motif',
      phrase: 'Une décision de veille a sa raison : sans elle, elle ne prouve rien.',
    }
  if (genre === 'action' && dit(contenu, 'closeLe') !== '' && dit(contenu, 'effet') === '')
    return {
      code: 'effet-absent',
      champ: 'effet',
      phrase: 'Une action se clôt sur son effet vérifié : écrivez ce que vous avez constaté.',
    }
  if (genre === 'action' && dit(contenu, 'closeLe') !== '' && indicateurTouche(contenu) === undefined)
    return {
      code: 'indicateur-absent',
      champ: 'indicateur',
      phrase:
        'Dites l’indicateur que cette action touche, de 1 à 33 : elle ne se clôt que si son contrôle repasse.',
    }
  if (genre === 'resultat' && Number(dit(contenu, 'repondants')) > Number(dit(contenu, 'effectif')))
    return {
      code: 'repondants',
      champ: 'repondants',
      phrase: 'Plus de réponses que de personnes interrogées : vérifiez les deux nombres.',
    }
  if (genre === 'examen' && nombre(contenu, 'presentes') > nombre(contenu, 'inscrits'))
    return {
      code: 'examen-incoherent',
      champ: 'presentes',
      phrase: 'Plus de présentés que d’inscrits à l’épreuve : vérifiez les deux nombres.',
    }
  if (genre === 'examen' && nombre(contenu, 'recus') > nombre(contenu, 'presentes'))
    return {
      code: 'examen-incoherent',
      champ: 'recus',
      phrase: 'Plus de reçus que de présentés : vérifiez les deux nombres.',
    }
  if (genre === 'risque' && dit(contenu, 'niveau') === 'eleve' && dit(contenu, 'mesure') === '')
    return { code: 'mesure-absente', champ: 'mesure', phrase: 'Un risque élevé a sa mesure préventive.' }
  return undefined
}
