/** Vingt avis fabriqués, relevés comme le BOAMP les rend ; une coopérative dit ce qu’elle cherche, suit un avis, en laisse un. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { rangerUnReleve, rapprocher } from '#modules/marches/index.ts'
import type { Services } from '#platform/services.ts'
import { declarerDeLaFiche, preparerLaReponse } from './marches-passes.ts'
import { chemin, type Personne, uniques } from './rejouer.ts'

/** Objet, acheteur, départements, CPV, jours depuis la parution, jours jusqu’au terme, lots. */
type Modele = readonly [string, string, readonly string[], string, number, number, readonly string[]]
const marches: readonly Modele[] = [
  [
    'Ateliers de français à visée professionnelle pour les agents',
    'Ville de Port-Liziec',
    ['35'],
    '80580000',
    12,
    3,
    [],
  ],
  [
    'Formations linguistiques des agents : anglais, espagnol, breton',
    'Communauté d’agglomération des Rias',
    ['29'],
    '80580000',
    9,
    14,
    ['Anglais', 'Espagnol', 'Breton'],
  ],
  [
    'Accompagner vers l’emploi : remobilisation et savoirs de base',
    'Région Armor-Ouest',
    ['22', '29', '35', '56'],
    '80530000',
    20,
    23,
    [
      'Pays des Rias',
      'Pays de l’Estuaire',
      'Pays d’Argol',
      'Presqu’île',
      'Pays du Trieux',
      'Bassin de Rennes',
    ],
  ],
  [
    'Accueillir une personne qui ne parle pas français',
    'Centre hospitalier des Deux-Caps',
    ['56'],
    '80580000',
    1,
    28,
    ['Accueil et urgences', 'Santé mentale, avec interprète'],
  ],
  [
    'Repérer et orienter les situations d’illettrisme',
    'Syndicat mixte de la baie d’Argol',
    ['29'],
    '80530000',
    7,
    41,
    [],
  ],
  [
    'Anglais scientifique pour les personnels',
    'Université de la Pointe',
    ['35'],
    '80580000',
    1,
    45,
    ['Anglais écrit', 'Anglais oral'],
  ],
  [
    'Anglais du commerce pour les chefs d’entreprise',
    'Chambre consulaire de l’Estuaire',
    ['22'],
    '80530000',
    5,
    52,
    ['Vente', 'Accueil', 'Export', 'Correspondance'],
  ],
  ['Espagnol, niveaux A2 et B1', 'Office public de l’habitat des Rias', ['29'], '80580000', 25, 16, []],
  ['Bureautique et outils collaboratifs', 'Ville de Kermorvan', ['29'], '80533100', 15, 20, []],
  ['Anglais pour les agents du port', 'Grand port de l’Estuaire', ['44'], '80580000', 4, 30, []],
  [
    'Gestes et postures pour les agents d’entretien',
    'Département du Couchant',
    ['29'],
    '80560000',
    6,
    18,
    [],
  ],
  ['Équitation adaptée, encadrement', 'Commune de Lann-Vras', ['56'], '80513000', 3, 26, []],
  [
    'Formation continue : système d’acquisition dynamique',
    'Établissement public des Hauts-Fonds',
    ['35'],
    '80500000',
    8,
    8000,
    [],
  ],
  [
    'Formation de formateurs',
    'Centre de gestion du Trieux',
    ['22'],
    '80500000',
    11,
    33,
    ['Ingénierie', 'Animation'],
  ],
]
const annee = (jour: DateCivile) => jour.slice(2, 4)
const fin = (jour: DateCivile) => `${jour}T11:00:00+00:00`

type Enregistrement = Readonly<Record<string, unknown>>
const enregistrements = (jour: DateCivile): readonly Enregistrement[] => {
  const idweb = (n: number) => `${annee(jour)}-${112_000 + n * 137}`
  const base = (n: number, [objet, acheteur, departements, , parue]: Modele) => ({
    idweb: idweb(n),
    objet,
    nomacheteur: acheteur,
    code_departement: departements,
    dateparution: ajouterJours(jour, -parue),
    descripteur_libelle: ['Formation'],
    contractfolderid: `0d000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  })
  const corps = (m: Modele) => ({
    FNSimple: {
      organisme: { nomOfficiel: m[1] },
      initial: {
        natureMarche: { intitule: m[0], codeCPV: { objetPrincipal: { classPrincipale: m[3] } } },
        ...(m[6].length > 0
          ? { lots: { lot: m[6].map((intitule, i) => ({ numero: String(i + 1), intitule })) } }
          : {}),
      },
    },
  })
  const avis = marches.map((m, i) => ({
    ...base(i, m),
    nature: 'APPEL_OFFRE',
    etat: 'INITIAL',
    datelimitereponse: fin(ajouterJours(jour, m[5])),
    donnees: JSON.stringify(corps(m)),
  }))
  const suite = (n: number, de: number, reste: Enregistrement) => {
    const m = marches[de] as Modele
    return {
      ...base(n, m),
      contractfolderid: null,
      annonce_lie: [idweb(de)],
      objet: m[0],
      nomacheteur: m[1],
      ...reste,
    }
  }
  const attribution = (n: number, de: number, il: number, decisions: readonly Enregistrement[]) => {
    const m = marches[de] as Modele
    return {
      ...base(n, m),
      contractfolderid: null,
      dateparution: ajouterJours(jour, -il),
      nature: 'ATTRIBUTION',
      etat: 'INITIAL',
      donnees: JSON.stringify({
        IDENTITE: { DENOMINATION: m[1] },
        OBJET: { OBJET_COMPLET: m[0] },
        ATTRIBUTION: { DECISION: decisions },
      }),
    }
  }
  return [
    ...avis,
    suite(20, 1, {
      etat: 'RECTIFICATIF',
      nature: 'RECTIFICATIF',
      dateparution: ajouterJours(jour, -4),
      datelimitereponse: fin(ajouterJours(jour, 21)),
    }),
    suite(21, 7, { etat: 'AVIS_ANNULE', nature: 'ANNULATION', dateparution: ajouterJours(jour, -5) }),
    attribution(30, 3, 1400, [
      { NUM_LOT: '1', RENSEIGNEMENT: { MONTANT: '48600' }, TITULAIRE: [{ DENOMINATION: 'Lingua Ponant' }] },
      {
        NUM_LOT: '2',
        RENSEIGNEMENT: [{ MONTANT: '31200' }, {}],
        TITULAIRE: [
          { DENOMINATION: 'Parlons Santé (Mandataire)' },
          { DENOMINATION: 'Iroise Formation (co-traitant)' },
        ],
      },
    ]),
    attribution(31, 1, 1300, [
      { NUM_LOT: '1', RENSEIGNEMENT: { MONTANT: '82400' }, TITULAIRE: [{ DENOMINATION: 'Lingua Ponant' }] },
    ]),
    attribution(32, 4, 1100, [
      {
        RENSEIGNEMENT: [{ MONTANT: '27900' }, {}],
        TITULAIRE: [
          { DENOMINATION: 'Atelier des Rias (Mandataire)' },
          { DENOMINATION: 'Deux Caps (co-traitant)' },
        ],
      },
    ]),
    attribution(33, 5, 700, [
      { RENSEIGNEMENT: { MONTANT: '19750' }, TITULAIRE: [{ DENOMINATION: 'Lingua Ponant' }] },
    ]),
  ]
}

export const veillerLesMarches = async (
  fond: Services,
  gens: { readonly maiwenn: Personne },
): Promise<void> => {
  const maintenant = fond.clock.now()
  const lus = enregistrements(jourLocal(maintenant, ZONE_PAR_DEFAUT))
  if ((await gens.maiwenn.lire('/marches')).includes('Port-Liziec')) return
  const octets = new TextEncoder().encode(JSON.stringify({ results: lus }))
  await rangerUnReleve(fond, octets)
  await gens.maiwenn.envoyer('/marches/filtres', {
    departements: '22, 29, 35, 56',
    cpv: '80500000',
    mots: 'langue, français, anglais',
    exclure: '80513000, 80560000',
    jours: '0',
    version: '0',
    courriel: 'on',
    rang: '1',
    nom: 'Langues, quatre départements',
  })
  await gens.maiwenn.envoyer('/marches/filtres', {
    departements: '44',
    cpv: '',
    mots: 'illettrisme, accueil, port',
    exclure: '',
    jours: '7',
    version: '0',
    courriel: 'on',
    rang: '2',
    nom: 'Accueil et illettrisme, Loire-Atlantique',
  })
  const idweb = (n: number) => String(lus[n]?.idweb)
  for (const n of [0, 4]) await gens.maiwenn.envoyer(`/marches/avis/${idweb(n)}/suivre`, {})
  await gens.maiwenn.envoyer(`/marches/avis/${idweb(8)}/laisser`, {
    motif: 'metier',
    precision: 'La bureautique n’est pas dans notre offre.',
  })
}

/** Ce que chaque acheteur redemande, gardé une fois : deux blocs de l’une, un de l’autre, relus en croix. */
const blocs = [
  [
    'Accueillir et positionner',
    'Chaque personne est reçue une demi-heure, dit ce qu’elle sait faire et ce qu’elle cherche, puis s’essaie à un geste du métier.\n\nLe positionnement est écrit, relu avec elle, et donne son parcours : durée, modules, appuis.',
    'Agathe Pons',
    'Bilan du chantier-école de printemps : neuf personnes positionnées, neuf parcours signés',
  ],
  [
    'Suivre la présence et prévenir l’abandon',
    'Chaque demi-journée s’émarge. À la deuxième absence, la personne est appelée le jour même ; le référent de parcours lui propose un rendez-vous dans la semaine.',
    'Ousmane Sarr',
    '',
  ],
] as const
const bloc = (titre: string, texte: string, auteur: string, preuve: string) => ({
  titre,
  texte,
  auteur,
  licence: 'cc-by-sa',
  preuve,
  preuveLe: '',
})
const ecrireLeMemoire = async (dossier: string, agathe: Personne, ines: Personne): Promise<void> => {
  for (const [titre, texte, auteur, preuve] of blocs)
    await agathe.envoyer('/marches/blocs/garder', bloc(titre, texte, auteur, preuve))
  await ines.envoyer(
    '/marches/blocs/garder',
    bloc(
      'Enseigner le français pour travailler',
      'Les situations viennent de l’entreprise ou du chantier : consigne, sécurité, demande de congé. La langue se travaille là, et se réemploie le jour même.',
      'Inès Carvalho',
      'Deux livrables du pôle « Langues et accueil », relus et publiés',
    ),
  )
  const memoire = `${dossier}/memoire`
  for (const [qui, places] of [
    [agathe, ['1', '3']],
    [ines, ['2']],
  ] as const) {
    const siens = uniques(await qui.lire('/marches/blocs'), /name="bloc" value="(0[0-9a-f-]{35})"/g)
    for (const [i, id] of siens.entries())
      await qui.envoyer(`${memoire}/reprendre`, { bloc: id, place: places[i] ?? '9', motif: '' })
  }
  const [premier = ''] = uniques(await ines.lire(memoire), /name="cle" value="(0[0-9a-f-]{35})"/g)
  await ines.envoyer(`${memoire}/relire`, {
    cle: premier,
    rang: '1',
    note: 'Clair ; citer le lieu d’accueil.',
  })
  await agathe.envoyer(`${memoire}/commenter`, {
    bloc: uniques(await agathe.lire(memoire), /name="cle" value="(0[0-9a-f-]{35})"/g).at(-1) ?? '',
    texte: 'Dire en une ligne combien d’heures par semaine.',
  })
}

type Repondantes = Readonly<Record<'ines' | 'claire' | 'agathe' | 'solene' | 'farida', Personne>>

/**
 * Cinq coopératives disent leur intérêt pour un même lot, à l’aveugle, puis acceptent d’être nommées. Trois se groupent et écrivent ; deux
 * autres font un dossier rival, que personne d’autre ne voit. Maïwenn, qui anime le pôle, a ouvert le dispositif (`marches-passes.ts`) et n’en voit
 * rien.
 */
export const repondreAPlusieurs = async (fond: Services, gens: Repondantes): Promise<void> => {
  const { ines, claire, agathe, solene, farida } = gens
  if ((await agathe.lire('/marches/dossiers')).includes('Pays d’Argol')) return
  const lus = enregistrements(jourLocal(fond.clock.now(), ZONE_PAR_DEFAUT))
  const lot = `/marches/avis/${String(lus[2]?.idweb)}/lot/3`
  const toutes = [ines, claire, agathe, solene, farida]
  for (const [i, qui] of toutes.entries())
    await qui.envoyer(`${lot}/declarer`, {
      capable: i === 1 ? 'oui' : 'non',
      manques: i === 1 ? [] : ['volume', 'territoire'],
      texte: 'Nous tenons une partie du lot, pas la totalité.',
      territoire: 'Finistère',
      volume: `${60 + i * 15} journées par an`,
      ouvert: i === 2 ? 'mandataire' : 'membre',
    })
  await rapprocher({}, fond)
  for (const qui of toutes) await qui.envoyer(`${lot}/nommer`, {})
  await rapprocher({}, fond)
  const entrer = async (qui: Personne, dossier: string) =>
    qui.envoyer('/marches/dossiers/entrer', { groupement: dossier.split('/').at(-1) ?? '' })
  const dossier = chemin(await agathe.envoyer(`${lot}/table`, {}))
  for (const qui of [ines, claire]) await entrer(qui, dossier)
  await agathe.envoyer(`${dossier}/forme`, { forme: 'conjoint' })
  await agathe.envoyer(`${dossier}/necessite`, {
    motifs: ['volume'],
    capable: 'non',
    texte:
      'Deux cent soixante journées par an, pour quatre formateurs qui en tiennent cent vingt, ferme-école comprise.',
  })
  await ines.envoyer(`${dossier}/necessite`, {
    motifs: ['volume', 'territoire'],
    capable: 'non',
    texte:
      'Nous tenons les savoirs de base et le français ; ni le chantier-école, ni le numérique que le lot demande.',
  })
  for (const qui of [agathe, ines, claire]) await declarerDeLaFiche(qui, dossier)
  await agathe.envoyer(`${dossier}/convention`, {
    tient0: 'chantier-école, accompagnement, mandat',
    part0: '50',
    tient1: 'français, positionnement',
    part1: '30',
    tient2: 'numérique, récits de parcours',
    part2: '20',
    mandat:
      'Terre d’Appui dépose la candidature et l’offre, représente les membres et coordonne, pour 3 % du montant.',
    defaillance: 'Mise en demeure de quinze jours, puis remplacement, aux autres membres d’abord.',
    confidentialite: 'Rien ne sort du dossier. Chacun répond des données des stagiaires qu’il forme.',
    supports: 'Chaque support reste à qui l’a fait ; les autres l’emploient le temps du marché.',
    litiges: 'Médiation par une personne choisie ensemble, puis le tribunal du siège du mandataire.',
  })
  await preparerLaReponse(dossier, [agathe, ines], jourLocal(fond.clock.now(), ZONE_PAR_DEFAUT))
  await ecrireLeMemoire(dossier, agathe, ines)
  const rival = chemin(await solene.envoyer(`${lot}/table`, { malgre: 'on' }))
  await entrer(farida, rival)
}
