/**
 * Le registre des traitements proposé (RGPD, article 30) : ce qu’un organisme de formation fait d’ordinaire des données. La coopérative
 * corrige, ajoute, retire ; chaque écriture garde la précédente. Pur.
 */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { slug } from '#kernel/texte.ts'
export const rubriques = {
  finalite: 'Pour quoi',
  base: 'Fondement',
  personnes: 'De qui',
  donnees: 'Quelles données',
  destinataires: 'À qui elles vont',
  transferts: 'Hors de l’Union européenne',
  duree: 'Combien de temps',
  mesures: 'Comment elles sont protégées',
} as const
export type Rubrique = keyof typeof rubriques
export const listeRubriques = Object.keys(rubriques) as [Rubrique, ...Rubrique[]]

export type Traitement = { readonly nom: string } & Readonly<Record<Rubrique, string>>
export type TraitementLu = Traitement & {
  readonly code: string
  /** 0 : tel que proposé, la coopérative n’y a rien changé. */
  readonly version: number
}

const mesures =
  'Murs entre coopératives tenus par la base, droits par fonction, second facteur, journal des gestes, sauvegardes chiffrées.'
const aucun = 'Aucun.'

export const traitementsProposes: Readonly<Record<string, Traitement>> = {
  inscription: {
    nom: 'Inscrire, convoquer, former',
    finalite:
      'Préparer et exécuter l’action de formation : inscription, convocation, positionnement, suivi, évaluation.',
    base: 'Contrat et mesures précontractuelles (article 6, 1, b) ; rien qui n’ait un lien direct avec l’action (C. trav., L6353-9).',
    personnes: 'Stagiaires, contacts des entreprises clientes.',
    donnees: 'Identité, coordonnées, employeur, parcours dans la formation.',
    destinataires: 'L’équipe de l’organisme, les intervenants de la session, l’employeur quand il l’achète.',
    transferts: aucun,
    duree: 'Six ans à compter de la fin de la session ; dix ans si des fonds européens y participent.',
    mesures,
  },
  presences: {
    nom: 'Prouver la réalisation',
    finalite: 'Émargement, traces à distance, certificats, attestations.',
    base: 'Obligation légale (article 6, 1, c) : C. trav., L6362-6 et R6313-3. La marque du navigateur a le même fondement : savoir que chacun signe soi-même. Son témoin ne s’écrit qu’aux pages où l’on signe, vit un jour et ne sert qu’à cela : nous le tenons pour strictement nécessaire au service que la personne demande (loi n° 78-17, article 82), donc sans consentement ; c’est une lecture, qu’aucun texte ne confirme.',
    personnes: 'Stagiaires, intervenants.',
    donnees:
      'Présences, heure et moyen de signature, adresse réseau et appareil, marque du navigateur (tirée au sort, un jour), ce que la page montrait alors (dont qui forme), tracé facultatif.',
    destinataires:
      'Financeurs, services de contrôle, certificateur, sur demande ; si la coopérative en règle une, la passerelle SMS, qui reçoit le numéro de mobile et le code (sous-traitante, article 28).',
    transferts: aucun,
    duree: 'Six ans à compter de la fin de la session ; dix ans si des fonds européens y participent.',
    mesures: `${mesures} Part personnelle du registre séparée, effaçable sans rompre la chaîne.`,
  },
  facturation: {
    nom: 'Facturer et encaisser',
    finalite: 'Devis, factures, règlements, relances, comptabilité.',
    base: 'Obligation légale (article 6, 1, c) : code de commerce et code général des impôts.',
    personnes: 'Clients, payeurs, intervenants payés, fournisseurs.',
    donnees: 'Identité, adresse, montants, dates de règlement.',
    destinataires:
      'Comptabilité, expert-comptable, administration fiscale, financeurs ; si la coopérative en règle une, sa plateforme agréée (sous-traitante, article 28), et Chorus Pro pour les acheteurs publics.',
    transferts: aucun,
    duree: 'Dix ans à compter de la clôture de l’exercice.',
    mesures,
  },
  marches: {
    nom: 'Répondre aux marchés publics',
    finalite: 'Candidature, offre, références, exécution d’un marché, seule ou à plusieurs.',
    base: 'Intérêt légitime (article 6, 1, f) ; pour une référence, l’accord écrit du client.',
    personnes: 'Personnes qui signent ou suivent un dossier, interlocuteurs des clients cités en référence.',
    donnees: 'Nom, qualité, coordonnées professionnelles, pièces jointes, qui a lu un dossier et quand.',
    destinataires: 'Les membres du groupement, l’acheteur.',
    transferts: aucun,
    duree:
      'Ce qu’une coopérative a versé à un dossier s’efface quand elle en sort ou quand il est abandonné ; le reste, tant que la coopérative le garde : rien ne l’ôte de lui-même.',
    mesures: `${mesures} Pièces chiffrées ; prix chiffrés dans le navigateur, que l’instance ne lit pas.`,
  },
  declarations: {
    nom: 'Déclarer aux financeurs et à l’État',
    finalite: 'Bilan pédagogique et financier, pièces du service fait.',
    base: 'Obligation légale (article 6, 1, c) : C. trav., L6352-11 et R6332-26.',
    personnes: 'Stagiaires, intervenants.',
    donnees: 'Nombres et heures ; identité dans les certificats remis.',
    destinataires: 'DREETS, OPCO, Caisse des dépôts, France Travail, Région : responsables distincts.',
    transferts: aucun,
    duree: 'Selon le financeur ; le bilan ne nomme pas les stagiaires.',
    mesures,
  },
  qualite: {
    nom: 'Évaluer et améliorer',
    finalite: 'Satisfaction, acquis, réclamations, amélioration continue.',
    base: 'Intérêt légitime (article 6, 1, f) ; référentiel national qualité.',
    personnes: 'Stagiaires, entreprises, financeurs, intervenants.',
    donnees: 'Réponses, résultats, récits de réclamation (chiffrés).',
    destinataires: 'La personne référente qualité, la direction ; l’auditeur en lecture.',
    transferts: aucun,
    duree: 'Cinq ans, puis des nombres seulement.',
    mesures: `${mesures} Récits chiffrés, lectures consignées.`,
  },
  handicap: {
    nom: 'Accueillir une personne en situation de handicap',
    finalite: 'Adapter l’accueil, le rythme, les outils, l’évaluation (C. trav., D5211-1 à D5211-6).',
    base: 'Consentement explicite (article 9, 2, a), retirable à tout moment.',
    personnes: 'Stagiaires qui le demandent.',
    donnees: 'Besoins d’adaptation et mesures ; jamais de diagnostic.',
    destinataires:
      'La personne référente handicap seule ; l’équipe pédagogique reçoit les mesures, pas le besoin.',
    transferts: aucun,
    duree: 'La fin de l’action et un an.',
    mesures: 'Table séparée, récit chiffré hors de la base, chaque lecture et chaque refus consignés.',
  },
  equipe: {
    nom: 'Tenir les comptes et les intervenants',
    finalite:
      'Accès au logiciel, titres et qualités des intervenants (C. trav., L6352-1), planning ; dans une CAE, habilitations à former, étapes du parcours (candidature, contrats, sociétariat, sortie), titulaires des droits, archive de sortie, absences de qui vise ; ateliers internes suivis, veilles transmises et lues.',
    base: 'Contrat (article 6, 1, b) et obligation légale (article 6, 1, c).',
    personnes: 'Membres de la coopérative, intervenants.',
    donnees:
      'Identité, courriel, rôles, titres, statuts, affectations, heures prises de leur agenda (ni titre ni lieu), journal des gestes, avis de marché suivis ou reçus par courriel, entrées dans un dossier à plusieurs ; marque des navigateurs d’où l’on entre (tirée au sort, quatre cents jours).',
    destinataires: 'L’équipe ; services de contrôle et auditeur sur demande.',
    transferts: aucun,
    duree: 'Le temps de la relation, puis six ans.',
    mesures: `${mesures} Mot de passe jamais gardé, seulement sa dérivée.`,
  },
  'demande-de-place': {
    nom: 'Répondre à qui demande une place',
    finalite:
      'Recevoir, sur la page publique d’une formation, la demande d’une personne sans compte ; la transmettre à la coopérative, qui lui répond.',
    base: 'Mesures précontractuelles prises à la demande de la personne (article 6, 1, b).',
    personnes: 'Personnes qui demandent une place ou posent une question sur une formation.',
    donnees: 'Nom, courriel, message ; la formation demandée, et si l’on a répondu.',
    destinataires: 'La coopérative qui publie la formation, à l’adresse que sa page donne.',
    transferts: aucun,
    duree:
      'Trois jours si l’adresse n’est pas confirmée, treize mois sinon ; ôté avant si la personne demande son effacement.',
    mesures: 'Message chiffré par les clés de l’instance, qui ne s’ouvre que par le lien envoyé.',
  },
  vivier: {
    nom: 'Partager un vivier d’intervenants',
    finalite:
      'Faire connaître aux coopératives de ses pôles ce que des personnes savent faire, et quand elles sont libres.',
    base: 'Consentement (article 6, 1, a), partage par partage, au texte lu, retirable à tout moment. Les coopératives du pôle sont responsables conjointes (article 26) : tout membre d’une de ces coopératives lit leur accord à la page « Responsables conjoints », depuis la page du pôle.',
    personnes: 'Membres de la coopérative qui écrivent leur fiche.',
    donnees:
      'Ce que la personne écrit : compétences et ce qui les montre, modalités, langues, commune, conditions ; ses demi-journées libres ou occupées, sans contenu ; son adresse électronique et son plancher, pour une coopérative qu’elle accepte ; les dates de ses accords ; ses réponses aux appels et ses missions (dates, statut, prix), pour la coopérative qui appelle et la sienne.',
    destinataires: 'Les coopératives de ses pôles, ou celles qu’elle choisit. Ni le public, ni l’Union.',
    transferts: aucun,
    duree:
      'La fiche, jusqu’au retrait de l’accord, à l’effacement ou au départ ; les dates des accords, tant que le compte existe ; une réponse sans mission s’efface avec la fiche ; un contrat signé se garde comme une pièce comptable.',
    mesures: `${mesures} Un retrait vaut à l’instruction suivante ; la liste ne s’emporte pas.`,
  },
  prospection: {
    nom: 'Proposer nos formations',
    finalite: 'Répondre à une demande, envoyer une proposition.',
    base: 'Intérêt légitime (article 6, 1, f), entre professionnels ; opposition à tout moment.',
    personnes: 'Contacts professionnels, personnes qui demandent une information.',
    donnees: 'Identité, coordonnées professionnelles, échanges.',
    destinataires: 'L’équipe commerciale de l’organisme.',
    transferts: aucun,
    duree: 'Trois ans après le dernier échange.',
    mesures,
  },
}

/** Ce qui vaut : l’écriture de la coopérative, à défaut la proposition ; ce qu’elle a retiré n’y est plus. */
export const composerRegistre = (
  ecrits: readonly {
    readonly code: string
    readonly version: number
    readonly contenu: Traitement
    readonly retire: boolean
  }[],
): TraitementLu[] => {
  const dernier = new Map<string, (typeof ecrits)[number]>()
  for (const e of ecrits) {
    const connu = dernier.get(e.code)
    if (!connu || connu.version < e.version) dernier.set(e.code, e)
  }
  const codes = [...new Set([...Object.keys(traitementsProposes), ...dernier.keys()])]
  return codes.flatMap((code) => {
    const e = dernier.get(code)
    if (e?.retire) return []
    const contenu = e?.contenu ?? traitementsProposes[code]
    return contenu ? [{ ...contenu, code, version: e?.version ?? 0 }] : []
  })
}

/** Le code et la version d’un traitement que l’on écrit. `code` absent : il est neuf, et son nom, qui n’est pris par aucun autre, le donne. */
export const versionSuivante = (
  ecrits: readonly { readonly code: string; readonly version: number }[],
  registre: readonly { readonly code: string }[],
  code: string | undefined,
  nom: string,
): Result<{ readonly code: string; readonly version: number }, Refus<'nom' | 'deja'>> => {
  const le = code ?? slug(nom, 50)
  if (le.length < 3) return refuser('nom', 'Donnez-lui un nom plus parlant.')
  if (code === undefined && registre.some((t) => t.code === le))
    return refuser('deja', 'Un traitement porte déjà ce nom : corrigez-le.')
  const versions = ecrits.filter((t) => t.code === le).map((t) => t.version)
  return ok({ code: le, version: Math.max(0, ...versions) + 1 })
}
