import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Button, Form, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { compteUrl, connexionUrl } from '#web/links.ts'
import { mesSessions, type SessionOuverte } from '../db/visiteur.queries.ts'
import { nommerAppareil } from '../domain/appareil.ts'
import { deconnecter } from '../gestes/tenir-ses-sessions.ts'
import { sessionsUrl } from '../web/liens.ts'
import { exigerCompte, jetonDe } from '../web/visiteur.ts'

const fields = z.object({ session: texte({ max: 36 }) })

const Vue = ({ sessions }: { sessions: readonly SessionOuverte[] }) => (
  <Page
    title="Appareils connectés"
    path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    lede="Un appareil que vous ne reconnaissez pas se déconnecte d’ici ; changez alors de mot de passe."
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
        {
          titre: 'Geste',
          cell: (s) =>
            s.courante ? (
              'Appareil en cours'
            ) : (
              <Form form={emptyForm()} classe="">
                <input type="hidden" name="session" value={s.id} />
                <Button genre="link">
                  Déconnecter
                  <span class="unseen">
                    {' '}
                    {nommerAppareil(s.agent)}, connecté le {formaterInstant(s.creeLe)}
                  </span>
                </Button>
              </Form>
            ),
        },
      ]}
    />
    {sessions.length > 1 ? (
      <Form form={emptyForm()} classe="">
        <input type="hidden" name="session" value="autres" />
        <Button>Déconnecter tous les autres</Button>
      </Form>
    ) : null}
  </Page>
)

export const sessionsPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>()
    .use(sessionsUrl.modele, exigerCompte())
    .get(sessionsUrl.modele, async (c) =>
      c.html(<Vue sessions={await mesSessions(db, tokenDigest(jetonDe(c) ?? ''))} />),
    )
    .post(sessionsUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const read = await readForm(fields, c)
      if (!read.ok) return notFound(c)
      const laquelle = read.data.session === 'autres' ? 'autres' : asId(read.data.session)
      const fait = laquelle && (await deconnecter(db, tokenDigest(jeton), laquelle))
      if (!fait?.ok) return notFound(c)
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
