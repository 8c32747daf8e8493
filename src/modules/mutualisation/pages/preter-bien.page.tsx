import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { geste } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import { listerSalles, type Salle, type SalleId } from '#modules/sessions/index.ts'
import { Actions, Field, FieldSection, Form, Page, RadioGroup, SelectField } from '#web/components.tsx'
import { choix, facultatif, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { preter } from '../gestes/biens.ts'
import { biensUrl, bienUrl, preterBienUrl } from '../liens.ts'
import {
  CeQuElleDemande,
  CeQuElleEst,
  champsDeLaFiche,
  enFiche,
  type TauxDIci,
  tauxDIci,
  tauxFaux,
} from './fiche-du-bien-vue.tsx'

type Lu = {
  readonly poles: readonly { readonly id: PoleId; readonly nom: string }[]
  readonly salles: readonly Salle[]
  readonly taux: TauxDIci
}
const champs = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  salle: facultatif(identifiant((t) => asId<'Salle'>(t) as SalleId | undefined)),
  genre: choix(['salle', 'materiel'], { phrase: 'Dites si c’est une salle, ou du matériel.' }),
  titre: texte({ min: 3, max: 120, vide: 'Donnez un nom : « Salle Duras », « Vidéoprojecteur ».' }),
  ...champsDeLaFiche,
})

const Vue = ({ lu, form }: { lu: Lu; form: FormOf<typeof champs> }) => (
  <Page
    title="Prêter une salle, ou du matériel"
    lede="Vos séances et ces prêts ne se chevauchent jamais : c’est la même salle."
    path={[{ libelle: 'Salles et matériel du pôle', href: biensUrl() }]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Quoi">
        <SelectField
          form={form}
          name="pole"
          label="Dans le pôle"
          options={lu.poles.map((p) => ({ value: p.id, label: p.nom }))}
        />
        <SelectField
          form={form}
          name="salle"
          label="Votre salle"
          optional
          vide="aucune de votre planning"
          options={lu.salles.map((s) => ({ value: s.id, label: s.nom }))}
        />
        <RadioGroup
          form={form}
          name="genre"
          label="C’est"
          options={[
            { value: 'salle', label: 'une salle' },
            { value: 'materiel', label: 'du matériel' },
          ]}
        />
        <Field form={form} name="titre" label="Nom" />
        <CeQuElleEst form={form as never} />
      </FieldSection>
      <CeQuElleDemande form={form as never} ici={lu.taux} />
      <Actions libelle="Prêter" />
    </Form>
  </Page>
)

export const preterBienPage = geste({
  lien: preterBienUrl,
  droit: 'salles.tenir',
  champs,
  async lire(tx, _params, { le }): Promise<Lu | undefined> {
    return {
      poles: await mesPoles(tx),
      salles: (await listerSalles(tx)).filter((s) => s.fermeeLe === null),
      taux: await tauxDIci(tx, le),
    }
  },
  peut: (lu) => lu.poles.length > 0 || 'Une salle se prête dans un pôle : rejoignez-en un d’abord.',
  depart: (_tx, lu) => ({
    ...(lu.poles[0] && { pole: lu.poles[0].id }),
    genre: 'salle',
    taux: String(lu.taux.possibles[0] ?? 2000),
    tampon: '30',
    visa: 'oui',
    bareme: 'moins de 30 jours : 50 %\nmoins de 8 jours : 100 %',
  }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  faire: async (tx, e) => {
    const { pole, salle, genre, titre } = e.data
    const faux = tauxFaux(e.data, e.lu.taux, genre === 'salle')
    if (faux) return faux
    return preter(
      { ...e, tx },
      { ...enFiche(e.data), pole, titre, salle: salle ?? null, uneSalle: genre === 'salle' },
    )
  },
  suite: (bien) => ({
    vers: bienUrl({ bien }),
    dit: {
      genre: 'fait',
      fort: 'C’est prêté.',
      suite: 'Les coopératives du pôle le voient, et le demandent.',
    },
  }),
})
