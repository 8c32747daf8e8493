/**
 * Une année aux Tisserands : à chaque trimestre, une demi-journée de chacune des six enseignes, vendue, visée, tenue, facturée, payée ; le comité d’il y a un an et
 * ses revues ; une mission entre enseignes, une réclamation, un avoir. Chaque pas par sa page, à son jour.
 */
import { dateCivile, formaterDate, morceaux } from '#kernel/dates.ts'
import {
  type Client,
  enAppelantLAutre,
  jouerLesPas,
  type Pas,
  type Passee,
  pasDAutrefois,
} from './annee-passee.ts'
import { importerLignes } from './factures.ts'
import { ecrireOffre, lejour, type Scene } from './gestes.ts'
import { ouvrable } from './jours.ts'
import { agirPour, type QuiVit } from './les-tisserands-vie.ts'
import { type Personne, uniques } from './rejouer.ts'

const salome = 'Salomé Diallo'
const bastien = 'Bastien Lourdel'
const gestion = 'Gaëlle Riou'

/** Ce que chaque enseigne vend en une demi-journée, à qui, et où. */
type Vente = {
  readonly offre: Readonly<Record<string, string>> & { readonly intitule: string; readonly duree: string }
  readonly client: Client
  readonly lieu: string
}
const ventes = {
  'La Navette': {
    offre: {
      intitule: 'Écrire un compte rendu qu’on relit',
      objectif: 'Rédiger en une heure un compte rendu qui sert à qui n’y était pas.',
      objectifs: 'Trier ce qui fut dit\nÉcrire une décision\nFaire relire',
      contenu: 'Notes : prendre moins, prendre mieux\nPlan : décisions d’abord\nRelecture à deux',
      nsf: '131',
      duree: '3 h 30',
      prix: '310',
    },
    client: {
      nom: 'Maison des écritures d’Armor',
      siret: '99900020100015',
      adresse: '2 rue de l’Encrier',
      codePostal: '29100',
      ville: 'Douarnenez',
      signe: ['Katell', 'Riouall', 'Directrice'],
    },
    lieu: 'Grand atelier, quai de la Navette',
  },
  'Trame sonore': {
    offre: {
      intitule: 'Enregistrer un entretien',
      objectif: 'Préparer, enregistrer et sauvegarder un entretien de vingt minutes.',
      objectifs: 'Placer un micro\nRelancer sans couper\nRanger ses sons',
      contenu: 'Matériel : micro, casque, niveaux\nEntretien : questions et silences\nSauvegarde',
      nsf: '323',
      duree: '3 h 30',
      prix: '290',
    },
    client: {
      nom: 'Médias du Ponant',
      siret: '99900021900017',
      adresse: '14 rue des Ondes',
      codePostal: '29200',
      ville: 'Brest',
      signe: ['Aurélie', 'Kerdraon', 'Gérante'],
    },
    lieu: 'Petit studio, quai de la Navette',
  },
  'Fil à plomb': {
    offre: {
      intitule: 'Lire un mur ancien avant les travaux',
      objectif: 'Reconnaître les désordres d’un mur de pierre et dire ce qui presse.',
      objectifs: 'Relever un mur\nNommer un désordre\nRanger les urgences',
      contenu: 'Pierre, terre et chaux\nHumidité et fissures\nRelevé sur place',
      nsf: '232',
      duree: '3 h 30',
      prix: '280',
    },
    client: {
      nom: 'Compagnie des Toits de Cornouaille',
      siret: '99900022700010',
      adresse: '31 rue des Ardoisiers',
      codePostal: '29190',
      ville: 'Pleyben',
      signe: ['Ronan', 'Le Dantec', 'Gérant'],
    },
    lieu: 'Chantier-école, Pleyben',
  },
  'Chaîne et climat': {
    offre: {
      intitule: 'Compter les émissions d’une équipe',
      objectif: 'Établir en équipe un premier bilan de ses émissions, et choisir trois gestes.',
      objectifs: 'Choisir un périmètre\nTrouver ses données\nDécider de trois gestes',
      contenu: 'Périmètre et postes\nDonnées : où les trouver\nGestes : effort et effet',
      nsf: '343',
      duree: '3 h 30',
      prix: '340',
    },
    client: {
      nom: 'Laiterie coopérative de l’Élorn',
      siret: '99900023500013',
      adresse: '5 route des Prés',
      codePostal: '29800',
      ville: 'Landerneau',
      signe: ['Gwénaëlle', 'Madec', 'Directrice générale'],
    },
    lieu: 'Salle du conseil, Landerneau',
  },
  'Ourlet numérique': {
    offre: {
      intitule: 'Passer son association aux outils libres',
      objectif: 'Choisir et prendre en main trois outils libres pour travailler à plusieurs.',
      objectifs: 'Comparer des outils\nPartager un agenda\nRanger des fichiers à plusieurs',
      contenu: 'Choisir : usages et hébergeurs\nAgenda et courriel\nFichiers partagés',
      nsf: '326',
      duree: '3 h 30',
      prix: '260',
    },
    client: {
      nom: 'Fédération des foyers du Cap',
      siret: '99900024300017',
      adresse: '1 place de l’Union',
      codePostal: '29770',
      ville: 'Audierne',
      signe: ['Erwan', 'Goraguer', 'Président'],
    },
    lieu: 'Foyer d’Audierne',
  },
  'Point de croix': {
    offre: {
      intitule: 'Reprendre un vêtement plutôt que le jeter',
      objectif: 'Réparer un accroc, une couture et une fermeture à la main.',
      objectifs: 'Poser une pièce\nRefaire une couture\nChanger une fermeture',
      contenu: 'Accrocs et pièces\nCoutures à la main\nFermetures',
      nsf: '243',
      duree: '3 h 30',
      prix: '240',
    },
    client: {
      nom: 'Ressourcerie des Deux Rives',
      siret: '99900025000012',
      adresse: '8 quai des Chiffonniers',
      codePostal: '29200',
      ville: 'Brest',
      signe: ['Bleuenn', 'Hascoët', 'Coordinatrice'],
    },
    lieu: 'Ressourcerie des Deux Rives, Brest',
  },
} as const satisfies Readonly<Record<string, Vente>>
type Enseigne = keyof typeof ventes

/** Quand, quelle enseigne, qui anime, à quel prix, avec qui ; ce qui distingue cette session des autres. */
type Ligne = readonly [
  dans: number,
  enseigne: Enseigne,
  anime: string,
  prix: string,
  prenom: string,
  nom: string,
  plus?: Partial<Pick<Passee, 'visa' | 'payee' | 'certifiee' | 'papier' | 'laissee' | 'refaite'>> & {
    /** Une autre enseigne vient : une mission, et la preuve que l’équipe s’est concertée. */
    readonly mission?: true
  },
]
// Six jours au moins les séparent : chacune se tient le jour ouvré d’avant, et l’heure n’avance que dans un sens.
const agence = 'Le chantier est suivi par une autre agence : facture à refaire.'
const annee: readonly Ligne[] = [
  [-320, 'La Navette', salome, '620', 'Nolwenn', 'Guéguen', { payee: 24, visa: 3, papier: true }],
  [-313, 'Ourlet numérique', 'Tristan Le Meur', '500', 'Maud', 'Cariou', { payee: 30 }],
  [-307, 'Point de croix', 'Capucine Roudaut', '460', 'Yuna', 'Hénaff', { payee: 25 }],
  [-300, 'Chaîne et climat', 'Hugo Ferrand', '680', 'Leïla', 'Mansouri', { payee: 30, visa: 2 }],
  [-293, 'Fil à plomb', 'Morgane Tanguy', '540', 'Malo', 'Quéméneur', { payee: 30 }],
  [-280, 'Trame sonore', 'Gwenn Salaün', '580', 'Samira', 'Haddad', { payee: 21 }],
  [-265, 'Trame sonore', 'Gwenn Salaün', '560', 'Inès', 'Belkacem', { payee: 20 }],
  [-250, 'Ourlet numérique', 'Tristan Le Meur', '520', 'Perrine', 'Mao', { payee: 28, visa: 5 }],
  [-242, 'Fil à plomb', 'Édouard Quéré', '560', 'Armand', 'Le Goff', { payee: 30 }],
  [-235, 'Point de croix', 'Capucine Roudaut', '480', 'Jeanne', 'Le Bras', { payee: 45 }],
  [-220, 'La Navette', salome, '640', 'Ewen', 'Castel', { payee: 20, papier: true, mission: true }],
  [-205, 'Chaîne et climat', 'Hugo Ferrand', '710', 'Soazig', 'Daniel', { payee: 30 }],
  [-175, 'Trame sonore', 'Gwenn Salaün', '580', 'Karim', 'Ouali', { payee: 21 }],
  [-160, 'Fil à plomb', 'Morgane Tanguy', '560', 'Tugdual', 'Rolland', { refaite: agence, payee: 40 }],
  [-152, 'Chaîne et climat', 'Anaëlle Cloarec', '710', 'Bettina', 'Rolland', { payee: 30 }],
  [-145, 'La Navette', 'Maëlys Jaouen', '600', 'Solenn', 'Pichon', { payee: 18 }],
  [-130, 'Point de croix', 'Ismaël Fall', '480', 'Odile', 'Jestin', { payee: 60 }],
  [-115, 'Ourlet numérique', 'Lila Benamar', '520', 'Gildas', 'Floc’h', { payee: 28 }],
  [
    -84,
    'La Navette',
    salome,
    '660',
    'Armelle',
    'Quiniou',
    { payee: 19, certifiee: true, visa: 1, papier: true },
  ],
  [-78, 'Chaîne et climat', 'Anaëlle Cloarec', '720', 'Rozenn', 'Caradec', { payee: 30 }],
  [-72, 'Fil à plomb', 'Édouard Quéré', '580', 'Ronan', 'Kermoal'],
  [-66, 'Trame sonore', bastien, '600', 'Mehdi', 'Zerrouki', { payee: 20, certifiee: true, visa: 2 }],
  [-60, 'Ourlet numérique', 'Lila Benamar', '540', 'Ninon', 'Guillou'],
  // La moins soigneuse : une convention dite signée, sans papier, une feuille que personne ne clôt, rien de certifié ni de facturé, et la cliente réclame.
  [-52, 'Point de croix', 'Ismaël Fall', '480', 'Gaïa', 'Tréguer', { laissee: true }],
]

type Encaissee = { readonly paye: number; readonly facture: string; readonly prix: string }

const ecrireLesOffres = async (yann: Personne): Promise<ReadonlyMap<string, string>> => {
  const offres = new Map<string, string>()
  for (const [enseigne, { offre }] of Object.entries(ventes)) {
    await agirPour(yann, enseigne)
    offres.set(
      enseigne,
      await ecrireOffre(yann, {
        contact: gestion,
        contactCourriel: 'contact@les-tisserands.example',
        contactTelephone: '02 98 00 00 14',
        ...offre,
      }),
    )
  }
  await agirPour(yann)
  return offres
}

/** La cliente d’Ismaël se plaint : le registre est celui de la coopérative, la réponse y est. */
const recevoirLaReclamation = async (
  s: Scene,
  { claire, yann }: QuiVit,
  jour: number,
  session: string,
): Promise<void> => {
  const numero = /S-\d{4}-\d+/.exec(await yann.lire(session))?.[0] ?? ''
  await claire.envoyer('/qualite/evenements/nouveau', {
    genre: 'reclamation',
    auteur: 'entreprise',
    objet: 'Ni convention rendue, ni certificat',
    recuLe: lejour(s, jour),
    session: numero,
    recit:
      'La ressourcerie attend les papiers de la demi-journée depuis qu’elle est finie ; on les lui avait promis.',
  })
  const [affaire = ''] = uniques(
    await claire.lire('/qualite/evenements'),
    /href="(\/qualite\/evenements\/[0-9a-f-]{36})"/g,
  )
  await claire.envoyer(affaire, {
    genre: 'accuse',
    le: lejour(s, jour),
    texte: 'Reçue ; l’équipe d’appui reprend le dossier avec la personne qui animait.',
  })
}

/** Un an : les offres, les sessions de chaque trimestre, de chaque enseigne au dernier. `revoir` : les revues annuelles, quarante-quatre jours avant aujourd’hui. */
export const vivreUneAnnee = async (
  s: Scene,
  qui: QuiVit,
  revoir: () => Promise<unknown>,
): Promise<readonly Encaissee[]> => {
  const { yann } = qui
  s.aller(-355)
  const offres = await ecrireLesOffres(yann)
  const equipe = { dirige: 'Claire Vasseur', vise: 'Yann Prigent', gere: gestion }
  const connus = new Set<string>()
  const ici = (nom: string) => nom === salome || nom === bastien
  const encaissees: Encaissee[] = []
  const pas = annee.flatMap(([dans, enseigne, anime, prix, prenom, nom, dits = {}]): readonly Pas[] => {
    const { mission: aDeux, ...plus } = dits
    const { client, lieu } = ventes[enseigne]
    const jour = ouvrable(s.jour, dans)
    const suites: Passee['suites'] = [
      // Ce que la banque a reçu, la comptabilité l’importe à la fin, pour le compte de l’enseigne.
      ...(enseigne === 'La Navette' && plus.payee !== undefined
        ? [
            [
              plus.payee,
              async (t: { readonly facture: string }) => {
                const numero = /FA-\d{4}-\d+/.exec(await yann.lire(t.facture))?.[0] ?? ''
                encaissees.push({ paye: jour + (plus.payee ?? 0), facture: numero, prix })
              },
            ] as const,
          ]
        : []),
      ...(plus.laissee
        ? [
            [
              5,
              (t: { readonly session: string }) => recevoirLaReclamation(s, qui, jour + 5, t.session),
            ] as const,
          ]
        : []),
      ...(aDeux
        ? enAppelantLAutre(s, {
            par: salome,
            autre: bastien,
            enseignes: ['La Navette', 'Trame sonore'],
            objet: 'Enregistrer les lectures',
            dans,
          })
        : []),
    ]
    return pasDAutrefois(
      s,
      equipe,
      {
        dans,
        anime,
        ...(ici(anime) ? {} : { tient: gestion }),
        enseigne,
        offre: offres.get(enseigne) ?? '',
        ou: { lieu },
        client,
        prix,
        gens: [[prenom, nom]],
        demi: true,
        ...plus,
        suites,
      },
      connus,
    )
  })
  await jouerLesPas(s, [...pas, { ecart: -44, faire: revoir }])
  return encaissees
}

/** Ce que la comptabilité a passé pour La Navette, la veille : ce qu’elle avait à l’ouverture, ses ventes encaissées, deux paies. */
export const importerLaCompta = (
  s: Scene,
  yann: Personne,
  encaissees: readonly Encaissee[],
): Promise<string> => {
  const { annee: ici, mois } = morceaux(s.jour)
  const ouverture = dateCivile(`${mois >= 9 ? ici : ici - 1}-09-01`)
  const ligne = (cle: string, le: string, compte: string, libelle: string, suite: string) =>
    `BQ;${cle};${le};${compte};${libelle};${suite};La Navette`
  return importerLignes(yann, 'ecritures', 'comptabilité', [
    'journal;numero;date;compte;libelle;debit;credit;facture;enseigne',
    // Le jour même de l’ouverture, l’à-nouveau n’est pas encore passé.
    ...(ouverture && ouverture < s.jour
      ? [ligne('AN', formaterDate(ouverture, 'chiffres'), '512000', 'À nouveau', '1180,00;;')]
      : []),
    ...encaissees.flatMap(({ paye, facture, prix }, i) => [
      ligne(String(i + 1), lejour(s, paye), '512000', 'Virement reçu', `${prix},00;;${facture}`),
      ligne(String(i + 1), lejour(s, paye), '411000', 'Virement reçu', `;${prix},00;${facture}`),
    ]),
    ...[-200, -45].flatMap((jour, i) => [
      ligne(`P${i + 1}`, lejour(s, jour), '421000', 'Salaire versé', '420,00;;'),
      ligne(`P${i + 1}`, lejour(s, jour), '512000', 'Salaire versé', ';420,00;'),
    ]),
  ])
}
