import { Hono } from 'hono'
import { z } from 'zod'
import { formaterInstant } from '#kernel/zones.ts'
import { exigerInstance } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Definitions,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, viaParser } from '#web/fields.ts'
import { emptyForm, type FormState, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireSource } from '../db/avis.ts'
import { adresseDuBoamp, type SourceDAvis } from '../domain/source.ts'
import { deposer, lireOuDire, reglerLaSource } from '../gestes/veille.ts'
import { reglerSourceUrl } from '../liens.ts'
import { ChampsDAvis, champsDAvis, direApport, octetsDonnes } from './apporter.page.tsx'

const champsSource = z.object({
  adresse: viaParser(
    (t) => {
      const url = URL.parse(t)
      return url &&
        /^https?:$/.test(url.protocol) &&
        url.username === '' &&
        url.href.length >= 10 &&
        url.href.length <= 500
        ? url.href
        : undefined
    },
    'Cette adresse n’est pas celle d’une page du web.',
    { vide: 'Écrivez l’adresse du relevé.' },
  ),
  active: caseCochee(),
})

const Vue = ({
  source,
  reglage,
  depot,
}: {
  source: SourceDAvis | undefined
  reglage: FormState
  depot: FormState
}) => (
  <Page
    title="D’où viennent les avis de marché"
    lede="Le relevé se fait chaque matin ; un fichier déposé ici se lit de toutes les coopératives de l’instance."
    alert={reglage.alert ?? depot.alert}
  >
    <Section titre="Le relevé" id="releve">
      <Definitions
        lignes={[
          ['Dernier relevé', source?.essaiLe ? formaterInstant(source.essaiLe) : 'aucun encore'],
          ['Copie', source?.bonneLe ? formaterInstant(source.bonneLe) : 'aucune encore'],
          ['Avis neufs ou changés', source?.recus ?? '0'],
          ['Illisibles ou en double', source?.rejets ?? '0'],
          ...(source?.echec ? ([['Pourquoi il a échoué', source.echec]] as const) : []),
        ]}
      />
    </Section>
    <Form form={reglage} action={`${reglerSourceUrl()}/regler`} noms={{ adresse: 'Adresse' }}>
      <FieldSection titre="Régler">
        <Field
          form={reglage}
          name="adresse"
          label="Adresse"
          span={3}
          hint="l’interface « explore » v2.1 du BOAMP, ou une copie"
        />
        <CheckboxField form={reglage} name="active" label="Relever chaque matin" />
      </FieldSection>
      <Actions libelle="Enregistrer" genre="main" />
    </Form>
    <Form
      form={depot}
      action={`${reglerSourceUrl()}/deposer`}
      fichiers
      noms={{ fichier: 'Un fichier', colle: 'Un texte collé' }}
    >
      <ChampsDAvis form={depot} />
      <Actions libelle="Déposer pour toutes" genre="main" />
    </Form>
  </Page>
)

/** `/instance/marches` : qui administre l’instance y règle le relevé, et y dépose des avis. */
export const sourcePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const vue = async (tx: TenantTx, f: { reglage?: FormState; depot?: FormState } = {}) => {
    const source = await lireSource(tx)
    return (
      <Vue
        source={source}
        reglage={
          f.reglage ??
          emptyForm(undefined, {
            adresse: source?.adresse ?? adresseDuBoamp,
            ...(source?.active ? { active: 'on' } : {}),
          })
        }
        depot={f.depot ?? emptyForm()}
      />
    )
  }
  return new Hono<Env>()
    .use(reglerSourceUrl(), exigerInstance())
    .use(`${reglerSourceUrl()}/*`, exigerInstance())
    .get(reglerSourceUrl(), (c) => pourVisiteur(c, db, async (tx) => c.html(await vue(tx))))
    .post(`${reglerSourceUrl()}/regler`, async (c) => {
      const lu = await readForm(champsSource, c)
      return pourVisiteur(c, db, async (tx) => {
        if (!lu.ok) return c.html(await vue(tx, { reglage: lu.form }), lu.status)
        await reglerLaSource(tx, lu.data, clock.now())
        return redirectWith(c, reglerSourceUrl(), { genre: 'fait', fort: 'C’est enregistré.' })
      })
    })
    .post(`${reglerSourceUrl()}/deposer`, async (c) => {
      const lu = await readForm(champsDAvis, c)
      const donnes = lu.ok ? await lireOuDire(octetsDonnes(lu.data)) : undefined
      return pourVisiteur(c, db, async (tx) => {
        if (!lu.ok || !donnes) return c.html(await vue(tx, { depot: lu.form }), lu.ok ? 422 : lu.status)
        const fait = await deposer(tx, donnes, clock.now())
        if (!fait.ok)
          return c.html(await vue(tx, { depot: withErrors(lu.form, { fichier: fait.error.phrase }) }), 422)
        return redirectWith(c, reglerSourceUrl(), {
          genre: 'fait',
          fort: 'Les avis sont déposés.',
          suite: direApport(fait.value),
        })
      })
    })
}
