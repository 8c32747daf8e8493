import { Hono } from 'hono'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  ButtonLink,
  Empty,
  FilterField,
  Filters,
  Page,
  Pagination,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { ecrireAuxPersonnesUrl, withQuery } from '#web/links.ts'
import { cutPage, type Page as PageDe } from '#web/pagination.ts'
import { listerTiers, type Qui, qui as quis } from '../db/tiers.queries.ts'
import type { Tiers } from '../domain/lus.ts'
import {
  doublonsPersonnesUrl,
  entrepriseUrl,
  importerCsvUrl,
  nouvellePersonneUrl,
  personnesUrl,
  personneUrl,
} from '../liens.ts'
import { debut, direSiret, lireDemande, lireQ, pourQui, taille, tailleExport } from './commun.ts'

type VueProps = {
  readonly page: PageDe<Tiers>
  readonly q: string
  readonly qui: Qui | undefined
  readonly ecrit: boolean
  readonly reunit: boolean
  readonly convoque: boolean
}

const Liste = ({ page }: { page: PageDe<Tiers> }) => (
  <Table
    legende="Personnes connues"
    lignes={page.lignes}
    colonnes={[
      {
        titre: 'Personne',
        entete: true,
        cell: (t) => (
          <a href={personneUrl({ personne: t.id })}>
            {t.nom} {t.prenom}
          </a>
        ),
      },
      { titre: 'Courriel', cell: (t) => t.courriel ?? 'non donné' },
      {
        titre: 'Employeur',
        cell: (t) =>
          t.entreprise ? (
            <a href={entrepriseUrl({ entreprise: t.entreprise })}>{t.employeur}</a>
          ) : (
            'non renseigné'
          ),
      },
    ]}
  />
)

const Vue = ({ page, q, qui, ecrit, reunit, convoque }: VueProps) => (
  <Page title="Personnes" lede="Celles et ceux que la coopérative forme, rencontre ou fait intervenir.">
    <Section
      titre="Liste"
      id="liste"
      outils={[
        ...(ecrit
          ? [
              { libelle: 'Ajouter une personne', href: nouvellePersonneUrl() },
              { libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'personnes' }) },
            ]
          : []),
        ...(convoque && page.lignes.length > 0
          ? [{ libelle: 'Écrire à plusieurs', href: withQuery(ecrireAuxPersonnesUrl(), { q, qui }) }]
          : []),
        ...(reunit ? [{ libelle: 'Voir les doublons', href: doublonsPersonnesUrl() }] : []),
      ]}
    >
      {page.lignes.length === 0 && q === '' && qui === undefined ? (
        <Empty
          titre="Personne n’est encore connu ici."
          gestes={
            ecrit ? (
              <ButtonLink href={nouvellePersonneUrl()} genre="main">
                Ajouter une personne
              </ButtonLink>
            ) : undefined
          }
        >
          Une personne entre ici quand on l’ajoute, ou quand on l’inscrit à une session.
        </Empty>
      ) : (
        <>
          <Filters label="Chercher une personne" action={personnesUrl()}>
            <FilterField name="q" label="Nom, prénom ou courriel" value={q} />
            <FilterField
              name="qui"
              label="Parmi"
              value={qui}
              options={[
                { value: '', label: 'toutes les personnes' },
                ...Object.entries(quis).map(([value, label]) => ({ value, label })),
              ]}
            />
          </Filters>
          {page.lignes.length > 0 ? (
            <Liste page={page} />
          ) : q === '' ? (
            <p>
              {qui === 'intervenant'
                ? 'Personne n’intervient encore : ouvrez une fiche, et écrivez-y les titres et qualités.'
                : qui === 'contact'
                  ? 'Aucune entreprise n’a encore de contact : ajoutez-en un depuis sa fiche.'
                  : 'Personne n’a encore été inscrit à une session.'}
            </p>
          ) : (
            <p>
              Personne ne répond à cette recherche. Quelques lettres du début du nom, du prénom ou du courriel
              suffisent, dans n’importe quel ordre ; l’accent et la casse ne comptent pas.
            </p>
          )}
          <Pagination
            url={withQuery(personnesUrl(), { q, qui })}
            avant={page.avant}
            apres={page.apres}
            exports={[{ libelle: 'CSV', href: withQuery(personnesUrl(), { q, qui, format: 'csv' }) }]}
          />
        </>
      )}
    </Section>
  </Page>
)

const enTableau = (lignes: readonly Tiers[]): Tableau =>
  enCsv(
    ['Nom', 'Prénom', 'Courriel', 'Employeur', 'SIRET', 'Téléphone'],
    lignes.map((t) => [t.nom, t.prenom, t.courriel, t.employeur, direSiret(t.siret), t.telephone]),
  )

export const personnesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(personnesUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
    pourQui(c, db, 'inscriptions.lire', async (tx, visiteur) => {
      const q = lireQ(c)
      const brut = c.req.query('qui') ?? ''
      const qui = Object.hasOwn(quis, brut) ? (brut as Qui) : undefined
      const filtre = { q, qui }
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'personnes',
          enTableau((await listerTiers(tx, filtre, debut, tailleExport)).slice(0, tailleExport)),
        )
      const demande = lireDemande(c)
      const page = cutPage(await listerTiers(tx, filtre, demande, taille), taille, demande, (t) => [
        t.pli,
        t.id,
      ])
      return c.html(
        <Vue
          page={page}
          q={q}
          qui={qui}
          ecrit={peutVisiteur(visiteur, 'inscriptions.inscrire')}
          reunit={peutVisiteur(visiteur, 'tiers.fusionner')}
          convoque={peutVisiteur(visiteur, 'inscriptions.convoquer') && visiteur.lectureSeule !== true}
        />,
      )
    }),
  )
