import { Hono } from 'hono'
import { z } from 'zod'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { aujourdhuiUrl, compteUrl, connexionUrl } from '#web/links.ts'
import { choisirOrganisme, mesOrganismes, type OrganismeDuCompte } from '../db/visiteur.queries.ts'
import { exigerCompte, jetonDe } from '../web/visiteur.ts'

const fields = z.object({ organisme: texte({ max: 36 }) })

/** Sans l'organisme caché du formulaire commun : c'est lui que l'on change. */
const Choisir = ({ o }: { o: OrganismeDuCompte }) => (
  <form method="post">
    <input type="hidden" name="organisme" value={o.organisme} />
    <Button genre="main">{o.enAttente ? `Accepter et entrer dans ${o.nom}` : `Entrer dans ${o.nom}`}</Button>
  </form>
)

const Vue = ({ organismes }: { organismes: readonly OrganismeDuCompte[] }) => (
  <Page title="Choisir la coopérative" path={[{ libelle: 'Mon compte', href: compteUrl() }]}>
    {organismes.length === 0 ? (
      <Empty titre="Aucune coopérative ne vous a encore rejoint·e">
        Demandez une invitation à la personne qui administre la vôtre{'\u00a0'}: elle arrive par courriel.
      </Empty>
    ) : (
      <Table
        legende="Les coopératives de ce compte"
        lignes={organismes}
        colonnes={[
          { titre: 'Coopérative', entete: true, cell: (o) => o.nom },
          {
            titre: 'État',
            cell: (o) => (o.enAttente ? 'Invitation en attente' : o.courant ? 'En cours' : 'Membre'),
          },
          { titre: 'Geste', cell: (o) => (o.courant && !o.enAttente ? 'Vous y êtes' : <Choisir o={o} />) },
        ]}
      />
    )}
  </Page>
)

export const organismesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>()
    .use('/compte/organismes', exigerCompte())
    .get('/compte/organismes', async (c) =>
      c.html(<Vue organismes={await mesOrganismes(db, tokenDigest(jetonDe(c) ?? ''))} />),
    )
    .post('/compte/organismes', async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const read = await readForm(fields, c)
      const organisme = read.ok
        ? (asId<'Organisme'>(read.data.organisme) as OrganismeId | undefined)
        : undefined
      if (!organisme || !(await choisirOrganisme(db, tokenDigest(jeton), organisme))) return notFound(c)
      return redirectWith(c, aujourdhuiUrl())
    })
