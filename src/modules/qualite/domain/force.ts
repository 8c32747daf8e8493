// Long parce que ce qu’il faut à une ligne de chaque registre pour prouver s’y lit d’un trait.
/**
 * Ce que pèse une ligne de registre : trois mots, jamais confondus. *Prouvé* : un fichier s’ouvre, ou un contenu daté qui se lit et que
 * quelqu’un a signé. *Déclaré* : quelqu’un l’a dit, et rien ne l’appuie encore. *Vide* : la ligne ne dit rien. La règle d’un registre est
 * ici et nulle part ailleurs : la base ne fait que joindre et dater.
 */
import { lireNda } from '#kernel/identifiants.ts'
import { compter, plier, rogner } from '#kernel/texte.ts'
import { type Contenu, estReprise } from './registres.ts'

export type Force = 'prouve' | 'declare' | 'vide'

/** Une ligne de registre telle qu’on la pèse : la dernière révision, et ce qui lui est joint. */
export type LignePesee = {
  readonly genre: string
  readonly titre: string
  readonly le: string
  readonly contenu: Contenu
  /** Les fichiers joints, ni retirés ni périmés. */
  readonly fichiers: number
  /** Le jour, à Paris, où le premier d’entre eux fut joint. */
  readonly jointLe: string | null
  /** Jusqu’à quand elle vaut, d’après elle ou d’après ses fichiers ; rien si ni l’une, ni les autres ne le disent. */
  readonly terme?: string | null
  readonly personne: string | null
  readonly offre: string | null
  readonly session: string | null
  readonly entreprise: string | null
  readonly etablissement: string | null
  /** La personne de l’équipe qui en répond, ou que la ligne concerne. */
  readonly responsable: string | null
  /** Ce que son offre demande d’y lire, un à un : ses objectifs pour un déroulé, ses blocs pour un tableau croisé. */
  readonly aRetrouver?: readonly string[] | null
}

export type Pesee = {
  readonly force: Force
  /** Ce qu’il faudrait pour qu’elle prouve ; vide si elle prouve. */
  readonly manque: string
  /** Les champs qui disent assez. */
  readonly dits: readonly string[]
  /** Les savoirs qu’elle nomme, quand on les compare. */
  readonly mots: readonly string[]
  /** Le jour qui compte : celui du fait ; celui de la clôture pour une action. */
  readonly compte: string
}

/** Des mots qui n’apprennent rien à personne : ce qu’on écrit pour remplir une case, et les mots de liaison. */
const creux = new Set(
  `ras r a s rien neant aucun aucune aucuns aucunes signaler ok oui non fait faite faits faites idem conforme conformes bon bonne bien tout tous toute
  toutes va vu vue test essai exemple xxx xx x nc na tbd todo voir completer remplir faire venir attente cours dossier suite sans objet particulier
  special lorem ipsum le la les l un une des du de d a au aux et ou en dans par pour sur sous avec que qui quoi est sont ete etre il elle on ce cette
  ces cet ne pas se sa son ses si y n s c j tres etc ci dessus divers autre autres`
    .split(/\s+/)
    .filter((m) => m !== ''),
)

/**
 * Ce qu’on écrit pour remplir une case, en entier. Les textes des dossiers, trop nombreux pour être pesés un à un, n’ont que ce refus ; une
 * ligne de registre a les deux.
 */
const phrases =
  `ras;ras, tout est conforme;r.a.s;r a s;rien;rien à signaler;rien de particulier;rien de spécial;néant;aucun;aucune;ok;oui;non;fait;c’est fait;conforme;
  tout est conforme;tout va bien;tout est ok;tout ok;tout est bon;tout s’est bien passé;ça s’est bien passé;c’est bon;c’est ok;ok pour tous;ok pour moi;
  bon;bien;très bien;vu;déjà vu;vu ensemble;idem;pareil;comme prévu;comme convenu;comme d’habitude;à compléter;à faire;à voir;à définir;à préciser;
  à déterminer;à venir;à renseigner;voir dossier;voir convention;cf convention;selon programme;selon convention;en cours;en attente;plus tard;sans objet;
  s/o;so;non concerné;non applicable;non renseigné;non communiqué;inconnu;n/r;nr;aucune remarque;pas de remarque;sans remarque;aucun commentaire;
  pas de commentaire;aucun problème;pas de problème;aucun besoin;aucun besoin particulier;pas de besoin;pas de besoin particulier;niveau ok;
  niveau correct;test;essai;blabla;bla bla;bla bla bla;azerty;na;n/a;n.a;nc;x;xx;xxx`
    .split(';')
    .map((t) => t.trim())
const sansAccents = (t: string): string => t.normalize('NFD').replace(/\p{M}/gu, '')
/** Les mêmes, tapées sans accent ou avec l’apostrophe du clavier. */
export const phrasesCreuses: readonly string[] = [
  ...new Set(phrases.flatMap((t) => [t, t.replaceAll('’', "'")]).flatMap((t) => [t, sansAccents(t)])),
]
const phrasesEntieres: ReadonlySet<string> = new Set(phrasesCreuses)
/** Une phrase creuse, sa ponctuation ôtée : la base en ôte autant. */
const estCreuse = (texte: string): boolean => phrasesEntieres.has(rogner(texte.toLowerCase(), /[ .!-]/))

/** Les mots d’un texte qui disent quelque chose, chacun une fois. « RAS, tout est conforme » n’en a aucun. */
export const motsUtiles = (texte: string): readonly string[] =>
  estCreuse(texte)
    ? []
    : [
        ...new Set(
          plier(texte)
            .split(/[^a-z0-9@.]+/)
            .map((m) => rogner(m, /\./))
            // « aaaa » ou « --- » : un seul signe répété n’est pas un mot.
            .filter((m) => m.length >= 2 && !creux.has(m.replaceAll('.', '')) && new Set(m).size > 1),
        ),
      ]

/** Un texte dit-il assez ? `mots` : le nombre de mots différents qui apprennent quelque chose. */
export const ditAssez = (texte: string, mots: number): boolean => motsUtiles(texte).length >= mots

/** Le début de chaque mot : de quoi voir si un texte parle d’une chose, sans plus. */
export const racines = (texte: string): readonly string[] => [
  ...new Set(motsUtiles(texte).map((m) => m.slice(0, 5))),
]

/** La fin d’un mot français, la plus longue qui laisse quatre lettres : ôtée, « comptable » et « comptabilité » sont le même savoir. */
const fin =
  /^([a-z]{4,}?)(?:ationnel|ionnair|ionnel|icienn|ationn|abilit|ultur|[ai]teur|[ai]tric|itair|ement|alist|[ai]tion|icien|ati[fv]|icit|ienn|iqu|is[tm]|eu[rs]|ric|[ei]ll|enn|ie[nr]|air|ion|iti|[ae]nt|ial|[ai]bl|eri|age|uel|[oa]is?|i[frtv]|[aei]l|er|ag|ol|i)$/
/** Des métiers dont le nom et la matière n’ont pas la même fin : leur début suffit à les reconnaître. */
const metiers =
  /^(charpent|paysag|peint|ebenist|agric|secreta|condu(?=it|ct)|teintur|qualit|photo(?=$|graph))/
/** Des mots courts que les fins ôtées feraient prendre pour d’autres : l’angle n’est pas l’anglais, le tour n’est pas le tourisme. */
const entiers = new Set(['angle', 'angles', 'tour', 'tours', 'pays', 'compte', 'comptes'])
/** Un mot réduit à ce qui le distingue : ni genre, ni nombre, ni fin qui en fait un métier, une matière, un adjectif. */
const reduire = (mot: string): string =>
  entiers.has(mot) ? `${mot.replace(/s$/, '')}.` : (metiers.exec(mot)?.[1] ?? sansSaFin(mot))
const sansSaFin = (mot: string): string =>
  /^[a-z]{5,}$/.test(mot)
    ? mot
        .replace(/([^e])aux$/, '$1al')
        .replace(/(?:es|[sxe])$/, '')
        .replace(/gu$/, 'g')
        .replace(/^([a-z]{5,})ur$/, (tout, nu: string) => (fin.test(tout) ? tout : nu))
        .replace(fin, '$1')
        // « maçonnerie » et « maçon » : la consonne n’y est doublée que par la suite.
        .replace(/([a-z])\1$/, '$1')
    : mot
/** Les savoirs que nomment ces mots : « informatique » et « informaticienne » n’en font qu’un, « information » en est un autre. */
export const savoirs = (texte: string): readonly string[] => [...new Set(motsUtiles(texte).map(reduire))]

/** Ce que l’on demande à une personne est-il dans ce que dit son dossier ? Chaque mot demandé doit s’y lire. */
export const couvre = (requises: readonly string[], dossier: readonly string[]): boolean =>
  requises.length > 0 && requises.every((r) => dossier.includes(r))

/** Parmi ces choses, celles qu’un texte ne dit pas : moins de la moitié de leurs mots s’y lisent. */
const absents = (choses: readonly string[], texte: string): readonly string[] => {
  const lus = new Set(racines(texte))
  return choses.filter((chose) => {
    const mots = racines(chose)
    return mots.filter((m) => lus.has(m)).length * 2 < mots.length
  })
}

const pasDe = '(?:aucun|aucune|neant|sans|pas de|pas d.?)'
const savoir = '(?:prerequis|pre.requis|condition|niveau|connaissance|competence|diplome|experience)s?'
const precision =
  '(?:particulier|particuliere|specifique|prealable|technique|minimum|minimal|necessaire|requis|requise|exige|exigee|demande|demandee|n.est|ne sont)s?'
/** « Aucun prérequis n’est exigé », « Pas de niveau particulier », « Ouvert à tous » ; une réserve (« mais », « sauf ») en fait un prérequis. */
const sansPrerequis = new RegExp(
  `^(?:(?:il n.y a |(?:cette )?(?:action|formation) )?(?:${pasDe} ?(?:${savoir})?(?: ${precision})*|(?:ouvert|ouverte|accessible) a tous|tout public))[ .]*$`,
)
/** L’offre dit-elle qu’elle n’a pas de prérequis ? */
export const ditSansPrerequis = (texte: string): boolean => sansPrerequis.test(plier(texte))

const dit = (c: Contenu, nom: string): string => (typeof c[nom] === 'string' ? (c[nom] as string) : '')

type Attendu = {
  /** Ce qu’un auditeur accepterait, dit à qui écrit la ligne. */
  readonly accepte: string
  /** Par champ, le nombre de mots utiles en deçà duquel il ne dit rien. */
  readonly assez?: Readonly<Record<string, number>>
  /** Ceux que la ligne peut laisser vides, et qu’un contrôle lit à part. */
  readonly aPart?: Readonly<Record<string, number>>
  /** Sans fichier joint, la ligne ne fait que déclarer : ce qu’il faut joindre. */
  readonly document?: string
  /** Ce que la fiche d’une autre coopérative en dit se déclare, même incomplet, tant que l’on ne l’a pas adapté. */
  readonly ficheDAutrui?: true
  /** À défaut de fichier, ce champ en tient lieu s’il dit assez. */
  readonly aDefaut?: { readonly champ: string; readonly mots: number }
  /** Écrit, et non joint, ce champ doit dire chacune des choses que l’offre demande d’y lire ; ce qui les porte. */
  readonly chacune?: { readonly champ: string; readonly ou: string }
  /** Ce qui manque encore, et que ni un texte ni un fichier ne dit. */
  readonly exige?: (l: LignePesee) => string | undefined
}

const lienWeb = (t: string): boolean => /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(t.trim())
const joignable = (t: string): boolean =>
  /\S+@\S+\.\S+/.test(t) || (t.match(/\d/g)?.length ?? 0) >= 8 || lienWeb(t)
const uneStructure = (l: LignePesee): string | undefined =>
  l.entreprise === null && l.personne === null
    ? 'dites avec qui : la structure, ou la personne qui intervient'
    : undefined
const unePersonne = (qui: string) => (l: LignePesee) =>
  l.personne === null && l.responsable === null ? qui : undefined
// La micro-entreprise sous son plafond est dispensée de la certification, non de la déclaration d’activité.
const nda = (l: LignePesee): string | undefined => {
  const lu = lireNda(dit(l.contenu, 'nda'))
  return !lu.ok || lu.value.avertissements.some((a) => a.code === 'nda-inconnu')
    ? 'écrivez le numéro de déclaration d’activité, onze chiffres'
    : uneStructure(l)
}
/** Les indicateurs qu’un contrat confie : leurs numéros, de 1 à 33, ou « aucun », ou « tous ». */
const repartit = (texte: string): boolean =>
  /^(aucun|aucune|tous|toutes)\b/.test(plier(texte)) ||
  (texte.match(/\d+/g) ?? []).some((n) => Number(n) >= 1 && Number(n) <= 33)

/** Ce que sait toute personne qui anime : le demander ne distingue personne. */
const deTous: ReadonlySet<string> = new Set(
  savoirs('former formation animer animation enseigner pédagogie compétence expérience qualification'),
)

const veille: Attendu = {
  accepte: 'Ce que vous avez lu, ce que vous en concluez pour vous, et ce que cela a changé.',
  assez: { source: 1, analyse: 3, motif: 2 },
}

/** Ce qu’il faut à une ligne de chaque registre pour prouver. */
export const attendus: Readonly<Record<string, Attendu>> = {
  'relecture-messages': {
    accepte: 'Le support relu, ce qui y a été vérifié, et ce qui a été corrigé.',
    assez: { constat: 3 },
  },
  'mon-compte-formation': {
    accepte: 'La copie de ce que la plateforme montre, ou l’adresse de la page, et ce qui y fut comparé.',
    assez: { constat: 3 },
    document: 'joignez la copie de l’écran, ou écrivez l’adresse de la page',
    aDefaut: { champ: 'adresse', mots: 1 },
    exige: (l) => (l.offre === null ? 'dites pour quelle offre' : undefined),
  },
  resultat: {
    accepte: 'La page publique où le chiffre se lit, ou sa copie, avec la formule, la période et l’effectif.',
    assez: { formule: 2, periode: 1 },
    document: 'joignez la copie de ce qui est publié, ou écrivez l’adresse de la page',
    aDefaut: { champ: 'adresse', mots: 1 },
    exige: (l) =>
      !/\d/.test(dit(l.contenu, 'valeur'))
        ? 'écrivez le chiffre publié'
        : Number(dit(l.contenu, 'effectif')) > 0 && Number(dit(l.contenu, 'repondants')) > 0
          ? undefined
          : 'un résultat sans personne interrogée, ou sans réponse, n’en est pas un',
  },
  deroule: {
    accepte: 'Le déroulé que suit la personne qui anime : chaque objectif, sa séquence, sa durée.',
    document: 'joignez le déroulé, ou écrivez les séquences',
    aDefaut: { champ: 'sequences', mots: 12 },
    chacune: { champ: 'sequences', ou: 'séquence' },
    exige: (l) => (l.offre === null ? 'dites pour quelle offre' : undefined),
  },
  'matrice-competences': {
    accepte: 'Le tableau croisé des compétences de la certification et des séquences.',
    document: 'joignez le tableau croisé, ou écrivez-le',
    aDefaut: { champ: 'croisement', mots: 12 },
    chacune: { champ: 'croisement', ou: 'ligne' },
    exige: (l) => (l.offre === null ? 'dites pour quelle offre' : undefined),
  },
  examen: {
    accepte: 'Le procès-verbal, ou les résultats reçus du certificateur.',
    document: 'joignez le procès-verbal, ou les résultats du certificateur',
    exige: (l) =>
      l.session === null
        ? 'dites de quelle session'
        : Number(dit(l.contenu, 'inscrits')) === 0
          ? 'écrivez combien sont inscrits à l’épreuve'
          : dit(l.contenu, 'adresse') !== '' && !lienWeb(dit(l.contenu, 'adresse'))
            ? 'écrivez l’adresse entière de la page'
            : undefined,
  },
  ressource: {
    accepte: 'La ressource elle-même, et ce qui montre que les stagiaires s’en servent.',
    assez: { usage: 4 },
    document: 'joignez la ressource, ou écrivez l’adresse où elle s’ouvre',
    aDefaut: { champ: 'adresse', mots: 1 },
    exige: (l) => (l.offre === null ? 'dites pour quelle offre' : undefined),
  },
  habilitation: {
    accepte: 'La convention ou l’habilitation du certificateur, avec ses dates.',
    document: 'joignez l’habilitation, ou la convention de partenariat',
    // « En cours de validité » : sans terme, rien ne dit qu’elle vaut encore au premier jour d’une session.
    exige: (l) =>
      l.offre === null ? 'dites pour quelle offre' : l.terme ? undefined : 'écrivez jusqu’à quand elle vaut',
  },
  'procedure-violences': {
    accepte: 'La procédure elle-même, et ce qui montre que chaque stagiaire l’a reçue.',
    assez: { contact: 1, remise: 2 },
    document: 'joignez la procédure, ou écrivez-la',
    aDefaut: { champ: 'texte', mots: 12 },
  },
  'accompagnement-apprentis': {
    accepte: 'Ce qui a été fait, quand, avec qui : un compte rendu ou une feuille d’émargement.',
    assez: { participants: 1 },
    document: 'joignez le compte rendu, ou dites ce qui a été fait',
    aDefaut: { champ: 'contenu', mots: 5 },
  },
  lieu: {
    accepte: 'Ce que vous avez vérifié sur place : accès, sécurité, places.',
    assez: { accessibilite: 2, securite: 2 },
    ficheDAutrui: true,
    exige: (l) =>
      // D’une salle prêtée, le titre dit laquelle.
      l.etablissement === null && !estReprise(l.contenu)
        ? 'dites de quel lieu il s’agit'
        : Number(dit(l.contenu, 'places')) > 0
          ? undefined
          : 'écrivez combien de places il offre',
  },
  reunion: {
    accepte: 'Le compte rendu : qui était là, et ce qui est décidé.',
    assez: { participants: 2, decisions: 2 },
  },
  consigne: {
    accepte: 'Le message transmis à cette personne avant qu’elle intervienne.',
    assez: { texte: 6 },
  },
  conseil: {
    accepte: 'Le procès-verbal signé du conseil de perfectionnement.',
    assez: { participants: 2, decisions: 2 },
    document: 'joignez le procès-verbal',
  },
  cv: {
    accepte: 'Le curriculum vitæ lui-même, daté, et les domaines qu’il couvre.',
    assez: { domaines: 1 },
    document: 'joignez le curriculum vitæ',
  },
  'competences-requises': {
    accepte: 'Ce qu’il faut savoir pour animer cette offre, écrit avant la session.',
    assez: { competences: 1 },
    exige: (l) =>
      l.offre === null
        ? 'dites pour quelle offre'
        : savoirs(dit(l.contenu, 'competences')).some((r) => !deTous.has(r))
          ? undefined
          : 'dites la matière que cette offre demande : former, chaque personne qui anime le sait',
  },
  'evaluation-intervenant': {
    accepte: 'Ce qui fut observé, ce que l’on en conclut, et la suite donnée.',
    assez: { conclusion: 3 },
    exige: (l) => (l.personne === null ? 'dites de qui' : undefined),
  },
  developpement: {
    accepte: 'L’attestation de la formation suivie, ou ce que l’action a changé pour la personne.',
    document: 'joignez l’attestation, ou dites ce que cela change',
    aDefaut: { champ: 'apport', mots: 5 },
    // Ce qu’un atelier change est écrit en l’annonçant, et une case cochée n’est pas une signature.
    exige: (l) =>
      unePersonne('dites qui a suivi cette action')(l) ??
      (dit(l.contenu, 'atelier') !== '' && l.fichiers === 0
        ? 'joignez la feuille de présence de l’atelier, signée'
        : undefined),
  },
  entretien: {
    accepte: 'La feuille signée qui dit que l’entretien a eu lieu ; jamais ce qui s’y est dit.',
    document: 'joignez la feuille signée, sans le contenu de l’entretien',
    exige: unePersonne('dites avec qui'),
  },
  'veille-legale': veille,
  'veille-metiers': veille,
  'veille-pedagogie': veille,
  'partenaire-handicap': {
    accepte: 'Un partenaire que l’on sait joindre : une personne, un numéro ou une adresse, un territoire.',
    assez: { territoire: 1, contact: 1 },
    exige: (l) =>
      joignable(dit(l.contenu, 'contact')) ? undefined : 'écrivez un numéro ou une adresse où l’appeler',
  },
  'recours-handicap': {
    accepte: 'L’échange : avec qui, à quel sujet, ce qui en est sorti. Sans nommer de stagiaire.',
    assez: { objet: 4 },
  },
  'formation-referent': {
    accepte: 'L’attestation de la formation, au nom de la personne référente handicap.',
    document: 'joignez l’attestation',
    exige: unePersonne('nommez la personne référente qui l’a suivie'),
  },
  'contrat-sous-traitance': {
    accepte: 'Le contrat signé des deux parties, joint avant le premier jour.',
    document: 'joignez le contrat signé des deux parties',
    exige: (l) =>
      uneStructure(l) ??
      ((l.contenu.clauses ?? []).length < 8
        ? 'le contrat ne porte pas toutes les clauses de R6333-6-2'
        : !repartit(dit(l.contenu, 'indicateurs'))
          ? 'le contrat ne dit pas quels indicateurs il confie'
          : l.session === null && !l.terme
            ? 'un contrat-cadre dit jusqu’à quand il vaut ; un contrat d’une session dit laquelle'
            : undefined),
  },
  'controle-sous-traitant': {
    accepte: 'Le relevé daté de la liste publique, ou la copie du certificat et des titres.',
    document: 'joignez le relevé de la liste publique, ou la copie du certificat',
    exige: nda,
  },
  'evaluation-sous-traitant': {
    accepte: 'Ce qui s’est bien passé, ce qui ne va pas, et la suite donnée.',
    assez: { constat: 3, suite: 1 },
    exige: uneStructure,
  },
  'partenaire-metier': {
    accepte: 'L’échange : avec qui, à quel sujet, ce qu’il nous apprend du travail.',
    assez: { objet: 4 },
  },
  insertion: {
    accepte: 'Ce qui a été fait, quand, avec qui.',
    assez: { participants: 1, contenu: 4 },
  },
  financeur: {
    accepte: 'La réponse du financeur, ou la trace de la demande et de son rappel.',
    document: 'joignez la demande envoyée, ou écrivez la réponse',
    aDefaut: { champ: 'reponse', mots: 3 },
  },
  'procedure-reclamation': {
    accepte: 'La page publique où l’on apprend comment réclamer, et en combien de jours on répond.',
    exige: (l) =>
      !lienWeb(dit(l.contenu, 'adresse'))
        ? 'écrivez l’adresse de la page publique'
        : delaiPublie(l) === undefined
          ? 'écrivez en combien de jours on répond'
          : undefined,
  },
  action: {
    accepte: 'D’où elle vient, qui en répond, ce qui fut fait, et l’effet que vous avez vérifié.',
    assez: { cause: 2, correction: 2, effet: 2 },
    exige: (l) =>
      dit(l.contenu, 'closeLe') === ''
        ? 'l’action n’est pas close'
        : dit(l.contenu, 'closeLe') < l.le
          ? 'l’action est close avant d’être ouverte'
          : l.responsable === null
            ? 'dites qui en répond'
            : undefined,
  },
  risque: {
    accepte: 'Ce qui pourrait arriver, à quel point, et ce que l’on fait pour l’éviter.',
    assez: { cause: 3 },
    aPart: { mesure: 3 },
    exige: (l) =>
      dit(l.contenu, 'niveau') !== 'faible' && !ditAssez(dit(l.contenu, 'mesure'), 3)
        ? 'dites la mesure qui l’évite'
        : undefined,
  },
  revue: {
    accepte: 'Qui était là, sur quels chiffres, et ce que vous décidez.',
    assez: { participants: 2, chiffres: 3, decisions: 2 },
  },
  enseignements: {
    accepte: 'Les constats de la campagne, le partage avec l’équipe, et l’effet mesuré.',
    assez: { constats: 4 },
    aPart: { partage: 4, effet: 3 },
  },
}

/** Le délai de réponse que la coopérative publie, en jours ; rien s’il n’est pas dit. */
export const delaiPublie = (l: Pick<LignePesee, 'contenu'>): number | undefined => {
  const n = Number(dit(l.contenu, 'delai'))
  return Number.isInteger(n) && n >= 1 && n <= 365 ? n : undefined
}

/** Le nombre de mots utiles attendu d’un champ que son registre ne cite pas. */
const parDefaut = 1

/** Ce que pèse une ligne, d’après son registre. Un registre inconnu ne prouve rien. */
export const peser = (l: LignePesee): Pesee => {
  const a = Object.hasOwn(attendus, l.genre) ? attendus[l.genre] : undefined
  const dits = Object.keys(l.contenu).filter((champ) =>
    ditAssez(dit(l.contenu, champ), a?.assez?.[champ] ?? a?.aPart?.[champ] ?? parDefaut),
  )
  const clos = dit(l.contenu, 'closeLe')
  const commun = {
    dits,
    mots: savoirs(`${dit(l.contenu, 'domaines')} ${dit(l.contenu, 'competences')}`),
    compte: l.genre === 'action' && clos !== '' ? clos : l.le,
  }
  if (!a) return { ...commun, force: 'vide', manque: 'aucune règle ne dit ce que ce registre prouve' }
  const aAdapter = estReprise(l.contenu) && !ditAssez(dit(l.contenu, 'adaptation'), 4)
  const reprise = {
    ...commun,
    force: 'declare',
    manque: 'reprise d’une autre coopérative, à adapter : dites ce que vous en avez adapté et décidé',
  } as const
  if (aAdapter && a.ficheDAutrui && dits.some((champ) => champ !== 'repriseDe')) return reprise
  const muet = Object.keys(a.assez ?? {}).find((champ) => !dits.includes(champ))
  if (muet !== undefined)
    return {
      ...commun,
      force: 'vide',
      manque: 'la ligne ne dit pas assez : un auditeur n’y apprendrait rien',
    }
  if (aAdapter) return reprise
  const exige = a.exige?.(l)
  if (exige !== undefined) return { ...commun, force: 'declare', manque: exige }
  const enTientLieu =
    a.aDefaut !== undefined && ditAssez(dit(l.contenu, a.aDefaut.champ), a.aDefaut.mots)
      ? a.aDefaut.champ !== 'adresse' || lienWeb(dit(l.contenu, 'adresse'))
      : false
  if (a.document !== undefined && l.fichiers === 0 && !enTientLieu)
    return { ...commun, force: 'declare', manque: a.document }
  // Un document joint se lit à l’audit ; ce qui est écrit ici se lit déjà.
  const oublies =
    a.chacune !== undefined && l.fichiers === 0
      ? absents(l.aRetrouver ?? [], dit(l.contenu, a.chacune.champ))
      : []
  if (a.chacune !== undefined && oublies[0] !== undefined)
    return {
      ...commun,
      force: 'declare',
      manque: `aucune ${a.chacune.ou} ne dit « ${oublies[0]} »${oublies.length > 1 ? `, ni ${compter(oublies.length - 1, 'autre')}` : ''}`,
    }
  return { ...commun, force: 'prouve', manque: '' }
}
