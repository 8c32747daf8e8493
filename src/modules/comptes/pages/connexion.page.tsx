import { Hono } from 'hono'
import { z } from 'zod'
import { Actions, CheckboxField, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, courriel, motDePasse, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { redirectWith } from '#web/http/flash.ts'
import { aujourdhuiUrl, connexionUrl, rejoindreLUnionUrl, safeReturn, withQuery } from '#web/links.ts'
import type { Gestes } from '../gestes/composer.ts'
import { codeUrl, deconnexionUrl, oubliUrl } from '../web/liens.ts'
import { jetonDe, oterTemoin, poserTemoin, reconnaitreAppareil } from '../web/visiteur.ts'

const fields = z.object({
  courriel: courriel(),
  motDePasse: motDePasse(),
  retenir: caseCochee(),
  suite: texte({ max: 2000 }),
})

/** Qui venait pour un pôle n’a peut-être pas de compte : il n’est pas au bout du chemin. Rien s’il allait ailleurs. */
const PasEncoreIci = ({ suite }: { suite: string }) => {
  const pole = /^\/poles\/([a-z0-9-]{2,60})(?:\/rejoindre)?$/.exec(suite)?.[1]
  return pole ? (
    <p>
      Votre coopérative n’est pas encore ici ?{' '}
      <a href={withQuery(rejoindreLUnionUrl(), { pole })}>L’inscrire, par son SIREN</a> : deux minutes, et sa
      demande part au pôle.
    </p>
  ) : null
}

const Vue = ({ form, suite }: { form: FormOf<typeof fields>; suite: string }) => (
  <PublicPage title="Se connecter" alert={form.alert}>
    <Form form={form} action={connexionUrl()} noms={{ courriel: 'Courriel', motDePasse: 'Mot de passe' }}>
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
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          span={3}
        />
        <CheckboxField
          form={form}
          name="retenir"
          label="Rester connecté·e sur cet appareil"
          hint="Trente jours. À ne pas cocher sur un poste partagé."
        />
        {suite ? <input type="hidden" name="suite" value={suite} /> : null}
      </FieldSection>
      <Actions libelle="Se connecter">
        <a href={oubliUrl()}>Mot de passe oublié</a>
      </Actions>
    </Form>
    <PasEncoreIci suite={suite} />
  </PublicPage>
)

export const connexionPage = ({
  connecter,
  deconnecter,
  ...gestes
}: Pick<Gestes, 'connecter' | 'deconnecter' | 'reconnaitreAppareil'>) =>
  new Hono<Env>()
    .get(connexionUrl.modele, (c) => {
      const suite = safeReturn(c.req.query('suite'), '')
      if (c.get('visiteur')) return c.redirect(suite || aujourdhuiUrl(), 303)
      return c.html(<Vue form={emptyForm()} suite={suite} />)
    })
    .post(connexionUrl.modele, async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok)
        return c.html(
          <Vue form={read.form} suite={safeReturn(read.form.values.get('suite')?.[0], '')} />,
          read.status,
        )
      const { courriel, motDePasse, retenir } = read.data
      const suite = safeReturn(read.data.suite, '')
      const entree = await connecter({
        courriel,
        motDePasse,
        adresse: clientIp(c),
        agent: c.req.header('user-agent') ?? '',
        retenue: retenir,
      })
      if (!entree.ok) {
        const alert = {
          titre: 'Vous n’êtes pas connecté·e',
          phrase: entree.error.phrase,
          issues: [{ libelle: 'Demander un lien', href: oubliUrl() }],
        }
        return c.html(<Vue form={withAlert(read.form, alert)} suite={suite} />, 422)
      }
      // Un seul témoin par navigateur : la session qu'il portait ne reste pas ouverte derrière lui.
      const ancien = jetonDe(c)
      if (ancien) await deconnecter(ancien)
      poserTemoin(c, entree.value.jeton, retenir)
      if (entree.value.etat === 'ouverte') await reconnaitreAppareil(c, gestes, entree.value.jeton)
      const vers = suite || aujourdhuiUrl()
      return c.redirect(entree.value.etat === 'ouverte' ? vers : withQuery(codeUrl(), { suite }), 303)
    })

export const deconnexionPage = ({ deconnecter }: Pick<Gestes, 'deconnecter'>) =>
  new Hono<Env>().post(deconnexionUrl.modele, async (c) => {
    const jeton = jetonDe(c)
    if (jeton) await deconnecter(jeton)
    oterTemoin(c)
    // Le cache seul : ce qu’une page garde pour le hors ligne, elle le vide elle-même, une fois sa file partie.
    c.header('clear-site-data', '"cache"')
    return redirectWith(c, connexionUrl(), { genre: 'fait', fort: 'Vous êtes déconnecté·e.' })
  })
