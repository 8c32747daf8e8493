import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCentimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  ButtonLink,
  Empty,
  Etat,
  FilterField,
  Filters,
  Page,
  Pagination,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { cutPage, type Page as PageDe, readPage } from '#web/pagination.ts'
import { facturesAVerifier } from '../db/enregistrer.ts'
import {
  type FactureRangee,
  type FiltreEtat,
  type FiltreFactures,
  filtresEtat,
  listerFactures,
} from '../db/factures.queries.ts'
import { type ProjetEnCours, projetsEnCours } from '../db/projets.ts'
import { motGenre } from '../domain/facture.ts'
import { etatDeFacture, motEtatFacture, soldeDe } from '../domain/reglements.ts'
import {
  aFacturerUrl,
  chargesUrl,
  comptesUrl,
  exercicesUrl,
  facturesUrl,
  factureUrl,
  importerFacturesUrl,
  nouvelleFactureUrl,
  projetUrl,
  reglagesFacturesUrl,
  releveUrl,
  verifierFacturesUrl,
} from '../liens.ts'
import { formeDe, jourIci, pourListe } from './commun.ts'

const taille = 30
const csvMax = 20_000

const motFiltre: Readonly<Record<FiltreEtat, string>> = {
  due: 'à régler',
  retard: 'en retard',
  soldee: 'soldées',
  avoir: 'avoirs',
  'a-affecter': 'sans origine',
  ailleurs: 'émises par un autre outil',
}

const enTableau = (lignes: readonly FactureRangee[], le: DateCivile): Tableau =>
  enCsv(
    [
      'numero',
      'genre',
      'outil',
      'date',
      'echeance',
      'payeur',
      'origine',
      'session',
      'enseigne',
      'montant_ht',
      'tva',
      'ttc',
      'avoirs',
      'regle',
      'solde',
      'etat',
    ],
    lignes.map((f) => [
      f.numero,
      f.genre,
      f.outil,
      f.emiseLe,
      f.echeance,
      f.payeur,
      f.source,
      f.sessionNumero,
      f.enseigne,
      montantDecimal(f.ht),
      montantDecimal(f.tva),
      montantDecimal(f.ttc),
      montantDecimal(f.avoirs),
      montantDecimal(f.regle),
      f.genre === 'avoir' ? '' : montantDecimal(soldeDe(f)),
      f.retiree ? 'retirée' : motEtatFacture[etatDeFacture(f, le)],
    ]),
  )

type VueProps = {
  readonly page: PageDe<FactureRangee>
  readonly enCours: readonly ProjetEnCours[]
  readonly aVerifier: number
  readonly q: string
  readonly etat: FiltreEtat | undefined
  readonly le: DateCivile
  readonly comptable: boolean
  readonly prepare: boolean
}

const Vue = ({ page, enCours, aVerifier, q, etat, le, comptable, prepare }: VueProps) => (
  <Page title="Facturation" lede="Vos factures, celles d’autres logiciels, les impayés.">
    {enCours.length > 0 ? (
      <Section titre="En préparation" id="preparation" sous="À relire, à viser ou à émettre">
        <Table
          legende="Factures et avoirs en préparation"
          lignes={enCours}
          colonnes={[
            {
              titre: 'Pour',
              entete: true,
              cell: (p) => <a href={projetUrl({ projet: p.id })}>{p.payeur}</a>,
            },
            { titre: 'Pièce', cell: (p) => motGenre[p.genre] },
            { titre: 'Enseigne', cell: (p) => p.enseigne },
            {
              titre: 'État',
              cell: (p) =>
                p.visa?.decision === 'refuse' ? (
                  <Etat etat="manquant" mot="visa refusé" />
                ) : p.etat === 'a-viser' ? (
                  <Etat etat="a-juger" mot={p.visa ? 'visé, à émettre' : 'attend le visa'} />
                ) : (
                  <Etat etat="a-venir" mot="à relire" />
                ),
            },
            { titre: 'Montant HT', nombre: true, cell: (p) => formaterMontant(p.ht) },
          ]}
        />
      </Section>
    ) : null}
    <Section
      titre="Factures"
      id="factures"
      outils={[
        { libelle: 'À facturer', href: aFacturerUrl() },
        { libelle: 'Comptes clients', href: comptesUrl() },
        ...(prepare ? [{ libelle: 'Facture sans dossier', href: nouvelleFactureUrl() }] : []),
        ...(comptable
          ? [
              { libelle: 'Relevé de banque', href: releveUrl() },
              { libelle: 'Enregistrer, importer', href: importerFacturesUrl() },
              { libelle: 'Charges', href: chargesUrl() },
              { libelle: 'Chiffre d’affaires', href: exercicesUrl() },
              { libelle: 'Réglages', href: reglagesFacturesUrl() },
            ]
          : []),
        ...(comptable && aVerifier > 0
          ? [{ libelle: `À vérifier : ${aVerifier}`, href: verifierFacturesUrl() }]
          : []),
      ]}
    >
      {page.lignes.length === 0 && q === '' && etat === undefined ? (
        <Empty
          titre="Aucune facture n’est encore connue ici"
          gestes={
            <ButtonLink href={aFacturerUrl()} genre="main">
              Voir ce qui est à facturer
            </ButtonLink>
          }
        >
          Une facture naît du dossier d’un client, ses heures suivies faisant son montant. Ce qu’un autre
          outil a émis s’enregistre sans se ressaisir.
        </Empty>
      ) : (
        <>
          <Filters label="Chercher une facture" action={facturesUrl()}>
            <FilterField name="q" label="Payeur ou numéro" value={q} />
            <FilterField
              name="etat"
              label="Parmi"
              value={etat}
              options={[
                { value: '', label: 'toutes' },
                ...filtresEtat.map((value) => ({ value, label: motFiltre[value] })),
              ]}
            />
          </Filters>
          {page.lignes.length === 0 ? (
            <p>Aucune facture ne répond à cette recherche. L’accent et la casse ne comptent pas.</p>
          ) : (
            <Table
              legende="Factures, acomptes et avoirs, du plus récent au plus ancien"
              lignes={page.lignes}
              colonnes={[
                {
                  titre: 'Numéro',
                  entete: true,
                  cell: (f) => <a href={factureUrl({ facture: f.id })}>{f.numero}</a>,
                },
                { titre: 'Date', cell: (f) => formaterDate(f.emiseLe, 'court') },
                { titre: 'Payeur', cell: (f) => f.payeur },
                {
                  titre: 'État',
                  cell: (f) =>
                    f.retiree ? (
                      <Etat etat="sans-objet" mot="retirée" />
                    ) : (
                      <Etat etat={formeDe[etatDeFacture(f, le)]} mot={motEtatFacture[etatDeFacture(f, le)]} />
                    ),
                },
                { titre: 'TTC', nombre: true, cell: (f) => formaterCentimes(f.ttc) },
                {
                  titre: 'Solde',
                  nombre: true,
                  cell: (f) => (f.genre === 'avoir' || f.retiree ? '' : formaterCentimes(soldeDe(f))),
                },
              ]}
            />
          )}
          <Pagination
            url={withQuery(facturesUrl(), { q, etat })}
            avant={page.avant}
            apres={page.apres}
            exports={[{ libelle: 'CSV', href: withQuery(facturesUrl(), { q, etat, format: 'csv' }) }]}
          />
        </>
      )}
    </Section>
  </Page>
)

export const facturesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(facturesUrl.modele, exigerDroit('facturation.lire'), (c) =>
    pourListe(c, db, async (tx, visiteur) => {
      const le = await jourIci(tx, clock.now())
      const q = (c.req.query('q') ?? '').trim().slice(0, 100)
      const brut = c.req.query('etat') ?? ''
      const etat = filtresEtat.find((e) => e === brut)
      const filtre: FiltreFactures = { q: plier(q), etat }
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'factures',
          enTableau(
            (await listerFactures(tx, filtre, { sens: 'apres', cle: undefined }, csvMax, le)).slice(
              0,
              csvMax,
            ),
            le,
          ),
        )
      const demande = readPage((n) => c.req.query(n), 2)
      const sure =
        demande.cle &&
        /^\d{4}-\d{2}-\d{2}$/.test(String(demande.cle[0])) &&
        /^[0-9a-f-]{36}$/.test(String(demande.cle[1]))
          ? demande
          : { sens: 'apres' as const, cle: undefined }
      const page = cutPage(await listerFactures(tx, filtre, sure, taille, le), taille, sure, (f) => [
        f.emiseLe,
        f.id,
      ])
      return c.html(
        <Vue
          page={page}
          enCours={
            peutVisiteur(visiteur, 'facturation.preparer') || visiteur.enseigne
              ? await projetsEnCours(tx)
              : []
          }
          aVerifier={peutVisiteur(visiteur, 'facturation.emettre') ? (await facturesAVerifier(tx)).length : 0}
          q={q}
          etat={etat}
          le={le}
          comptable={peutVisiteur(visiteur, 'facturation.emettre')}
          prepare={
            !visiteur.assistance &&
            peutVisiteur(visiteur, 'facturation.preparer', { estSien: visiteur.enseigne !== undefined })
          }
        />,
      )
    }),
  )
