// Long parce que la table des droits se lit d’un trait : qui fait quoi, et rien d’autre ailleurs.
/**
 * Qui fait quoi. RLS dit quelle coopérative et quelle enseigne ; ces fonctions disent quelle personne. Les
 * droits suivent la fonction, jamais le statut d’associé. Tout ce qui n’est pas écrit ici est refusé.
 */
export const roles = {
  administration: {
    nom: 'administration',
    voitTout: true,
    phrase: 'L’administration règle l’organisme et ses comptes ; elle ne signe rien.',
  },
  responsable: {
    nom: 'responsable',
    voitTout: true,
    phrase: 'La personne responsable dirige l’organisme et signe en son nom.',
  },
  commercial: {
    nom: 'clientèle',
    voitTout: false,
    phrase: 'La personne chargée de clientèle prépare les propositions ; elle ne les signe pas.',
  },
  'responsable-pedagogique': {
    nom: 'responsable pédagogique',
    voitTout: false,
    phrase: 'La personne responsable pédagogique bâtit l’offre et planifie.',
  },
  formateur: {
    nom: 'formateur·rice',
    voitTout: false,
    phrase: 'Qui forme anime, fait émarger et évalue ses sessions.',
  },
  assistant: {
    nom: 'assistant·e',
    voitTout: false,
    phrase: 'Qui assiste inscrit, convoque et émet, sans signer à la place de la direction.',
  },
  'referent-handicap': {
    nom: 'référence handicap',
    voitTout: true,
    phrase:
      'La personne référente lit seule les besoins d’adaptation ; elle en donne les mesures, jamais le diagnostic.',
  },
  'referent-qualite': {
    nom: 'référence qualité',
    voitTout: true,
    phrase: 'La personne référente rassemble les preuves et mène les audits blancs.',
  },
  comptable: {
    nom: 'comptable',
    voitTout: true,
    phrase: 'La comptabilité facture et encaisse ; elle ne change ni heures ni présences.',
  },
  'equipe-appui': {
    nom: 'équipe d’appui',
    voitTout: true,
    phrase: 'L’équipe d’appui vise ce qui engage la coopérative.',
  },
  dpo: {
    nom: 'protection des données',
    voitTout: true,
    phrase: 'La personne déléguée lit les journaux et conduit les effacements.',
  },
  auditeur: {
    nom: 'auditeur·rice',
    voitTout: true,
    phrase: 'Qui audite lit, pour un temps, et ne change rien.',
  },
} as const satisfies Record<string, { nom: string; voitTout: boolean; phrase: string }>

export type Role = keyof typeof roles
export const asRole = (texte: string): Role | undefined =>
  Object.hasOwn(roles, texte) ? (texte as Role) : undefined

/**
 * Une clé : un geste. `cible` dit à quoi le rôle doit être lié : `tout` ; `sien` : seulement ce qui lui est
 * affecté (sa session, son client). La phrase est celle que lit la personne à qui l’on refuse ou accorde.
 */
export type RegleDeDroit = {
  readonly phrase: string
  readonly ecrit: boolean
  readonly par: Partial<Record<Role, 'tout' | 'sien'>>
}
const droit = (phrase: string, ecrit: boolean, par: RegleDeDroit['par']): RegleDeDroit => ({
  phrase,
  ecrit,
  par,
})

export const droits = {
  'organisme.lire': droit('Tout membre lit la fiche de l’organisme.', false, {
    administration: 'tout',
    responsable: 'tout',
    commercial: 'tout',
    'responsable-pedagogique': 'tout',
    formateur: 'tout',
    assistant: 'tout',
    'referent-handicap': 'tout',
    'referent-qualite': 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    dpo: 'tout',
    auditeur: 'tout',
  }),
  'organisme.regler': droit('L’administration et la direction règlent l’organisme.', true, {
    administration: 'tout',
    responsable: 'tout',
  }),
  'membres.gerer': droit('L’administration et la direction invitent, donnent et retirent les rôles.', true, {
    administration: 'tout',
    responsable: 'tout',
  }),
  'enseignes.gerer': droit('L’équipe d’appui ouvre et ferme les enseignes.', true, {
    administration: 'tout',
    responsable: 'tout',
    'equipe-appui': 'tout',
  }),
  'delegations.donner': droit(
    'Seule la direction délègue la signature, règle le comité et le second visa.',
    true,
    { responsable: 'tout' },
  ),
  'transferts.mener': droit(
    'Seule la direction transfère une enseigne à une autre coopérative, ou en accueille une.',
    true,
    { responsable: 'tout' },
  ),
  'assistance.ouvrir': droit(
    'Seules la direction et l’administration ouvrent une session d’assistance.',
    true,
    { responsable: 'tout', administration: 'tout' },
  ),
  'catalogue.lire': droit('Toute l’équipe lit le catalogue.', false, {
    administration: 'tout',
    responsable: 'tout',
    commercial: 'tout',
    'responsable-pedagogique': 'tout',
    formateur: 'tout',
    assistant: 'tout',
    'referent-handicap': 'tout',
    'referent-qualite': 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    auditeur: 'tout',
  }),
  'catalogue.ecrire': droit('Les responsables bâtissent l’offre ; qui forme écrit la sienne.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    'equipe-appui': 'tout',
    formateur: 'sien',
  }),
  'catalogue.publier': droit('Les responsables publient une offre ; en CAE, l’équipe d’appui aussi.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    'equipe-appui': 'tout',
  }),
  'sessions.lire': droit('L’équipe lit les sessions ; qui anime lit les siennes.', false, {
    responsable: 'tout',
    commercial: 'tout',
    'responsable-pedagogique': 'tout',
    formateur: 'sien',
    assistant: 'tout',
    'referent-handicap': 'tout',
    'referent-qualite': 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    auditeur: 'tout',
  }),
  'sessions.planifier': droit(
    'Les responsables et l’assistance administrative planifient ; qui anime planifie les siennes.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
    },
  ),
  'sessions.annuler': droit('Les responsables annulent ou reportent, avec un motif.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    'equipe-appui': 'tout',
  }),
  'delegues.organiser': droit(
    'La direction organise l’élection des délégués des stagiaires, ou constate la carence (R6352-11, R6352-12).',
    true,
    { responsable: 'tout', 'responsable-pedagogique': 'tout', assistant: 'tout', 'equipe-appui': 'tout' },
  ),
  'discipline.conduire': droit(
    'La direction et la pédagogie conduisent une procédure disciplinaire ; elles seules en lisent les griefs.',
    true,
    { responsable: 'tout', 'responsable-pedagogique': 'tout' },
  ),
  'salles.tenir': droit(
    'Qui planifie pour toute la coopérative tient ses salles, les prête, et réserve celles des autres.',
    true,
    {
      administration: 'tout',
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'inscriptions.lire': droit(
    'Qui prépare ou anime lit les inscriptions ; qui anime, celles de ses sessions.',
    false,
    {
      responsable: 'tout',
      commercial: 'sien',
      'responsable-pedagogique': 'tout',
      formateur: 'sien',
      assistant: 'tout',
      'referent-handicap': 'tout',
      'referent-qualite': 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      auditeur: 'tout',
    },
  ),
  'inscriptions.inscrire': droit('L’assistance administrative et la clientèle inscrivent.', true, {
    responsable: 'tout',
    commercial: 'sien',
    'responsable-pedagogique': 'tout',
    assistant: 'tout',
    'equipe-appui': 'tout',
    formateur: 'sien',
  }),
  'dossiers.ouvrir': droit(
    'L’assistance administrative et la clientèle ouvrent un dossier client ; qui anime, sur ses sessions.',
    true,
    {
      responsable: 'tout',
      commercial: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
    },
  ),
  'inscriptions.convoquer': droit('Qui assiste ou anime convoque.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    assistant: 'tout',
    formateur: 'sien',
  }),
  'intervenants.tenir': droit(
    'La direction et l’assistance administrative tiennent les titres et les statuts des intervenants.',
    true,
    { responsable: 'tout', 'responsable-pedagogique': 'tout', assistant: 'tout', 'equipe-appui': 'tout' },
  ),
  'tiers.fusionner': droit(
    'La direction et l’assistance administrative réunissent deux fiches d’une même personne.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'emargement.lire': droit(
    'Seules les personnes qui répondent d’une session en lisent les présences.',
    false,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      formateur: 'sien',
      assistant: 'tout',
      'referent-qualite': 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      auditeur: 'tout',
    },
  ),
  'emargement.animer': droit('Qui anime la session ouvre la feuille, note les absences et signe.', true, {
    formateur: 'sien',
  }),
  'emargement.suppleer': droit(
    'Quand la session n’est animée par aucun compte, qui la prépare tient sa feuille, sous son propre nom.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'emargement.regulariser': droit('Seul qui anime la session régularise, avec un motif.', true, {
    formateur: 'sien',
  }),
  'controles.juger': droit(
    'Qui dirige la pédagogie ou la coopérative répond d’un constat : accepté avec un motif, sous son nom.',
    true,
    { responsable: 'tout', 'responsable-pedagogique': 'tout', 'equipe-appui': 'tout' },
  ),
  'documents.emettre': droit(
    'L’assistance administrative émet les documents ; ils ne valent que signés par qui en a le pouvoir.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'engagements.lire': droit(
    'Qui prépare, vise ou signe les devis, conventions et contrats les lit ; qui anime lit ceux de ses sessions.',
    false,
    {
      responsable: 'tout',
      commercial: 'tout',
      'responsable-pedagogique': 'tout',
      formateur: 'sien',
      assistant: 'tout',
      'referent-qualite': 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      auditeur: 'tout',
    },
  ),
  'engagements.preparer': droit(
    'Dans une coopérative d’activité et d’emploi, qui anime établit la convention ou le devis de son client ; rien n’en part avant le visa.',
    true,
    { formateur: 'sien' },
  ),
  'documents.signer': droit('La direction signe, ou qui tient d’elle une délégation écrite.', true, {
    responsable: 'tout',
  }),
  'pieces.viser': droit('Rien n’engage la coopérative sans le visa de l’équipe d’appui.', true, {
    'equipe-appui': 'tout',
    responsable: 'tout',
  }),
  'baremes.regler': droit(
    'L’équipe d’appui et la direction règlent les barèmes que chaque enseigne paie.',
    true,
    { 'equipe-appui': 'tout', responsable: 'tout' },
  ),
  'activites.lire': droit(
    'Une enseigne lit son compte et ses missions ; l’équipe d’appui, la direction et la comptabilité lisent ceux de toutes.',
    false,
    { responsable: 'tout', comptable: 'tout', 'equipe-appui': 'tout', formateur: 'sien' },
  ),
  'missions.tenir': droit(
    'Qui anime demande, accorde et constate les missions de son enseigne ; l’équipe d’appui, celles de toutes.',
    true,
    { responsable: 'tout', 'equipe-appui': 'tout', formateur: 'sien' },
  ),
  'marches.lire': droit(
    'La direction, la clientèle, la pédagogie, l’assistance et l’équipe d’appui lisent les avis de marché.',
    false,
    {
      responsable: 'tout',
      commercial: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'marches.suivre': droit(
    'La direction, la clientèle, la pédagogie, l’assistance et l’équipe d’appui disent ce qui se cherche, suivent un avis ou le laissent.',
    true,
    {
      responsable: 'tout',
      commercial: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'marches.repondre': droit(
    'La direction, la clientèle et la pédagogie disent un intérêt et répondent à plusieurs ; jamais qui anime un pôle.',
    true,
    { responsable: 'tout', commercial: 'tout', 'responsable-pedagogique': 'tout' },
  ),
  'habilitations.lire': droit(
    'La direction, l’équipe d’appui et la qualité lisent les habilitations à former ; qui anime, celles de son enseigne.',
    false,
    {
      responsable: 'tout',
      'equipe-appui': 'tout',
      'referent-qualite': 'tout',
      auditeur: 'tout',
      formateur: 'sien',
    },
  ),
  'habilitations.suivre': droit(
    'Qui anime demande son habilitation ; le comité se prononce, l’équipe d’appui et la qualité suivent les dossiers.',
    true,
    { responsable: 'tout', 'equipe-appui': 'tout', 'referent-qualite': 'tout', formateur: 'sien' },
  ),
  'habilitations.tenir': droit(
    'L’équipe d’appui et la direction notent un parcours, suspendent une habilitation et donnent une dérogation.',
    true,
    { responsable: 'tout', 'equipe-appui': 'tout' },
  ),
  'situations.tenir': droit(
    'L’équipe d’appui et la direction tiennent les dates du parcours de chaque personne dans la coopérative.',
    true,
    { responsable: 'tout', 'equipe-appui': 'tout' },
  ),
  'facturation.lire': droit(
    'La comptabilité et la direction lisent les factures ; la clientèle, les siennes.',
    false,
    {
      responsable: 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      auditeur: 'tout',
      assistant: 'tout',
      commercial: 'sien',
      formateur: 'sien',
    },
  ),
  'facturation.preparer': droit(
    'Qui anime ou suit un client prépare sa facture ; la comptabilité l’émet.',
    true,
    {
      responsable: 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      assistant: 'tout',
      commercial: 'sien',
      formateur: 'sien',
    },
  ),
  'facturation.emettre': droit('La comptabilité émet factures et avoirs.', true, {
    responsable: 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
  }),
  'handicap.lire': droit('Seule la personne référente handicap lit les besoins déclarés.', false, {
    'referent-handicap': 'tout',
  }),
  'handicap.ecrire': droit('Seule la personne référente handicap tient le plan d’adaptation.', true, {
    'referent-handicap': 'tout',
  }),
  'handicap.mesures': droit('Qui anime reçoit les mesures à prendre, pas le diagnostic.', false, {
    'referent-handicap': 'tout',
    formateur: 'sien',
    'responsable-pedagogique': 'tout',
  }),
  'qualite.lire': droit(
    'Seules la direction, l’équipe qui prépare et les personnes qui auditent ouvrent la qualité.',
    false,
    {
      responsable: 'tout',
      assistant: 'tout',
      'referent-handicap': 'tout',
      'referent-qualite': 'tout',
      'responsable-pedagogique': 'tout',
      'equipe-appui': 'tout',
      auditeur: 'tout',
    },
  ),
  'qualite.ecrire': droit(
    'La personne référente qualité relie les preuves et tient les réclamations.',
    true,
    { responsable: 'tout', 'referent-qualite': 'tout' },
  ),
  'evenements.signaler': droit(
    'Toute l’équipe signale une réclamation, une difficulté, un aléa ou des violences.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      'referent-handicap': 'tout',
      assistant: 'tout',
      commercial: 'tout',
      comptable: 'tout',
      'equipe-appui': 'tout',
      formateur: 'tout',
    },
  ),
  'veilles.lire': droit('Toute l’équipe lit la veille qu’on lui transmet, et dit l’avoir lue.', true, {
    administration: 'tout',
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    'referent-qualite': 'tout',
    'referent-handicap': 'tout',
    assistant: 'tout',
    commercial: 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    formateur: 'tout',
  }),
  'ameliorations.tenir': droit(
    'Qui anime tient les améliorations de son enseigne ; qui suit la qualité et l’équipe d’appui, celles de toutes.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
    },
  ),
  'signalements.lire': droit('Seule la direction lit et traite un signalement de violences.', true, {
    responsable: 'tout',
  }),
  'registres.tenir': droit(
    'La direction, la pédagogie, la qualité et l’assistance administrative tiennent les registres.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      'referent-handicap': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'parcours.suivre': droit(
    'Qui prépare ou anime écrit l’entrée et le suivi des stagiaires ; qui anime, ceux de ses sessions.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
    },
  ),
  'questionnaires.lire': droit(
    'Qui prépare, dirige ou contrôle lit les réponses aux questionnaires ; qui anime, celles de ses sessions.',
    false,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
      auditeur: 'tout',
    },
  ),
  'questionnaires.envoyer': droit(
    'Qui prépare envoie, relance et suit les questionnaires ; qui anime, ceux de ses sessions.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      assistant: 'tout',
      'equipe-appui': 'tout',
      formateur: 'sien',
    },
  ),
  'questionnaires.composer': droit(
    'La direction, la pédagogie et la qualité composent les questionnaires et publient leurs résultats.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      'referent-qualite': 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'bpf.etablir': droit('La direction et la comptabilité établissent le BPF.', true, {
    responsable: 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
  }),
  'bpf.lire': droit('Seules la direction, la comptabilité et l’équipe de contrôle ouvrent le BPF.', false, {
    responsable: 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    auditeur: 'tout',
  }),
  'pole.lire': droit('Tout membre lit la vie des pôles dont sa coopérative fait partie.', false, {
    administration: 'tout',
    responsable: 'tout',
    commercial: 'tout',
    'responsable-pedagogique': 'tout',
    formateur: 'tout',
    assistant: 'tout',
    'referent-handicap': 'tout',
    'referent-qualite': 'tout',
    comptable: 'tout',
    'equipe-appui': 'tout',
    dpo: 'tout',
    auditeur: 'tout',
  }),
  'echanges.lire': droit(
    'La direction, la comptabilité et l’administration lisent le compte courant de la coopérative dans ses pôles.',
    false,
    { responsable: 'tout', comptable: 'tout', administration: 'tout', 'equipe-appui': 'tout' },
  ),
  'echanges.tenir': droit(
    'La direction et la comptabilité proposent et accordent les écritures du compte courant d’un pôle.',
    true,
    { responsable: 'tout', comptable: 'tout' },
  ),
  'vivier.lire': droit('Qui prépare des sessions, ou en anime, cherche au vivier du pôle.', false, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    assistant: 'tout',
    commercial: 'tout',
    'referent-qualite': 'tout',
    'equipe-appui': 'tout',
    formateur: 'tout',
  }),
  'vivier.demander': droit('Qui prépare des sessions demande à joindre une personne du vivier.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    assistant: 'tout',
    'equipe-appui': 'tout',
  }),
  'appels.tenir': droit(
    'Qui prépare des sessions publie un appel à intervention, choisit, et répond pour une personne de sa coopérative.',
    true,
    { responsable: 'tout', 'responsable-pedagogique': 'tout', assistant: 'tout', 'equipe-appui': 'tout' },
  ),
  'vivier.ecrire': droit('Qui forme écrit sa fiche du vivier, la partage et la retire.', true, {
    responsable: 'tout',
    'responsable-pedagogique': 'tout',
    formateur: 'tout',
    'equipe-appui': 'tout',
  }),
  'pole.participer': droit(
    'Qui forme, dirige ou accompagne prend part à la vie des pôles ; animer un pôle, c’est le pôle qui le confie.',
    true,
    {
      administration: 'tout',
      responsable: 'tout',
      commercial: 'tout',
      'responsable-pedagogique': 'tout',
      formateur: 'tout',
      assistant: 'tout',
      'referent-handicap': 'tout',
      'referent-qualite': 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'ressources.tenir': droit(
    'Qui prépare des sessions ou tient la qualité met un document en commun dans un pôle, et en prend une copie.',
    true,
    {
      responsable: 'tout',
      'responsable-pedagogique': 'tout',
      assistant: 'tout',
      'referent-qualite': 'tout',
      'equipe-appui': 'tout',
    },
  ),
  'achats.tenir': droit(
    'La direction, l’administration et la comptabilité engagent la coopérative dans un achat du pôle.',
    true,
    { administration: 'tout', responsable: 'tout', comptable: 'tout' },
  ),
  'pole.mandater': droit(
    'La direction et l’administration changent qui parle pour la coopérative dans un pôle.',
    true,
    { administration: 'tout', responsable: 'tout' },
  ),
  'journal.lire': droit(
    'Seules la direction, la personne déléguée et l’équipe de contrôle ouvrent le journal.',
    false,
    {
      responsable: 'tout',
      administration: 'tout',
      dpo: 'tout',
      auditeur: 'tout',
    },
  ),
  'donnees.effacer': droit(
    'Vous n’avez pas accès aux demandes de données. Voyez avec la personne déléguée à la protection des données.',
    true,
    {
      dpo: 'tout',
      responsable: 'tout',
    },
  ),
  'registre.exporter': droit('La direction, la qualité et le contrôle exportent le registre.', false, {
    responsable: 'tout',
    'referent-qualite': 'tout',
    dpo: 'tout',
    auditeur: 'tout',
  }),
} as const satisfies Record<string, RegleDeDroit>

export type Droit = keyof typeof droits

/** Ceux qui ouvrent une donnée que la loi protège à part : santé, violences, griefs, et l’archive entière d’une personne. */
export const droitsSensibles = [
  'handicap.lire',
  'handicap.ecrire',
  'signalements.lire',
  'discipline.conduire',
  'donnees.effacer',
] as const satisfies readonly Droit[]

/** Les rôles qui en tiennent un : la direction seule les donne. */
export const rolesSensibles: readonly Role[] = (Object.keys(roles) as Role[]).filter((r) =>
  droitsSensibles.some((g) => r in droits[g].par),
)

export type Tenue = { readonly role: Role; readonly depuis?: string; readonly jusque?: string }
export type Acteur = {
  readonly roles: readonly Tenue[]
  /** Session d’assistance : lecture seule, quels que soient les rôles. */
  readonly assistance?: boolean
}
export type Objet = {
  /** L’objet est affecté à l’acteur : il anime cette session, il suit ce client. Dit par qui a chargé l’objet. */
  readonly estSien?: boolean
}

/** Le rôle vaut ce jour-là (début et fin compris). Un auditeur sans terme ne vaut jamais : l’accès est toujours limité. */
const tenu = (t: Tenue, jour: string): boolean =>
  (t.depuis === undefined || t.depuis <= jour) &&
  (t.jusque === undefined ? t.role !== 'auditeur' : jour <= t.jusque)

export const rolesTenus = (acteur: Acteur, jour: string): Role[] =>
  acteur.roles.filter((t) => tenu(t, jour)).map((t) => t.role)

/**
 * L’acteur peut-il faire ce geste sur cet objet, ce jour (`AAAA-MM-JJ`) ? Toujours non pour écrire en
 * assistance ; jamais de lecture des besoins de handicap en assistance.
 */
export const peut = (acteur: Acteur, geste: Droit, objet: Objet, jour: string): boolean => {
  const regle: RegleDeDroit = droits[geste]
  if (acteur.assistance && (regle.ecrit || geste.startsWith('handicap.'))) return false
  return rolesTenus(acteur, jour).some((role) => {
    const cible = regle.par[role]
    return cible === 'tout' || (cible === 'sien' && objet.estSien === true)
  })
}
