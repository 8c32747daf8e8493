import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { Button, Empty, Etat, FileField, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import { canaux, type ElementProbant, type GenreElement, resultats } from '../domain/a-part.ts'
import type { VueDistance } from '../gestes/distance.ts'
import {
  annulerElementUrl,
  distanceUrl,
  fichierDistanceUrl,
  listeConnexionUrl,
  noterDistanceUrl,
} from '../liens.ts'
import { type FormListe, type FormPlan, fiches, motLogiciel } from './distance-commun.ts'
import { Branches, Plan } from './distance-plan.tsx'

export const nomDe = (v: VueDistance, id: string | null): string => {
  const i = v.inscriptions.find((x) => x.id === id)
  return i ? `${i.prenom} ${i.nom}` : 'toute la session'
}

export const detailDe = (e: ElementProbant): string =>
  [
    e.minutes === null ? '' : formaterDuree(e.minutes),
    e.canal ? canaux[e.canal] : '',
    e.delaiHeures ? `réponse sous ${e.delaiHeures} h` : '',
    e.resultat ? resultats[e.resultat] : '',
  ]
    .filter(Boolean)
    .join(', ')

export const motGenre: Readonly<Record<GenreElement, string>> = {
  assistant: 'assistance désignée',
  echange: 'échange',
  realisation: 'activité réalisée',
  evaluation: 'évaluation',
  'afest-analyse': 'analyse de l’activité',
  'afest-formateur': 'désignation de qui forme',
  'afest-situation': 'mise en situation',
  'afest-reflexion': 'phase réflexive',
  'afest-evaluation': 'évaluation au travail',
}

const Traces = ({ v, note }: { v: VueDistance; note: boolean }) => {
  const session = v.session.id
  return (
    <>
      {v.elements.length === 0 ? (
        <Empty titre="Rien n’est noté.">
          Un relevé de connexion ne suffit pas (tribunal administratif de Toulouse, novembre 2023) : ce sont
          les échanges, les travaux rendus et les évaluations qui prouvent un accompagnement.
        </Empty>
      ) : (
        <Table
          legende="Éléments probants"
          lignes={v.elements}
          colonnes={[
            { titre: 'Élément', entete: true, cell: (e) => motGenre[e.genre] },
            { titre: 'Date', cell: (e) => formaterDate(e.le, 'court') },
            { titre: 'Pour', cell: (e) => nomDe(v, e.inscription) },
            {
              titre: 'Ce que c’est',
              cell: (e) => (
                <>
                  {e.intitule}
                  {detailDe(e) ? <small class="sub"> {detailDe(e)}</small> : null}
                </>
              ),
            },
            {
              titre: 'Fichier',
              cell: (e) =>
                e.fichier ? (
                  <a href={fichierDistanceUrl({ session, empreinte: e.fichier.empreinte })}>
                    {e.fichier.nom}
                  </a>
                ) : (
                  ''
                ),
            },
            ...(note
              ? [
                  {
                    titre: 'Geste',
                    cell: (e: ElementProbant) => (
                      <a href={annulerElementUrl({ session, element: e.id })}>
                        Annuler<span class="unseen"> {e.intitule}</span>
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {note ? (
        <>
          <h3>Noter</h3>
          <ul>
            {(Object.keys(fiches) as GenreElement[])
              .filter((g) => g !== 'realisation' || v.plan.length > 0)
              .map((genre) => (
                <li>
                  <a href={noterDistanceUrl({ session, genre })}>{fiches[genre].titre}</a>{' '}
                  <small class="sub">{fiches[genre].article}</small>
                </li>
              ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

const Listes = ({ v, note, form }: { v: VueDistance; note: boolean; form: FormListe }) => {
  const session = v.session.id
  const seanceDe = (id: string) => v.session.seances.find((s) => s.id === id)
  return (
    <>
      {v.listes.length === 0 ? (
        <Empty titre="Aucune liste de connexion.">
          Zoom, BigBlueButton, Teams, Google Meet et Webex rendent la liste des participants en CSV. Elle
          s’ajoute à la signature, elle ne la remplace pas.
        </Empty>
      ) : (
        <Table
          legende="Listes de connexion reçues"
          lignes={v.listes}
          colonnes={[
            {
              titre: 'Demi-journée',
              entete: true,
              cell: (l) => {
                const s = seanceDe(l.seance)
                return (
                  <a href={listeConnexionUrl({ session, liste: l.id })}>
                    {s
                      ? `${formaterDate(s.jour, 'court')}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}`
                      : 'séance ôtée'}
                  </a>
                )
              },
            },
            { titre: 'Logiciel', cell: (l) => motLogiciel[l.logiciel] },
            { titre: 'Connexions', nombre: true, cell: (l) => l.connexions.length },
            {
              titre: 'Rapprochées',
              cell: (l) => {
                const faites = l.connexions.filter((c) => c.confirmee).length
                return (
                  <Etat
                    etat={faites === l.connexions.length ? 'prouve' : faites === 0 ? 'manquant' : 'partiel'}
                    mot={`${faites} sur ${l.connexions.length}`}
                  />
                )
              },
            },
            {
              titre: 'Fichier',
              cell: (l) => <a href={fichierDistanceUrl({ session, empreinte: l.fichier })}>{l.fichierNom}</a>,
            },
          ]}
        />
      )}
      {note ? (
        <Form
          form={form}
          action={distanceUrl({ session })}
          fichiers
          noms={{ seance: 'Demi-journée', liste: 'Fichier' }}
        >
          <div class="champs">
            <SelectField
              form={form}
              name="seance"
              label="Demi-journée"
              vide="choisir"
              options={v.session.seances.map((s) => ({
                value: s.id,
                label: `${formaterDate(s.jour, 'court')}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}`,
              }))}
            />
            <FileField
              form={form}
              name="liste"
              label="Liste des participants"
              accept=".csv,.txt,.tsv"
              hint="CSV de Zoom, BigBlueButton, Teams, Google Meet ou Webex, 2 Mo au plus."
              span={2}
            />
          </div>
          <p>
            <Button genre="main" geste="recevoir">
              Lire la liste
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

export const DistanceVue = ({
  v,
  note,
  plan = emptyForm(),
  liste = emptyForm(),
}: {
  v: VueDistance
  note: boolean
  plan?: FormPlan
  liste?: FormListe
}) => (
  <Page
    title="À distance et au travail"
    lede={`${v.session.intitule}. Ce qui se suit hors de la salle, et de quoi le prouver.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: v.session.numero, href: sessionUrl({ session: v.session.id }) },
    ]}
    alert={plan.alert ?? liste.alert}
  >
    <Section titre="Ce que la loi demande" id="branches">
      <Branches v={v} />
    </Section>
    <Section titre="Plan" id="plan" sous={compter(v.plan.length, 'activité', { zero: 'aucune activité' })}>
      <Plan v={v} note={note} form={plan} />
    </Section>
    <Section
      titre="Éléments probants"
      id="elements"
      sous={compter(v.elements.length, 'élément', { zero: 'aucun élément' })}
      {...(v.elements.length > 0
        ? {
            outils: [
              {
                libelle: 'Exporter, CSV',
                href: withQuery(distanceUrl({ session: v.session.id }), { format: 'csv' }),
              },
            ],
          }
        : {})}
    >
      <Traces v={v} note={note} />
    </Section>
    <Section
      titre="Listes de connexion"
      id="listes"
      sous={compter(v.listes.length, 'liste', { zero: 'aucune liste' })}
    >
      <Listes v={v} note={note} form={liste} />
    </Section>
  </Page>
)
