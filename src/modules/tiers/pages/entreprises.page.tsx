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
import { listerEntreprises } from '../db/entreprises.queries.ts'
import {
  direRoles,
  genresFinanceur,
  type RoleEntreprise,
  rolesEntreprise,
  sirenDeFiche,
} from '../domain/entreprise.ts'
import type { Entreprise } from '../domain/lus.ts'
import {
  doublonsEntreprisesUrl,
  entreprisesUrl,
  entrepriseUrl,
  importerCsvUrl,
  nouvelleEntrepriseUrl,
} from '../liens.ts'
import { debut, direSiret, lireDemande, lireQ, pourQui, taille, tailleExport } from './commun.ts'

type VueProps = {
  readonly page: PageDe<Entreprise>
  readonly q: string
  readonly role: RoleEntreprise | undefined
  readonly ecrit: boolean
  readonly reunit: boolean
  readonly convoque: boolean
}

const Vue = ({ page, q, role, ecrit, reunit, convoque }: VueProps) => (
  <Page
    title="Entreprises"
    lede="Clients, financeurs et autres organismes de formation avec qui la coopérative traite."
  >
    <Section
      titre="Liste"
      id="liste"
      outils={[
        ...(ecrit
          ? [
              { libelle: 'Ajouter une entreprise', href: nouvelleEntrepriseUrl() },
              { libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'entreprises' }) },
            ]
          : []),
        ...(convoque && page.lignes.length > 0
          ? [
              {
                libelle: 'Écrire à leurs contacts',
                href: withQuery(ecrireAuxPersonnesUrl(), { liste: 'entreprises', q, role }),
              },
            ]
          : []),
        ...(reunit ? [{ libelle: 'Voir les doublons', href: doublonsEntreprisesUrl() }] : []),
      ]}
    >
      {page.lignes.length === 0 && q === '' && role === undefined ? (
        <Empty
          titre="Aucune entreprise n’est encore connue ici."
          gestes={
            ecrit ? (
              <ButtonLink href={nouvelleEntrepriseUrl()} genre="main">
                Ajouter une entreprise
              </ButtonLink>
            ) : undefined
          }
        >
          Une entreprise entre ici quand on l’ajoute, ou quand une personne inscrite nomme son employeur.
        </Empty>
      ) : (
        <>
          <Filters label="Chercher une entreprise" action={entreprisesUrl()}>
            <FilterField name="q" label="Nom ou SIRET" value={q} />
            <FilterField
              name="role"
              label="Parmi"
              value={role}
              options={[
                { value: '', label: 'toutes les entreprises' },
                ...Object.entries(rolesEntreprise).map(([value, label]) => ({ value, label })),
              ]}
            />
          </Filters>
          {page.lignes.length === 0 ? (
            <p>
              {q === ''
                ? 'Aucune fiche n’a encore ce rôle : il se coche sur la fiche d’une entreprise.'
                : 'Aucune entreprise ne répond à cette recherche. L’accent et la casse ne comptent pas.'}
            </p>
          ) : (
            <Table
              legende="Entreprises connues"
              lignes={page.lignes}
              colonnes={[
                {
                  titre: 'Entreprise',
                  entete: true,
                  cell: (e) => <a href={entrepriseUrl({ entreprise: e.id })}>{e.nom}</a>,
                },
                { titre: 'Rôle', cell: (e) => direRoles(e).join(', ') || 'employeur seulement' },
                { titre: 'SIRET', cell: (e) => direSiret(e.siret) || 'non renseigné' },
                { titre: 'Ville', cell: (e) => e.ville ?? 'non renseignée' },
              ]}
            />
          )}
          <Pagination
            url={withQuery(entreprisesUrl(), { q, role })}
            avant={page.avant}
            apres={page.apres}
            exports={[{ libelle: 'CSV', href: withQuery(entreprisesUrl(), { q, role, format: 'csv' }) }]}
          />
        </>
      )}
    </Section>
  </Page>
)

const enTableau = (lignes: readonly Entreprise[]): Tableau =>
  enCsv(
    [
      'Nom',
      'SIRET',
      'SIREN',
      'Adresse',
      'Code postal',
      'Ville',
      'Courriel',
      'Téléphone',
      'Client',
      'Financeur',
      'Organisme de formation',
      'NDA',
    ],
    lignes.map((e) => [
      e.nom,
      direSiret(e.siret),
      sirenDeFiche(e),
      e.adresse,
      e.codePostal,
      e.ville,
      e.courriel,
      e.telephone,
      e.estClient ? 'oui' : 'non',
      e.financeur ? genresFinanceur[e.financeur] : '',
      e.estOf ? 'oui' : 'non',
      e.nda,
    ]),
  )

export const entreprisesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(entreprisesUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
    pourQui(c, db, 'inscriptions.lire', async (tx, visiteur) => {
      const q = lireQ(c)
      const brut = c.req.query('role') ?? ''
      const role = Object.hasOwn(rolesEntreprise, brut) ? (brut as RoleEntreprise) : undefined
      const filtre = { q, role }
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'entreprises',
          enTableau((await listerEntreprises(tx, filtre, debut, tailleExport)).slice(0, tailleExport)),
        )
      const demande = lireDemande(c)
      const page = cutPage(await listerEntreprises(tx, filtre, demande, taille), taille, demande, (e) => [
        e.pli,
        e.id,
      ])
      return c.html(
        <Vue
          page={page}
          q={q}
          role={role}
          ecrit={peutVisiteur(visiteur, 'inscriptions.inscrire')}
          reunit={peutVisiteur(visiteur, 'tiers.fusionner')}
          convoque={peutVisiteur(visiteur, 'inscriptions.convoquer') && visiteur.lectureSeule !== true}
        />,
      )
    }),
  )
