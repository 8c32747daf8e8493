import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { plier, uneLigne } from '#kernel/texte.ts'
import {
  droits,
  type Etablissement,
  enseigneParDefaut,
  etablissementsUrl,
  exigerDroit,
  listerEtablissements,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ButtonLink,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerSalles, type Salle } from '../db/salles.queries.ts'
import { ajouterSalle } from '../gestes/tenir-salle.ts'
import { sallesUrl, salleUrl, sessionsUrl } from '../liens.ts'

const fields = z.object({
  etablissement: identifiant(asId<'Etablissement'>, { phrase: 'Choisissez le lieu de cette salle.' }),
  nom: texte({ min: 1, max: 120, vide: 'Écrivez le nom de la salle.' }),
  places: facultatif(entier({ min: 1, max: 2000 })),
})
type Formulaire = FormOf<typeof fields>

export const etatSalle = (s: Salle) =>
  s.fermeeLe ? (
    <Etat etat="sans-objet" mot={`fermée le ${formaterDate(s.fermeeLe)}`} />
  ) : s.lieuFerme ? (
    <Etat etat="sans-objet" mot="lieu fermé" />
  ) : (
    <Etat etat="prouve" mot="ouverte" />
  )

type VueProps = {
  readonly form: Formulaire
  readonly salles: readonly Salle[]
  readonly lieux: readonly Etablissement[]
  readonly q: string
  readonly tient: boolean
}

const Vue = ({ form, salles, lieux, q, tient }: VueProps) => (
  <Page
    title="Salles"
    lede="Les salles de vos lieux. Une session qui prend une salle la garde : aucune autre ne peut la prendre à la même heure."
    path={[{ libelle: 'Sessions', href: sessionsUrl() }]}
    alert={form.alert}
  >
    <Section titre="Liste" id="liste">
      {salles.length === 0 && q === '' ? (
        <Empty
          titre="Aucune salle pour l’instant."
          gestes={
            lieux.length === 0 && tient ? (
              <ButtonLink href={etablissementsUrl()} genre="main">
                Ajouter un lieu
              </ButtonLink>
            ) : undefined
          }
        >
          {lieux.length === 0
            ? 'Une salle est dans un lieu de la coopérative : commencez par le lieu.'
            : 'Sans salle nommée, deux sessions peuvent se tenir côte à côte au même lieu.'}
        </Empty>
      ) : (
        <>
          <Filters label="Chercher une salle" action={sallesUrl()}>
            <FilterField name="q" label="Nom" value={q} />
          </Filters>
          {salles.length === 0 ? (
            <p>Aucune salle ne porte ce nom.</p>
          ) : (
            <Table
              legende="Salles, par lieu"
              lignes={salles}
              colonnes={[
                {
                  titre: 'Salle',
                  entete: true,
                  cell: (s) => <a href={salleUrl({ salle: s.id })}>{s.nom}</a>,
                },
                { titre: 'Lieu', cell: (s) => [s.nomEtablissement, s.ville].filter(Boolean).join(', ') },
                { titre: 'Places', nombre: true, cell: (s) => s.places ?? '' },
                { titre: 'État', cell: etatSalle },
              ]}
            />
          )}
          <p class="sub">
            <Exporter href={withQuery(sallesUrl(), { q, format: 'csv' })} />
          </p>
        </>
      )}
    </Section>
    {tient && lieux.length > 0 ? (
      <>
        <h2 class="feuille" id="ajouter">
          Ajouter une salle
        </h2>
        <Form form={form} noms={{ etablissement: 'Lieu', nom: 'Nom', places: 'Places' }}>
          <FieldSection titre="La salle">
            <SelectField
              form={form}
              name="etablissement"
              label="Lieu"
              vide="choisir"
              options={lieux.map((l) => ({
                value: l.id,
                label: [l.nom, l.ville].filter(Boolean).join(', '),
              }))}
            />
            <Field form={form} name="nom" label="Nom" maxlength={120} hint="Duras, salle du haut…" />
            <Field form={form} name="places" label="Places" inputmode="numeric" optional />
          </FieldSection>
          <Actions libelle="Ajouter la salle" />
        </Form>
      </>
    ) : null}
  </Page>
)

export const sallesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(sallesUrl(), exigerDroit('sessions.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const q = uneLigne((c.req.query('q') ?? '').slice(0, 100))
        const salles = await listerSalles(tx, { q: plier(q) })
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'salles',
            enCsv(
              ['Salle', 'Lieu', 'Ville', 'Places', 'Fermée le'],
              salles.map((s) => [s.nom, s.nomEtablissement, s.ville, s.places, s.fermeeLe]),
            ),
          )
        const lieux = (await listerEtablissements(tx)).filter((e) => e.fermeLe === null)
        return c.html(
          <Vue
            form={emptyForm(undefined, lieux.length === 1 ? { etablissement: lieux[0]?.id } : {})}
            salles={salles}
            lieux={lieux}
            q={q}
            tient={peutVisiteur(visiteur, 'salles.tenir')}
          />,
        )
      }),
    )
    .post(sallesUrl(), exigerDroit('salles.tenir'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const montrer = async (form: Formulaire, status: 409 | 413 | 415 | 422 | 200) =>
          c.html(
            <Vue
              form={form}
              salles={await listerSalles(tx)}
              lieux={(await listerEtablissements(tx)).filter((e) => e.fermeLe === null)}
              q=""
              tient
            />,
            status,
          )
        if (!read.ok) return montrer(read.form, read.status)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne) return forbidden(c, droits['salles.tenir'].phrase)
        const le = clock.now()
        const id = (read.jeton && asId<'Salle'>(read.jeton)) || newId<'Salle'>(le)
        const fait = await ajouterSalle(
          tx,
          id,
          read.data.etablissement,
          { nom: uneLigne(read.data.nom), places: read.data.places ?? null },
          { activite: enseigne.id, le },
        )
        if (!fait.ok)
          return montrer(
            withErrors(
              read.form,
              fait.error.code === 'nom-pris' || fait.error.code === 'nom-vide'
                ? { nom: fait.error.phrase }
                : { etablissement: fait.error.phrase },
            ),
            409,
          )
        return redirectWith(c, sallesUrl(), {
          genre: 'fait',
          fort: 'La salle est ajoutée.',
          suite: 'Elle se propose aux sessions que vous planifiez.',
        })
      })
    })
