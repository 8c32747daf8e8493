import { Hono } from 'hono'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
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
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { cutPage, type Page as PageDe, readPage } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerTiers, type Tiers } from '../db/tiers.queries.ts'
import { nouvellePersonneUrl, personnesUrl, personneUrl } from '../liens.ts'

const taille = 50
/** Au-delà, un export d'un bloc ne tiendrait plus en mémoire : on filtre. */
const tailleExport = 20_000

const Vue = ({ page, q, ecrit }: { page: PageDe<Tiers>; q: string; ecrit: boolean }) => (
  <Page title="Personnes" lede="Celles et ceux que la coopérative forme ou rencontre, avec leur employeur.">
    <Section
      titre="Liste"
      id="liste"
      {...(ecrit ? { outils: [{ libelle: 'Ajouter une personne', href: nouvellePersonneUrl() }] } : {})}
    >
      {page.lignes.length === 0 && q === '' ? (
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
            <FilterField name="q" label="Le nom commence par" value={q} />
          </Filters>
          {page.lignes.length === 0 ? (
            <p>Aucun nom ne commence ainsi. L’accent et la casse ne comptent pas.</p>
          ) : (
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
                { titre: 'Employeur', cell: (t) => t.employeur ?? 'non renseigné' },
              ]}
            />
          )}
          <Pagination
            url={withQuery(personnesUrl(), { q })}
            avant={page.avant}
            apres={page.apres}
            exports={[{ libelle: 'CSV', href: withQuery(personnesUrl(), { q, format: 'csv' }) }]}
          />
        </>
      )}
    </Section>
  </Page>
)

export const personnesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get('/personnes', exigerDroit('inscriptions.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      // Qui ne lit que « le sien » ne feuillette pas toutes les personnes de la coopérative.
      if (!peutVisiteur(visiteur, 'inscriptions.lire'))
        return forbidden(c, droits['inscriptions.lire'].phrase)
      const q = (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
      if (c.req.query('format') === 'csv') {
        const lignes = await listerTiers(tx, { q }, { sens: 'apres', cle: undefined }, tailleExport)
        return repondreCsv(
          c,
          'personnes',
          enCsv(
            ['Nom', 'Prénom', 'Courriel', 'Employeur', 'SIRET'],
            lignes.map((t) => [
              t.nom,
              t.prenom,
              t.courriel,
              t.employeur,
              t.siret ? formaterSiret(t.siret as Siret) : '',
            ]),
          ),
        )
      }
      const demande = readPage((nom) => c.req.query(nom), 2)
      const sure =
        demande.cle && /^[0-9a-f-]{36}$/.test(String(demande.cle[1]))
          ? demande
          : { sens: 'apres' as const, cle: undefined }
      const page = cutPage(await listerTiers(tx, { q }, sure, taille), taille, sure, (t) => [t.pli, t.id])
      return c.html(<Vue page={page} q={q} ecrit={peutVisiteur(visiteur, 'inscriptions.inscrire')} />)
    }),
  )
