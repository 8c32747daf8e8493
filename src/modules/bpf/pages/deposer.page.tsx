import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import {
  Actions,
  Alert,
  CheckboxField,
  Facts,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type DepotLu, lireDepot } from '../db/depots.queries.ts'
import { estValidable } from '../domain/controles/controler.ts'
import { type ContenuDeDepot, comparer, type Difference } from '../domain/depot.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { remplir } from '../domain/remplir.ts'
import { deposer } from '../gestes/deposer.ts'
import { lireBilan } from '../lecture/lire-bilan.ts'
import { lireVue, type Vue } from '../lecture/lire-vue.ts'
import { bilansUrl, bilanUrl, controlesUrl, deposerUrl, depotJsonUrl, depotUrl } from '../liens.ts'
import { aujourdhui, surLaCooperative, surLExercice } from './commun.ts'
import { direExercice } from './dire.ts'
import { Cadre, CadreEnTable, Part } from './formulaire.tsx'

const fields = z.object({
  transmisLe: date(),
  recepisse: texte({ max: 200 }),
  alertesLues: caseCochee(),
})
type Formulaire = FormOf<typeof fields>

const Deposer = ({ vue, form }: { vue: Vue; form: Formulaire }) => {
  const exercice = ecrireExercice(vue.lu.exercice)
  const alertes = vue.controles.filter((c) => !c.ok && c.niveau !== 'bloquant')
  const bloque = !estValidable(vue.controles)
  return (
    <Page
      title="Figer et déposer"
      lede="Le bilan se transmet sur Mon Activité Formation. Ici, on garde ce qui a été transmis : chiffres, version du formulaire, enregistrements de chaque case. Rien n’en bougera plus."
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        { libelle: `Exercice ${nomExercice(vue.lu.exercice)}`, href: bilanUrl({ exercice }) },
      ]}
      alert={form.alert}
    >
      {bloque ? (
        <Alert genre="mal" fort="Ce bilan ne peut pas encore être déposé.">
          <a href={controlesUrl({ exercice })}>Les contrôles à réparer</a> disent pourquoi.
        </Alert>
      ) : null}
      {alertes.length > 0 ? (
        <Section titre="À relire" id="alertes">
          <ul>
            {alertes.map((a) => (
              <li>
                {a.id}. {a.message}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Form form={form} action={deposerUrl({ exercice })}>
        <FieldSection titre="La transmission">
          <Field form={form} name="transmisLe" label="Transmis le" />
          <Field form={form} name="recepisse" label="Numéro de récépissé" optional maxlength={200} />
          {alertes.length > 0 ? (
            <CheckboxField
              form={form}
              name="alertesLues"
              label={`J’ai relu ${alertes.length > 1 ? 'ces alertes' : 'cette alerte'} : le bilan est bien ce qu’il doit être`}
            />
          ) : null}
        </FieldSection>
        <Actions libelle="Figer ce bilan">
          <a href={bilanUrl({ exercice })}>Revenir au bilan</a>
        </Actions>
      </Form>
    </Page>
  )
}

const Depot = ({
  depot,
  contenu,
  differences,
}: {
  depot: DepotLu
  contenu: ContenuDeDepot
  differences: readonly Difference[]
}) => {
  const exercice = ecrireExercice(depot)
  const sansLien = () => null
  const table = (lettre: string, legende: string, cachee = false) => {
    const cadre = contenu.cadres.find((x) => x.lettre === lettre)
    return cadre ? <CadreEnTable cadre={cadre} legende={legende} cachee={cachee} lien={sansLien} /> : null
  }
  const c = contenu.cadres.find((x) => x.lettre === 'C')
  const b = contenu.cadres.find((x) => x.lettre === 'B')?.cases[0]?.valeur
  return (
    <Page
      title={`Déposé, exercice ${nomExercice(depot)}`}
      heading="Bilan déposé"
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        { libelle: `Exercice ${nomExercice(depot)}`, href: bilanUrl({ exercice }) },
      ]}
      facts={
        <Facts
          faits={[
            ['Exercice', direExercice(depot)],
            ['Formulaire', `Cerfa ${depot.cerfa}`],
            ['Transmis le', formaterDate(depot.transmisLe)],
            ['Récépissé', depot.recepisse || 'non noté'],
            ['Dépôt', `n° ${depot.rang}`],
          ]}
        />
      }
    >
      <Section
        titre="Depuis le dépôt"
        id="depuis"
        outils={[{ libelle: 'Le contenu figé (JSON)', href: depotJsonUrl({ depot: depot.id }) }]}
      >
        {differences.length === 0 ? (
          <p>Rien n’a changé : la base donne encore ces chiffres.</p>
        ) : (
          <>
            <p>
              {compter(differences.length, 'case')} {differences.length > 1 ? 'ne valent' : 'ne vaut'} plus ce
              qui a été déposé. Le dépôt, lui, ne bouge pas ; un nouveau dépôt serait une nouvelle version.
            </p>
            <Table
              legende="Ce qui a changé depuis le dépôt"
              lignes={differences}
              colonnes={[
                { titre: 'Case', entete: true, cell: (d) => d.nom },
                { titre: 'Déposé', nombre: true, cell: (d) => d.depose },
                { titre: 'Aujourd’hui', nombre: true, cell: (d) => d.aujourdhui },
              ]}
            />
          </>
        )}
        <p class="sub">
          Empreinte SHA-256 du contenu : <code>{depot.empreinte}</code>
        </p>
      </Section>
      <div class="cerfa">
        <Cadre lettre="B" titre="Informations générales" plein>
          <Facts
            faits={[
              ['Période', direExercice(depot)],
              [
                'À distance',
                b?.genre === 'oui-non' ? (b.oui === null ? 'à dire' : b.oui ? 'oui' : 'non') : 'en F-1',
              ],
            ]}
          />
        </Cadre>
        <Cadre lettre="C" titre="Origine des produits, hors taxes">
          {table('C', 'Produits par origine, en euros entiers', true)}
          {c ? <Part cadre={c} /> : null}
        </Cadre>
        <Cadre lettre="D" titre="Charges, hors taxes">
          {table('D', 'Charges de formation, en euros entiers', true)}
        </Cadre>
        <Cadre lettre="E" titre="Personnes qui forment">
          {table('E', 'Personnes dispensant des heures de formation', true)}
        </Cadre>
        <Cadre lettre="F" titre="Stagiaires et heures suivies">
          {table('F-1', 'F-1. Type de stagiaires')}
          {table('F-2', 'F-2. Dont activité sous-traitée')}
          {table('F-3', 'F-3. Objectif général')}
          {table('F-4', 'F-4. Spécialités')}
        </Cadre>
        <Cadre lettre="G" titre="Reçu d’un autre organisme">
          {table('G', 'Formations confiées à votre organisme', true)}
        </Cadre>
      </div>
    </Page>
  )
}

export const deposerPage = new Hono<Env>()
  .get(depotUrl.modele, exigerDroit('bpf.lire'), (c) =>
    surLaCooperative(c, async (tx) => {
      const id = asId<'Depot'>(c.req.param('depot'))
      const depot = id && (await lireDepot(tx, id))
      if (!depot) return notFound(c)
      const contenu = JSON.parse(depot.contenu) as ContenuDeDepot
      const { bpf } = await lireBilan(tx, { debut: depot.debut, fin: depot.fin })
      return c.html(
        <Depot
          depot={depot}
          contenu={contenu}
          differences={comparer(contenu.cadres, remplir(depot.cerfa, bpf))}
        />,
      )
    }),
  )
  .get(depotJsonUrl.modele, exigerDroit('bpf.lire'), (c) =>
    surLaCooperative(c, async (tx) => {
      const id = asId<'Depot'>(c.req.param('depot'))
      const depot = id && (await lireDepot(tx, id))
      return depot
        ? c.body(depot.contenu, 200, {
            'content-type': 'application/json; charset=utf-8',
            'content-disposition': `attachment; filename="bpf-${nomExercice(depot)}-depot-${depot.rang}.json"`,
            'cache-control': 'private, no-store',
          })
        : notFound(c)
    }),
  )
  .get(deposerUrl.modele, exigerDroit('bpf.etablir'), (c) =>
    surLExercice(c, async (tx, _, exercice) =>
      c.html(
        <Deposer
          vue={await lireVue(tx, exercice, aujourdhui(c))}
          form={emptyForm(undefined, { transmisLe: formaterDate(aujourdhui(c), 'chiffres') })}
        />,
      ),
    ),
  )
  .post(deposerUrl.modele, exigerDroit('bpf.etablir'), async (c) => {
    const lu = await readForm(fields, c)
    const le = c.get('services').clock.now()
    return surLExercice(c, async (tx, _, exercice) => {
      const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
        c.html(<Deposer vue={await lireVue(tx, exercice, aujourdhui(c))} form={form} />, status)
      if (!lu.ok) return rendre(lu.form, lu.status)
      const fait = await deposer(
        tx,
        exercice,
        { id: asId<'Depot'>(lu.jeton ?? '') ?? newId<'Depot'>(le), ...lu.data },
        { le, jour: aujourdhui(c) },
      )
      return fait.ok
        ? redirectWith(c, depotUrl({ depot: fait.value }), {
            genre: 'fait',
            fort: 'Bilan figé.',
            suite: 'Ce qui changera se verra à côté de ce qui a été déposé.',
          })
        : rendre(
            withAlert(lu.form, { titre: 'Rien n’a été figé', phrase: fait.error.phrase }),
            fait.error.code === 'date' || fait.error.code === 'alertes' ? 422 : 409,
          )
    })
  })
