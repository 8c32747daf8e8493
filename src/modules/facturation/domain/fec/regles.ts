/**
 * Les règles d’un fichier des écritures comptables, chacune nommée. `testeur` : celles que joue « Test Compta Demat », l’outil de
 * l’administration ; les autres viennent du texte (LPF, A47 A-1), que l’outil ne vérifie pas toutes.
 */
export const reglesFec = {
  'nom-fichier': {
    testeur: true,
    phrase:
      'Le fichier se nomme SIREN, FEC, puis le jour de clôture : 123456789FEC20261231.txt (A47 A-1, X).',
  },
  'fichier-vide': { testeur: true, phrase: 'Le fichier a au moins une écriture sous son en-tête.' },
  encodage: { testeur: false, phrase: 'Le fichier est en ASCII, en ISO 8859-15 ou en UTF-8 (A47 A-1, VI).' },
  separateur: {
    testeur: true,
    phrase: 'Les champs sont séparés par une tabulation ou par une barre verticale, la même partout.',
  },
  entete: {
    testeur: true,
    phrase:
      'La première ligne nomme les champs, tous, dans l’ordre du texte : 18, ou 21 et 22 en trésorerie.',
  },
  'separateur-final': { testeur: true, phrase: 'Une ligne ne finit pas par un séparateur en trop.' },
  'ligne-vide': { testeur: true, phrase: 'Aucune ligne n’est vide.' },
  'nombre-champs': { testeur: true, phrase: 'Chaque ligne a autant de champs que l’en-tête.' },
  'champ-obligatoire': { testeur: true, phrase: 'Un champ obligatoire est rempli.' },
  'compte-numero': {
    testeur: true,
    phrase: 'Un numéro de compte commence par trois chiffres du plan comptable général.',
  },
  'date-forme': { testeur: true, phrase: 'Une date est un jour du calendrier, écrit AAAAMMJJ.' },
  'date-annee': { testeur: true, phrase: 'Une date est entre 1900 et 2099.' },
  'montant-forme': {
    testeur: true,
    phrase: 'Un montant est un nombre à virgule, sans séparateur de milliers.',
  },
  'montant-double': { testeur: true, phrase: 'Une ligne a un débit ou un crédit, pas les deux.' },
  'montant-nul': {
    testeur: true,
    phrase: 'Une ligne a un débit ou un crédit qui ne sont pas nuls tous deux.',
  },
  sens: { testeur: true, phrase: 'Le sens est D, C, +1 ou -1.' },
  'ecriture-equilibre': { testeur: true, phrase: 'Les débits d’une écriture égalent ses crédits.' },
  'fichier-equilibre': { testeur: true, phrase: 'Les débits du fichier égalent ses crédits.' },
  'ecriture-numero': {
    testeur: false,
    phrase: 'Les numéros d’écriture se suivent sans trou, dans le fichier ou dans chaque journal.',
  },
  'ecriture-date': { testeur: false, phrase: 'Une écriture n’a qu’une date.' },
  'ecriture-lignes': { testeur: true, phrase: 'Une écriture a au moins deux lignes.' },
  'journal-libelle': { testeur: false, phrase: 'Un code de journal n’a qu’un libellé.' },
  'ordre-validation': { testeur: false, phrase: 'Les écritures se suivent dans l’ordre de leur validation.' },
  'validation-avant': { testeur: false, phrase: 'Une écriture n’est pas validée avant sa date.' },
  'apres-cloture': {
    testeur: false,
    phrase: 'Une écriture n’est pas datée d’après la clôture que dit le nom du fichier.',
  },
  devise: { testeur: false, phrase: 'Un montant en devise dit sa devise.' },
  auxiliaire: { testeur: false, phrase: 'Un compte auxiliaire a son numéro et son libellé, ensemble.' },
  lettrage: { testeur: false, phrase: 'Une date de lettrage va avec un lettrage.' },
} as const satisfies Readonly<Record<string, { readonly testeur: boolean; readonly phrase: string }>>

export type RegleFec = keyof typeof reglesFec

export type Anomalie = {
  /** De 1, l’en-tête ; 0 pour le fichier entier. */
  readonly ligne: number
  readonly regle: RegleFec
  readonly message: string
}
