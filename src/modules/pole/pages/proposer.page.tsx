import { z } from 'zod'
import { departementDuCodePostal, departements, estDepartement } from '#kernel/departements.ts'
import { ko, ok } from '#kernel/result.ts'
import { geste, lireOrganisme } from '#modules/organisme/index.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { viaParser } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { type PropositionId, signaturesDUnPole } from '../db/naissances.ts'
import { direSignatures } from '../domain/dire.ts'
import { proposer } from '../gestes/naitre.ts'
import { polesUrl, proposerUrl, propositionUrl } from '../liens.ts'
import { champGenre, champsDuPole, EntreeDuPole, GenreDuPole, nomsDuPole } from './pole-champs.tsx'

const fields = z.object({
  ...champsDuPole,
  genre: champGenre,
  departement: viaParser((t) => (estDepartement(t) ? t : undefined), 'Choisissez un département.', {
    vide: 'Choisissez un département.',
  }),
})

const Vue = ({ form, requises }: { form: FormOf<typeof fields>; requises: number }) => (
  <Page
    title="Proposer un pôle"
    lede={`Votre coopérative le propose et signe ; il peut naître dès que ${direSignatures(requises)} ${requises < 2 ? 'l’a' : 'l’ont'} signé.`}
    path={[{ libelle: 'Pôle', href: polesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} action={proposerUrl()} noms={{ ...nomsDuPole, departement: 'Département' }}>
      <FieldSection titre="Ce qu’il serait">
        <Field form={form} name="nom" label="Nom" span={2} hint="Pôle Transition, Pôle Pays de Lorient" />
        <GenreDuPole form={form} />
        <TextArea
          form={form}
          name="raison"
          label="Raison d’être"
          rows={4}
          hint="ce que l’on y mettrait en commun : c’est elle que les autres signent"
        />
        <Field form={form} name="territoire" label="Territoire" optional span={2} />
        <SelectField
          form={form}
          name="departement"
          label="Département"
          vide="choisir"
          hint="qui le tient à l’Union donne son avis"
          options={departements.map(([value, nom]) => ({ value, label: `${value} ${nom}` }))}
        />
      </FieldSection>
      <FieldSection titre="Comment on y entrerait">
        <EntreeDuPole form={form} hint="publié une fois le pôle lancé" />
      </FieldSection>
      <Actions libelle="Proposer et signer">
        <a href={polesUrl()}>Revenir sans rien proposer</a>
      </Actions>
    </Form>
  </Page>
)

/** Proposer un pôle aux autres coopératives : la sienne signe la première. */
export const proposerPage = geste({
  lien: proposerUrl,
  droit: 'pole.mandater',
  lire: async (tx) => ({ requises: await signaturesDUnPole(tx), o: await lireOrganisme(tx) }),
  champs: fields,
  depart: (_tx, { o }) => ({
    genre: 'territorial',
    entree: 'visa',
    departement: departementDuCodePostal(o.codePostal) ?? '',
  }),
  vue: ({ requises }, form) => <Vue form={form} requises={requises} />,
  faire: async (tx, { data, visiteur, le, cle }) => {
    const id = cle as PropositionId
    const fait = await proposer(tx, visiteur, { ...data, id, courriel: data.courriel ?? '' }, le)
    if (fait.ok) return ok({ id, nom: fait.value })
    return fait.error.code === 'nom'
      ? ko({ ...fait.error, champs: { nom: fait.error.phrase }, conflit: true })
      : fait
  },
  suite: ({ id, nom }) => ({
    vers: propositionUrl({ proposition: id }),
    dit: {
      genre: 'fait',
      fort: `${nom} est proposé, et votre coopérative l’a signé.`,
      suite: 'Les autres coopératives le voient dès maintenant.',
    },
  }),
})
