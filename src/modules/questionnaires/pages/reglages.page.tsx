/** Ce qui part seul, à quel jour, combien de rappels, et sous combien de réponses un recueil anonyme ne montre rien. */
import { z } from 'zod'
import { geste } from '#modules/organisme/index.ts'
import { Actions, CheckboxGroup, Field, FieldSection, Form, Page } from '#web/components.tsx'
import { entier, plusieurs, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireReglage } from '../db/reglage.ts'
import { type Genre, genres, genresDeSession } from '../domain/genres.ts'
import { ecartDe, type Reglage } from '../domain/moments.ts'
import { reglerLesRecueils } from '../gestes/regler.ts'
import { reglagesUrl } from '../liens.ts'
import { ecrit, racine } from './commun.ts'

const liste = genresDeSession as [Genre, ...Genre[]]
const ecart = () => entier({ min: -120, max: 365, phrase: 'Écrivez un nombre de jours, de −120 à 365.' })
const fields = z.object({
  automatiques: plusieurs(liste),
  relances: texte({ max: 60 }),
  seuil: entier({ min: 3, max: 50 }),
  besoin: ecart(),
  positionnement: ecart(),
  acquis: ecart(),
  chaud: ecart(),
  enseignements: ecart(),
  intervenant: ecart(),
  entreprise: ecart(),
  froid: ecart(),
  insertion: ecart(),
})
type Formulaire = FormOf<typeof fields>
type GenreDeSession = Exclude<Genre, 'financeur'>

const valeursDe = (r: Reglage) => ({
  automatiques: r.automatiques,
  relances: r.relances.join(', '),
  seuil: r.seuilAnonyme,
  ...Object.fromEntries(genresDeSession.map((g) => [g, ecartDe(g, r)])),
})

const Vue = ({ form }: { form: Formulaire }) => (
  <Page
    title="Ce qui part seul, et les rappels"
    lede="Aucun texte ne fixe ces jours : ce sont des usages, à régler. Rien ne part seul tant que vous ne l’avez pas coché."
    path={racine}
    alert={form.alert}
  >
    <Form form={form} noms={{ relances: 'Rappels', seuil: 'Seuil' }}>
      <FieldSection titre="Partent seuls, à leur jour">
        <CheckboxGroup
          form={form}
          name="automatiques"
          label="Questionnaires"
          options={genresDeSession.map((value) => ({ value, label: genres[value].nom }))}
        />
      </FieldSection>
      <FieldSection titre="Leur jour">
        {(genresDeSession as readonly GenreDeSession[]).map((g) => (
          <Field
            form={form}
            name={g}
            label={genres[g].titre}
            hint={
              genres[g].ancre === 'debut'
                ? 'jours après le premier jour ; avant : un nombre négatif'
                : 'jours après le dernier jour'
            }
            inputmode="text"
            unite="j"
          />
        ))}
      </FieldSection>
      <FieldSection titre="Rappels et anonymat">
        <Field
          form={form}
          name="relances"
          label="Rappels"
          hint="en jours après le premier envoi : « 4, 10 ». Vide : aucun. Chaque personne peut les refuser."
          span={2}
          optional
        />
        <Field
          form={form}
          name="seuil"
          label="Réponses anonymes lisibles à partir de"
          hint="choix de Coforme : cinq, et trois au moins"
          inputmode="numeric"
        />
      </FieldSection>
      <Actions libelle="Garder ces réglages" />
    </Form>
  </Page>
)

export const reglagesPage = geste({
  lien: reglagesUrl,
  droit: 'questionnaires.composer',
  lire: lireReglage,
  peut: (_, { visiteur, ecrit: envoie }) =>
    !envoie ||
    ecrit(visiteur, 'questionnaires.composer') ||
    'Les réglages se changent par qui compose les questionnaires.',
  champs: fields,
  depart: (_tx, r) => valeursDe(r),
  vue: (_, form) => <Vue form={form} />,
  faire: (tx, { data: { automatiques, relances, seuil, ...ecarts }, le }) =>
    reglerLesRecueils(tx, { automatiques, relances, seuilAnonyme: seuil, ecarts }, le),
  suite: () => ({
    vers: reglagesUrl(),
    dit: { genre: 'fait', fort: 'Ces réglages valent pour les prochains recueils.' },
  }),
})
