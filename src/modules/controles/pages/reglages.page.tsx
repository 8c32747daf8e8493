import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Actions, CheckboxField, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
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

const oui = (v: boolean) => (v ? 'on' : '')

export const reglagesPage = new Hono<Env>()
  .use(reglagesUrl(), exigerDroit('organisme.regler'))
  .get(reglagesUrl(), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx) => {
      const r = await lireReglage(tx)
      return c.html(
        <Vue
          form={emptyForm(undefined, {
            rappelStagiaire: oui(r.rappelStagiaire),
            rappelFormateur: oui(r.rappelFormateur),
            avisEmployeur: oui(r.avisEmployeur),
            avisFinanceur: oui(r.avisFinanceur),
          })}
        />,
      )
    }),
  )
  .post(reglagesUrl(), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      await reglerLesRappels(tx, visiteur, read.data, c.get('services').clock.now())
      return redirectWith(c, reglagesUrl(), { genre: 'fait', fort: 'Les réglages sont gardés.' })
    })
  })
