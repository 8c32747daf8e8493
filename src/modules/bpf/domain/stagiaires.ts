import type { DateCivile } from '#kernel/dates.ts'
import type {
  Action,
  Exercice,
  LettreF3,
  Modalite,
  Objectif,
  Participant,
  Role,
  StatutStagiaire,
} from './dossier.ts'
import { ajouter, estPositive, type Fraction, zero } from './fraction.ts'
import type { Lectures } from './parametres.ts'
import type { PartSuivie } from './part-suivie.ts'

export type LettreF1 = 'a' | 'b' | 'c' | 'd' | 'e'

/** R1. Bornes comprises. */
export const dansExercice = (exercice: Exercice, date: DateCivile): boolean =>
  exercice.debut <= date && date <= exercice.fin

/** R2 et R11. Une action vendue en propre alimente F, une action reçue G, jamais les deux. */
export const cadreDeLAction = (role: Role): 'F' | 'G' => (role === 'propre' ? 'F' : 'G')

/** R3. Toute action de L. 6313-1 a des stagiaires, quel que soit son objectif. */
export const candidats = (action: Action): readonly Participant[] => action.participants

export type HeuresSuivies = {
  readonly total: Fraction
  /** Les heures suivies auprès d’un sous-traitant (R9). */
  readonly confiees: Fraction
  readonly asynchrones: Fraction
  readonly seances: readonly { readonly seance: string; readonly heures: Fraction }[]
}

const sansSeance: HeuresSuivies['seances'] = []

/** R5 et R6. Les heures suivies dans l’exercice, par sorte de séance ; une absence vaut zéro. */
export const heuresSuivies = (
  parts: readonly PartSuivie[],
  estConfiee: (part: PartSuivie) => boolean,
): HeuresSuivies => {
  let [total, confiees, asynchrones] = [zero, zero, zero]
  let suivies: { seance: string; heures: Fraction }[] | undefined
  for (const part of parts) {
    if (part.seance !== undefined) {
      suivies ??= []
      suivies.push({ seance: part.seance, heures: part.heures })
    }
    total = ajouter(total, part.heures)
    if (estConfiee(part)) confiees = ajouter(confiees, part.heures)
    if (part.asynchrone) asynchrones = ajouter(asynchrones, part.heures)
  }
  return { total, confiees, asynchrones, seances: suivies ?? sansSeance }
}

/** R4 et R5. Une inscription fait un stagiaire dès la première heure suivie, et un seul. */
export const estCompte = (heures: Fraction): boolean => estPositive(heures)

/** R6. « En tout ou partie à distance » : tout ce qui n’est pas purement présentiel. */
export const estADistance = (modalite: Modalite | null): boolean =>
  modalite === 'distance' || modalite === 'mixte'

/** R7. La spécialité proposée quand l’action n’en impose pas : un bilan de compétences va en 415, par usage. */
export const nsfProposee = (f3: LettreF3, duBilan: string): string | undefined =>
  f3 === 'e' ? duBilan : undefined

const lignesF1 = {
  salarie_prive: 'a',
  apprenti: 'b',
  recherche_emploi: 'c',
  particulier: 'd',
  agent_public: 'e',
  non_salarie: 'e',
  benevole: 'e',
} as const satisfies Record<StatutStagiaire, LettreF1>

/** R8 et R15. La ligne de F-1 d’un statut ; le financeur n’y peut rien. */
export const ligneF1 = (statut: StatutStagiaire): LettreF1 => lignesF1[statut]

/** Ce qu’on sait d’une personne au premier jour de l’action. */
export type Situation = {
  readonly apprenti: boolean
  /** Contrat L. 6353-3, entièrement à ses frais. */
  readonly aSesFrais: boolean
  readonly rechercheEmploi: boolean
  /** Y compris l’entrepreneur salarié d’une CAE et le salarié d’une entreprise étrangère. */
  readonly salariePrive: boolean
  readonly autre: 'agent_public' | 'non_salarie' | 'benevole'
}

/** R8. L’ordre de décision : apprenti, à ses frais, recherche d’emploi, salarié de droit privé, autre. */
export const statutDe = (s: Situation, lectures: Pick<Lectures, 'chomeurASesFrais'>): StatutStagiaire => {
  if (s.apprenti) return 'apprenti'
  if (s.aSesFrais && !(s.rechercheEmploi && lectures.chomeurASesFrais === 'c')) return 'particulier'
  if (s.rechercheEmploi) return 'recherche_emploi'
  return s.salariePrive ? 'salarie_prive' : s.autre
}

/** R9 et R12. F-2 est un « dont » de F-1 : rien d’une action reçue n’y va, même reconfiée. */
export const alimenteF2 = (role: Role, confiees: Fraction): boolean =>
  cadreDeLAction(role) === 'F' && estPositive(confiees)

/** R14. Une séance assurée par un autre membre du groupement n’est pas à nous. */
export const estANous = (
  seance: { readonly cotraitee: boolean },
  lectures: Pick<Lectures, 'groupement'>,
): boolean => lectures.groupement === 'le-tout' || !seance.cotraitee

/** R23. La ligne de l’objectif, et son « dont » quand la certification a un niveau. */
export const casesF3 = (objectif: Objectif): readonly string[] =>
  objectif.f3 === 'a' ? ['F3.a', `F3.a.${objectif.niveau}`] : [`F3.${objectif.f3}`]
