import { Hono } from 'hono'
import { z } from 'zod'
import { newId } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import { Actions, dansVotreBoite, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { tooMany } from '#web/http/errors.tsx'
import { demanderEspaces } from '../db/espaces.ts'
import { demanderEspaceUrl } from '../liens.ts'

const fields = z.object({ courriel: courriel() })

const Vue = ({ form }: { form: FormOf<typeof fields> }) => (
  <PublicPage
    title="Mon espace"
    lede="Vous suivez une formation, vous en achetez pour votre entreprise, ou vous en animez : écrivez l’adresse que l’organisme connaît. Un lien personnel y part. Ni compte, ni mot de passe."
    alert={form.alert}
  >
    <Form form={form} noms={{ courriel: 'Courriel' }}>
      <FieldSection titre="Votre adresse">
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          inputmode="email"
          autocomplete="email"
          span={3}
        />
      </FieldSection>
      <Actions libelle="Recevoir mon lien" />
    </Form>
  </PublicPage>
)

/** La même page, que l’adresse soit connue ou non. */
const Parti = () => (
  <PublicPage
    {...dansVotreBoite(
      'Si un organisme connaît cette adresse, un lien vient d’y partir. Il vaut trente jours.',
    )}
  >
    <p>
      Rien au bout de quelques minutes ? Regardez parmi les indésirables, ou demandez à l’organisme quelle
      adresse il a pour vous.
    </p>
    <p>
      <a href={demanderEspaceUrl()}>Écrire une autre adresse</a>
    </p>
  </PublicPage>
)

export const demanderEspacePage = ({ db, keys, clock }: Pick<Services, 'db' | 'keys' | 'clock'>) => {
  const limites = createLimits(db, keys)
  return new Hono<Env>()
    .get(demanderEspaceUrl(), (c) => c.html(<Vue form={emptyForm()} />))
    .post(demanderEspaceUrl(), async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      if (!(await limites.allow('espaces.adresse', clientIp(c), { max: 20, fenetre: 3600 })))
        return tooMany(c, 3600)
      const adresse = read.data.courriel.toLowerCase()
      // Trop de demandes pour une boîte : la page répond comme d’habitude, et n’y envoie rien de plus.
      if (await limites.allow('espaces.courriel', adresse, { max: 5, fenetre: 86_400 }))
        await db.withoutTenant((tx) => demanderEspaces(tx, keys, adresse, newId(clock.now())))
      return c.html(<Parti />)
    })
}
