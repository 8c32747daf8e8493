/** Dictionnaires de LHEO 2.3. `obsolete` : encore lu, mais dit. */
export type LibelleLheo = { readonly libelle: string; readonly obsolete?: true }
type Dictionnaire = Readonly<Record<string, LibelleLheo>>
const de = (libelles: Record<string, string>, obsoletes: readonly string[] = []): Dictionnaire =>
  Object.fromEntries(
    Object.entries(libelles).map(([code, libelle]) => [
      code,
      obsoletes.includes(code) ? { libelle, obsolete: true as const } : { libelle },
    ]),
  )

export const modalitesEnseignement = de({ 0: 'en présentiel', 1: 'mixte', 2: 'entièrement à distance' })
export const modalitesEntreesSorties = de({ 0: 'à dates fixes', 1: 'permanentes' })
export const etatsRecrutement = de({ 1: 'ouvert', 2: 'fermé', 3: 'suspendu' })
export const parcours = de({ 1: 'en groupe', 2: 'individualisé', 3: 'modularisé', 4: 'mixte' })
export const objectifsGeneraux = de(
  {
    1: 'objectif obsolète',
    2: 'perfectionnement, élargissement des compétences',
    3: 'perfectionnement',
    4: 'création d’entreprise',
    5: 'remise à niveau',
    6: 'certification',
    7: 'professionnalisation',
    8: 'préparation à la qualification',
    9: '(re)mobilisation',
  },
  ['1'],
)
export const financeurs = de(
  {
    0: 'autre',
    1: 'code obsolète',
    2: 'Région',
    3: 'FSE',
    4: 'France Travail',
    5: 'entreprise',
    6: 'code obsolète',
    7: 'Agefiph',
    8: 'département',
    9: 'commune',
    10: 'bénéficiaire',
    11: 'État',
    12: 'État',
    13: 'État',
    14: 'autre fonds européen',
    15: 'autre collectivité',
    16: 'OPCO',
    17: 'Transitions Pro',
    18: 'LADOM',
    19: 'État',
    20: 'OFII',
  },
  ['1', '6'],
)
export const typesContact = de({
  0: 'autre',
  1: 'handicap',
  2: 'mobilité',
  3: 'pédagogique',
  4: 'accueil',
  5: 'direction',
  6: 'qualité',
  7: 'entreprise',
  8: 'commercial',
  9: 'financier',
  10: 'directeur délégué',
  11: 'communication',
  12: 'formation à distance',
  13: 'VAE',
  14: 'apprentissage',
})
/** Les codes 2 à 8 sont l’ancienne nomenclature (VI à I), 11 à 18 le cadre de 2019 (niveaux 1 à 8). */
export const niveaux = de(
  {
    0: 'non communiqué',
    1: 'sans niveau',
    2: 'VI (ancien)',
    3: 'V bis (ancien)',
    4: 'V (ancien)',
    5: 'IV (ancien)',
    6: 'III (ancien)',
    7: 'II (ancien)',
    8: 'I (ancien)',
    11: 'niveau 1',
    12: 'niveau 2',
    13: 'niveau 3',
    14: 'niveau 4',
    15: 'niveau 5',
    16: 'niveau 6',
    17: 'niveau 7',
    18: 'niveau 8',
  },
  ['2', '3', '4', '5', '6', '7', '8'],
)
/** Correspondance de l’ancienne nomenclature vers le cadre de 2019 (décret 2019-14) ; VI et V bis n’en ont pas. */
export const niveauCadre2019: Readonly<Record<string, number>> = {
  4: 3,
  5: 4,
  6: 5,
  7: 6,
  8: 7,
  11: 1,
  12: 2,
  13: 3,
  14: 4,
  15: 5,
  16: 6,
  17: 7,
  18: 8,
}
