/** Recevoir un règlement, ou rendre : les mêmes quatre champs, sur une facture et sur un compte. */
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { Button, CheckboxField, Field, FieldSection, Form, SelectField } from '#web/components.tsx'
import { caseCochee, choix, date, montant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { motMoyen, moyens } from '../domain/facture.ts'

export const fieldsReglement = z.object({
  jour: date(),
  montant: montant(),
  moyen: choix(moyens, { phrase: 'Choisissez un moyen de paiement.' }),
  reference: texte({ max: 140 }),
  surplus: caseCochee(),
})
export const Verser = ({
  form,
  action,
  titre,
  jour,
  hint,
  libelle,
  surplus,
  children,
}: {
  form: FormOf<typeof fieldsReglement>
  action: string
  titre: string
  jour: string
  hint: string
  libelle: string
  /** La case qui confirme qu’un trop-versé reste en avance ; absente tant que rien ne le demande. */
  surplus?: string | undefined
  /** Ce qui précède les champs : de quel versement il s’agit. */
  children?: Child
}) => (
  <Form form={form} action={action} noms={{ jour, montant: 'Montant', moyen: 'Moyen' }}>
    <FieldSection titre={titre}>
      {children}
      <Field form={form} name="jour" label={jour} />
      <Field form={form} name="montant" label="Montant" unite="€" inputmode="decimal" hint={hint} />
      <SelectField
        form={form}
        name="moyen"
        label="Par"
        options={moyens.map((m) => ({ value: m, label: motMoyen[m] }))}
      />
      <Field form={form} name="reference" label="Référence" optional />
      {surplus ? <CheckboxField form={form} name="surplus" label={surplus} /> : null}
      <Button genre="main">{libelle}</Button>
    </FieldSection>
  </Form>
)
