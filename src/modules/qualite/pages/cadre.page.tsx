import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, CheckboxGroup, Field, FieldSection, Form, Page, SelectField } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, date, plusieurs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { categories, conditions } from '../domain/indicateur.ts'
import { majuscule, motsCategories, motsGenreAudit, motsSituation } from '../domain/mots.ts'
import { poserCadre } from '../gestes/poser-cadre.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { cadreUrl, qualiteUrl } from '../liens.ts'
import { enseigneDe, idDuJeton, racine } from './commun.ts'

const fields = z.object({
  genre: choix(['initial', 'surveillance', 'renouvellement', 'extension']),
  auditLe: date(),
  depuis: date(),
  categories: plusieurs(categories, { min: 1, phrase: 'Cochez une catégorie au moins.' }),
  situation: plusieurs(conditions),
})

const Vue = ({ form }: { form: FormOf<typeof fields> }) => (
  <Page
    title="L’audit qui se prépare"
    lede="Sa date choisit la grille ; les catégories et la situation choisissent les indicateurs. Le devis du certificateur les dit."
    path={racine}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        genre: 'Audit',
        auditLe: 'Date de l’audit',
        depuis: 'Dossiers depuis',
        categories: 'Catégories',
        situation: 'Situation',
      }}
    >
      <FieldSection titre="L’audit">
        <SelectField
          form={form}
          name="genre"
          label="Audit"
          options={Object.entries(motsGenreAudit).map(([value, label]) => ({ value, label }))}
        />
        <Field form={form} name="auditLe" label="Date de l’audit" hint="la grille est celle de ce jour-là" />
        <Field
          form={form}
          name="depuis"
          label="Dossiers depuis le"
          hint="le lendemain de l’audit précédent"
        />
      </FieldSection>
      <FieldSection titre="Le certificat">
        <CheckboxGroup
          form={form}
          name="categories"
          label="Catégories d’actions (L6313-1)"
          options={categories.map((value) => ({ value, label: majuscule(motsCategories[value]) }))}
        />
        <CheckboxGroup
          form={form}
          name="situation"
          label="Des actions"
          optional
          options={conditions.map((value) => ({ value, label: motsSituation[value] }))}
          hint="sans elles, les indicateurs qui en dépendent sont sans objet"
        />
      </FieldSection>
      <Actions libelle="Préparer cet audit">
        <a href={qualiteUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

export const cadrePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(cadreUrl(), exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const { cadre } = await lireRegard(tx, clock.now())
        return c.html(
          <Vue
            form={emptyForm<keyof z.input<typeof fields> & string>(undefined, {
              ...cadre,
              auditLe: formaterDate(cadre.auditLe as DateCivile, 'chiffres'),
              depuis: formaterDate(cadre.depuis as DateCivile, 'chiffres'),
              categories: [...cadre.categories],
              situation: [...cadre.situation],
            })}
          />,
        )
      }),
    )
    .post(cadreUrl(), exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const activite = await enseigneDe(tx, visiteur)
        if (!activite) return notFound(c)
        const fait = await poserCadre(tx, {
          id: idDuJeton(read.form.jeton),
          activite,
          cadre: read.data,
          le: clock.now(),
        })
        if (!fait.ok)
          return c.html(
            <Vue
              form={withErrors(read.form, {
                [fait.error.code === 'dates' ? 'depuis' : 'auditLe']: fait.error.phrase,
              })}
            />,
            422,
          )
        return redirectWith(c, qualiteUrl(), { genre: 'fait', fort: 'La grille est celle de cet audit.' })
      })
    })
