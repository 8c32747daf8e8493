/** Chorus Pro : l’application de la coopérative sur PISTE, et son compte technique. */
import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, Button, Field, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type ChorusRegle, lireChorus } from '../db/chorus.ts'
import { reglerChorus, retirerChorus } from '../gestes/regler-chorus.ts'
import { type CreerChorus, creerChorusPro } from '../lecture/chorus.ts'
import { ouvrirChorus } from '../lecture/ouvrir-chorus.ts'
import { chorusUrl, electroniquesUrl, retirerChorusUrl } from '../liens.ts'
import { lireAdresse, path, phraseAdresse, pourRegler } from './commun.ts'

const fields = z.object({
  api: viaParser(lireAdresse, phraseAdresse),
  jeton: viaParser(lireAdresse, phraseAdresse),
  client: texte({ min: 1, max: 200, vide: 'Écrivez l’identifiant de votre application PISTE.' }),
  secret: texte({ max: 500 }),
  compte: texte({ min: 1, max: 200, vide: 'Écrivez votre compte technique.' }),
  motDePasse: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof fields>

const Vue = ({ form, chorus }: { form: Formulaire; chorus: ChorusRegle | undefined }) => {
  const garde = chorus ? 'vide : celui d’avant' : 'gardé chiffré, jamais remontré'
  return (
    <Page
      title="Chorus Pro"
      lede="Les factures de vos acheteurs publics y partent d’un bouton, sur la page de chacune. Il y faut une application déclarée sur PISTE et un compte technique, créé dans l’espace Chorus Pro de votre coopérative."
      path={[...path, { libelle: 'Factures électroniques', href: electroniquesUrl() }]}
      alert={form.alert}
    >
      {chorus?.echec ? <Alert fort="La dernière relève n’a pas abouti.">{chorus.echec}</Alert> : null}
      <Form
        form={form}
        action={chorusUrl()}
        noms={{
          api: 'Adresse',
          jeton: 'Adresse des clés',
          client: 'Identifiant',
          secret: 'Secret',
          compte: 'Compte technique',
          motDePasse: 'Mot de passe',
        }}
      >
        <FieldSection titre="Votre application, sur PISTE">
          <Field form={form} name="api" label="Adresse" span={3} />
          <Field form={form} name="jeton" label="Adresse des clés" span={3} />
          <Field form={form} name="client" label="Identifiant" hint="« client id »" />
          <Field
            form={form}
            name="secret"
            label="Secret"
            type="password"
            autocomplete="new-password"
            hint={garde}
            optional={chorus !== undefined}
          />
        </FieldSection>
        <FieldSection titre="Votre compte technique, sur Chorus Pro">
          <Field form={form} name="compte" label="Compte technique" span={3} />
          <Field
            form={form}
            name="motDePasse"
            label="Mot de passe"
            type="password"
            autocomplete="new-password"
            hint={garde}
            optional={chorus !== undefined}
            span={3}
          />
          <Button genre="main">Enregistrer et éprouver</Button>
        </FieldSection>
      </Form>
      {chorus ? (
        <Form form={emptyForm()} action={retirerChorusUrl()} classe="">
          <p>
            Sans lui, vous déposez vos factures vous-même, sur son site.{' '}
            <Button genre="grave">Retirer Chorus Pro</Button>
          </p>
        </Form>
      ) : null}
    </Page>
  )
}

const enFormulaire = (c: ChorusRegle | undefined): Formulaire =>
  emptyForm(undefined, {
    api: c?.api ?? 'https://api.piste.gouv.fr',
    jeton: c?.jeton ?? 'https://oauth.piste.gouv.fr/api/oauth/token',
    client: c?.client ?? '',
    compte: c?.compte ?? '',
  })

export const chorusPages = (
  { db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>,
  creer: CreerChorus = creerChorusPro(),
) => {
  const regle = pourRegler(db)
  return new Hono<Env>()
    .get(chorusUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      regle(c, async (tx) => {
        const chorus = await lireChorus(tx)
        return c.html(<Vue form={enFormulaire(chorus)} chorus={chorus} />)
      }),
    )
    .post(chorusUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fields, c)
      let essai: Awaited<ReturnType<typeof ouvrirChorus>>
      const rendu = await regle(c, async (tx, v) => {
        if (!lu.ok) return c.html(<Vue form={lu.form} chorus={await lireChorus(tx)} />, lu.status)
        const organisme = v.organisme?.id ?? ''
        const r = await reglerChorus(tx, { keys, organisme, le: clock.now() }, lu.data)
        if (!r.ok)
          return c.html(<Vue form={withAlert(lu.form, r.error.phrase)} chorus={await lireChorus(tx)} />, 409)
        essai = await ouvrirChorus(tx, { keys, organisme, creer })
        return redirectWith(c, electroniquesUrl(), { genre: 'fait', fort: 'Chorus Pro est réglé.' })
      })
      // Hors de la transaction : le réseau peut être lent.
      const dit = await essai?.eprouver()
      return dit && !dit.ok
        ? redirectWith(c, chorusUrl(), {
            genre: 'passe',
            fort: 'Chorus Pro est réglé, mais ne répond pas comme attendu.',
            suite: dit.error.phrase,
          })
        : rendu
    })
    .post(retirerChorusUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      regle(c, async (tx) => {
        const r = await retirerChorus(tx, clock.now())
        if (r.ok)
          return redirectWith(c, electroniquesUrl(), { genre: 'fait', fort: 'Chorus Pro est retiré.' })
        return r.error.code === 'en-doute'
          ? redirectWith(c, chorusUrl(), {
              genre: 'passe',
              fort: 'Chorus Pro reste réglé.',
              suite: r.error.phrase,
            })
          : forbidden(c, r.error.phrase)
      }),
    )
}
