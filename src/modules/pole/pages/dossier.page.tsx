import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormState, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Groupe, groupesDu } from '../db/suites.ts'
import {
  type Dossier,
  type DossierId,
  type Entrant,
  entrantsDe,
  lireDossier,
  livrablesDe,
  type Participant,
  participantsDe,
  relecturesDe,
  versionsDe,
} from '../db/travaux.ts'
import { changerLAcces } from '../gestes/groupe.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { dossierUrl, groupeUrl, livrerUrl, polesUrl, poleUrl } from '../liens.ts'
import { Exporter } from './exporter.tsx'
import {
  enLivrablesVus,
  type LivrableVu,
  ligneCsvLivrable,
  TableLivrables,
  titresCsvLivrables,
} from './livrables-table.tsx'
import { nomDe } from './reunion-vie.ts'

const champs = z.object({ qui: texte({ min: 1, max: 80, vide: 'Choisissez une personne.' }) })

type VueProps = {
  r: Regard
  g: Groupe
  d: Dossier
  entrants: readonly Entrant[]
  /** Du groupe, et pas encore du dossier. */
  autres: readonly Participant[]
  livrables: readonly LivrableVu[]
  moi: PersonneId
  forms?: Readonly<Record<string, FormState>>
}

const Vue = ({ r, g, d, entrants, autres, livrables, moi, forms = {} }: VueProps) => {
  const ici = dossierUrl({ pole: r.pole.id, dossier: d.id })
  const form = forms.entrer ?? emptyForm()
  return (
    <Page
      title={d.nom}
      lede={d.objet || 'Un dossier fermé : il n’existe que pour qui y entre.'}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
        { libelle: g.nom, href: groupeUrl({ pole: r.pole.id, groupe: g.id }) },
      ]}
      alert={Object.values(forms).find((f) => f.alert)?.alert}
    >
      <Section
        titre="Documents"
        id="livrables"
        {...(r.participe && g.closLe === null
          ? {
              outils: [
                {
                  libelle: 'Déposer un document',
                  href: withQuery(livrerUrl({ pole: r.pole.id, groupe: g.id }), { dossier: d.id }),
                },
              ],
            }
          : {})}
      >
        {livrables.length === 0 ? (
          <p>
            Rien n’y est encore déposé. Ce qui s’y dépose n’apparaît ni dans le groupe, ni dans ses exports.
          </p>
        ) : (
          <>
            <TableLivrables r={r} lignes={livrables} />
            <Exporter href={withQuery(ici, { format: 'csv' })} quoi="documents" />
          </>
        )}
      </Section>
      <Section titre="Qui entre" id="entrants" sous={compter(entrants.length, 'personne')}>
        <Table
          legende="Personnes qui entrent dans ce dossier"
          lignes={entrants}
          colonnes={[
            { titre: 'Personne', entete: true, cell: (e) => e.nom },
            { titre: 'Coopérative', cell: (e) => e.cooperative },
            {
              titre: 'Accès',
              cell: (e) =>
                r.participe && entrants.length > 1 ? (
                  <Form form={emptyForm()} action={`${ici}/sortir`} classe="">
                    <input type="hidden" name="qui" value={`${e.organisme} ${e.compte}`} />
                    <Button genre="link">
                      {e.compte === moi ? 'En sortir' : 'Retirer l’accès'}
                      <span class="unseen"> : {e.nom}</span>
                    </Button>
                  </Form>
                ) : (
                  'ouvert'
                ),
            },
          ]}
        />
        {r.participe && autres.length > 0 ? (
          <details class="volet" open={forms.entrer !== undefined}>
            <summary>Faire entrer une personne du groupe</summary>
            <Form form={form} action={`${ici}/entrer`} classe="court">
              <div class="champs">
                <SelectField
                  form={form}
                  name="qui"
                  label="Personne"
                  span={3}
                  vide="choisir"
                  options={autres.map((p) => ({
                    value: `${p.organisme} ${p.compte}`,
                    label: `${p.nom}, ${nomDe(r, p.organisme)}`,
                  }))}
                />
              </div>
              <p class="gestes-l">
                <Button genre="main">Donner l’accès</Button>
              </p>
            </Form>
          </details>
        ) : (
          <p class="sub">Seules les personnes du groupe peuvent y entrer.</p>
        )}
      </Section>
    </Page>
  )
}

/** `/poles/:pole/dossiers/:dossier` : pour qui n'y entre pas, la même absence que pour une adresse inventée. */
export const dossierPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const chemin = dossierUrl.modele
  const ouvrir = (
    c: Context<Env>,
    work: (tx: TenantTx, visiteur: Visiteur, r: Regard, d: Dossier, g: Groupe) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      const id = asId<'Dossier'>(c.req.param('dossier') ?? '') as DossierId | undefined
      const d = r && id && (await lireDossier(tx, r.pole.id, id))
      const g = r && d && (await groupesDu(tx, r.pole.id)).find((x) => x.id === d.groupe)
      return r && d && g ? work(tx, visiteur, r, d, g) : notFound(c)
    })
  const vue = async (
    tx: TenantTx,
    visiteur: Visiteur,
    r: Regard,
    d: Dossier,
    g: Groupe,
  ): Promise<VueProps> => {
    const livrables = (await livrablesDe(tx, r.pole.id, { groupe: g.id })).filter((l) => l.dossier === d.id)
    const ids = livrables.map((l) => l.id)
    const entrants = await entrantsDe(tx, r.pole.id, d.id)
    return {
      r,
      g,
      d,
      entrants,
      autres: (await participantsDe(tx, r.pole.id, g.id)).filter(
        (p) => !entrants.some((e) => e.compte === p.compte && e.organisme === p.organisme),
      ),
      livrables: enLivrablesVus(
        livrables,
        await versionsDe(tx, r.pole.id, ids),
        await relecturesDe(tx, r.pole.id, ids),
        clock.now(),
      ),
      moi: visiteur.personneId,
    }
  }
  const lirePersonne = (brut: string) => {
    const [o, p] = brut.split(' ')
    const organisme = asId<'Organisme'>(o ?? '') as OrganismeId | undefined
    const compte = asId<'Personne'>(p ?? '') as PersonneId | undefined
    return organisme && compte ? { organisme, compte } : undefined
  }
  const app = new Hono<Env>().get(chemin, exigerDroit('pole.lire'), (c) =>
    ouvrir(c, async (tx, visiteur, r, d, g) => {
      const v = await vue(tx, visiteur, r, d, g)
      return c.req.query('format') === 'csv'
        ? repondreCsv(c, 'dossier', enCsv(titresCsvLivrables, v.livrables.map(ligneCsvLivrable)))
        : c.html(<Vue {...v} />)
    }),
  )
  for (const geste of ['entrer', 'sortir'] as const)
    app.post(`${chemin}/${geste}`, exigerDroit('pole.participer'), async (c) => {
      const lu = await readForm(champs, c)
      return ouvrir(c, async (tx, visiteur, r, d, g) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, d, g))} forms={{ [geste]: form }} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const qui = lirePersonne(lu.data.qui)
        const fait = await changerLAcces({ tx, r, visiteur, le: clock.now() }, d, geste, qui)
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        const dit = fait.value
        const parti = geste === 'sortir' && qui?.compte === visiteur.personneId
        return redirectWith(
          c,
          parti
            ? groupeUrl({ pole: r.pole.id, groupe: g.id })
            : dossierUrl({ pole: r.pole.id, dossier: d.id }),
          {
            genre: dit === 'deja' ? 'passe' : 'fait',
            fort:
              geste === 'entrer'
                ? dit === 'deja'
                  ? 'Cette personne y entre déjà.'
                  : 'Cette personne entre dans le dossier.'
                : parti
                  ? 'Vous êtes sortie ou sorti du dossier.'
                  : 'Son accès est retiré.',
          },
        )
      })
    })
  return app
}
