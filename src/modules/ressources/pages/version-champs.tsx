/** Le formulaire d’une version : la première d’un document mis en commun, ou la suivante. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { type Licence, licences } from '#modules/pole/index.ts'
import { Field, FieldSection, FileField, RadioGroup, SelectField, TextArea } from '#web/components.tsx'
import {
  aideFichier,
  choix,
  date,
  facultatif,
  fichier,
  identifiant,
  mimeDe,
  texte,
  viaParser,
} from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import { type Accessibilite, accessibilites, type Copie, type CopieId } from '../domain/ressources.ts'
import type { VersionDite } from '../gestes/ressources.ts'

const recu = { genres: ['pdf'], max: 10_000_000 } as const
const nomsDesLicences = Object.keys(licences) as [Licence, ...Licence[]]
const adresse = viaParser((t): string | undefined => {
  const url = URL.parse(t)
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000
    ? url.href
    : undefined
}, 'Écrivez une adresse du web : https://exemple.fr/document')

export const champsDeVersion = {
  auteurs: texte({ min: 2, max: 300, vide: 'Nommez qui l’a écrit.' }),
  titulaire: texte({ min: 2, max: 200, vide: 'Dites à qui sont les droits.' }),
  licence: choix(nomsDesLicences, {
    phrase: 'Choisissez une licence : sans elle, personne ne sait ce qu’il peut en faire.',
  }),
  origine: choix(['rien', 'copie', 'autre'], { phrase: 'Dites si ce document part d’un autre.' }),
  copie: facultatif(identifiant((t) => asId<'CopieDeRessource'>(t) as CopieId | undefined)),
  source: texte({ max: 500 }),
  sourceLicence: facultatif(choix(nomsDesLicences)),
  contenus: choix(['aucun', 'oui'], {
    phrase: 'Dites si des images ou des textes d’autres personnes y sont.',
  }),
  tiers: texte({ max: 1000 }),
  accessibilite: choix(Object.keys(accessibilites) as [Accessibilite, ...Accessibilite[]], {
    phrase: 'Dites ce que vous avez vérifié.',
  }),
  acces: texte({ max: 300 }),
  valableAu: facultatif(date()),
  sources: facultatif(adresse),
  note: texte({ max: 1000 }),
  fichier: fichier({ ...recu, vide: 'Choisissez le document, en PDF.' }),
}
const schema = z.object(champsDeVersion)

/** Ce que la page a reçu. */
export const enVersion = ({
  fichier: f,
  copie,
  sourceLicence,
  valableAu,
  sources,
  ...d
}: z.output<typeof schema>): VersionDite => ({
  ...d,
  copie: copie ?? null,
  sourceLicence: sourceLicence ?? null,
  valableAu: valableAu ?? null,
  sources: sources ?? '',
  fichier: { nom: f.nom, type: mimeDe(f), octets: f.octets },
})

export const nomsDeVersion = { fichier: 'Fichier', licence: 'Licence', auteurs: 'Auteurs' }

const optionsDeLicence = Object.entries(licences).map(([value, l]) => ({
  value,
  label: `${l.nom} : ${l.phrase}`,
}))

export const ChampsDeVersion = ({
  form,
  copies,
  modele,
}: {
  form: FormState
  copies: readonly Copie[]
  modele: boolean
}) => (
  <>
    <FieldSection titre="Le document">
      <FileField
        form={form}
        name="fichier"
        label="Fichier"
        accept="application/pdf"
        hint={`${aideFichier(recu)} : la licence s’imprime devant chaque copie`}
      />
      <Field
        form={form}
        name="sources"
        label="Où sont ses sources"
        type="url"
        optional
        span={3}
        hint="le fichier à modifier, s’il est en ligne"
      />
      <TextArea
        form={form}
        name="note"
        label="Ce qu’il apporte"
        rows={2}
        optional
        hint="ce qui change depuis la version d’avant"
      />
      <Field
        form={form}
        name="valableAu"
        label="Droit vérifié jusqu’au"
        inputmode="numeric"
        optional={!modele}
        hint={modele ? '22/03/2027' : 'attendu d’un modèle : convention, charte, livret, procédure'}
      />
    </FieldSection>
    <FieldSection titre="De qui il est">
      <Field form={form} name="auteurs" label="Auteurs" span={3} hint="comme ils veulent être cités" />
      <Field
        form={form}
        name="titulaire"
        label="Titulaire des droits"
        span={3}
        hint="dans une coopérative d’activité, c’est l’entrepreneur ou l’entrepreneuse"
      />
      <RadioGroup
        form={form}
        name="origine"
        label="Il part d’un autre document"
        options={[
          { value: 'rien', label: 'non' },
          { value: 'copie', label: 'oui, d’une copie que nous avons prise au pôle' },
          { value: 'autre', label: 'oui, d’ailleurs' },
        ]}
      />
      {copies.length > 0 ? (
        <SelectField
          form={form}
          name="copie"
          label="La copie"
          optional
          vide="choisissez, s’il part d’une copie"
          options={copies.map((c) => ({
            value: c.id,
            label: `${c.titre}, version ${c.rang} (${licences[c.licence].nom})`,
          }))}
        />
      ) : null}
      <TextArea
        form={form}
        name="source"
        label="D’ailleurs : lequel"
        rows={2}
        optional
        hint="titre, auteurs, où le lire"
      />
      <SelectField
        form={form}
        name="sourceLicence"
        label="Sa licence"
        optional
        vide="choisissez, s’il vient d’ailleurs"
        options={Object.entries(licences).map(([value, l]) => ({ value, label: l.nom }))}
      />
      <RadioGroup
        form={form}
        name="contenus"
        label="Des images ou des textes d’autres personnes y sont"
        options={[
          { value: 'aucun', label: 'non' },
          { value: 'oui', label: 'oui' },
        ]}
      />
      <TextArea
        form={form}
        name="tiers"
        label="Lesquels"
        rows={2}
        optional
        hint="de qui, et ce qui vous permet de les montrer"
      />
    </FieldSection>
    <FieldSection titre="Ce qu’on peut en faire">
      <RadioGroup form={form} name="licence" label="Licence" options={optionsDeLicence} />
      <RadioGroup
        form={form}
        name="accessibilite"
        label="Accessibilité du fichier"
        options={Object.entries(accessibilites).map(([value, label]) => ({ value, label }))}
      />
      <Field
        form={form}
        name="acces"
        label="Précisément"
        span={3}
        optional
        hint="balisé, contrastes, images décrites"
      />
    </FieldSection>
  </>
)
