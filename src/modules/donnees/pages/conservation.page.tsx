import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { dispositifs, listeDispositifs } from '#modules/inscriptions/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, date, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type RegleEcrite, reglesEcrites } from '../db/demandes.ts'
import {
  asCategorie,
  categories,
  direRegle,
  listeCategories,
  motsCertitude,
  type Regle,
  reglesProposees,
} from '../domain/conservation.ts'
import { poserUneDuree } from '../gestes/regler.ts'
import { conservationCsvUrl, conservationUrl } from '../liens.ts'
import { aujourdhui, jour, racine } from './commun.ts'

const champs = z.object({
  categorie: choix(listeCategories, { phrase: 'Dites de quoi il s’agit.' }),
  financeur: facultatif(texte({ max: 40 })),
  annees: entier({ min: 0, max: 50 }),
  depuis: date(),
  source: texte({ min: 3, max: 500, vide: 'Écrivez d’où vient cette durée : texte, convention, décision.' }),
})
type Formulaire = FormOf<typeof champs>

const motFinanceur = (f: string | null): string =>
  f === null ? 'tous' : Object.hasOwn(dispositifs, f) ? dispositifs[f as keyof typeof dispositifs].mot : f

type Ligne = { readonly r: Regle; readonly ecrite: boolean; readonly vaut: boolean }

/** Toutes les règles, celles qui valent aujourd’hui marquées. */
const lignesDe = (ecrites: readonly RegleEcrite[], auj: string): Ligne[] => {
  const toutes = [
    ...reglesProposees.map((r) => ({ r, ecrite: false })),
    ...ecrites.map((r) => ({ r: r as Regle, ecrite: true })),
  ]
  return toutes
    .map((l) => ({
      ...l,
      vaut:
        l.r.depuis <= auj &&
        toutes.findLast(
          (x) =>
            x.r.categorie === l.r.categorie &&
            x.r.financeur === l.r.financeur &&
            x.r.depuis <= auj &&
            !toutes.some(
              (y) =>
                y.r.categorie === x.r.categorie &&
                y.r.financeur === x.r.financeur &&
                y.r.depuis <= auj &&
                y.r.depuis > x.r.depuis,
            ),
        ) === l,
    }))
    .map((l, i) => {
      const meme = toutes[i]
      return meme ? { ...l, ecrite: meme.ecrite } : l
    })
    .toSorted((a, b) => listeCategories.indexOf(a.r.categorie) - listeCategories.indexOf(b.r.categorie))
}

const Vue = ({ lignes, form, ecrit }: { lignes: readonly Ligne[]; form: Formulaire; ecrit: boolean }) => (
  <Page
    title="Durées de conservation"
    path={[...racine]}
    lede="Aucun texte ne donne une durée unique. Voici celles que l’on propose, avec leur source, et celles que la coopérative a posées. Pour un même genre, la plus longue l’emporte entre les financeurs."
    alert={form.alert}
  >
    <Section titre="Les durées" id="durees">
      <Table
        legende="Durées de conservation, par genre et par financeur"
        lignes={lignes}
        colonnes={[
          { titre: 'Ce qui se garde', entete: true, cell: (l) => categories[l.r.categorie].nom },
          { titre: 'Financeur', cell: (l) => motFinanceur(l.r.financeur) },
          { titre: 'Durée', cell: (l) => direRegle(l.r) },
          {
            titre: 'Source',
            cell: (l) => (
              <>
                {l.r.source}
                {l.ecrite ? (
                  <span class="sub"> Posée par la coopérative, depuis le {jour(l.r.depuis)}.</span>
                ) : null}
              </>
            ),
          },
          {
            titre: 'Certitude',
            cell: (l) => (
              <Etat
                etat={
                  l.ecrite || l.r.certitude === 'certain'
                    ? 'prouve'
                    : l.r.certitude === 'deduit'
                      ? 'partiel'
                      : 'a-juger'
                }
                mot={l.ecrite ? 'décidée ici' : motsCertitude[l.r.certitude]}
              />
            ),
          },
          {
            titre: 'S’oppose à un effacement demandé',
            cell: (l) =>
              categories[l.r.categorie].oppose ? `oui : ${categories[l.r.categorie].raison}` : 'non',
          },
        ]}
      />
      <p class="sub">
        Quel que soit le réglage, la base refuse d’ôter une facture avant dix ans, et ce qui prouve la
        formation ou l’engagement avant trois.
      </p>
      <p>
        <a href={conservationCsvUrl()}>Exporter en CSV</a>
      </p>
    </Section>
    {ecrit ? (
      <Section
        titre="Poser une durée"
        id="poser"
        sous="Elle s’ajoute, datée ; les précédentes restent lisibles."
      >
        <Form
          form={form}
          noms={{
            categorie: 'Ce qui se garde',
            financeur: 'Financeur',
            annees: 'Années',
            depuis: 'À partir du',
            source: 'Source',
          }}
        >
          <FieldSection titre="La règle">
            <SelectField
              form={form}
              name="categorie"
              label="Ce qui se garde"
              vide="choisir"
              options={listeCategories.map((value) => ({ value, label: categories[value].nom }))}
              span={3}
            />
            <SelectField
              form={form}
              name="financeur"
              label="Financeur"
              vide="quel qu’il soit"
              options={listeDispositifs.map((value) => ({ value, label: dispositifs[value].mot }))}
              span={2}
            />
            <Field form={form} name="annees" label="Années" inputmode="numeric" />
            <Field form={form} name="depuis" label="À partir du" />
            <Field
              form={form}
              name="source"
              label="Source"
              hint="un texte, une convention de financeur, une décision"
              span={3}
              maxlength={500}
            />
          </FieldSection>
          <Actions libelle="Poser la durée" genre="main" />
        </Form>
      </Section>
    ) : null}
  </Page>
)

export const conservationPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const vide = (le: Date): Formulaire =>
    emptyForm<keyof z.input<typeof champs> & string>(undefined, {
      depuis: formaterDate(aujourdhui(le), 'chiffres'),
    })
  return new Hono<Env>()
    .get(conservationUrl(), exigerDroit('journal.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const le = clock.now()
        return c.html(
          <Vue
            lignes={lignesDe(await reglesEcrites(tx), aujourdhui(le)).filter((l) => l.vaut || l.ecrite)}
            form={vide(le)}
            ecrit={peutVisiteur(visiteur, 'donnees.effacer')}
          />,
        )
      }),
    )
    .get(conservationCsvUrl(), exigerDroit('journal.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'durees-de-conservation',
          enCsv(
            ['categorie', 'financeur', 'mois', 'depuis', 'source', 'certitude', 's_oppose'],
            lignesDe(await reglesEcrites(tx), aujourdhui(clock.now())).map(({ r, ecrite }) => [
              categories[r.categorie].nom,
              motFinanceur(r.financeur),
              r.mois,
              r.depuis,
              r.source,
              ecrite ? 'décidée ici' : motsCertitude[r.certitude],
              categories[r.categorie].oppose ? 'oui' : 'non',
            ]),
          ),
        ),
      ),
    )
    .post(conservationUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const le = clock.now()
        const read = await readForm(champs, c)
        const rendre = async (form: Formulaire, statut: 200 | 413 | 415 | 422) =>
          c.html(
            <Vue
              lignes={lignesDe(await reglesEcrites(tx), aujourdhui(le)).filter((l) => l.vaut || l.ecrite)}
              form={form}
              ecrit
            />,
            statut,
          )
        if (!read.ok) return rendre(read.form, read.status)
        const categorie = asCategorie(read.data.categorie)
        const financeur = read.data.financeur
        if (!categorie || (financeur && !Object.hasOwn(dispositifs, financeur))) return rendre(read.form, 422)
        const { annees, depuis, source } = read.data
        const id = asId(read.jeton ?? '') ?? newId(le)
        await poserUneDuree(
          tx,
          { id, categorie, financeur: financeur ?? null, annees, depuis: depuis as DateCivile, source },
          le,
        )
        return redirectWith(c, conservationUrl(), { genre: 'fait', fort: 'La durée est posée.' })
      }),
    )
}
