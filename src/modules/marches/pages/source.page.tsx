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
import { caseCochee, choix, facultatif, viaParser } from '#web/fields.ts'
import { emptyForm, type FormState, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireSources } from '../db/avis.ts'
import { type GenreDeSource, type SourceDAvis, sources } from '../domain/source.ts'
import { deposer, lireOuDire, reglerLaSource } from '../gestes/veille.ts'
import { reglerSourceUrl } from '../liens.ts'
import { ChampsDAvis, champsDAvis, direApport, octetsDonnes } from './apporter.page.tsx'

const champsSource = z.object({
  genre: facultatif(choix(['boamp', 'ted'])),
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

type Reglages = Readonly<Record<GenreDeSource, FormState>>
const genres = Object.keys(sources) as [GenreDeSource, ...GenreDeSource[]]

const UneSource = ({
  genre,
  source,
  form,
}: {
  genre: GenreDeSource
  source: SourceDAvis | undefined
  form: FormState
}) => (
  <>
    <Section titre={`Le relevé du ${sources[genre].nom}`} id={`releve-${genre}`}>
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
    <Form form={form} action={`${reglerSourceUrl()}/regler`} noms={{ adresse: 'Adresse' }}>
      <input type="hidden" name="genre" value={genre} />
      <FieldSection titre={`Régler le ${sources[genre].nom}`}>
        <Field
          form={form}
          name="adresse"
          label="Adresse"
          span={3}
          hint={
            genre === 'boamp'
              ? 'l’interface « explore » v2.1 du BOAMP, ou une copie'
              : 'la recherche v3 du TED, ou une copie'
          }
        />
        <CheckboxField form={form} name="active" label="Relever chaque matin" />
      </FieldSection>
      <Actions libelle="Enregistrer" genre="main" />
    </Form>
  </>
)

const Vue = ({
  lues,
  reglages,
  depot,
}: {
  lues: readonly SourceDAvis[]
  reglages: Reglages
  depot: FormState
}) => (
  <Page
    title="D’où viennent les avis de marché"
    lede="Le relevé se fait chaque matin ; un fichier déposé ici se lit de toutes les coopératives de l’instance."
    alert={genres.map((g) => reglages[g].alert).find((a) => a) ?? depot.alert}
  >
    <p>
      <small>
        Les adresses du BOAMP et du TED n’ont jamais été appelées pendant que Coforme s’écrivait : ses essais
        les remplacent par un serveur qui répond et qui tombe comme elles. Au premier relevé, vérifiez ici la
        date de la copie et le nombre d’avis.
      </small>
    </p>
    {genres.map((genre) => (
      <UneSource genre={genre} source={lues.find((s) => s.genre === genre)} form={reglages[genre]} />
    ))}
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

/** `/instance/marches` : qui administre l’instance y règle le relevé de chaque source, et y dépose des avis. */
export const sourcePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const vue = async (
    tx: TenantTx,
    f: { reglage?: { readonly genre: string | undefined; readonly form: FormState }; depot?: FormState } = {},
  ) => {
    const lues = await lireSources(tx)
    const depart = (genre: GenreDeSource) => {
      const source = lues.find((s) => s.genre === genre)
      return f.reglage && (f.reglage.genre ?? 'boamp') === genre
        ? f.reglage.form
        : emptyForm(undefined, {
            adresse: source?.adresse ?? sources[genre].adresse,
            ...(source?.active ? { active: 'on' } : {}),
          })
    }
    return (
      <Vue
        lues={lues}
        reglages={{ boamp: depart('boamp'), ted: depart('ted') }}
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
        if (!lu.ok)
          return c.html(
            await vue(tx, { reglage: { genre: lu.form.values.get('genre')?.[0], form: lu.form } }),
            lu.status,
          )
        await reglerLaSource(tx, { ...lu.data, genre: lu.data.genre ?? 'boamp' }, clock.now())
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
