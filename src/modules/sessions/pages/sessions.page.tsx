import { Hono } from 'hono'
import { type DateCivile, dateCivile, formaterDate, formaterPeriode, lireDate } from '#kernel/dates.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { importerCsvUrl } from '#modules/tiers/index.ts'
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
import { withQuery } from '#web/links.ts'
import { cutPage, type Page as PageDe, type PageRequest, readPage } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerSessions, type SessionListee } from '../db/sessions.queries.ts'
import type { EtatSession } from '../domain/etats.ts'
import { type Modalite, motEtat, motModalite } from '../domain/mots.ts'
import { nouvelleSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'

const taille = 40
const tailleExport = 20_000

const asEtat = (texte: string | undefined): EtatSession | undefined =>
  texte !== undefined && Object.hasOwn(motEtat, texte) ? (texte as EtatSession) : undefined

const asModalite = (texte: string | undefined): Modalite | undefined =>
  texte !== undefined && Object.hasOwn(motModalite, texte) ? (texte as Modalite) : undefined

const asJour = (texte: string | undefined): DateCivile | undefined => {
  const lu = lireDate(texte ?? '')
  return lu.ok ? lu.value : undefined
}

type Filtre = {
  readonly q: string
  readonly etat: EtatSession | undefined
  readonly modalite: Modalite | undefined
  readonly du: DateCivile | undefined
  readonly au: DateCivile | undefined
}

const Vue = ({
  page,
  filtre,
  ecrit,
  importe,
}: {
  page: PageDe<SessionListee>
  filtre: Filtre
  ecrit: boolean
  importe: boolean
}) => {
  const query = filtre
  const vierge = Object.values(filtre).every((v) => v === undefined || v === '')
  return (
    <Page title="Sessions" lede="Chaque session du catalogue : quand, où, avec qui, et où elle en est.">
      <Section
        titre="Liste"
        id="liste"
        {...(ecrit
          ? {
              outils: [
                { libelle: 'Planifier une session', href: nouvelleSessionUrl() },
                ...(importe
                  ? [{ libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'sessions' }) }]
                  : []),
              ],
            }
          : {})}
      >
        {page.lignes.length === 0 && vierge ? (
          <Empty
            titre="Aucune session n’est planifiée."
            gestes={
              ecrit ? (
                <ButtonLink href={nouvelleSessionUrl()} genre="main">
                  Planifier une session
                </ButtonLink>
              ) : undefined
            }
          >
            Une session part d’une offre adoptée du catalogue : des dates, un lieu, un formateur.
          </Empty>
        ) : (
          <>
            <Filters label="Filtrer les sessions" action={sessionsUrl()}>
              <FilterField name="q" label="Intitulé, formateur, lieu" value={filtre.q} />
              <FilterField
                name="etat"
                label="État"
                value={filtre.etat ?? ''}
                options={[
                  { value: '', label: 'tous' },
                  ...Object.entries(motEtat).map(([value, label]) => ({ value, label })),
                ]}
              />
              <FilterField
                name="modalite"
                label="Modalité"
                value={filtre.modalite ?? ''}
                options={[
                  { value: '', label: 'toutes' },
                  ...Object.entries(motModalite).map(([value, label]) => ({ value, label })),
                ]}
              />
              <FilterField
                name="du"
                label="À partir du"
                value={filtre.du ? formaterDate(filtre.du, 'chiffres') : ''}
              />
              <FilterField
                name="au"
                label="Jusqu’au"
                value={filtre.au ? formaterDate(filtre.au, 'chiffres') : ''}
              />
            </Filters>
            {page.lignes.length === 0 ? (
              <p>Aucune session ne répond à ce filtre.</p>
            ) : (
              <Table
                legende="Sessions, de la plus tardive à la plus ancienne"
                lignes={page.lignes}
                colonnes={[
                  { titre: 'Dates', cell: (s) => formaterPeriode(s.debutTenu, s.fin) },
                  {
                    titre: 'Session',
                    entete: true,
                    cell: (s) => (
                      <>
                        <a href={sessionUrl({ session: s.id })}>{s.intitule}</a> <small>{s.numero}</small>
                      </>
                    ),
                  },
                  { titre: 'Formateur', cell: (s) => s.formateur },
                  { titre: 'Lieu', cell: (s) => s.lieu },
                  { titre: 'Capacité', nombre: true, cell: (s) => s.capacite ?? '' },
                  { titre: 'État', cell: (s) => motEtat[s.etat] },
                ]}
              />
            )}
            <Pagination
              url={withQuery(sessionsUrl(), query)}
              avant={page.avant}
              apres={page.apres}
              exports={[{ libelle: 'CSV', href: withQuery(sessionsUrl(), { ...query, format: 'csv' }) }]}
            />
          </>
        )}
      </Section>
    </Page>
  )
}

/** Un repère de page vient de l'adresse : il n'est suivi que s'il a la forme d'une date et d'un identifiant. */
const repereSur = (demande: PageRequest): PageRequest => {
  const [jour, id] = [String(demande.cle?.[0] ?? ''), String(demande.cle?.[1] ?? '')]
  return dateCivile(jour) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? demande
    : { sens: 'apres', cle: undefined }
}

export const sessionsPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(sessionsUrl.modele, exigerDroit('sessions.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const filtre: Filtre = {
        q: (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 100),
        etat: asEtat(c.req.query('etat')),
        modalite: asModalite(c.req.query('modalite')),
        du: asJour(c.req.query('du')),
        au: asJour(c.req.query('au')),
      }
      // Un formateur lit les siennes.
      const siennes = peutVisiteur(visiteur, 'sessions.lire') ? {} : { formateurId: visiteur.personneId }
      if (c.req.query('format') === 'csv') {
        const lignes = await listerSessions(
          tx,
          { ...filtre, ...siennes },
          { sens: 'apres', cle: undefined },
          tailleExport,
        )
        return repondreCsv(
          c,
          'sessions',
          enCsv(
            ['Numéro', 'Intitulé', 'Début', 'Fin', 'Modalité', 'Lieu', 'Formateur', 'Capacité', 'État'],
            lignes.map((s) => [
              s.numero,
              s.intitule,
              s.debutTenu,
              s.fin,
              motModalite[s.modalite],
              s.lieu,
              s.formateur,
              s.capacite,
              motEtat[s.etat],
            ]),
          ),
        )
      }
      const demande = repereSur(readPage((nom) => c.req.query(nom), 2))
      const lues = await listerSessions(tx, { ...filtre, ...siennes }, demande, taille)
      const page = cutPage(lues, taille, demande, (s) => [s.debut, s.id])
      return c.html(
        <Vue
          page={page}
          filtre={filtre}
          ecrit={peutVisiteur(visiteur, 'sessions.planifier', { estSien: true })}
          importe={peutVisiteur(visiteur, 'sessions.planifier')}
        />,
      )
    }),
  )
