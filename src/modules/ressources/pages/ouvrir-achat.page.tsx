import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { geste } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { choix, date, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { codesDAchat, DIRE_LE_POSTE, genresDAchat } from '../domain/achats.ts'
import { ouvrir } from '../gestes/achats.ts'
import { achatsUrl, achatUrl, ouvrirAchatUrl } from '../liens.ts'

type Lu = { readonly poles: readonly { readonly id: PoleId; readonly nom: string }[] }
const champs = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  genre: choix(codesDAchat, { phrase: 'Dites ce que c’est.' }),
  objet: texte({ min: 3, max: 200, vide: 'Dites quoi, en une ligne.' }),
  besoin: texte({ min: 10, max: 2000, vide: 'Dites ce dont vous avez besoin.' }),
  unite: texte({ min: 2, max: 60, vide: 'Dites en quoi cela se compte.' }),
  volumesJusquAu: date({ vide: 'Dites jusqu’à quand.' }),
})

const Vue = ({ lu, form }: { lu: Lu; form: FormOf<typeof champs> }) => (
  <Page
    title="Ouvrir un achat"
    lede="Le pôle dit ce qu’il prendrait, puis consulte, choisit par un vote, et chacune rejoint si elle veut."
    path={[{ libelle: 'Achats du pôle', href: achatsUrl() }]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Le besoin">
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
          options={Object.entries(genresDAchat).map(([value, label]) => ({ value, label }))}
        />
        <Field form={form} name="objet" label="Quoi" span={3} />
        <TextArea
          form={form}
          name="besoin"
          label="Ce dont vous avez besoin"
          rows={4}
          hint="ne nommez personne, et ne dites ni vos prix de vente, ni vos clients"
        />
        <Field form={form} name="unite" label="Compté en" hint="audits, licences, heures par mois" />
        <Field
          form={form}
          name="volumesJusquAu"
          label="Volumes à dire jusqu’au"
          inputmode="numeric"
          hint="22/03/2027"
        />
        <p class="note">{DIRE_LE_POSTE}</p>
      </FieldSection>
      <Actions libelle="Ouvrir l’achat" />
    </Form>
  </Page>
)

export const ouvrirAchatPage = geste({
  lien: ouvrirAchatUrl,
  droit: 'achats.tenir',
  champs,
  async lire(tx): Promise<Lu | undefined> {
    return { poles: await mesPoles(tx) }
  },
  peut: (lu) => lu.poles.length > 0 || 'Un achat se prépare dans un pôle : rejoignez-en un d’abord.',
  depart: (_tx, lu) => (lu.poles[0] ? { pole: lu.poles[0].id } : {}),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  faire: (tx, e) => ouvrir({ ...e, tx }, e.data),
  suite: (achat) => ({
    vers: achatUrl({ achat }),
    dit: {
      genre: 'fait',
      fort: 'L’achat est ouvert.',
      suite: 'Dites ce que vous prendriez ; les autres le disent de leur côté.',
    },
  }),
})
