import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerInstance } from '#modules/comptes/index.ts'
import { type IdentiteAViser, identitesAViser, viserLIdentite } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Definitions, Empty, Form, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { identifiant } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { identitesUrl, reglagesUnionUrl } from '../liens.ts'

const fields = z.object({ cooperative: identifiant((t) => asId<'Organisme'>(t)) })

const Vue = ({ attendent }: { attendent: readonly IdentiteAViser[] }) => (
  <Page
    title="Identités à viser"
    lede="Ces coopératives se sont inscrites par le site public. Viser, c’est dire que l’Union les connaît, ou qu’elle a vérifié qui parle pour elles. D’ici là elles n’entrent dans aucun pôle, ne votent pas et ne se montrent pas dans l’annuaire."
    path={[{ libelle: 'Site de l’Union', href: reglagesUnionUrl() }]}
  >
    {attendent.length === 0 ? (
      <Empty titre="Aucune coopérative n’attend.">
        La prochaine inscription par le site public arrivera ici.
      </Empty>
    ) : (
      attendent.map((i) => (
        <Section titre={i.nom} id={`cooperative-${i.organisme}`}>
          <Definitions
            lignes={[
              ['SIRET', formaterSiret(i.siret as Siret)],
              ['Ville', i.ville || 'elle ne l’a pas dite'],
              ['Arrivée le', formaterDate(jourLocal(i.arriveeLe, ZONE_PAR_DEFAUT), 'long')],
              ['Qui parle pour elle', `${i.personne}, ${i.courriel}`],
              ...(i.homonymes.length > 0
                ? [['Même nom, ou même SIREN', i.homonymes.join(' ; ')] as const]
                : []),
            ]}
          />
          <Form form={emptyForm()} action={identitesUrl()} classe="court">
            <input type="hidden" name="cooperative" value={i.organisme} />
            <p class="gestes-l">
              <Button genre="main">
                Viser l’identité<span class="unseen"> {de(i.nom)}</span>
              </Button>
            </p>
          </Form>
        </Section>
      ))
    )}
  </Page>
)

/** `/instance/identites` : l'Union répond des coopératives arrivées d'elles-mêmes. */
export const identitesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use(identitesUrl(), exigerInstance())
    .get(identitesUrl(), (c) =>
      pourVisiteur(c, db, async (tx) => c.html(<Vue attendent={await identitesAViser(tx)} />)),
    )
    .post(identitesUrl(), async (c) => {
      const lu = await readForm(fields, c)
      if (!lu.ok) return notFound(c)
      return pourVisiteur(c, db, async (tx) => {
        const organisme: OrganismeId = lu.data.cooperative
        const visee = await viserLIdentite(tx, organisme, clock.now())
        return redirectWith(
          c,
          identitesUrl(),
          visee
            ? {
                genre: 'fait',
                fort: 'L’identité est visée.',
                suite: 'Les pôles où l’on entre librement l’accueillent aussitôt.',
              }
            : { genre: 'passe', fort: 'Cette coopérative n’attendait plus de visa.' },
        )
      })
    })
