/** La veille commune d’un pôle : on y partage la source et son résumé. Ce que chacune en décide s’écrit chez elle. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { genresVeille, type Veille, veillesPartagees } from '../db/veille.ts'
import { partagerUneSource, retirerUneSource } from '../gestes/veille.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { polesUrl, poleUrl, veilleCsvUrl, veilleUrl } from '../liens.ts'
import { Exporter } from './exporter.tsx'
import { nomDe } from './reunion-vie.ts'

const fields = z.object({
  genre: choix(['legale', 'metiers', 'pedagogie'], { phrase: 'Dites de quelle veille il s’agit.' }),
  titre: texte({ min: 2, max: 300, vide: 'Dites de quoi il s’agit.' }),
  source: texte({ min: 2, max: 500, vide: 'Donnez la source : une adresse, ou une référence.' }),
  parueLe: date(),
  resume: texte({ min: 10, max: 4000, vide: 'Résumez en vos propres mots : un lien et trois phrases.' }),
  impact: texte({ max: 2000 }),
})
type Formulaire = FormOf<typeof fields>

/** Une adresse se suit, rien d’autre : le texte vient d’une autre coopérative. */
const lienSur = (source: string): string | undefined =>
  /^https:\/\/[^\s<>"]{3,490}$/.test(source) ? source : undefined

/** Le titre d’une source, qui mène à elle si c’est une adresse. */
export const TitreDeSource = ({ v }: { v: Pick<Veille, 'titre' | 'source'> }) => {
  const lien = lienSur(v.source)
  return (
    <>
      {lien ? (
        <a href={lien} rel="noopener noreferrer nofollow">
          {v.titre}
        </a>
      ) : (
        v.titre
      )}
    </>
  )
}

const Vue = ({ r, veilles, form }: { r: Regard; veilles: readonly Veille[]; form: Formulaire }) => (
  <Page
    title="La veille commune"
    lede="On partage la source, jamais l’appropriation : chaque coopérative la lit, décide pour elle, et l’écrit chez elle."
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
    ]}
    alert={form.alert}
  >
    {veilles.length === 0 ? (
      <Empty titre="Rien n’est encore partagé">
        Un texte paru, une étude de métier, un outil essayé : la source et trois phrases suffisent.
      </Empty>
    ) : (
      <>
        <Table
          legende="Sources partagées"
          lignes={veilles}
          colonnes={[
            {
              titre: 'Source',
              entete: true,
              cell: (v) => (
                <>
                  <TitreDeSource v={v} />
                  {lienSur(v.source) ? null : <small>{v.source}</small>}
                </>
              ),
            },
            { titre: 'Veille', cell: (v) => genresVeille[v.genre] },
            { titre: 'Parue le', cell: (v) => formaterDate(v.parueLe, 'court') },
            {
              titre: 'Ce qu’elle dit',
              cell: (v) => (
                <>
                  {v.resume}
                  {v.impact ? <small>Pourrait changer : {v.impact}</small> : null}
                </>
              ),
            },
            { titre: 'Partagée par', cell: (v) => `${v.par}, ${nomDe(r, v.organisme)}` },
            {
              titre: 'Geste',
              cell: (v) =>
                r.participe && v.organisme === r.moi ? (
                  <Form
                    form={emptyForm()}
                    action={`${veilleUrl({ pole: r.pole.id })}/${v.id}/retirer`}
                    classe=""
                  >
                    <Button>
                      Retirer<span class="unseen"> « {v.titre} »</span>
                    </Button>
                  </Form>
                ) : null,
            },
          ]}
        />
        <Exporter href={veilleCsvUrl({ pole: r.pole.id })} quoi="sources" />
      </>
    )}
    {r.participe ? (
      <Section titre="Partager une source" id="partager">
        <Form
          form={form}
          noms={{ genre: 'Veille', titre: 'Titre', source: 'Source', parueLe: 'Parue le', resume: 'Résumé' }}
        >
          <FieldSection titre="La source">
            <SelectField
              form={form}
              name="genre"
              label="Veille"
              vide="choisir"
              options={Object.entries(genresVeille).map(([value, label]) => ({ value, label }))}
            />
            <Field form={form} name="titre" label="De quoi il s’agit" span={2} maxlength={300} />
            <Field
              form={form}
              name="source"
              label="Source"
              span={2}
              maxlength={500}
              hint="une adresse https, ou une référence"
            />
            <Field form={form} name="parueLe" label="Parue le" hint="22/11/2026" />
            <TextArea
              form={form}
              name="resume"
              label="Ce qu’elle dit"
              rows={4}
              hint="en vos propres mots : un lien et un résumé, jamais l’article recopié"
            />
            <TextArea form={form} name="impact" label="Ce qu’elle pourrait changer" rows={2} optional />
          </FieldSection>
          <Actions libelle="Partager cette source">
            <a href={poleUrl({ pole: r.pole.id })}>Revenir au pôle</a>
          </Actions>
        </Form>
      </Section>
    ) : null}
  </Page>
)

export const veillePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const chemin = veilleUrl.modele
  const pour = (c: Context<Env>, work: (tx: TenantTx, r: Regard, visiteur: Visiteur) => Promise<Response>) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      return r ? work(tx, r, visiteur) : notFound(c)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    r: Regard,
    form: Formulaire = emptyForm(),
    status: 200 | 413 | 415 | 422 = 200,
  ) => c.html(<Vue r={r} veilles={await veillesPartagees(tx, r.pole.id)} form={form} />, status)
  const refusEcrire = 'Les personnes qui participent au pôle y partagent.'
  return new Hono<Env>()
    .get(chemin, exigerDroit('pole.lire'), (c) => pour(c, (tx, r) => rendre(c, tx, r)))
    .get(veilleCsvUrl.modele, exigerDroit('pole.lire'), (c) =>
      pour(c, async (tx, r) =>
        repondreCsv(
          c,
          'veille-du-pole',
          enCsv(
            ['veille', 'titre', 'source', 'parue_le', 'resume', 'impact', 'par', 'cooperative'],
            (await veillesPartagees(tx, r.pole.id)).map((v) => [
              genresVeille[v.genre],
              v.titre,
              v.source,
              v.parueLe,
              v.resume,
              v.impact,
              v.par,
              nomDe(r, v.organisme),
            ]),
          ),
        ),
      ),
    )
    .post(chemin, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pour(c, async (tx, r, visiteur) => {
        if (!r.participe) return forbidden(c, refusEcrire)
        if (!read.ok) return rendre(c, tx, r, read.form, read.status)
        const le = clock.now()
        const id = (read.form.jeton && asId(read.form.jeton)) || newId(le)
        const fait = await partagerUneSource({ tx, r, visiteur, le }, { id, ...read.data })
        if (!fait.ok) return rendre(c, tx, r, withErrors(read.form, { parueLe: fait.error.phrase }), 422)
        return redirectWith(c, veilleUrl({ pole: r.pole.id }), {
          genre: 'fait',
          fort: 'La source est partagée.',
        })
      })
    })
    .post(`${chemin}/:veille/retirer`, exigerDroit('pole.participer'), (c) =>
      pour(c, async (tx, r, visiteur) => {
        const id = asId(c.req.param('veille'))
        if (!r.participe) return forbidden(c, refusEcrire)
        if (!id || !(await retirerUneSource({ tx, r, visiteur, le: clock.now() }, id))) return notFound(c)
        return redirectWith(c, veilleUrl({ pole: r.pole.id }), {
          genre: 'fait',
          fort: 'La source est retirée.',
          suite: 'Ce que les coopératives en ont écrit chez elles reste.',
        })
      }),
    )
}
