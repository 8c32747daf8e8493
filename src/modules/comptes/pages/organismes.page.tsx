import { Hono } from 'hono'
import { z } from 'zod'
import { type ActiviteId, asId, type OrganismeId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { aujourdhuiUrl, compteUrl, connexionUrl, organismesUrl, safeReturn } from '#web/links.ts'
import {
  type EnseigneDuCompte,
  mesEnseignes,
  mesOrganismes,
  type OrganismeDuCompte,
} from '../db/visiteur.queries.ts'
import { agirPour } from '../gestes/tenir-ses-sessions.ts'
import { exigerCompte, jetonDe } from '../web/visiteur.ts'

const fields = z.object({
  organisme: texte({ max: 36 }),
  enseigne: texte({ max: 36 }),
  suite: texte({ max: 2000 }),
})

/** Sans l'organisme caché du formulaire commun : c'est lui que l'on change. */
const Choisir = ({ o }: { o: OrganismeDuCompte }) => (
  <form method="post" action={organismesUrl()}>
    <input type="hidden" name="organisme" value={o.organisme} />
    <Button genre="main">{o.enAttente ? `Accepter et entrer dans ${o.nom}` : `Entrer dans ${o.nom}`}</Button>
  </form>
)

const Agir = ({ organisme, e, suite }: { organisme: OrganismeId; e: EnseigneDuCompte; suite: string }) => (
  <form method="post" action={organismesUrl()}>
    <input type="hidden" name="organisme" value={organisme} />
    <input type="hidden" name="enseigne" value={e.enseigne} />
    {suite ? <input type="hidden" name="suite" value={suite} /> : null}
    <Button>Agir pour {e.nom}</Button>
  </form>
)

/** L'enseigne en cours : celle qu'on a choisie, sinon la première, comme le fait `enseigneParDefaut`. */
const enCours = (enseignes: readonly EnseigneDuCompte[]): EnseigneDuCompte | undefined =>
  enseignes.find((e) => e.choisie) ?? enseignes[0]

type VueProps = {
  readonly organismes: readonly OrganismeDuCompte[]
  readonly enseignes: readonly EnseigneDuCompte[]
  readonly suite: string
}

const Vue = ({ organismes, enseignes, suite }: VueProps) => {
  const courant = organismes.find((o) => o.courant && !o.enAttente)
  const ici = enCours(enseignes)
  const plusieurs = courant !== undefined && enseignes.length > 1
  return (
    <Page
      title={plusieurs ? 'Choisir l’enseigne' : 'Choisir la coopérative'}
      path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    >
      {plusieurs ? (
        <>
          <h2 class="feuille" id="enseignes">
            Pour quelle enseigne {de(courant.nom)}
          </h2>
          <p>
            Ce que vous créez naît dans l’enseigne choisie. Vous continuez de voir toutes les vôtres ; une
            enseigne fermée ne se choisit plus.
          </p>
          <Table
            legende="Les enseignes où vous pouvez agir"
            lignes={enseignes}
            colonnes={[
              {
                titre: 'Enseigne',
                entete: true,
                cell: (e) => (
                  <>
                    {e.nom}
                    {e.commune ? <small> commune à tous</small> : null}
                  </>
                ),
              },
              {
                titre: 'Geste',
                cell: (e) =>
                  e === ici ? (
                    'Vous agissez pour elle'
                  ) : (
                    <Agir organisme={courant.organisme} e={e} suite={suite} />
                  ),
              },
            ]}
          />
          {suite ? (
            <div class="pied">
              <p>
                <a href={suite}>Revenir sans changer</a>
              </p>
            </div>
          ) : null}
          <h2 class="feuille">Vos coopératives</h2>
        </>
      ) : null}
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
}

export const organismesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>()
    .use(organismesUrl(), exigerCompte())
    .get(organismesUrl(), async (c) => {
      const empreinte = tokenDigest(jetonDe(c) ?? '')
      const organismes = await mesOrganismes(db, empreinte)
      const enseignes = await mesEnseignes(db, empreinte)
      const suite = safeReturn(c.req.query('suite'), '')
      return c.html(<Vue organismes={organismes} enseignes={enseignes} suite={suite} />)
    })
    .post(organismesUrl(), async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const empreinte = tokenDigest(jeton)
      const read = await readForm(fields, c)
      if (!read.ok) return notFound(c)
      const organisme = asId<'Organisme'>(read.data.organisme) as OrganismeId | undefined
      const enseigne = asId<'Activite'>(read.data.enseigne) as ActiviteId | undefined
      // Une enseigne illisible n'est pas « sans enseigne » : on ne la remplace pas par une autre.
      if (!organisme || (read.data.enseigne !== '' && !enseigne)) return notFound(c)
      if (!(await agirPour(db, empreinte, organisme, enseigne)).ok) return notFound(c)
      if (!enseigne) return redirectWith(c, aujourdhuiUrl())
      const choisie = (await mesEnseignes(db, empreinte)).find((e) => e.enseigne === enseigne)
      // La page d'où l'on vient est celle d'un organisme : ailleurs, elle n'existe pas.
      const revient = c.get('visiteur')?.organisme?.id === organisme
      return redirectWith(c, revient ? safeReturn(read.data.suite, aujourdhuiUrl()) : aujourdhuiUrl(), {
        genre: 'fait',
        fort: `Vous agissez pour ${choisie?.nom ?? 'cette enseigne'}.`,
        suite: 'Ce que vous créez maintenant lui appartient.',
      })
    })
