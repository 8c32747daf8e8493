const mots = [
  'zéro',
  'un',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
  'dix-sept',
  'dix-huit',
  'dix-neuf',
  'vingt',
  'vingt et un',
  'vingt-deux',
  'vingt-trois',
  'vingt-quatre',
  'vingt-cinq',
  'vingt-six',
  'vingt-sept',
  'vingt-huit',
  'vingt-neuf',
  'trente',
  'trente et un',
  'trente-deux',
  'trente-trois',
]
/** « dix-sept » ; au-delà de trente-trois, les chiffres. */
export const enLettres = (n: number): string => mots[n] ?? String(n)
export { majuscule, minuscule } from '#kernel/texte.ts'

/** Le nom court d’un critère, au-dessus de sa mesure. */
export const motsCriteres = [
  'Informer',
  'Concevoir',
  'Accompagner',
  'Outiller',
  'Qualifier',
  'Relier',
  'Écouter',
] as const

export const motsCategories = {
  AF: 'actions de formation',
  CBC: 'bilans de compétences',
  VAE: 'validation des acquis',
  CFA: 'apprentissage',
} as const
export const motsGenreAudit = {
  initial: 'Audit initial',
  surveillance: 'Audit de surveillance',
  renouvellement: 'Audit de renouvellement',
  extension: 'Audit d’extension',
} as const
export const motsSituation = {
  certification: 'préparent une certification',
  alternance: 'en alternance',
  'situation-de-travail': 'avec une période en situation de travail',
  'sous-traitance': 'confiées à un sous-traitant, ou en portage',
} as const
