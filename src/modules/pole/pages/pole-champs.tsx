/** Ce qu'un pôle dit de lui, qu'on le fonde, qu'on le propose ou qu'on le règle. */
import { Field, RadioGroup } from '#web/components.tsx'
import { choix, courriel, facultatif, texte } from '#web/fields.ts'
import type { FormState } from '#web/form.ts'

export const champsDuPole = {
  nom: texte({ min: 2, max: 120, vide: 'Donnez un nom au pôle.' }),
  raison: texte({
    min: 10,
    max: 2000,
    vide: 'Dites en une phrase ce que les coopératives viennent y faire.',
  }),
  territoire: texte({ max: 200 }),
  courriel: facultatif(courriel()),
  entree: choix(['visa', 'libre'], { phrase: 'Dites comment on entre.' }),
}
export const champGenre = choix(['metier', 'territorial'], {
  phrase: 'Dites de quel genre de pôle il s’agit.',
})
export const nomsDuPole = {
  nom: 'Nom',
  genre: 'Genre',
  raison: 'Raison d’être',
  entree: 'Entrée',
  courriel: 'Courriel',
} as const

export const GenreDuPole = ({ form }: { form: FormState }) => (
  <RadioGroup
    form={form}
    name="genre"
    label="Genre"
    options={[
      { value: 'metier', label: 'métier' },
      { value: 'territorial', label: 'territoire' },
    ]}
  />
)

/** Comment on entre, et où écrire. */
export const EntreeDuPole = ({ form, hint }: { form: FormState; hint: string }) => (
  <>
    <RadioGroup
      form={form}
      name="entree"
      label="Entrée"
      options={[
        { value: 'visa', label: 'sur visa de qui anime' },
        { value: 'libre', label: 'libre' },
      ]}
    />
    <Field form={form} name="courriel" label="Où écrire au pôle" type="email" optional span={2} hint={hint} />
  </>
)
