/**
 * D’où vient une règle. `notice` : Cerfa *16 et notice 50199#15, lus. `notice-17` : attesté pour *17 par deux logiciels,
 * formulaire non lu. `pratique` : administration, éditeur ou guide. `deduction` : la nôtre. `doute` : à faire trancher.
 */
export type Marque = 'notice' | 'notice-17' | 'pratique' | 'deduction' | 'doute'

type Regle = {
  readonly titre: string
  readonly enonce: string
  readonly marques: readonly Marque[]
  readonly source: string
}

const notice = 'Cerfa 10443*16 et notice 50199#15'

/** Les règles de comptage. L’ordre et les numéros sont ceux de nos notes de domaine. */
export const regles = {
  R1: {
    titre: 'Période',
    enonce: 'Une seule fenêtre, l’exercice comptable, pour C, D, E, F et G.',
    marques: ['notice'],
    source: notice,
  },
  R2: {
    titre: 'Périmètre de F et de G',
    enonce: 'F : les actions vendues en propre, même confiées. G : les actions reçues. Aucune dans les deux.',
    marques: ['notice'],
    source: notice,
  },
  R3: {
    titre: 'Stagiaire',
    enonce:
      'Bénéficiaire de toute action de L. 6313-1 : formation, bilan, validation des acquis, apprentissage.',
    marques: ['notice'],
    source: notice,
  },
  R4: {
    titre: 'Une personne, plusieurs actions',
    enonce: 'On compte une fois par action : la personne qui en suit deux pèse deux.',
    marques: ['deduction'],
    source: `${notice} : l’égalité de F-1, F-3 et F-4 serait impossible autrement ; Agefodd et Access Formation`,
  },
  R5: {
    titre: 'Heure-stagiaire',
    enonce:
      'Une heure suivie. Ni l’absence ni l’inscrit jamais venu ne comptent ; l’abandon garde ses heures.',
    marques: ['notice', 'deduction'],
    source: `${notice} (« suivies ») ; l’absence est déduite`,
  },
  R6: {
    titre: 'Distance',
    enonce: 'Même calcul ; hors direct, la durée prévue des seuls modules suivis.',
    marques: ['notice', 'deduction'],
    source: notice,
  },
  R7: {
    titre: 'Bilan de compétences et validation des acquis',
    enonce: 'F-3 e et f, heures suivies, F-1 selon le statut. La spécialité du bilan est un usage.',
    marques: ['notice', 'doute'],
    source: notice,
  },
  R8: {
    titre: 'Type de stagiaire',
    enonce: 'Le statut de la personne à la date de l’action, jamais le financeur.',
    marques: ['notice', 'deduction', 'doute'],
    source: `${notice} ; ordre de décision déduit, chômeur payant lui-même à confirmer`,
  },
  R9: {
    titre: 'Sous-traitance donnée',
    enonce: 'F-1, F-3 et F-4 pour le tout ; F-2 pour les seules heures suivies auprès du sous-traitant.',
    marques: ['notice'],
    source: `${notice} ; exemple de la notice #13`,
  },
  R10: {
    titre: 'Ce qu’est un autre organisme',
    enonce: 'Seule la séance dite confiée va en F-2 ; des honoraires n’y suffisent pas.',
    marques: ['doute'],
    source: notice,
  },
  R11: {
    titre: 'Sous-traitance reçue',
    enonce: 'Ligne 10 et cadre G, rien en F ; les heures de nos formateurs restent en E.',
    marques: ['notice', 'deduction'],
    source: notice,
  },
  R12: {
    titre: 'Reçue puis reconfiée',
    enonce: 'G pour le tout ; pas de F-2, qui est un « dont » de F-1.',
    marques: ['deduction'],
    source: notice,
  },
  R13: {
    titre: 'Cadre E',
    enonce: 'Personnes distinctes par ligne, heures de face-à-face, statut au jour de la séance.',
    marques: ['notice', 'pratique', 'deduction', 'doute'],
    source: `${notice} ; L. 7331-1 et suivants pour l’entrepreneur salarié ; CAPE et co-animation à confirmer`,
  },
  R14: {
    titre: 'Co-traitance',
    enonce: 'Chaque membre du groupement déclare sa part, sans F-2 ni G.',
    marques: ['doute'],
    source: 'aucune source officielle trouvée',
  },
  R15: {
    titre: 'Apprentissage',
    enonce: 'F-1 b, C 2a, heures suivies en centre et non en entreprise.',
    marques: ['deduction', 'doute'],
    source: notice,
  },
  R16: {
    titre: 'Action à cheval',
    enonce: 'Les heures se coupent à la séance ; l’argent suit l’écriture, à défaut le prorata des heures.',
    marques: ['pratique', 'deduction', 'doute'],
    source: 'Dendreo et enDI pour les heures ; Baker Tilly et formapro pour l’argent',
  },
  R17: {
    titre: 'Hors taxes, arrondi',
    enonce:
      'Euros hors taxes, au plus proche, la demie s’éloignant de zéro ; les totaux somment les lignes arrondies.',
    marques: ['notice', 'pratique'],
    source: notice,
  },
  R18: {
    titre: 'Produits, pas encaissements',
    enonce: 'L’impayé compte, l’avoir diminue, l’encaissement d’une facture ancienne n’est rien.',
    marques: ['pratique'],
    source: 'Baker Tilly (idées fausses)',
  },
  R19: {
    titre: 'Origine du produit',
    enonce: 'Celui qui paie l’organisme, et son dispositif : une ligne par payeur.',
    marques: ['notice', 'pratique', 'doute'],
    source: `${notice} ; participation au CPF, AGEFIPH, ANFH et CNFPT à confirmer`,
  },
  R20: {
    titre: 'Ne pas deviner',
    enonce: 'Une recette sans origine reste à affecter et bloque la validation.',
    marques: ['pratique'],
    source: 'choix de Kledg',
  },
  R21: {
    titre: 'Part du chiffre d’affaires',
    enonce:
      'Total de C non arrondi sur le chiffre d’affaires, en pourcent entier ; au moins 1 s’il y a eu activité.',
    marques: ['notice', 'doute'],
    source: `${notice} ; mode d’arrondi non dit`,
  },
  R22: {
    titre: 'Charges',
    enonce: '6411 des seuls formateurs ; 604 et 6226 de formation ; toutes les charges affectées au total.',
    marques: ['notice', 'deduction'],
    source: notice,
  },
  R23: {
    titre: 'Un objectif par action',
    enonce: 'Une ligne de F-3 ; un bloc de compétences va en a, au niveau de sa certification.',
    marques: ['notice', 'deduction'],
    source: notice,
  },
  R24: {
    titre: 'Spécialités principales',
    enonce: 'Par heures, puis par nombre, puis par code ; cinq lignes et les autres.',
    marques: ['deduction'],
    source: '« principales » n’est pas défini par la notice',
  },
  R25: {
    titre: 'Heures entières en F et G',
    enonce: 'Au plus fort reste, pour que les trois totaux restent égaux.',
    marques: ['doute'],
    source: 'la notice ne fixe l’arrondi que pour E',
  },
} as const satisfies Record<string, Regle>

export type RegleId = keyof typeof regles
