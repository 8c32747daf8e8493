import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { montantDecimal } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Lecteur, liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Etat } from '#web/components.tsx'
import { aUneOffre, listerOffres } from '../db/offres.queries.ts'
import { categories, objectifsF3 } from '../domain/classement.ts'
import { etatsOffre, modalites, natures } from '../domain/offre.ts'
import { manques } from '../domain/rubriques.ts'
import { catalogueUrl, importerUrl, nouvelleOffreUrl, offreUrl } from '../liens.ts'
import { direOrigine, marqueDe } from './dire.ts'

const ecrire = { libelle: 'Écrire une offre', href: nouvelleOffreUrl() }
const importer = { libelle: 'Importer un catalogue (LHEO)', href: importerUrl() }
const droit = 'catalogue.ecrire'
const jourDe = ({ le }: Lecteur): DateCivile => jourLocal(le, ZONE_PAR_DEFAUT)
const filtresEtat = { brouillon: 'brouillons', adoptee: 'validées', publiee: 'publiées', retiree: 'retirées' }

const Vide = ({ ecrit, importe }: { ecrit: boolean; importe: boolean }) => (
  <Empty
    titre="Le catalogue est encore vide."
    gestes={
      ecrit ? (
        <>
          {importe ? (
            <ButtonLink href={importerUrl()} genre="main">
              Importer un catalogue (LHEO)
            </ButtonLink>
          ) : null}{' '}
          <ButtonLink href={nouvelleOffreUrl()}>Écrire une offre</ButtonLink>
        </>
      ) : undefined
    }
  >
    Une offre entre ici en brouillon, lue dans un fichier LHEO (le format où les Carif-Oref échangent les
    catalogues de formation, celui que vous y déposez) ou écrite à la main. Validée, elle se planifie en
    sessions ; complète, elle se publie.
  </Empty>
)

export const cataloguePage = liste({
  lien: catalogueUrl,
  droit: 'catalogue.lire',
  entre: () => true,
  titre: 'Catalogue',
  lede: 'Les actions que la coopérative propose, et celles qu’elle prépare.',
  section: { titre: 'Offres', id: 'offres' },
  legende: 'Offres du catalogue',
  chercher: 'Chercher une offre',
  filtres: {
    q: mots('L’intitulé commence par'),
    etat: parmi(filtresEtat, 'brouillons et validées', 'État'),
  },
  lire: (tx, { q, etat }, page, taille) =>
    listerOffres(
      tx,
      { q, etat: etat === 'publiee' ? undefined : etat, publiee: etat === 'publiee' },
      page,
      taille,
    ),
  cle: (o) => [o.pli, o.id],
  tailleExport: 5_000,
  colonnes: [
    {
      titre: 'Offre',
      entete: true,
      cell: (o) => (
        <>
          <a href={offreUrl({ offre: o.id })}>{o.intitule}</a>
          {o.origine.etrangere ? <small> reprise {de(o.origine.nom ?? 'un autre organisme')}</small> : null}
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
      cell: (o, ici) => {
        const n = manques(o, jourDe(ici)).length
        return n === 0 ? 'rien' : `${n}\u00a0rubrique${n > 1 ? 's' : ''}`
      },
    },
    { titre: 'Intitulé', csv: (o) => o.intitule },
    { titre: 'État', csv: (o) => etatsOffre[o.etat] },
    { titre: 'Publiée', csv: (o) => (o.publieeLe ? 'oui' : '') },
    { titre: 'Nature', csv: (o) => (o.nature ? natures[o.nature] : '') },
    { titre: 'Catégorie', csv: (o) => (o.nature ? categories[o.nature].code : '') },
    { titre: 'Objectif F-3', csv: (o) => (o.f3 ? `${o.f3}. ${objectifsF3[o.f3]}` : '') },
    { titre: 'NSF', csv: (o) => o.nsf[0] ?? '' },
    { titre: 'Durée (h)', csv: (o) => (o.duree ? o.duree / 60 : null) },
    { titre: 'Modalité', csv: (o) => (o.modalite ? modalites[o.modalite] : '') },
    {
      titre: 'Prix par stagiaire',
      csv: (o) => (o.prix === null ? null : montantDecimal(o.prix)),
    },
    { titre: 'Certification', csv: (o) => o.certification },
    { titre: 'Origine', csv: (o) => (o.origine.etrangere ? direOrigine(o.origine) : '') },
    {
      titre: 'Rubriques manquantes',
      csv: (o, ici) =>
        manques(o, jourDe(ici))
          .map((m) => m.nom)
          .join(', '),
    },
  ],
  vierge: async (tx) => !(await aUneOffre(tx)),
  outils: ({ peut }, _, { vierge }) => [
    peut(droit, { estSien: true }) && peut(droit) && !vierge && importer,
    peut(droit, { estSien: true }) && !vierge && ecrire,
  ],
  rien: ({ peut }) => <Vide ecrit={peut(droit, { estSien: true })} importe={peut(droit)} />,
  sansReponse: () => 'Aucune offre ne répond à ce filtre. L’accent et la casse ne comptent pas.',
})
