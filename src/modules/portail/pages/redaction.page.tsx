import { Hono } from 'hono'
import { plier } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  actualitesDuPoleUrl,
  Exporter,
  polesUrl,
  poleUrl,
  type Regard,
  regarder,
} from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import {
  ButtonLink,
  type CodeEtat,
  Empty,
  Etat,
  FilterField,
  Filters,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Actualite, listerActualites } from '../db/actualites.ts'
import { type Etat as EtatActualite, etatDe } from '../domain/actualite.ts'
import {
  actualitesUrl,
  importerActualitesUrl,
  lettreDuPoleUrl,
  nouvelleActualiteUrl,
  redigerUrl,
} from '../liens.ts'

export const phraseAnime = 'Qui anime le pôle écrit ses actualités.'

export const etatsActualite = {
  brouillon: { etat: 'partiel', mot: 'brouillon' },
  programmee: { etat: 'a-venir', mot: 'programmée' },
  parue: { etat: 'prouve', mot: 'en ligne' },
  reprise: { etat: 'a-juger', mot: 'en ligne, changée depuis' },
  retiree: { etat: 'sans-objet', mot: 'retirée' },
} as const satisfies Record<EtatActualite, { etat: CodeEtat; mot: string }>

const Vue = ({
  r,
  q,
  lues,
  maintenant,
}: {
  r: Regard
  q: string
  lues: readonly Actualite[]
  maintenant: Date
}) => (
  <Page
    title="Actualités"
    heading={`Actualités du pôle`}
    lede="Écrites entre qui anime, relues, puis parues sur le site de l’Union."
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
    ]}
  >
    <Section
      titre="Toutes"
      id="actualites"
      outils={[
        { libelle: 'Écrire', href: nouvelleActualiteUrl({ pole: r.pole.id }) },
        { libelle: 'Importer d’un site', href: importerActualitesUrl({ pole: r.pole.id }) },
        { libelle: 'Écrire la lettre', href: lettreDuPoleUrl({ pole: r.pole.id }) },
        { libelle: 'Le site public', href: actualitesUrl() },
      ]}
    >
      {lues.length > 0 || q !== '' ? (
        <Filters label="Chercher une actualité" action={actualitesDuPoleUrl({ pole: r.pole.id })}>
          <FilterField name="q" label="Titre" value={q} />
        </Filters>
      ) : null}
      {lues.length > 0 ? (
        <>
          <Table
            legende="Actualités du pôle, de la plus récemment touchée"
            lignes={lues}
            colonnes={[
              {
                titre: 'Titre',
                entete: true,
                cell: (a) => <a href={redigerUrl({ pole: r.pole.id, actualite: a.id })}>{a.titre}</a>,
              },
              { titre: 'État', cell: (a) => <Etat {...etatsActualite[etatDe(a, maintenant)]} /> },
              {
                titre: 'Paraît le',
                cell: (a) => (a.paraitreLe ? formaterInstant(a.paraitreLe) : 'pas encore'),
              },
              { titre: 'Version', nombre: true, cell: (a) => a.version },
            ]}
          />
          <Exporter
            href={withQuery(actualitesDuPoleUrl({ pole: r.pole.id }), { format: 'csv' })}
            quoi="actualités"
          />
        </>
      ) : q !== '' ? (
        <p>Aucun titre ne répond. L’accent et la casse ne comptent pas.</p>
      ) : (
        <Empty
          titre="Rien n’est encore écrit."
          gestes={
            <ButtonLink href={nouvelleActualiteUrl({ pole: r.pole.id })}>Écrire une actualité</ButtonLink>
          }
        >
          Une actualité a un titre, quelques phrases d’accroche, un texte, parfois une image. Elle reste un
          brouillon tant que personne ne la fait paraître. Le site d’avant peut s’importer d’un coup.
        </Empty>
      )}
    </Section>
  </Page>
)

/** `/poles/:pole/actualites` : ce qui s'écrit, ce qui attend son jour, ce qui est en ligne. */
export const redactionPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(actualitesDuPoleUrl.modele, exigerDroit('pole.participer'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole'))
      if (!r) return notFound(c)
      if (!r.anime) return forbidden(c, phraseAnime)
      const q = (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
      const mots = plier(q).split(' ').filter(Boolean)
      const lues = (await listerActualites(tx, r.pole.id, { limite: 500 })).filter((a) =>
        mots.every((m) => plier(a.titre).includes(m)),
      )
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          `${r.pole.code}-actualites`,
          enCsv(
            ['Titre', 'État', 'Paraît le', 'Étiquettes', 'Chapô', 'Version'],
            lues.map((a) => [
              a.titre,
              etatsActualite[etatDe(a, clock.now())].mot,
              a.paraitreLe?.toISOString(),
              a.etiquettes.join(', '),
              a.chapo,
              a.version,
            ]),
          ),
        )
      return c.html(<Vue r={r} q={q} lues={lues} maintenant={clock.now()} />)
    }),
  )
