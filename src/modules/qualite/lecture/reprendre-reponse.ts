/** Ce qu’une réponse à un questionnaire donne déjà à écrire ailleurs, pour que personne ne la recopie. */
import { direQuestion, direReponse, type QuestionPosee, reservees } from '#modules/questionnaires/index.ts'

type Valeurs = Parameters<typeof direReponse>[1]

type Repris = {
  /** Questions et réponses, sans ce que seule la personne référente lit : récit d’une affaire, besoin, positionnement. */
  readonly recit: string
  /** Ce que le stagiaire dit du handicap, et ce qu’on lui a demandé à la suite. */
  readonly adaptation: string
}

const dire = (questions: readonly QuestionPosee[], valeurs: Valeurs): string =>
  questions
    .flatMap((q) => {
      const mots = direReponse(q, valeurs)
      return mots === '' ? [] : [`${direQuestion(q)}\n${mots}`]
    })
    .join('\n\n')

export const reprendreReponse = (questions: readonly QuestionPosee[], valeurs: Valeurs): Repris => {
  const gardees = reservees(questions)
  const garde = (q: QuestionPosee) => gardees.has(q.id)
  return {
    recit: dire(
      questions.filter((q) => !garde(q)),
      valeurs,
    ),
    adaptation: dire(questions.filter(garde), valeurs),
  }
}
