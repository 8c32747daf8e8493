/** Un questionnaire tel qu’on le remplit : le même sur un téléphone sans compte, en aperçu, et pour recopier un papier. */
import { z } from 'zod'
import { CheckboxGroup, Field, RadioGroup, TextArea } from '#web/components.tsx'
import type { FormState } from '#web/form.ts'
import type { BrouillonValeurs } from '#web/form-state.ts'
import { type ContenuPose, direQuestion, optionsDe, type QuestionPosee } from '../domain/contenu.ts'

/** Tout champ reçu, tel quel : le domaine le lit contre les questions posées. */
export const recus = z.record(z.string(), z.unknown())

/** Ce qui a été écrit pour les questions posées, et elles seules ; borné, car un lien est dans la main de n’importe qui. */
export const enRecus = (form: FormState, questions: readonly QuestionPosee[]): BrouillonValeurs =>
  Object.fromEntries(
    questions.flatMap((q) => {
      const valeurs = form.values.get(q.id)
      return valeurs ? [[q.id, valeurs.slice(0, 25).map((v) => v.slice(0, 8000).toWellFormed())]] : []
    }),
  )

export const nomsDe = (questions: readonly QuestionPosee[]): Readonly<Record<string, string>> =>
  Object.fromEntries(questions.map((q) => [q.id, direQuestion(q).replace(/[\s ]*[?:]$/, '')]))

const direCondition = (q: QuestionPosee, questions: readonly QuestionPosee[]): string | undefined => {
  const dont = q.si && questions.find((x) => x.id === q.si?.question)
  if (!dont || !q.si) return undefined
  const mots = optionsDe(dont).filter((o) => q.si?.parmi.includes(o.value))
  return `Si vous avez répondu ${mots.map((o) => `« ${o.label} »`).join(' ou ')} à « ${dont.libelle} »`
}

const Une = ({ q, form }: { q: QuestionPosee; form: FormState }) => {
  const commun = {
    form,
    name: q.id,
    label: direQuestion(q),
    ...(q.obligatoire ? {} : { optional: true }),
    ...(q.aide ? { hint: q.aide } : {}),
  }
  const options = optionsDe(q)
  if (q.genre === 'plusieurs') return <CheckboxGroup {...commun} options={options} />
  if (q.genre === 'echelle')
    return (
      <div class="note">
        <RadioGroup {...commun} options={options} />
      </div>
    )
  if (options.length > 0) return <RadioGroup {...commun} options={options} />
  if (q.genre === 'texte') return <TextArea {...commun} rows={3} />
  return (
    <Field
      {...commun}
      inputmode={q.genre === 'nombre' ? 'decimal' : undefined}
      {...(q.genre === 'date' ? { placeholder: 'jj/mm/aaaa' } : {})}
      span={2}
    />
  )
}

/**
 * Les questions, partie par partie. Une question conditionnelle dit sa condition ; l’îlot `conditions` la cache tant qu’elle n’est pas
 * remplie. Sans script, elle se lit, et le serveur ne l’exige que si elle vaut.
 */
export const Questions = ({ contenu, form }: { contenu: ContenuPose; form: FormState }) => (
  <div class="questions" data-conditions="">
    {contenu.intro ? <p>{contenu.intro}</p> : null}
    {contenu.questions.map((q) => {
      const condition = direCondition(q, contenu.questions)
      return (
        <>
          {q.section ? <h2>{q.section}</h2> : null}
          {condition && q.si ? (
            <div class="si" data-si={q.si.question} data-parmi={q.si.parmi.join(' ')}>
              <p class="sub">{condition} :</p>
              <Une q={q} form={form} />
            </div>
          ) : (
            <Une q={q} form={form} />
          )}
        </>
      )
    })}
  </div>
)
