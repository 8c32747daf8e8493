import { z } from 'zod'
import { ok } from '#kernel/result.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, CheckboxField, FieldSection, Form, Page } from '#web/components.tsx'
import { caseCochee } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireReglage } from '../db/assiduite.ts'
import { reglerLesRappels } from '../gestes/regler.ts'
import { controlesUrl, reglagesUrl } from '../liens.ts'

const fields = z.object({
  rappelStagiaire: caseCochee(),
  rappelFormateur: caseCochee(),
  avisEmployeur: caseCochee(),
  avisFinanceur: caseCochee(),
})

const Vue = ({ form }: { form: FormOf<typeof fields> }) => (
  <Page
    title="Rappels et avis"
    lede="Ce qui part seul. Rien, tant que vous ne l’avez pas coché ; tout se fait aussi d’un geste, depuis l’assiduité d’une session."
    path={[{ libelle: 'Contrôles', href: controlesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} action={reglagesUrl()}>
      <FieldSection titre="Rappels">
        <CheckboxField
          form={form}
          name="rappelStagiaire"
          label="Au stagiaire qui n’a pas signé"
          hint="Un lien de plus, une fois, à la fin de la demi-journée, tant que le temps pour signer n’est pas passé."
        />
        <CheckboxField
          form={form}
          name="rappelFormateur"
          label="À qui a animé, si la feuille n’est pas close"
          hint="Un message, une fois, à partir de douze heures après."
        />
      </FieldSection>
      <FieldSection titre="Avis d’absence">
        <CheckboxField
          form={form}
          name="avisEmployeur"
          label="À l’acheteur : employeur, donneur d’ordre"
          hint="Dès que la feuille est close. Qui et quand ; jamais pourquoi."
        />
        <CheckboxField
          form={form}
          name="avisFinanceur"
          label="Au financeur"
          hint="France Travail, Régions et Transitions Pro le veulent sous quelques jours."
        />
      </FieldSection>
      <Actions libelle="Garder ces réglages" />
    </Form>
  </Page>
)

export const reglagesPage = geste({
  lien: reglagesUrl,
  droit: 'organisme.regler',
  lire: lireReglage,
  champs: fields,
  depart: (_tx, reglage) => ({ ...reglage }),
  vue: (_, form) => <Vue form={form} />,
  faire: async (tx, { visiteur, data, le }) => ok(await reglerLesRappels(tx, visiteur, data, le)),
  suite: () => ({ vers: reglagesUrl(), dit: { genre: 'fait', fort: 'Les réglages sont gardés.' } }),
})
