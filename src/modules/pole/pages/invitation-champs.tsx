/** Ce qu'une invitation dit, que sa date soit choisie ou cherchée ensemble. */

import { z } from 'zod'
import { uneLigne } from '#kernel/texte.ts'
import { asZone } from '#kernel/zones.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Field, FieldSection, SelectField, TextArea } from '#web/components.tsx'
import { choix, entier, facultatif, texte, viaParser } from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import { listerReunions } from '../db/reunions.ts'
import { formats } from '../domain/dire.ts'
import { rangEnLettres } from '../domain/retour-sur.ts'
import type { Regard } from '../lecture/regard.ts'

export const champsInvitation = {
  titre: texte({ min: 2, max: 200, vide: 'Donnez un titre à la rencontre.' }),
  format: choix(['demi-journee', 'petit-dejeuner', 'aperitif', 'visio', 'assemblee'], {
    phrase: 'Dites quelle forme prend la rencontre.',
  }),
  zone: viaParser(asZone, 'Choisissez un fuseau de la liste.'),
  hote: texte({ max: 200 }),
  lieu: texte({ max: 300 }),
  acces: texte({ max: 1000 }),
  visio: texte({ max: 300 }),
  jauge: facultatif(entier({ min: 1, max: 2000 })),
}
const schema = z.object(champsInvitation)
type Champs = FormState

export const sansLieu = 'Dites où l’on se retrouve\u00a0: un lieu, ou une adresse de visio.'

export const enInvitation = (data: z.output<typeof schema>) => ({
  titre: uneLigne(data.titre),
  format: data.format,
  zone: data.zone,
  hote: uneLigne(data.hote),
  lieu: uneLigne(data.lieu),
  acces: data.acces,
  visio: uneLigne(data.visio),
  jauge: data.jauge ?? null,
})

/** Ce que la rencontre d'avant permet de ne pas retaper. */
export const proposerInvitation = async (tx: TenantTx, r: Regard) => {
  const derniere = (await listerReunions(tx, r.pole.id))[0]
  const rang = rangEnLettres((derniere?.rang ?? 0) + 1)
  return {
    titre: `${rang.charAt(0).toUpperCase()}${rang.slice(1)} rencontre`,
    format: derniere?.format ?? 'demi-journee',
    zone: derniere?.zone ?? (await lireOrganisme(tx)).zone,
    visio: derniere?.visio,
  }
}

export const Quoi = ({ form }: { form: Champs }) => (
  <FieldSection titre="Quoi">
    <Field form={form} name="titre" label="Titre" span={2} />
    <SelectField
      form={form}
      name="format"
      label="Forme"
      options={Object.entries(formats).map(([value, label]) => ({ value, label }))}
    />
  </FieldSection>
)

export const Ou = ({ form }: { form: Champs }) => (
  <FieldSection titre="Où">
    <Field form={form} name="hote" label="Chez qui" optional hint="la coopérative qui accueille" />
    <Field
      form={form}
      name="lieu"
      label="Adresse"
      span={2}
      hint="vide, celle de la coopérative qui accueille"
    />
    <TextArea
      form={form}
      name="acces"
      label="Accès"
      rows={2}
      optional
      hint="transports, plain-pied, boucle magnétique, hébergement"
    />
    <Field
      form={form}
      name="visio"
      label="Adresse de visio"
      optional
      span={2}
      hint="montrée aux membres seulement"
    />
    <Field form={form} name="jauge" label="Places" inputmode="numeric" optional />
  </FieldSection>
)
