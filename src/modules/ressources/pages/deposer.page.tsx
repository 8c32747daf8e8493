import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { geste } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField } from '#web/components.tsx'
import { choix, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireCopies } from '../db/ressources.ts'
import { type Copie, genres, genresDeRessource } from '../domain/ressources.ts'
import { deposer } from '../gestes/ressources.ts'
import { deposerUrl, ressourcesUrl, ressourceUrl } from '../liens.ts'
import { ChampsDeVersion, champsDeVersion, enVersion, nomsDeVersion } from './version-champs.tsx'

type Lu = {
  readonly poles: readonly { readonly id: PoleId; readonly nom: string }[]
  readonly copies: readonly Copie[]
}
const champs = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  titre: texte({ min: 3, max: 200, vide: 'Donnez un titre au document.' }),
  genre: choix(genresDeRessource, { phrase: 'Dites ce que c’est.' }),
  publics: texte({ max: 300 }),
  duree: texte({ max: 100 }),
  prerequis: texte({ max: 500 }),
  langues: texte({ max: 120 }),
  ...champsDeVersion,
})

const Vue = ({ lu, form }: { lu: Lu; form: FormOf<typeof champs> }) => (
  <Page
    title="Mettre un document en commun"
    lede="Les coopératives du pôle le lisent. Ce qu’elles peuvent en faire, c’est vous qui le dites."
    path={[{ libelle: 'Ressources du pôle', href: ressourcesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} fichiers noms={{ titre: 'Titre', genre: 'Genre', ...nomsDeVersion }}>
      <FieldSection titre="Quoi">
        <SelectField
          form={form}
          name="pole"
          label="Dans le pôle"
          options={lu.poles.map((p) => ({ value: p.id, label: p.nom }))}
        />
        <SelectField
          form={form}
          name="genre"
          label="Genre"
          vide="choisissez"
          options={Object.entries(genres).map(([value, g]) => ({ value, label: g.nom }))}
        />
        <Field form={form} name="titre" label="Titre" span={3} />
        <Field form={form} name="publics" label="Pour qui" optional span={2} />
        <Field form={form} name="duree" label="Durée d’usage" optional hint="une demi-journée" />
        <Field form={form} name="prerequis" label="Prérequis" optional span={2} />
        <Field form={form} name="langues" label="Langues" optional hint="français" />
      </FieldSection>
      <ChampsDeVersion form={form} copies={lu.copies} modele={false} />
      <Actions libelle="Mettre en commun" />
    </Form>
  </Page>
)

export const deposerPage = geste({
  lien: deposerUrl,
  droit: 'ressources.tenir',
  champs,
  async lire(tx): Promise<Lu | undefined> {
    return { poles: await mesPoles(tx), copies: await lireCopies(tx) }
  },
  peut: (lu) => lu.poles.length > 0 || 'Un document se met en commun dans un pôle : rejoignez-en un d’abord.',
  depart: (_tx, lu) => ({ ...(lu.poles[0] && { pole: lu.poles[0].id }), langues: 'français' }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  faire(tx, e) {
    const { pole, titre, genre, publics, duree, prerequis, langues } = e.data
    return deposer(
      { ...e, tx },
      { pole, titre: uneLigne(titre), genre, publics, duree, prerequis, langues },
      enVersion(e.data),
    )
  },
  suite: (ressource) => ({
    vers: ressourceUrl({ ressource }),
    dit: {
      genre: 'fait',
      fort: 'Le document est en commun.',
      suite: 'Une autre personne que vous le relit.',
    },
  }),
})
