import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { isToken, tokenDigest } from '#platform/auth/token.ts'
import { Actions, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { motDePasse, texte } from '#web/fields.ts'
import { avecLesSiens, emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { accueilUrl, connexionUrl } from '#web/links.ts'
import { bornes } from '../domain/mot-de-passe.ts'
import type { LienLu } from '../domain/ports.ts'
import type { Gestes } from '../gestes/composer.ts'
import { lienUrl, oubliUrl } from '../web/liens.ts'

const aide = `Au moins ${bornes.minimum} signes. Une phrase de quatre ou cinq mots est facile à retenir.`

const reprise = z.object({ motDePasse: motDePasse({ vide: 'Choisissez un mot de passe.' }) })
const invitation = z.object({
  prenom: texte({ min: 1, max: 100, vide: 'Écrivez votre prénom.' }),
  nom: texte({ min: 1, max: 100, vide: 'Écrivez votre nom.' }),
  motDePasse: motDePasse({ vide: 'Choisissez un mot de passe.' }),
})

const nommes = (...bruts: readonly (string | null)[]): string[] => bruts.filter((n): n is string => !!n)

const Mort = () => (
  <PublicPage
    title="Ce lien ne mène à rien"
    lede="Il a déjà servi, il a expiré, ou un plus récent l’a remplacé. Rien n’a été changé."
  >
    <p>
      Pour un mot de passe, <a href={oubliUrl()}>demandez un autre lien</a>. Pour une invitation ou une
      signature, écrivez à la coopérative qui vous l’a envoyé. Si vous avez déjà choisi votre mot de passe,{' '}
      <a href={connexionUrl()}>connectez-vous</a>.
    </p>
    <p>
      <a href={accueilUrl()}>Revenir à l’accueil</a>
    </p>
  </PublicPage>
)

const Reprise = ({ lien, form }: { lien: LienLu; form: FormOf<typeof reprise> }) => (
  <PublicPage
    title="Choisir un mot de passe"
    lede={`Pour le compte ${lien.courriel}. Vos autres appareils seront déconnectés.`}
    alert={form.alert}
  >
    <Form form={form} noms={{ motDePasse: 'Mot de passe' }}>
      <FieldSection titre="Votre mot de passe">
        <Identifiant lien={lien} />
        <Field
          form={form}
          name="motDePasse"
          label="Nouveau mot de passe"
          type="password"
          autocomplete="new-password"
          hint={aide}
          span={3}
        />
      </FieldSection>
      <Actions libelle="Garder ce mot de passe" />
    </Form>
  </PublicPage>
)

const Invitation = ({ lien, form }: { lien: LienLu; form: FormOf<typeof invitation> }) => (
  <PublicPage
    title={`Rejoindre ${lien.organismeNom}`}
    lede={`Vous êtes invité·e avec l’adresse ${lien.courriel}. Choisissez votre mot de passe pour entrer.`}
    alert={form.alert}
  >
    <Form form={form} noms={{ prenom: 'Prénom', nom: 'Nom', motDePasse: 'Mot de passe' }}>
      <FieldSection titre="Vous">
        <Field form={form} name="prenom" label="Prénom" autocomplete="given-name" />
        <Field form={form} name="nom" label="Nom" autocomplete="family-name" />
      </FieldSection>
      <FieldSection titre="Votre mot de passe">
        <Identifiant lien={lien} />
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="new-password"
          hint={aide}
          span={3}
        />
      </FieldSection>
      <Actions libelle={`Rejoindre ${lien.organismeNom}`} />
    </Form>
  </PublicPage>
)

/** Qui a déjà un compte ne fait qu'accepter. */
const Accepter = ({ lien }: { lien: LienLu }) => (
  <PublicPage
    title={`Rejoindre ${lien.organismeNom}`}
    lede={`Vous avez déjà un compte avec l’adresse ${lien.courriel}\u00a0: votre mot de passe ne change pas.`}
  >
    <Form form={emptyForm()}>
      <Actions libelle={`Rejoindre ${lien.organismeNom}`} />
    </Form>
  </PublicPage>
)

/** Pour que le gestionnaire de mots de passe range le bon compte. */
const Identifiant = ({ lien }: { lien: LienLu }) => (
  <p class="field l3">
    <label for="c-compte">Votre adresse</label>
    <input
      id="c-compte"
      type="email"
      name="compte"
      value={lien.courriel ?? ''}
      autocomplete="username"
      readonly
    />
  </p>
)

/**
 * Un lien personnel. Ouvrir la page ne consomme jamais : les messageries ouvrent les liens avant les personnes.
 * « strict-origin » : aucune page, pas même la nôtre, ne reçoit l'adresse avec son secret ; « no-referrer » ferait
 * écrire `Origin: null` à notre formulaire, qui serait refusé comme étranger.
 */
export const lienPage = (
  gestes: Pick<Gestes, 'ports' | 'reinitialiser' | 'accepterInvitation' | 'jugerMotDePasse'>,
) => {
  const lire = async (c: Context<Env>): Promise<{ jeton: string; lien: LienLu } | undefined> => {
    c.header('referrer-policy', 'strict-origin')
    c.header('x-robots-tag', 'noindex')
    const jeton = c.req.param('jeton') ?? ''
    const lien = isToken(jeton) ? await gestes.ports.portes.lireLien(tokenDigest(jeton)) : undefined
    return lien && { jeton, lien }
  }
  const mort = (c: Context<Env>) => c.html(<Mort />, 404)

  return new Hono<Env>()
    .get(lienUrl.modele, async (c, next) => {
      const lu = await lire(c)
      if (!lu) return mort(c)
      const { lien } = lu
      if (lien.usage === 'reinitialisation') return c.html(<Reprise lien={lien} form={emptyForm()} />)
      if (lien.usage === 'invitation')
        return c.html(
          lien.aMotDePasse ? (
            <Accepter lien={lien} />
          ) : (
            <Invitation lien={lien} form={emptyForm(undefined, { prenom: lien.prenom, nom: lien.nom })} />
          ),
        )
      // Un autre module tient cet usage : sa route `/l/:jeton` vient après celle-ci.
      return next()
    })
    .post(lienUrl.modele, async (c, next) => {
      const lu = await lire(c)
      if (!lu) return mort(c)
      const { jeton, lien } = lu
      if (lien.usage === 'reinitialisation') {
        const read = await readForm(reprise, c)
        if (!read.ok) return c.html(<Reprise lien={lien} form={read.form} />, read.status)
        const fait = await gestes.reinitialiser(jeton, read.data.motDePasse)
        if (fait.ok)
          return redirectWith(c, connexionUrl(), {
            genre: 'fait',
            fort: 'Votre mot de passe est changé.',
            suite: 'Connectez-vous avec le nouveau.',
          })
        if (fait.error.code === 'lien-mort') return mort(c)
        return c.html(
          <Reprise lien={lien} form={withErrors(read.form, { motDePasse: fait.error.phrase })} />,
          422,
        )
      }
      if (lien.usage !== 'invitation') return next()
      const suite = {
        genre: 'fait',
        fort: `Vous avez rejoint ${lien.organismeNom}.`,
        suite: 'Connectez-vous pour entrer.',
      } as const
      if (lien.aMotDePasse) {
        const fait = await gestes.accepterInvitation(jeton, undefined)
        return fait.ok ? redirectWith(c, connexionUrl(), suite) : mort(c)
      }
      const read = await readForm(invitation, c)
      if (!read.ok) {
        const { motDePasse: saisi, prenom = '', nom = '' } = read.valides
        // Un mot de passe faible est refusé avec les autres fautes, pas après elles.
        const faible =
          saisi === undefined
            ? undefined
            : gestes.jugerMotDePasse(saisi, lien.courriel ?? '', nommes(prenom, nom, lien.organismeNom))
        const form = faible ? avecLesSiens(read.form, { motDePasse: faible.phrase }) : read.form
        return c.html(<Invitation lien={lien} form={form} />, read.status)
      }
      const fait = await gestes.accepterInvitation(jeton, read.data)
      if (fait.ok) return redirectWith(c, connexionUrl(), suite)
      if (fait.error.code === 'lien-mort') return mort(c)
      return c.html(
        <Invitation lien={lien} form={withErrors(read.form, { motDePasse: fait.error.phrase })} />,
        422,
      )
    })
}
