/** Le bulletin : ce que l'on coche, et ce qu'on en relit. */
import { Field, FieldSection, RadioGroup, TextArea } from '#web/components.tsx'
import type { FormState } from '#web/form.ts'
import type { Decision } from '../domain/decision.ts'
import { POINTS_A_REPARTIR } from '../domain/depouiller.ts'

type Props = { form: FormState<'reponse' | 'reponses' | 'motif' | 'pour'>; d: Decision }

export const Bulletin = ({ form, d }: Props) => (
  <>
    <FieldSection titre="Votre réponse">
      {d.genre === 'dates' ? (
        d.options.map((o, i) => (
          <RadioGroup
            form={form}
            name={`reponses[${i}].dit`}
            label={o}
            options={[
              { value: 'oui', label: 'oui' },
              { value: 'peut-etre', label: 'peut-être' },
              { value: 'non', label: 'non' },
            ]}
          />
        ))
      ) : d.genre === 'points' ? (
        d.options.map((o, i) => (
          <Field
            form={form}
            name={`reponses[${i}].dit`}
            label={o}
            inputmode="numeric"
            unite="points"
            {...(i === 0 ? { hint: `${POINTS_A_REPARTIR} points à répartir entre tous les choix` } : {})}
          />
        ))
      ) : (
        <RadioGroup
          form={form}
          name="reponse"
          label={d.scrutin === 'personne' ? 'En votre nom' : 'Au nom de votre coopérative'}
          options={d.options.map((o, i) => ({ value: String(i), label: o }))}
        />
      )}
      <TextArea
        form={form}
        name="motif"
        label="Pourquoi"
        rows={2}
        optional
        hint={
          d.genre === 'consentement'
            ? 'une objection se motive : dites ce que la proposition empêche ou abîme'
            : 'lu par les membres du pôle'
        }
      />
    </FieldSection>
  </>
)
