import { z } from 'zod'
import { lireDepartements } from '#kernel/departements.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, CheckboxField, Field, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import { caseCochee, entier } from '#web/fields.ts'
import { abonnementDe, lireFiltres } from '../db/avis.ts'
import { type Filtres, sansFiltre } from '../domain/veille.ts'
import { reglerFiltres } from '../gestes/veille.ts'
import { marchesUrl, profilUrl } from '../liens.ts'

/** Des mots séparés par une virgule ou une ligne ; cinquante au plus, sans répétition. */
const listeDe = (brut: string): string[] => [
  ...new Set(
    brut
      .split(/[,;\n]/)
      .map((m) => m.trim())
      .filter((m) => m !== ''),
  ),
]
const desMots = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): string[] => {
      const lus = listeDe(brut ?? '')
      if (lus.length <= 50 && lus.every((m) => m.length <= 60)) return lus
      ctx.addIssue({ code: 'custom', message: 'Cinquante mots au plus, de soixante signes chacun.' })
      return z.NEVER
    })
const desCodes = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): string[] => {
      const lus = listeDe((brut ?? '').replaceAll(' ', ','))
      const faux = lus.find((c) => !/^\d{2,8}(?:-\d)?$/.test(c))
      if (faux === undefined && lus.length <= 50) return lus
      ctx.addIssue({
        code: 'custom',
        message:
          faux === undefined
            ? 'Cinquante codes au plus.'
            : `« ${faux.slice(0, 20)} » n’est pas un code CPV : de deux à huit chiffres, comme 80530000.`,
      })
      return z.NEVER
    })
const desDepartements = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): readonly string[] => {
      const lus = lireDepartements(brut ?? '')
      if (lus.length === listeDe(brut ?? '').length) return lus
      ctx.addIssue({
        code: 'custom',
        message: 'Un de ces codes n’est pas un département : écrivez 22, 29, 2A, 974.',
      })
      return z.NEVER
    })

const champs = z.object({
  departements: desDepartements(),
  cpv: desCodes(),
  mots: desMots(),
  exclure: desMots(),
  jours: entier({ min: 0, max: 90 }),
  courriel: caseCochee(),
  version: entier({ min: 0 }),
})
type Lu = { readonly filtres: Filtres; readonly version: number; readonly abonne: boolean }

export const profilPage = geste({
  lien: profilUrl,
  droit: 'marches.suivre',
  champs,
  async lire(tx, _params, { visiteur }): Promise<Lu> {
    const f = await lireFiltres(tx)
    return {
      filtres: f ?? sansFiltre,
      version: f?.version ?? 0,
      abonne: (await abonnementDe(tx, visiteur.personneId)) !== undefined,
    }
  },
  depart: (_tx, { filtres, version, abonne }) => ({
    departements: filtres.departements.join(', '),
    cpv: filtres.cpv.join(', '),
    mots: filtres.mots.join(', '),
    exclure: filtres.exclure.join(', '),
    jours: String(filtres.jours),
    version: String(version),
    ...(abonne ? { courriel: 'on' } : {}),
  }),
  vue: (_lu, form) => (
    <Page
      title="Ce que vous cherchez"
      lede="Un avis passe si un département convient, et si un domaine ou un mot convient. Une case vide ne trie pas. Aucune autre coopérative ne voit ces filtres."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={form.alert}
    >
      <Form form={form}>
        <input type="hidden" name="version" value={form.values.get('version')?.[0] ?? '0'} />
        <FieldSection titre="Filtres">
          <Field
            form={form}
            name="departements"
            label="Départements"
            span={3}
            optional
            hint="22, 29, 35, 56"
          />
          <Field
            form={form}
            name="cpv"
            label="Domaines (codes CPV)"
            span={3}
            optional
            hint="80500000 prend tous les services de formation, 80580000 les langues"
          />
          <TextArea
            form={form}
            name="mots"
            label="Mots de l’objet"
            rows={2}
            optional
            hint="langue, illettrisme, numérique"
          />
          <TextArea
            form={form}
            name="exclure"
            label="Sans ces mots, ni ces codes"
            rows={2}
            optional
            hint="équitation, 80513000"
          />
          <Field
            form={form}
            name="jours"
            label="Ferme dans au moins"
            inputmode="numeric"
            unite="jours"
            hint="0 : tout ce qui est encore ouvert"
          />
        </FieldSection>
        <FieldSection titre="Par courriel">
          <CheckboxField
            form={form}
            name="courriel"
            label="M’écrire le matin quand un avis nouveau passe ces filtres"
          />
        </FieldSection>
        <Actions libelle="Enregistrer" genre="main" />
      </Form>
    </Page>
  ),
  faire: (tx, { visiteur, data, le }) => {
    const { version, courriel, ...f } = data
    return reglerFiltres(tx, visiteur, f, { version, courriel }, le)
  },
  suite: () => ({ vers: marchesUrl(), dit: { genre: 'fait', fort: 'Les filtres sont enregistrés.' } }),
})
