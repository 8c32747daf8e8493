// Long parce que chaque registre y a ses cas, de ce qui prouve à ce qui ne dit rien.
import { describe, expect, it } from 'vitest'
import {
  attendus,
  couvre,
  ditAssez,
  ditSansPrerequis,
  type LignePesee,
  peser,
  phrasesCreuses,
  savoirs,
} from './force.ts'
import { registres } from './registres.ts'

const riens = [
  'RAS',
  'R.A.S.',
  'ok',
  'Rien à signaler',
  'néant',
  'aucun',
  'oui',
  'non',
  'fait',
  'conforme',
  'Tout est conforme, rien à signaler.',
  'à compléter',
  'voir dossier',
  'idem',
  'test',
  'x',
  '...',
  'aaaaaaaaaaaaaaaaaaaaaaa',
  'RAS RAS RAS RAS RAS RAS',
  'lorem ipsum',
]
const un = 'cafecafe-0000-4000-8000-000000000001'
/** Une ligne où tout est rattaché et joint : ce qui lui manque n’est que dans ses mots. */
const ligne = (l: Partial<LignePesee>): LignePesee => ({
  genre: 'reunion',
  titre: 'Ligne',
  le: '2026-09-01',
  contenu: {},
  fichiers: 0,
  jointLe: null,
  terme: '2028-01-14',
  personne: un,
  offre: un,
  session: un,
  entreprise: un,
  etablissement: un,
  responsable: un,
  ...l,
})
/** Chaque champ du registre rempli du même mot, les choix et les cases cochés. */
const partout = (genre: string, mot: string) =>
  Object.fromEntries(
    (registres[genre]?.champs ?? []).map((c): [string, string | string[]] => [
      c.nom,
      c.genre === 'cases'
        ? Object.keys(c.choix ?? {})
        : c.genre === 'choix'
          ? (Object.keys(c.choix ?? {}).at(-1) ?? '')
          : c.genre === 'jour'
            ? '2026-09-20'
            : c.genre === 'nombre'
              ? '10'
              : mot,
    ]),
  )

describe('une déclaration n’est pas une preuve', () => {
  it('chaque registre dit ce qui prouve, et rien d’autre ne le dit', () =>
    expect(Object.keys(attendus).sort()).toEqual(Object.keys(registres).sort()))
  it.each(riens)('« %s » partout ne prouve rien, dans aucun registre, même tout coché', (mot) => {
    const prouvent = Object.keys(registres).filter(
      (genre) => peser(ligne({ genre, contenu: partout(genre, mot) })).force === 'prouve',
    )
    expect(prouvent).toEqual([])
  })
  it('« RAS » avec un fichier ne prouve rien là où le contenu est ce que l’auditeur lit', () => {
    const prouvent = Object.keys(registres).filter(
      (genre) =>
        peser(ligne({ genre, contenu: partout(genre, 'RAS'), fichiers: 1, jointLe: '2026-09-01' })).force ===
        'prouve',
    )
    // Là, le fichier est la preuve : les mots ne font que la ranger.
    expect(prouvent.sort()).toEqual(
      [
        'deroule',
        'developpement',
        'entretien',
        'financeur',
        'formation-referent',
        'habilitation',
        'matrice-competences',
      ].sort(),
    )
  })
  it('ce qu’un registre demande se dit, en une phrase que l’on peut suivre', () => {
    for (const [genre, a] of Object.entries(attendus)) {
      expect(a.accepte, genre).toMatch(/^[A-ZÀÉ].{15,}\.$/)
      const { manque, force } = peser(ligne({ genre, contenu: partout(genre, 'RAS') }))
      expect(force, genre).not.toBe('prouve')
      expect(manque, genre).toMatch(/\S{3,}/)
    }
  })
  it('ce que la base tient pour creux, la règle pure l’est aussi', () =>
    expect(phrasesCreuses.filter((t) => ditAssez(t, 1))).toEqual([]))
  /** Ce qu’un dossier, une session ou une fiche garde : la base compare la phrase entière, sa ponctuation ôtée. */
  const dansUnDossier = (t: string) =>
    phrasesCreuses.includes(t.toLowerCase().replace(/^[ .!-]+|[ .!-]+$/g, ''))
  it.each([
    'R.A.S.',
    'Rien de spécial.',
    'Pas de remarque',
    'Aucun commentaire.',
    'Tout s’est bien passé.',
    "tout s'est bien passe",
    'Aucun besoin particulier',
    'À définir',
    'a definir',
    'À venir.',
    'Comme convenu.',
    'Comme d’habitude',
    'Selon programme',
    'Voir convention.',
    'Non concerné',
    'S/O',
    'N.A.',
    'Niveau correct.',
    'OK pour tous',
    'C’est fait !',
    'Pareil',
    'Bla bla bla',
    'Pas de problème',
    'Non renseigné',
  ])('« %s » ne dit rien : ni d’un dossier, ni d’une ligne de registre', (mot) => {
    expect(dansUnDossier(mot)).toBe(true)
    expect(ditAssez(mot, 1)).toBe(false)
    const prouvent = Object.keys(registres).filter(
      (genre) => peser(ligne({ genre, contenu: partout(genre, mot) })).force === 'prouve',
    )
    expect(prouvent).toEqual([])
  })
  it('ce qui leur ressemble et apprend quelque chose n’est pas refusé', () => {
    for (const t of [
      'Besoin d’un poste adapté',
      'Niveau B1 à l’oral',
      'Rien à l’oral, A2 à l’écrit',
      'Voir la salle Duras',
    ]) {
      expect(dansUnDossier(t), t).toBe(false)
      expect(ditAssez(t, 1), t).toBe(true)
    }
  })
  it('des mots qui apprennent quelque chose suffisent ; les mêmes, répétés, non', () => {
    expect(ditAssez('Revoir le test d’entrée, trop long, avant décembre', 4)).toBe(true)
    expect(ditAssez('Revoir revoir revoir revoir', 4)).toBe(false)
    // Court, et qui apprend quelque chose.
    expect(
      peser(ligne({ contenu: { participants: 'Inès, Tom', decisions: 'Un test d’entrée plus court.' } }))
        .force,
    ).toBe('prouve')
  })
})

describe('les savoirs que nomment des mots', () => {
  const meme = (a: string, b: string) => savoirs(a).join() === savoirs(b).join()
  it.each([
    ['anglais', 'anglaise'],
    ['allemande', 'allemands'],
    ['informatique', 'informaticienne'],
    ['comptabilité', 'comptable'],
    ['management', 'managers'],
    ['électricité', 'électricien'],
    ['maçonnerie', 'maçon'],
    ['menuiserie', 'menuisières'],
    ['couture', 'couturière'],
    ['agricole', 'agriculture'],
    ['rédaction', 'rédactrice'],
    ['pédagogie', 'pédagogique'],
    ['commercial', 'commerciaux'],
    ['commerce', 'commerciale'],
    ['administration', 'administratif'],
    ['gestion', 'gestionnaire'],
    ['psychologie', 'psychologue'],
    ['photographie', 'photographe'],
    ['biologie', 'biologiste'],
    ['sécurité', 'sécuritaire'],
    ['coiffure', 'coiffeuse'],
    ['traduction', 'traductrices'],
    ['mécanique', 'mécanicienne'],
    ['cuisine', 'cuisinier'],
    ['charpente', 'charpentier'],
    ['paysage', 'paysagiste'],
    ['peinture', 'peintre'],
    ['ébénisterie', 'ébéniste'],
    ['agriculture', 'agriculteur'],
    ['secrétariat', 'secrétaire'],
    ['conduite', 'conducteur'],
    ['teinture', 'teinturier'],
    ['qualité', 'qualiticienne'],
    ['photo', 'photographe'],
    ['angle', 'angles'],
  ])('« %s » et « %s » n’en font qu’un', (a, b) =>
    expect(meme(a, b), `${savoirs(a)} ${savoirs(b)}`).toBe(true),
  )
  it.each([
    ['anglais', 'allemand'],
    ['informatique', 'information'],
    ['photographie', 'photovoltaïque'],
    ['psychologie', 'psychiatrie'],
    ['électricité', 'élections'],
    ['commerce', 'communication'],
    ['français', 'franchise'],
    ['comptabilité', 'compétence'],
    ['marketing', 'marché'],
    ['hygiène', 'hypnose'],
    ['mécanique', 'médecine'],
    ['secourisme', 'secrétariat'],
    ['espagnol', 'espéranto'],
    ['portugais', 'portage'],
    ['bureautique', 'bureau'],
    ['couture', 'coûts'],
    ['anglais', 'angle'],
    ['tourisme', 'tour'],
    ['paysage', 'pays'],
    ['comptabilité', 'comptes'],
    ['photographie', 'photocopie'],
  ])('« %s » n’est pas « %s »', (a, b) => expect(meme(a, b), `${savoirs(a)} ${savoirs(b)}`).toBe(false))
  it('un sigle, un numéro, une adresse restent ce qu’ils sont', () =>
    expect(savoirs('FLE CACES R489 BTS Excel')).toEqual(['fle', 'cac', 'r489', 'bts', 'excel']))
})

/** Le registre, ce qui y est écrit, et ce qu’il pèse : chaque cas dit pourquoi il ne passe pas. */
const cas: readonly (readonly [string, string, Partial<LignePesee>, 'prouve' | 'declare' | 'vide'])[] = [
  [
    '27',
    'huit clauses cochées, sans partie',
    {
      genre: 'contrat-sous-traitance',
      contenu: { clauses: [...'12345678'], indicateurs: '9' },
      entreprise: null,
      personne: null,
      fichiers: 1,
    },
    'declare',
  ],
  [
    '27',
    'huit clauses cochées, sans fichier',
    { genre: 'contrat-sous-traitance', contenu: { clauses: [...'12345678'], indicateurs: '9' } },
    'declare',
  ],
  [
    '27',
    'sept clauses',
    { genre: 'contrat-sous-traitance', contenu: { clauses: [...'1234567'], indicateurs: '9' }, fichiers: 1 },
    'declare',
  ],
  [
    '27',
    'le contrat signé d’une personne sans structure',
    {
      genre: 'contrat-sous-traitance',
      contenu: { clauses: [...'12345678'], indicateurs: 'aucun' },
      entreprise: null,
      fichiers: 1,
    },
    'prouve',
  ],
  [
    '27',
    'un contrat qui ne dit pas ce qu’il confie : « RAS »',
    {
      genre: 'contrat-sous-traitance',
      contenu: { clauses: [...'12345678'], indicateurs: 'RAS' },
      fichiers: 1,
    },
    'declare',
  ],
  [
    '27',
    'un contrat qui confie un indicateur qui n’existe pas',
    {
      genre: 'contrat-sous-traitance',
      contenu: { clauses: [...'12345678'], indicateurs: '99' },
      fichiers: 1,
    },
    'declare',
  ],
  [
    '27',
    'un contrat qui dit en mots ce qu’il confie, et les numéros',
    {
      genre: 'contrat-sous-traitance',
      contenu: { clauses: [...'12345678'], indicateurs: 'animation de la part confiée : 19, 21' },
      fichiers: 1,
    },
    'prouve',
  ],
  [
    '27',
    'une micro-entreprise sans déclaration d’activité',
    { genre: 'controle-sous-traitant', contenu: { nda: 'ok', certifie: 'micro' }, fichiers: 1 },
    'declare',
  ],
  [
    '27',
    'une micro-entreprise déclarée',
    { genre: 'controle-sous-traitant', contenu: { nda: '53 35 12345 35', certifie: 'micro' }, fichiers: 1 },
    'prouve',
  ],
  [
    '27',
    'un contrôle dont le numéro n’est qu’un remplissage',
    { genre: 'controle-sous-traitant', contenu: { nda: '99999999999', certifie: 'oui' }, fichiers: 1 },
    'declare',
  ],
  [
    '17',
    'un lieu sans une seule place',
    {
      genre: 'lieu',
      contenu: { accessibilite: 'Rampe et ascenseur', securite: 'Issues dégagées', places: '0' },
    },
    'declare',
  ],
  [
    '27',
    'un contrôle au numéro inventé',
    { genre: 'controle-sous-traitant', contenu: { nda: 'ok', certifie: 'oui' }, fichiers: 1 },
    'declare',
  ],
  [
    '27',
    'un contrôle sans relevé joint',
    { genre: 'controle-sous-traitant', contenu: { nda: '53 35 12345 67', certifie: 'oui' } },
    'declare',
  ],
  [
    '27',
    'une évaluation « RAS »',
    { genre: 'evaluation-sous-traitant', contenu: { constat: 'RAS', suite: 'reconduire' } },
    'vide',
  ],
  [
    '26',
    'un partenaire joignable nulle part',
    { genre: 'partenaire-handicap', contenu: { territoire: 'Bretagne', contact: 'Madame Martin' } },
    'declare',
  ],
  [
    '26',
    'un partenaire que l’on sait appeler',
    {
      genre: 'partenaire-handicap',
      contenu: { territoire: 'Bretagne', contact: 'Madame Martin, 02 99 00 00 00' },
    },
    'prouve',
  ],
  ['26', 'un recours « ok »', { genre: 'recours-handicap', contenu: { objet: 'ok' } }, 'vide'],
  [
    '26',
    'une formation qui ne nomme personne',
    { genre: 'formation-referent', personne: null, responsable: null, fichiers: 1 },
    'declare',
  ],
  [
    '26',
    'une formation sans attestation',
    { genre: 'formation-referent', contenu: { duree: 'deux jours pleins' } },
    'declare',
  ],
  ['21', 'un curriculum vitæ dit, non joint', { genre: 'cv', contenu: { domaines: 'anglais' } }, 'declare'],
  [
    '21',
    'ce que sait toute personne qui anime',
    { genre: 'competences-requises', contenu: { competences: 'formateur, expérience' } },
    'declare',
  ],
  [
    '21',
    'une matière, et un public',
    { genre: 'competences-requises', contenu: { competences: 'formation d’adultes, anglais' } },
    'prouve',
  ],
  [
    '21',
    'une évaluation « bien »',
    { genre: 'evaluation-intervenant', contenu: { mode: 'pairs', conclusion: 'bien' } },
    'vide',
  ],
  [
    '22',
    'une action sans attestation ni apport',
    { genre: 'developpement', contenu: { duree: '1 jour' } },
    'declare',
  ],
  [
    '22',
    'une action qui dit ce qu’elle change',
    {
      genre: 'developpement',
      contenu: { apport: 'Anime désormais les classes virtuelles en petits groupes' },
    },
    'prouve',
  ],
  [
    '22',
    'une présence pointée à un atelier, qui dit d’avance ce qu’il change',
    {
      genre: 'developpement',
      contenu: { apport: 'Anime désormais les classes virtuelles en petits groupes', atelier: 'un-atelier' },
    },
    'declare',
  ],
  [
    '22',
    'la même, avec sa feuille signée',
    {
      genre: 'developpement',
      contenu: { apport: 'Anime désormais les classes virtuelles en petits groupes', atelier: 'un-atelier' },
      fichiers: 1,
      jointLe: '2026-09-01',
    },
    'prouve',
  ],
  [
    '12',
    'une procédure qui ne dit pas comment elle se remet',
    { genre: 'procedure-violences', contenu: { contact: 'Inès', remise: 'ok' }, fichiers: 1 },
    'vide',
  ],
  [
    '12',
    'une procédure que rien ne montre',
    { genre: 'procedure-violences', contenu: { contact: 'Inès', remise: 'avec le livret d’accueil' } },
    'declare',
  ],
  [
    '18',
    'une réunion sans décision',
    { genre: 'reunion', contenu: { participants: 'Inès, Tom', decisions: 'RAS' } },
    'vide',
  ],
  [
    '20',
    'un conseil sans procès-verbal',
    { genre: 'conseil', contenu: { participants: 'Inès, Tom', decisions: 'Ouvrir un atelier le samedi' } },
    'declare',
  ],
  [
    '23',
    'une veille sans analyse',
    {
      genre: 'veille-legale',
      contenu: { source: 'Légifrance', analyse: 'ok', decision: 'sans-effet', motif: 'Déjà tenu chez nous' },
    },
    'vide',
  ],
  [
    '31',
    'une procédure sans adresse',
    { genre: 'procedure-reclamation', contenu: { adresse: 'le site', delai: '10' } },
    'declare',
  ],
  [
    '31',
    'une procédure sans délai',
    { genre: 'procedure-reclamation', contenu: { adresse: 'https://coop.example/reclamer', delai: '0' } },
    'declare',
  ],
  [
    '31',
    'une procédure publiée',
    { genre: 'procedure-reclamation', contenu: { adresse: 'https://coop.example/reclamer', delai: '10' } },
    'prouve',
  ],
  [
    '32',
    'une action ouverte',
    {
      genre: 'action',
      contenu: {
        cause: 'Salle trop petite le matin',
        correction: 'Changer de salle dès lundi',
        effet: 'Plus une seule plainte depuis septembre',
      },
    },
    'declare',
  ],
  [
    '32',
    'une action close « ok »',
    {
      genre: 'action',
      contenu: {
        cause: 'Salle trop petite le matin',
        correction: 'Changer de salle dès lundi',
        effet: 'ok',
        closeLe: '2026-09-20',
      },
    },
    'vide',
  ],
  [
    '32',
    'une action dont personne ne répond',
    {
      genre: 'action',
      responsable: null,
      contenu: {
        cause: 'Salle trop petite le matin',
        correction: 'Changer de salle dès lundi',
        effet: 'Plus une seule plainte depuis septembre',
        closeLe: '2026-09-20',
      },
    },
    'declare',
  ],
  [
    '32',
    'une action close avant d’être ouverte',
    {
      genre: 'action',
      contenu: {
        cause: 'Salle trop petite le matin',
        correction: 'Changer de salle dès lundi',
        effet: 'Plus une seule plainte depuis septembre',
        closeLe: '2026-08-20',
      },
    },
    'declare',
  ],
  [
    '32',
    'un risque moyen sans mesure',
    { genre: 'risque', contenu: { niveau: 'moyen', cause: 'Un seul formateur d’anglais' } },
    'declare',
  ],
  [
    '2',
    'un résultat sans page ni copie',
    {
      genre: 'resultat',
      contenu: { valeur: '92 %', formule: 'satisfaits sur répondants', periode: '2026', effectif: '40' },
    },
    'declare',
  ],
  [
    '2',
    'un résultat de personne',
    {
      genre: 'resultat',
      contenu: { valeur: '92 %', formule: 'satisfaits sur répondants', periode: '2026', effectif: '0' },
      fichiers: 1,
    },
    'declare',
  ],
]
/** Un résultat publié, et ce qu’on en dit. */
const publie = (contenu: Readonly<Record<string, string>>) =>
  peser(
    ligne({
      genre: 'resultat',
      contenu: {
        valeur: '92 %',
        formule: 'satisfaits sur répondants',
        periode: 'janvier à août 2026',
        effectif: '40',
        repondants: '31',
        adresse: 'https://coop.example/resultats',
        ...contenu,
      },
    }),
  ).force
describe('un résultat publié a son chiffre', () => {
  it.each(['92 %', '99 %', '4,6 sur 5', '9/10', '0 abandon'])('« %s » en est un', (valeur) =>
    expect(publie({ valeur })).toBe('prouve'),
  )
  it.each(['très satisfaits', 'excellente', ''])('« %s » n’en est pas un', (valeur) =>
    expect(publie({ valeur })).toBe('declare'),
  )
  it('sans une seule réponse, ce n’est pas un résultat', () =>
    expect(publie({ repondants: '0' })).toBe('declare'))
})

/** Une copie de ce qu’une autre coopérative a écrit : la même ligne, entière, et son fichier. */
const reprise = (adaptation: string) =>
  ligne({
    genre: 'deroule',
    contenu: { repriseDe: 'Les Formations du Large, copie du 3 novembre 2026', adaptation },
    fichiers: 1,
    jointLe: '2026-11-03',
  })
describe('ce qui vient d’une autre coopérative', () => {
  it.each(['', 'ok', 'RAS', 'repris tel quel'])('adapté « %s » : déclaré, jamais prouvé', (mot) => {
    const pesee = peser(reprise(mot))
    expect([pesee.force, pesee.manque.includes('à adapter')]).toEqual(['declare', true])
  })
  it('adapté et décidé, compte comme le sien', () =>
    expect(
      peser(reprise('Deux séquences raccourcies pour nos groupes du soir, décidé en réunion')).force,
    ).toBe('prouve'))
  it('aucun registre n’y échappe', () => {
    const prouvent = Object.keys(registres).filter(
      (genre) =>
        peser(
          ligne({
            genre,
            contenu: {
              ...partout(genre, 'Mots utiles nombreux pour dire vraiment quelque chose ici 0299000000'),
              repriseDe: 'Une autre',
            },
            fichiers: 1,
            jointLe: '2026-09-01',
          }),
        ).force === 'prouve',
    )
    expect(prouvent).toEqual([])
  })
})
describe('objectif par objectif', () => {
  const objectifs = ['Ouvrir une réunion en anglais', 'Reformuler un désaccord']
  const deroule = (sequences: string, plus: Partial<LignePesee> = {}) =>
    peser(ligne({ genre: 'deroule', offre: 'o', contenu: { sequences }, aRetrouver: objectifs, ...plus }))
  const entier =
    'Ouverture de réunion, en anglais : jeu de rôle, deux heures. Désaccords : les reformuler à deux, trente minutes, puis débat filmé.'
  it('un déroulé écrit dit chacun des objectifs de l’offre, ou ne fait que déclarer, et nomme le premier oublié', () => {
    expect(deroule(entier).force).toBe('prouve')
    expect(deroule(entier.replace(/Désaccords.*deux,/, 'Vocabulaire du commerce,'))).toMatchObject({
      force: 'declare',
      manque: 'aucune séquence ne dit «\u00a0Reformuler un désaccord\u00a0»',
    })
    expect(
      deroule(entier, { aRetrouver: [...objectifs, 'Négocier un contrat', 'Chanter juste'] }).manque,
    ).toMatch(/, ni 1\sautre$/)
  })
  it('joint, il se lit à l’audit ; sans objectif connu, rien ne se compare', () => {
    expect(deroule('', { fichiers: 1 }).force).toBe('prouve')
    for (const aRetrouver of [null, [], ['RAS']]) expect(deroule(entier, { aRetrouver }).force).toBe('prouve')
  })
  it('un tableau croisé écrit dit chaque bloc préparé', () => {
    const blocs = ['RNCP40344BC01 Conduire un entretien', 'RNCP40344BC02 Tenir un dossier administratif']
    const croisement =
      'Conduire un entretien : séquences 1 et 2, épreuve orale devant jury, avec mise en situation filmée et grille critériée.'
    const peses = [croisement, `${croisement} Dossier administratif, le tenir : séquence 3.`].map((c) =>
      peser(
        ligne({ genre: 'matrice-competences', offre: 'o', contenu: { croisement: c }, aRetrouver: blocs }),
      ),
    )
    expect(peses.map((p) => p.force)).toEqual(['declare', 'prouve'])
  })
})

describe('ce que pèse une ligne', () => {
  it.each(cas)('indicateur %s : %s', (_, __, l, force) => expect(peser(ligne(l)).force).toBe(force))
  it('une action compte du jour où elle fut close, non de son ouverture', () =>
    expect(
      peser(ligne({ genre: 'action', le: '2025-01-01', contenu: { closeLe: '2026-09-20' } })).compte,
    ).toBe('2026-09-20'))
  it('des titres d’allemand ne couvrent pas une session d’anglais', () => {
    const requises = savoirs('anglais')
    expect(couvre(requises, savoirs('Master d’allemand ; enseigne l’allemand à Rennes'))).toBe(false)
    expect(couvre(requises, savoirs('Licence de langue anglaise'))).toBe(true)
    expect(couvre(savoirs('RAS'), savoirs('Licence de langue anglaise'))).toBe(false)
  })
  it('« aucun prérequis » n’est pas un prérequis ; « aucun diplôme, mais deux ans d’expérience » en est un', () => {
    for (const t of [
      'Aucun.',
      'Aucun prérequis',
      'aucun pré-requis particulier.',
      'Sans',
      'Néant',
      'Aucune connaissance préalable.',
      'Aucun prérequis n’est exigé.',
      'Il n’y a pas de prérequis',
      'Aucun prérequis nécessaire',
      'Sans condition particulière',
      'Ouvert à tous.',
      'Tout public',
    ])
      expect(ditSansPrerequis(t), t).toBe(true)
    for (const t of [
      'Bac',
      'Aucun diplôme, mais deux ans d’expérience',
      'Permis B',
      'Pas de prérequis sauf le permis B',
      'Connaissance préalable du tableur',
      'Ouvert à tous les titulaires du bac',
    ])
      expect(ditSansPrerequis(t), t).toBe(false)
  })
})
