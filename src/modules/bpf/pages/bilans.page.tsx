import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { exigerDroit, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import { Button, Empty, Etat, Exporter, Field, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { date } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { type EtatDExercice, ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { versionPour } from '../domain/formulaire.ts'
import { ajouterExercice, direExerciceUsage } from '../gestes/regler-exercice.ts'
import { type ExerciceRange, listerExercices } from '../lecture/lire-vue.ts'
import { bilansUrl, bilanUrl, depotUrl } from '../liens.ts'
import { aujourdhui, surLaCooperative } from './commun.ts'
import { direExercice, motsDEtat } from './dire.ts'

const fields = z.object({ debut: date(), fin: date() })
type Formulaire = FormOf<typeof fields>

const formes: Readonly<Record<EtatDExercice, CodeEtat>> = {
  ouvert: 'a-venir',
  'a-transmettre': 'partiel',
  'en-retard': 'manquant',
  transmis: 'prouve',
}

const Bilans = ({
  exercices,
  form,
  nda,
  etablit,
}: {
  exercices: readonly ExerciceRange[]
  form: Formulaire
  nda: boolean
  etablit: boolean
}) => (
  <Page
    title="Bilan pédagogique et financier"
    lede="Une fois par an, pour le dernier exercice clos. Chaque case dit de quoi elle est faite ; ce qui manque se voit pendant qu’il est encore temps."
    alert={form.alert}
  >
    {nda ? null : (
      <p class="sub">
        Sans numéro de déclaration d’activité, aucun bilan n’est encore dû ; les exercices se préparent quand
        même.
      </p>
    )}
    {exercices.length === 0 ? (
      <Empty titre="Aucun exercice encore">
        Le premier paraîtra avec votre première séance ; une histoire tenue ailleurs s’importe d’un fichier
        (importer bpf-dossier).
      </Empty>
    ) : (
      <>
        <Table
          legende="Les exercices, du plus récent au plus ancien"
          lignes={exercices}
          colonnes={[
            {
              titre: 'Exercice',
              entete: true,
              cell: (e) => (
                <>
                  <a href={bilanUrl({ exercice: ecrireExercice(e) })}>{nomExercice(e)}</a>{' '}
                  <span class="sub">{direExercice(e)}</span>
                </>
              ),
            },
            { titre: 'Formulaire', cell: (e) => `Cerfa ${e.depot?.cerfa ?? versionPour(e)}` },
            { titre: 'Au plus tard le', cell: (e) => formaterDate(e.echeance.retenue) },
            {
              titre: 'État',
              cell: (e) => (
                <>
                  <Etat etat={formes[e.etat]} mot={motsDEtat[e.etat]} />{' '}
                  {e.depot ? (
                    <a href={depotUrl({ depot: e.depot.id })}>
                      le {formaterDate(e.depot.transmisLe, 'court')}
                    </a>
                  ) : null}
                </>
              ),
            },
          ]}
        />
        <p class="sub">
          <Exporter href={withQuery(bilansUrl(), { format: 'csv' })} />
        </p>
      </>
    )}
    {etablit ? (
      <Section titre="Un autre exercice" id="autre" sous="création, changement de clôture, cessation">
        <Form form={form} classe="champs">
          <Field form={form} name="debut" label="Premier jour" />
          <Field form={form} name="fin" label="Dernier jour" hint={direExerciceUsage} />
          <p class="l3">
            <Button genre="main">Ajouter cet exercice</Button>
          </p>
        </Form>
      </Section>
    ) : null}
  </Page>
)

export const bilansPage = new Hono<Env>()
  .get(bilansUrl.modele, exigerDroit('bpf.lire'), (c) =>
    surLaCooperative(c, async (tx, visiteur) => {
      const exercices = await listerExercices(tx, aujourdhui(c))
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'bilans',
          enCsv(
            ['Exercice', 'Du', 'Au', 'Formulaire', 'Au plus tard le', 'État', 'Transmis le'],
            exercices.map((e) => [
              nomExercice(e),
              e.debut,
              e.fin,
              `Cerfa ${e.depot?.cerfa ?? versionPour(e)}`,
              e.echeance.retenue,
              motsDEtat[e.etat],
              e.depot?.transmisLe,
            ]),
          ),
        )
      return c.html(
        <Bilans
          exercices={exercices}
          form={emptyForm()}
          nda={(await lireOrganisme(tx)).nda !== null}
          etablit={peutVisiteur(visiteur, 'bpf.etablir')}
        />,
      )
    }),
  )
  .post(bilansUrl.modele, exigerDroit('bpf.etablir'), async (c) => {
    const lu = await readForm(fields, c)
    return surLaCooperative(c, async (tx) => {
      const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
        c.html(
          <Bilans
            exercices={await listerExercices(tx, aujourdhui(c))}
            form={form}
            nda={(await lireOrganisme(tx)).nda !== null}
            etablit={true}
          />,
          status,
        )
      if (!lu.ok) return rendre(lu.form, lu.status)
      const fait = await ajouterExercice(tx, lu.data, c.get('services').clock.now())
      return fait.ok
        ? redirectWith(c, bilanUrl({ exercice: ecrireExercice(fait.value) }), {
            genre: 'fait',
            fort: `Exercice ${nomExercice(fait.value)} ajouté.`,
          })
        : rendre(
            withAlert(lu.form, { titre: 'Cet exercice n’est pas ajouté', phrase: fait.error.phrase }),
            409,
          )
    })
  })
