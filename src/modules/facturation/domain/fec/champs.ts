/** Les champs d’un fichier des écritures comptables (LPF, A47 A-1, VII et VIII), dans leur ordre. */
export const champsCommuns = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const
/** En comptabilité de trésorerie (VIII, 5° et 7°) ; le dernier pour les seuls bénéfices non commerciaux. */
export const champsDeTresorerie = ['DateRglt', 'ModeRglt', 'NatOp', 'IdClient'] as const

export type Champ = (typeof champsCommuns)[number] | (typeof champsDeTresorerie)[number] | 'Montant' | 'Sens'

/** Ce qui ne reste jamais à blanc ; débit et crédit ont leurs propres règles. */
export const champsObligatoires: readonly Champ[] = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'ValidDate',
]
/** En trésorerie s’y ajoutent le jour et le mode du règlement. */
export const champsObligatoiresDeTresorerie: readonly Champ[] = ['DateRglt', 'ModeRglt']
export const champsDeDate: readonly Champ[] = [
  'EcritureDate',
  'PieceDate',
  'DateLet',
  'ValidDate',
  'DateRglt',
]

/** Les en-têtes admis : 18, 21 ou 22 champs, débit et crédit ou montant et sens. */
export const enTetesAdmis: readonly (readonly Champ[])[] = [0, 3, 4].flatMap((n) => {
  const suite: readonly Champ[] = [...champsCommuns, ...champsDeTresorerie.slice(0, n)]
  return [suite, suite.map((c): Champ => (c === 'Debit' ? 'Montant' : c === 'Credit' ? 'Sens' : c))]
})
