import { Hono } from 'hono'
import { z } from 'zod'
import { Actions, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { aujourdhuiUrl, connexionUrl, safeReturn } from '#web/links.ts'
import type { Gestes } from '../gestes/composer.ts'
import { codeUrl } from '../web/liens.ts'
import { jetonDe, poserTemoin, reconnaitreAppareil } from '../web/visiteur.ts'

const fields = z.object({
  code: texte({ min: 1, max: 40, vide: 'Recopiez le code à six chiffres, ou un code de secours.' }),
  suite: texte({ max: 2000 }),
})

const Vue = ({ form, suite }: { form: FormOf<typeof fields>; suite: string }) => (
  <PublicPage
    title="Confirmer que c’est vous"
    lede="Votre compte demande, en plus du mot de passe, le code du moment."
    alert={form.alert}
  >
    <Form form={form} action={codeUrl()} noms={{ code: 'Code' }}>
      <FieldSection titre="Votre code">
        <Field
          form={form}
          name="code"
          label="Code à six chiffres, ou code de secours"
          autocomplete="one-time-code"
          hint="Il s’affiche dans l’application de codes de votre téléphone. Sans elle, employez l’un de vos dix codes de secours."
          span={3}
        />
        {suite ? <input type="hidden" name="suite" value={suite} /> : null}
      </FieldSection>
      <Actions libelle="Continuer" />
    </Form>
  </PublicPage>
)

export const codePage = ({
  confirmerSecondFacteur,
  ...gestes
}: Pick<Gestes, 'confirmerSecondFacteur' | 'reconnaitreAppareil'>) =>
  new Hono<Env>()
    .get(codeUrl.modele, (c) => {
      const suite = safeReturn(c.req.query('suite'), '')
      if (c.get('visiteur')) return c.redirect(suite || aujourdhuiUrl(), 303)
      if (!jetonDe(c)) return c.redirect(connexionUrl(), 303)
      return c.html(<Vue form={emptyForm()} suite={suite} />)
    })
    .post(codeUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const read = await readForm(fields, c)
      if (!read.ok)
        return c.html(
          <Vue form={read.form} suite={safeReturn(read.form.values.get('suite')?.[0], '')} />,
          read.status,
        )
      const suite = safeReturn(read.data.suite, '')
      const fait = await confirmerSecondFacteur(jeton, read.data.code)
      if (fait.ok) {
        if (fait.value) {
          poserTemoin(c, fait.value.jeton, fait.value.retenue)
          await reconnaitreAppareil(c, gestes, fait.value.jeton)
        }
        return c.redirect(suite || aujourdhuiUrl(), 303)
      }
      if (fait.error.code === 'deconnecte') return c.redirect(connexionUrl(), 303)
      const alert = { titre: 'Ce code n’ouvre pas', phrase: fait.error.phrase }
      return c.html(<Vue form={withAlert(emptyForm(), alert)} suite={suite} />, 422)
    })
