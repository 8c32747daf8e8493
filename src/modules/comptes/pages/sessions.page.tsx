import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Button, Field, Form, Page, RadioGroup, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { motDePasse, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { compteUrl, connexionUrl } from '#web/links.ts'
import { mesSessions, type SessionOuverte } from '../db/visiteur.queries.ts'
import { nommerAppareil } from '../domain/appareil.ts'
import type { Gestes } from '../gestes/composer.ts'
import { sessionsUrl } from '../web/liens.ts'
import { exigerCompte, jetonDe } from '../web/visiteur.ts'

const fields = z.object({
  session: texte({ min: 1, max: 36, vide: 'Choisissez l’appareil à déconnecter.' }),
  motDePasse: motDePasse(),
})

const Vue = ({ sessions, form }: { sessions: readonly SessionOuverte[]; form: FormOf<typeof fields> }) => (
  <Page
    title="Appareils connectés"
    path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    lede="Un appareil que vous ne reconnaissez pas se déconnecte d’ici ; changez alors de mot de passe."
    alert={form.alert}
  >
    <Table
      legende="Sessions de connexion ouvertes"
      lignes={sessions}
      colonnes={[
        {
          titre: 'Appareil',
          entete: true,
          cell: (s) => (s.courante ? `${nommerAppareil(s.agent)} (celui-ci)` : nommerAppareil(s.agent)),
        },
        { titre: 'Connecté le', cell: (s) => formaterInstant(s.creeLe) },
        { titre: 'Vu le', cell: (s) => formaterInstant(s.vueLe) },
      ]}
    />
    {sessions.length > 1 ? (
      <Form form={form} noms={{ session: 'Appareil', motDePasse: 'Mot de passe' }}>
        <RadioGroup
          form={form}
          name="session"
          label="Déconnecter"
          options={[
            ...sessions
              .filter((s) => !s.courante)
              .map((s) => ({
                value: s.id,
                label: `${nommerAppareil(s.agent)}, connecté le ${formaterInstant(s.creeLe)}`,
              })),
            { value: 'autres', label: 'tous les autres appareils' },
          ]}
        />
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          hint="il prouve que c’est vous"
        />
        <p>
          <Button genre="main">Déconnecter</Button>
        </p>
      </Form>
    ) : null}
  </Page>
)

export const sessionsPage = (gestes: Pick<Gestes, 'deconnecterUnAppareil'>, { db }: Pick<Services, 'db'>) => {
  const lire = (jeton: string) => mesSessions(db, tokenDigest(jeton))
  return new Hono<Env>()
    .use(sessionsUrl.modele, exigerCompte())
    .get(sessionsUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      return jeton
        ? c.html(<Vue sessions={await lire(jeton)} form={emptyForm()} />)
        : c.redirect(connexionUrl(), 303)
    })
    .post(sessionsUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const read = await readForm(fields, c)
      const rendre = async (form: FormOf<typeof fields>, statut: 409 | 413 | 415 | 422) =>
        c.html(<Vue sessions={await lire(jeton)} form={form} />, statut)
      if (!read.ok) return rendre(read.form, read.status === 200 ? 422 : read.status)
      const laquelle = read.data.session === 'autres' ? 'autres' : asId<'Session'>(read.data.session)
      if (!laquelle)
        return rendre(withErrors(read.form, { session: 'Choisissez l’appareil à déconnecter.' }), 422)
      const fait = await gestes.deconnecterUnAppareil(jeton, read.data.motDePasse, laquelle)
      if (!fait.ok)
        return fait.error.code === 'introuvable'
          ? rendre(withAlert(read.form, fait.error.phrase), 409)
          : rendre(withErrors(read.form, { motDePasse: fait.error.phrase }), 422)
      const n = fait.value
      return redirectWith(c, sessionsUrl(), {
        genre: 'fait',
        fort:
          n > 1
            ? `${n} appareils déconnectés.`
            : n === 1
              ? 'L’appareil est déconnecté.'
              : 'Aucun autre appareil n’était connecté.',
      })
    })
}
