import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Button, ButtonLink, Field, FieldSection, Form, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { motDePasse, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { boiteUrl, litLaBoite } from '#web/http/boite-d-essai.ts'
import { redirectWith } from '#web/http/flash.ts'
import { avertissementsUrl, compteUrl, connexionUrl, organismesUrl, reglagesUnionUrl } from '#web/links.ts'
import { lireVisiteur } from '../db/visiteur.queries.ts'
import { bornes } from '../domain/mot-de-passe.ts'
import type { Gestes } from '../gestes/composer.ts'
import { assistanceUrl, deconnexionUrl, motDePasseUrl, secondFacteurUrl, sessionsUrl } from '../web/liens.ts'
import { exigerCompte, jetonDe, poserTemoin } from '../web/visiteur.ts'

const nom = z.object({
  prenom: texte({ min: 1, max: 100, vide: 'Écrivez votre prénom.' }),
  nom: texte({ min: 1, max: 100, vide: 'Écrivez votre nom.' }),
})
const passe = z.object({
  ancien: motDePasse({ vide: 'Écrivez votre mot de passe actuel.' }),
  motDePasse: motDePasse({ vide: 'Choisissez un mot de passe.' }),
})

type Moi = {
  courriel: string
  prenom: string
  nom: string
  administreInstance: boolean
  organismeNom: string | null
}

const Vue = ({
  moi,
  form,
  boite,
  du,
}: {
  moi: Moi
  form: FormOf<typeof nom>
  boite: boolean
  /** Elle administrerait l’instance avec un second facteur. */
  du: boolean
}) => (
  <Page title="Mon compte" lede={moi.courriel} alert={form.alert}>
    <Form form={form} noms={{ prenom: 'Prénom', nom: 'Nom' }}>
      <FieldSection titre="Mon nom">
        <Field form={form} name="prenom" label="Prénom" autocomplete="given-name" />
        <Field form={form} name="nom" label="Nom" autocomplete="family-name" />
      </FieldSection>
      <Actions libelle="Enregistrer mon nom" genre="main" />
    </Form>
    <Section titre="Sécurité" id="securite">
      <ul>
        <li>
          <a href={motDePasseUrl()}>Changer de mot de passe</a>
        </li>
        <li>
          <a href={secondFacteurUrl()}>Demander un code en plus du mot de passe</a>
          {du ? ' : vous n’administrez l’instance qu’avec lui.' : null}
        </li>
        <li>
          <a href={sessionsUrl()}>Voir les appareils connectés</a>
        </li>
      </ul>
    </Section>
    {moi.organismeNom || boite ? (
      <Section titre="Courriels" id="courriels">
        <ul>
          {moi.organismeNom ? (
            <li>
              <a href={avertissementsUrl()}>Mes nouvelles, et ce que Coforme m’écrit</a>
            </li>
          ) : null}
          {boite ? (
            <li>
              <a href={boiteUrl()}>Lire la boîte d’essai</a>
            </li>
          ) : null}
        </ul>
      </Section>
    ) : null}
    <Section titre="Coopératives" id="cooperatives">
      <p>
        {moi.organismeNom ? `Vous travaillez dans ${moi.organismeNom}.` : 'Aucune coopérative n’est choisie.'}
      </p>
      <p>
        <ButtonLink href={organismesUrl()}>Choisir la coopérative</ButtonLink>
        {moi.administreInstance && !du ? (
          <>
            {' '}
            <ButtonLink href={assistanceUrl()}>Assister une coopérative</ButtonLink>{' '}
            <ButtonLink href={reglagesUnionUrl()}>Tenir le site de l’Union</ButtonLink>
          </>
        ) : null}
      </p>
    </Section>
    <Section titre="Partir" id="partir">
      <Form form={emptyForm()} action={deconnexionUrl()} classe="">
        <Button>Se déconnecter</Button>
      </Form>
    </Section>
  </Page>
)

const VuePasse = ({ form }: { form: FormOf<typeof passe> }) => (
  <Page
    title="Changer de mot de passe"
    path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    lede="Vos autres appareils seront déconnectés."
    alert={form.alert}
  >
    <Form form={form} noms={{ ancien: 'Mot de passe actuel', motDePasse: 'Nouveau mot de passe' }}>
      <FieldSection titre="Mot de passe">
        <Field
          form={form}
          name="ancien"
          label="Mot de passe actuel"
          type="password"
          autocomplete="current-password"
          span={3}
        />
        <Field
          form={form}
          name="motDePasse"
          label="Nouveau mot de passe"
          type="password"
          autocomplete="new-password"
          hint={`Au moins ${bornes.minimum} signes. Une phrase de quatre ou cinq mots est facile à retenir.`}
          span={3}
        />
      </FieldSection>
      <Actions libelle="Changer de mot de passe">
        <a href={compteUrl()}>Revenir à mon compte</a>
      </Actions>
    </Form>
  </Page>
)

export const comptePage = (
  gestes: Pick<Gestes, 'ports' | 'changerMotDePasse'>,
  { db }: Pick<Services, 'db'>,
) => {
  const moi = async (c: Context<Env>) => {
    const jeton = jetonDe(c)
    const ligne = jeton ? await lireVisiteur(db, tokenDigest(jeton)) : undefined
    return jeton && ligne ? { jeton, ligne } : undefined
  }
  return new Hono<Env>()
    .use(compteUrl.modele, exigerCompte())
    .use('/compte/*', exigerCompte())
    .get(compteUrl.modele, async (c) => {
      const m = await moi(c)
      if (!m) return c.redirect(connexionUrl(), 303)
      const { prenom, nom } = m.ligne
      return c.html(
        <Vue
          moi={m.ligne}
          form={emptyForm(undefined, { prenom, nom })}
          boite={litLaBoite(c)}
          du={c.get('visiteur')?.secondFacteurDu === true}
        />,
      )
    })
    .post(compteUrl.modele, async (c) => {
      const m = await moi(c)
      if (!m) return c.redirect(connexionUrl(), 303)
      const read = await readForm(nom, c)
      if (!read.ok)
        return c.html(
          <Vue
            moi={m.ligne}
            form={read.form}
            boite={litLaBoite(c)}
            du={c.get('visiteur')?.secondFacteurDu === true}
          />,
          read.status,
        )
      await gestes.ports.portes.changerNom(tokenDigest(m.jeton), read.data.prenom, read.data.nom)
      return redirectWith(c, compteUrl(), { genre: 'fait', fort: 'Votre nom est enregistré.' })
    })
    .get(motDePasseUrl.modele, (c) => c.html(<VuePasse form={emptyForm()} />))
    .post(motDePasseUrl.modele, async (c) => {
      const m = await moi(c)
      if (!m) return c.redirect(connexionUrl(), 303)
      const read = await readForm(passe, c)
      if (!read.ok) return c.html(<VuePasse form={read.form} />, read.status)
      const { courriel, prenom, nom: famille, organismeNom } = m.ligne
      const fait = await gestes.changerMotDePasse({
        jeton: m.jeton,
        courriel,
        noms: [prenom, famille, ...(organismeNom ? [organismeNom] : [])],
        ancien: read.data.ancien,
        nouveau: read.data.motDePasse,
      })
      if (fait.ok) {
        if (fait.value) poserTemoin(c, fait.value.jeton, fait.value.retenue)
        return redirectWith(c, compteUrl(), {
          genre: 'fait',
          fort: 'Votre mot de passe est changé.',
          suite: 'Vos autres appareils sont déconnectés.',
        })
      }
      const { code, phrase } = fait.error
      if (code === 'trop-d-essais') return c.html(<VuePasse form={withAlert(read.form, phrase)} />, 422)
      return c.html(
        <VuePasse
          form={withErrors(read.form, code === 'ancien' ? { ancien: phrase } : { motDePasse: phrase })}
        />,
        422,
      )
    })
}
