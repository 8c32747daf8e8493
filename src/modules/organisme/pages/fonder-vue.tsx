/** La première page d’une instance neuve : la coopérative, qui la fonde, sa clé. */
import {
  Actions,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  PublicPage,
  SelectField,
} from '#web/components.tsx'
import type { FormOf } from '#web/form.ts'
import { optionsForme, optionsSociete } from './identite.page.tsx'
import type { fields } from './premiers-pas.form.ts'

type Props = {
  readonly form: FormOf<typeof fields>
  /** L’instance s’ouvre au réseau : qui la fonde prouve qu’il tient la machine. */
  readonly secret: boolean
}
export const VueFonder = ({ form, secret }: Props) => (
  <PublicPage
    title="Premiers pas"
    lede="Cette instance est neuve. Trois choses suffisent pour commencer ; tout le reste se complète ensuite."
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        nom: 'Nom',
        siret: 'SIRET',
        societe: 'Société',
        prenom: 'Prénom',
        nomPersonne: 'Nom',
        courriel: 'Courriel',
        qualite: 'Qualité',
        motDePasse: 'Mot de passe',
        secret: 'Secret de l’instance',
      }}
    >
      {secret ? (
        <FieldSection titre="Cette instance">
          <Field
            form={form}
            name="secret"
            label="Secret de l’instance"
            autocomplete="off"
            maxlength={80}
            hint="Seize signes, que le démarrage a écrits dans la console de la machine. Qui l’exploite les retrouve par « npm run -s coforme -- premiers-pas »."
            span={3}
          />
        </FieldSection>
      ) : null}
      <FieldSection titre="Votre coopérative">
        <Field form={form} name="nom" label="Nom" autocomplete="organization" maxlength={250} span={3} />
        <Field
          form={form}
          name="siret"
          label="SIRET du siège"
          inputmode="numeric"
          hint="Quatorze chiffres, avec ou sans espaces."
          span={3}
        />
        <SelectField form={form} name="forme" label="Forme" options={optionsForme} span={2} />
        <SelectField form={form} name="societe" label="Société" options={optionsSociete} vide="aucune" />
        <CheckboxField form={form} name="cae" label="C’est une coopérative d’activité et d’emploi (CAE)" />
      </FieldSection>
      <FieldSection titre="Vous">
        <Field form={form} name="prenom" label="Prénom" autocomplete="given-name" maxlength={80} />
        <Field
          form={form}
          name="nomPersonne"
          label="Nom"
          autocomplete="family-name"
          maxlength={80}
          span={2}
        />
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          inputmode="email"
          autocomplete="username"
          hint="Vous administrez l’instance et la coopérative ; vous inviterez les autres."
          span={3}
        />
        <Field
          form={form}
          name="qualite"
          label="Votre qualité, si vous représentez la coopérative"
          autocomplete="organization-title"
          maxlength={120}
          hint="Gérante, président : vous signerez alors toutes ses pièces. Sinon, laissez vide."
          optional
          span={3}
        />
        <CheckboxField form={form} name="anime" label="J’anime moi-même des formations" />
      </FieldSection>
      <FieldSection titre="Votre clé">
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="new-password"
          hint="Douze signes au moins ; quelques mots qui se suivent se retiennent bien."
          span={3}
        />
      </FieldSection>
      <Actions libelle="Commencer" />
    </Form>
  </PublicPage>
)
