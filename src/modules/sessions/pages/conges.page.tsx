import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { lireTiers, personnesUrl, personneUrl, type Tiers } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { Actions, Button, Empty, Field, FieldSection, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { date, identifiant } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Conge, listerConges, type SeancePrise, seancesPrises } from '../db/conges.ts'
import { declarerAbsence, retirerAbsence } from '../gestes/declarer-conge.ts'
import { affecterUrl, congesUrl } from '../liens.ts'

const fields = z.object({
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: date({ vide: 'Écrivez le dernier jour.' }),
})
const fieldsRetrait = z.object({ conge: identifiant(asId<'Conge'>) })
type Formulaire = FormOf<typeof fields>

const chemin = parIdentifiant(congesUrl)

type VueProps = {
  readonly p: Tiers
  readonly conges: readonly (Conge & { readonly prises: readonly SeancePrise[] })[]
  readonly form: Formulaire
}

const Vue = ({ p, conges, form }: VueProps) => (
  <Page
    title="Congés et absences"
    lede={`${p.prenom} ${p.nom}. Les jours où cette personne ne peut pas animer. N’écrivez jamais pourquoi.`}
    path={[
      { libelle: 'Personnes', href: personnesUrl() },
      { libelle: `${p.prenom} ${p.nom}`, href: personneUrl({ personne: p.id }) },
    ]}
    alert={form.alert}
  >
    <Section
      titre="Déclarés"
      id="declares"
      sous={compter(conges.length, 'période', { zero: 'aucune période' })}
      {...(conges.length > 0
        ? {
            outils: [
              { libelle: 'Exporter, CSV', href: withQuery(congesUrl({ personne: p.id }), { format: 'csv' }) },
            ],
          }
        : {})}
    >
      {conges.length === 0 ? (
        <Empty titre="Aucune absence déclarée.">
          Une feuille signée un jour de congé est ce qu’un contrôle croise en premier. Déclarés ici, ces jours
          se comparent aux séances, et une séance posée dessus se voit aussitôt.
        </Empty>
      ) : (
        <Table
          legende="Congés et absences déclarés"
          lignes={conges}
          colonnes={[
            { titre: 'Jours', entete: true, cell: (c) => formaterPeriode(c.du, c.au, 'long') },
            {
              titre: 'Séances posées ces jours-là',
              cell: (c) =>
                c.prises.length === 0
                  ? 'aucune'
                  : c.prises.map((s, i) => (
                      <>
                        {i > 0 ? ', ' : ''}
                        <a href={affecterUrl({ session: s.session, seance: s.seance })}>
                          {s.numero}, {formaterDate(s.jour, 'court')}
                        </a>
                      </>
                    )),
            },
            {
              titre: 'Geste',
              cell: (c) => (
                <Form form={emptyForm()} action={congesUrl({ personne: p.id })} classe="">
                  <input type="hidden" name="conge" value={c.id} />
                  <Button genre="link" geste="retirer">
                    Retirer<span class="unseen"> {formaterPeriode(c.du, c.au)}</span>
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      )}
    </Section>
    <Form
      form={form}
      action={congesUrl({ personne: p.id })}
      noms={{ du: 'Premier jour', au: 'Dernier jour' }}
    >
      <FieldSection titre="Déclarer">
        <Field form={form} name="du" label="Premier jour" placeholder="22/03/2027" />
        <Field form={form} name="au" label="Dernier jour" placeholder="26/03/2027" />
      </FieldSection>
      <Actions libelle="Déclarer ces jours" />
    </Form>
  </Page>
)

const vueDe = async (tx: TenantTx, p: Tiers): Promise<Omit<VueProps, 'form'>> => {
  const conges = []
  for (const c of await listerConges(tx, [p.id]))
    conges.push({ ...c, prises: await seancesPrises(tx, [p.id], c.du, c.au) })
  return { p, conges }
}

export const congesPage = new Hono<Env>()
  .use(chemin, exigerDroit('intervenants.tenir'))
  .get(chemin, (c) =>
    pourVisiteur(c, c.get('services').db, async (tx) => {
      const id = asId<'Tiers'>(c.req.param('personne'))
      const p = id && (await lireTiers(tx, id))
      if (!p) return notFound(c)
      const vue = await vueDe(tx, p)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'conges',
          enCsv(
            ['Du', 'Au', 'Séances posées'],
            vue.conges.map((x) => [x.du, x.au, x.prises.length]),
          ),
        )
      return c.html(<Vue {...vue} form={emptyForm()} />)
    }),
  )
  .post(chemin, async (c) => {
    const [read, retrait] = [await readForm(fields, c), await readForm(fieldsRetrait, c)]
    return pourVisiteur(c, c.get('services').db, async (tx) => {
      const id = asId<'Tiers'>(c.req.param('personne'))
      const p = id && (await lireTiers(tx, id))
      if (!p) return notFound(c)
      const le = c.get('services').clock.now()
      const vers = congesUrl({ personne: p.id })
      if (retrait.ok && retrait.geste === 'retirer') {
        await retirerAbsence(tx, p, retrait.data.conge, le)
        return redirectWith(c, vers, { genre: 'fait', fort: 'L’absence déclarée est retirée.' })
      }
      const montrer = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
        c.html(<Vue {...(await vueDe(tx, p))} form={form} />, status)
      if (!read.ok) return montrer(read.form, read.status)
      const conge = (read.jeton && asId<'Conge'>(read.jeton)) || newId<'Conge'>(le)
      const fait = await declarerAbsence(tx, p, conge, read.data, le)
      if (!fait.ok)
        return montrer(
          withErrors(read.form, { [fait.error.code === 'a-rebours' ? 'au' : 'du']: fait.error.phrase }),
          fait.error.code === 'deja-declare' ? 409 : 422,
        )
      const prises = fait.value
      return redirectWith(c, vers, {
        genre: prises.length > 0 ? 'mal' : 'fait',
        fort: 'Ces jours sont déclarés.',
        ...(prises.length > 0
          ? {
              suite: `${compter(prises.length, 'demi-journée', { pluriel: 'demi-journées' })} y ${prises.length > 1 ? 'sont posées' : 'est posée'} : changez qui anime.`,
            }
          : {}),
      })
    })
  })
