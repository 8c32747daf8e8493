import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCentimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Etat, Section, Table } from '#web/components.tsx'
import { facturesAVerifier } from '../db/enregistrer.ts'
import { type FiltreEtat, listerFactures } from '../db/factures.queries.ts'
import { type ProjetEnCours, projetsEnCours } from '../db/projets.ts'
import { motGenre } from '../domain/facture.ts'
import { etatDeFacture, motEtatFacture, soldeDe } from '../domain/reglements.ts'
import {
  aFacturerUrl,
  chargesUrl,
  comptabiliteUrl,
  comptesUrl,
  electroniquesUrl,
  exercicesUrl,
  facturesUrl,
  factureUrl,
  importerFacturesUrl,
  nouvelleFactureUrl,
  projetUrl,
  reglagesFacturesUrl,
  releveUrl,
  tresorerieUrl,
  verifierFacturesUrl,
} from '../liens.ts'
import { formeDe, jourIci, litEnListe } from './commun.ts'

const motFiltre: Readonly<Record<FiltreEtat, string>> = {
  due: 'à régler',
  retard: 'en retard',
  soldee: 'soldées',
  avoir: 'avoirs',
  'a-affecter': 'sans origine',
  ailleurs: 'émises par un autre outil',
}

const Preparation = ({ projets }: { projets: readonly ProjetEnCours[] }) => (
  <Section titre="En préparation" id="preparation" sous="À relire, à viser ou à émettre">
    <Table
      legende="Factures et avoirs en préparation"
      lignes={projets}
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
              <Etat etat="a-juger" mot={p.visa?.vaut ? 'visé, à émettre' : 'attend le visa'} />
            ) : (
              <Etat etat="a-venir" mot="à relire" />
            ),
        },
        { titre: 'Montant HT', nombre: true, cell: (p) => formaterMontant(p.ht) },
      ]}
    />
  </Section>
)

export const facturesPage = liste({
  lien: facturesUrl,
  droit: 'facturation.lire',
  entre: ({ visiteur }, tx) => litEnListe(tx, visiteur),
  titre: 'Facturation',
  lede: 'Vos factures, celles d’autres logiciels, les impayés.',
  section: { titre: 'Factures', id: 'factures' },
  legende: 'Factures, acomptes et avoirs, du plus récent au plus ancien',
  chercher: 'Chercher une facture',
  filtres: { q: mots('Payeur ou numéro'), etat: parmi(motFiltre, 'toutes') },
  lire: async (tx, { q, etat }, page, taille, { le }) => {
    const ici = await jourIci(tx, le)
    const lues = await listerFactures(tx, { q: plier(q), etat }, page, taille, ici)
    return lues.map((f) => ({ ...f, etat: etatDeFacture(f, ici) }))
  },
  cle: (f) => [`${f.emiseLe} ${f.numero}`, f.id],
  cleSure: (rang) => dateCivile(rang.slice(0, 10)) !== undefined,
  taille: 30,
  colonnes: [
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
          <Etat etat={formeDe[f.etat]} mot={motEtatFacture[f.etat]} />
        ),
    },
    { titre: 'TTC', nombre: true, cell: (f) => formaterCentimes(f.ttc) },
    {
      titre: 'Solde',
      nombre: true,
      cell: (f) => (f.genre === 'avoir' || f.retiree ? '' : formaterCentimes(soldeDe(f))),
    },
    { titre: 'numero', csv: (f) => f.numero },
    { titre: 'genre', csv: (f) => f.genre },
    { titre: 'outil', csv: (f) => f.outil },
    { titre: 'date', csv: (f) => f.emiseLe },
    { titre: 'echeance', csv: (f) => f.echeance },
    { titre: 'payeur', csv: (f) => f.payeur },
    { titre: 'origine', csv: (f) => f.source },
    { titre: 'session', csv: (f) => f.sessionNumero },
    { titre: 'enseigne', csv: (f) => f.enseigne },
    { titre: 'montant_ht', csv: (f) => montantDecimal(f.ht) },
    { titre: 'tva', csv: (f) => montantDecimal(f.tva) },
    { titre: 'ttc', csv: (f) => montantDecimal(f.ttc) },
    { titre: 'avoirs', csv: (f) => montantDecimal(f.avoirs) },
    { titre: 'regle', csv: (f) => montantDecimal(f.regle) },
    { titre: 'solde', csv: (f) => (f.genre === 'avoir' ? '' : montantDecimal(soldeDe(f))) },
    { titre: 'etat', csv: (f) => (f.retiree ? 'retirée' : motEtatFacture[f.etat]) },
  ],
  autour: async (tx, { visiteur, peut }) => {
    const comptable = peut('facturation.emettre')
    const projets = peut('facturation.preparer') || visiteur.enseigne ? await projetsEnCours(tx) : []
    const aVerifier = comptable ? (await facturesAVerifier(tx)).length : 0
    return {
      outils: [
        { libelle: 'À facturer', href: aFacturerUrl() },
        { libelle: 'Comptes clients', href: comptesUrl() },
        { libelle: 'Trésorerie', href: tresorerieUrl() },
        { libelle: 'Factures électroniques', href: electroniquesUrl() },
        !visiteur.assistance &&
          peut('facturation.preparer', { estSien: visiteur.enseigne !== undefined }) && {
            libelle: 'Facture sans dossier',
            href: nouvelleFactureUrl(),
          },
        ...(comptable
          ? [
              { libelle: 'Relevé de banque', href: releveUrl() },
              { libelle: 'Enregistrer, importer', href: importerFacturesUrl() },
              { libelle: 'Charges', href: chargesUrl() },
              { libelle: 'Chiffre d’affaires', href: exercicesUrl() },
              { libelle: 'Comptabilité', href: comptabiliteUrl() },
              { libelle: 'Réglages', href: reglagesFacturesUrl() },
            ]
          : []),
        aVerifier > 0 && { libelle: `À vérifier : ${aVerifier}`, href: verifierFacturesUrl() },
      ],
      ...(projets.length > 0 && { avant: <Preparation projets={projets} /> }),
    }
  },
  rien: () => (
    <Empty
      titre="Aucune facture n’est encore connue ici"
      gestes={
        <ButtonLink href={aFacturerUrl()} genre="main">
          Voir ce qui est à facturer
        </ButtonLink>
      }
    >
      Une facture naît du dossier d’un client, ses heures suivies faisant son montant. Ce qu’un autre outil a
      émis s’enregistre sans se ressaisir.
    </Empty>
  ),
  sansReponse: () => 'Aucune facture ne répond à cette recherche. L’accent et la casse ne comptent pas.',
})
