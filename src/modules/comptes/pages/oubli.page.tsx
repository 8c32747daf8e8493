import { Hono } from 'hono'
import { z } from 'zod'
import { Actions, dansVotreBoite, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { connexionUrl } from '#web/links.ts'
import type { Gestes } from '../gestes/composer.ts'
import { oubliUrl } from '../web/liens.ts'

const fields = z.object({ courriel: courriel() })

const Vue = ({ form }: { form: FormOf<typeof fields> }) => (
  <PublicPage
    title="Mot de passe oublié"
    lede="Écrivez l’adresse de votre compte. Un lien y sera envoyé, pour choisir un autre mot de passe."
    alert={form.alert}
  >
    <Form form={form} noms={{ courriel: 'Courriel' }}>
      <FieldSection titre="Votre compte">
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          inputmode="email"
          autocomplete="username"
          span={3}
        />
      </FieldSection>
      <Actions libelle="Envoyer le lien">
        <a href={connexionUrl()}>Revenir à la connexion</a>
      </Actions>
    </Form>
  </PublicPage>
)

/** La même page, que l'adresse ait un compte ou non. */
const Parti = () => (
  <PublicPage
    {...dansVotreBoite(
      'Si cette adresse a un compte, un lien vient d’y partir. Il vaut une heure et ne sert qu’une fois.',
    )}
  >
    <p>
      Rien au bout de quelques minutes{'\u202f'}? Regardez parmi les indésirables, ou vérifiez l’adresse avec
      la personne qui vous a invité·e.
    </p>
    <p>
      <a href={connexionUrl()}>Revenir à la connexion</a>
    </p>
  </PublicPage>
)

export const oubliPage = ({ demanderReinitialisation }: Pick<Gestes, 'demanderReinitialisation'>) =>
  new Hono<Env>()
    .get(oubliUrl.modele, (c) => c.html(<Vue form={emptyForm()} />))
    .post(oubliUrl.modele, async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      const fait = await demanderReinitialisation(read.data.courriel, clientIp(c))
      if (!fait.ok) return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} />, 422)
      return c.html(<Parti />)
    })
