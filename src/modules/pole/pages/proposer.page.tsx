import { Hono } from 'hono'
import { z } from 'zod'
import { departementDuCodePostal, departements, estDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
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
export const proposerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(proposerUrl(), exigerDroit('pole.mandater'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const o = await lireOrganisme(tx)
        return c.html(
          <Vue
            form={emptyForm(undefined, {
              genre: 'territorial',
              entree: 'visa',
              departement: departementDuCodePostal(o.codePostal) ?? '',
            })}
            requises={await signaturesDUnPole(tx)}
          />,
        )
      }),
    )
    .post(proposerUrl(), exigerDroit('pole.mandater'), async (c) => {
      const lu = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const requises = await signaturesDUnPole(tx)
        if (!lu.ok) return c.html(<Vue form={lu.form} requises={requises} />, lu.status)
        const { data } = lu
        const le = clock.now()
        const id = ((lu.jeton && asId<'Proposition'>(lu.jeton)) || newId<'Proposition'>(le)) as PropositionId
        const fait = await proposer(tx, visiteur, { ...data, id, courriel: data.courriel ?? '' }, le)
        if (!fait.ok)
          return c.html(
            <Vue
              form={
                fait.error.code === 'nom'
                  ? withErrors(lu.form, { nom: fait.error.phrase })
                  : withAlert(lu.form, fait.error.phrase)
              }
              requises={requises}
            />,
            409,
          )
        return redirectWith(c, propositionUrl({ proposition: id }), {
          genre: 'fait',
          fort: `${fait.value} est proposé, et votre coopérative l’a signé.`,
          suite: 'Les autres coopératives le voient dès maintenant.',
        })
      })
    })
