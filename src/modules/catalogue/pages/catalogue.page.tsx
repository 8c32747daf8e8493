import { Hono } from 'hono'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree, formaterHeuresDecimales } from '#kernel/heures.ts'
import { montantDecimal } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
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
import { cutPage, type Page as PageDe, type PageRequest, readPage } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { aUneOffre, type LigneOffre, listerOffres } from '../db/offres.queries.ts'
import { categories, objectifsF3 } from '../domain/classement.ts'
import { type EtatOffre, etatsOffre, modalites, natures } from '../domain/offre.ts'
import { manques } from '../domain/rubriques.ts'
import { catalogueUrl, importerUrl, nouvelleOffreUrl, offreUrl } from '../liens.ts'
import { direOrigine, marqueDe } from './dire.ts'

const taille = 50
/** Au-delà, un export d'un bloc ne tiendrait plus en mémoire : on filtre. */
const tailleExport = 5_000

type VueProps = {
  page: PageDe<LigneOffre>
  q: string
  etat: string | undefined
  jour: DateCivile
  vierge: boolean
  ecrit: boolean
  importe: boolean
}

const Vide = ({ ecrit, importe }: { ecrit: boolean; importe: boolean }) => (
  <Empty
    titre="Le catalogue est encore vide."
    gestes={
      ecrit ? (
        <>
          {importe ? (
            <ButtonLink href={importerUrl()} genre="main">
              Importer un fichier LHEO
            </ButtonLink>
          ) : null}{' '}
          <ButtonLink href={nouvelleOffreUrl()}>Écrire une offre</ButtonLink>
        </>
      ) : undefined
    }
  >
    Une offre entre ici en brouillon, lue dans un fichier LHEO (celui que vous déposez au Carif-Oref) ou
    écrite à la main. Adoptée, elle se planifie en sessions ; complète, elle se publie.
  </Empty>
)

const Vue = ({ page, q, etat, jour, vierge, ecrit, importe }: VueProps) => (
  <Page title="Catalogue" lede="Les actions que la coopérative propose, et celles qu’elle prépare.">
    <Section
      titre="Offres"
      id="offres"
      outils={
        ecrit && !vierge
          ? [
              ...(importe ? [{ libelle: 'Importer un fichier LHEO', href: importerUrl() }] : []),
              { libelle: 'Écrire une offre', href: nouvelleOffreUrl() },
            ]
          : []
      }
    >
      {vierge ? (
        <Vide ecrit={ecrit} importe={importe} />
      ) : (
        <>
          <Filters label="Chercher une offre" action={catalogueUrl()}>
            <FilterField name="q" label="L’intitulé commence par" value={q} />
            <FilterField
              name="etat"
              label="État"
              value={etat}
              options={[
                { value: '', label: 'brouillons et adoptées' },
                { value: 'brouillon', label: 'brouillons' },
                { value: 'adoptee', label: 'adoptées' },
                { value: 'publiee', label: 'publiées' },
                { value: 'retiree', label: 'retirées' },
              ]}
            />
          </Filters>
          {page.lignes.length === 0 ? (
            <p>Aucune offre ne répond à ce filtre. L’accent et la casse ne comptent pas.</p>
          ) : (
            <Table
              legende="Offres du catalogue"
              lignes={page.lignes}
              colonnes={[
                {
                  titre: 'Offre',
                  entete: true,
                  cell: (o) => (
                    <>
                      <a href={offreUrl({ offre: o.id })}>{o.intitule}</a>
                      {o.origine.etrangere ? (
                        <small> reprise {de(o.origine.nom ?? 'un autre organisme')}</small>
                      ) : null}
                    </>
                  ),
                },
                { titre: 'Nature', cell: (o) => (o.nature ? natures[o.nature] : 'à dire') },
                {
                  titre: 'Durée',
                  cell: (o) => (o.duree ? formaterDuree(o.duree) : o.dureeTexte || 'à dire'),
                },
                {
                  titre: 'État',
                  cell: (o) => (
                    <>
                      <Etat etat={marqueDe[o.etat]} mot={etatsOffre[o.etat]} />
                      {o.publieeLe ? <small> publiée</small> : null}
                    </>
                  ),
                },
                {
                  titre: 'Manque pour publier',
                  nombre: true,
                  cell: (o) => {
                    const n = manques(o, jour).length
                    return n === 0 ? 'rien' : `${n}\u00a0rubrique${n > 1 ? 's' : ''}`
                  },
                },
              ]}
            />
          )}
          <Pagination
            url={withQuery(catalogueUrl(), { q, etat })}
            avant={page.avant}
            apres={page.apres}
            exports={[{ libelle: 'CSV', href: withQuery(catalogueUrl(), { q, etat, format: 'csv' }) }]}
          />
        </>
      )}
    </Section>
  </Page>
)

const enTableau = (lignes: readonly LigneOffre[], jour: DateCivile): Tableau =>
  enCsv(
    [
      'Intitulé',
      'État',
      'Publiée',
      'Nature',
      'Catégorie',
      'Objectif F-3',
      'NSF',
      'Durée (h)',
      'Modalité',
      'Prix, taxe comprise',
      'Certification',
      'Origine',
      'Rubriques manquantes',
    ],
    lignes.map((o) => [
      o.intitule,
      etatsOffre[o.etat],
      o.publieeLe ? 'oui' : '',
      o.nature ? natures[o.nature] : '',
      o.nature ? categories[o.nature].code : '',
      o.f3 ? `${o.f3}. ${objectifsF3[o.f3]}` : '',
      o.nsf[0] ?? '',
      o.duree ? formaterHeuresDecimales(o.duree) : '',
      o.modalite ? modalites[o.modalite] : '',
      o.prix === null ? '' : montantDecimal(o.prix).replace('.', ','),
      o.certification,
      o.origine.etrangere ? direOrigine(o.origine) : '',
      manques(o, jour)
        .map((m) => m.nom)
        .join(', '),
    ]),
  )

const debut: PageRequest = { sens: 'apres', cle: undefined }

export const cataloguePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(catalogueUrl.modele, exigerDroit('catalogue.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const q = (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
      const brut = c.req.query('etat') ?? ''
      const etat = Object.hasOwn(etatsOffre, brut) ? (brut as EtatOffre) : undefined
      const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
      const filtre = { q, etat, publiee: brut === 'publiee' }
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'catalogue',
          enTableau((await listerOffres(tx, filtre, debut, tailleExport)).slice(0, tailleExport), jour),
        )
      const demande = readPage((nom) => c.req.query(nom), 2)
      const sure =
        demande.cle &&
        typeof demande.cle[0] === 'string' &&
        /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(demande.cle[1]))
          ? demande
          : debut
      const page = cutPage(await listerOffres(tx, filtre, sure, taille), taille, sure, (o) => [o.pli, o.id])
      return c.html(
        <Vue
          page={page}
          q={q}
          etat={filtre.publiee ? brut : etat}
          jour={jour}
          vierge={page.lignes.length === 0 && !(await aUneOffre(tx))}
          ecrit={peutVisiteur(visiteur, 'catalogue.ecrire', { estSien: true })}
          importe={peutVisiteur(visiteur, 'catalogue.ecrire')}
        />,
      )
    }),
  )
