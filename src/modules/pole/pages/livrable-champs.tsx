/** Le formulaire d'un dépôt : un livrable neuf, ou la version suivante d'un livrable. */
import { z } from 'zod'
import { Field, FieldSection, FileField, RadioGroup, TextArea } from '#web/components.tsx'
import {
  aideFichier,
  choix,
  date,
  facultatif,
  fichierFacultatif,
  mimeDe,
  texte,
  viaParser,
} from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import { type Licence, licences } from '../domain/livrable.ts'
import type { Depot } from '../gestes/livrer.ts'

const recu = { genres: ['pdf', 'png', 'jpeg', 'texte'], max: 10_000_000 } as const
const adresse = viaParser((t): string | undefined => {
  const url = URL.parse(t)
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000
    ? url.href
    : undefined
}, 'Écrivez une adresse du web : https://exemple.fr/document')

export const champsDepot = {
  note: texte({ max: 1000 }),
  licence: choix(Object.keys(licences) as [Licence, ...Licence[]], {
    phrase: 'Choisissez une licence : sans elle, personne ne sait ce qu’il peut en faire.',
  }),
  dateLe: date(),
  valableAu: facultatif(date()),
  lien: facultatif(adresse),
  fichier: fichierFacultatif({ ...recu, genres: [...recu.genres] }),
}
const schema = z.object(champsDepot)

export const enDepot = (d: z.output<typeof schema>): Depot => ({
  note: d.note,
  licence: d.licence,
  dateLe: d.dateLe,
  valableAu: d.valableAu ?? null,
  lien: d.lien ?? '',
  fichier: d.fichier && {
    // Le nom vient d'un appareil : une ligne, sans chemin, jamais vide.
    nom:
      d.fichier.nom
        .toWellFormed()
        .split(/[/\\]/)
        .at(-1)
        ?.replace(/[\p{C}"]/gu, '')
        .trim()
        .slice(-200) || 'document',
    type: mimeDe(d.fichier),
    octets: d.fichier.octets,
  },
})

export const nomsDepot = {
  licence: 'Licence',
  dateLe: 'Daté du',
  valableAu: 'Valable jusqu’au',
  lien: 'Adresse',
  fichier: 'Fichier',
}

export const ChampsDepot = ({ form }: { form: FormState }) => (
  <>
    <FieldSection titre="Le document">
      <FileField
        form={form}
        name="fichier"
        label="Fichier"
        accept="application/pdf,image/png,image/jpeg,text/plain"
        optional
        hint={`${aideFichier({ ...recu, genres: [...recu.genres] })} ; ou une adresse`}
      />
      <Field form={form} name="lien" label="Adresse" type="url" optional span={3} hint="où il se lit" />
      <TextArea
        form={form}
        name="note"
        label="Ce qu’il apporte"
        rows={2}
        optional
        hint="en une phrase : ce qui change depuis la version d’avant"
      />
      <Field form={form} name="dateLe" label="Daté du" inputmode="numeric" hint="22/03/2027" />
      <Field
        form={form}
        name="valableAu"
        label="Valable jusqu’au"
        inputmode="numeric"
        optional
        hint="pour ce que le droit change"
      />
    </FieldSection>
    <FieldSection titre="Ce qu’on peut en faire">
      <RadioGroup
        form={form}
        name="licence"
        label="Licence"
        hint="sous une licence CC, et hors d’un dossier fermé, il se lit de tous sur le site de l’Union, sans votre nom"
        options={Object.entries(licences).map(([value, l]) => ({
          value,
          label: `${l.nom} : ${l.phrase}`,
        }))}
      />
    </FieldSection>
  </>
)
