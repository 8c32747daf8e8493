import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty } from '#web/components.tsx'
import { ecrireAuxPersonnesUrl, withQuery } from '#web/links.ts'
import { listerTiers, qui as quis } from '../db/tiers.queries.ts'
import {
  doublonsPersonnesUrl,
  entrepriseUrl,
  importerCsvUrl,
  nouvellePersonneUrl,
  personnesUrl,
  personneUrl,
} from '../liens.ts'
import { direSiret } from './commun.ts'

const droit = 'inscriptions.inscrire'
const ajouter = {
  libelle: 'Ajouter une personne',
  href: nouvellePersonneUrl(),
}

export const personnesPage = liste({
  lien: personnesUrl,
  droit: 'inscriptions.lire',
  titre: 'Personnes',
  lede: 'Celles et ceux que la coopérative forme, rencontre ou fait intervenir.',
  legende: 'Personnes connues',
  chercher: 'Chercher une personne',
  filtres: { q: mots('Nom, prénom ou courriel'), qui: parmi(quis, 'toutes les personnes') },
  lire: listerTiers,
  cle: (t) => [t.pli, t.id],
  colonnes: [
    {
      titre: 'Personne',
      entete: true,
      cell: (t) => (
        <a href={personneUrl({ personne: t.id })}>
          {t.nom} {t.prenom}
        </a>
      ),
    },
    { titre: 'Nom', csv: (t) => t.nom },
    { titre: 'Prénom', csv: (t) => t.prenom },
    { titre: 'Courriel', cell: (t) => t.courriel ?? 'non donné', csv: (t) => t.courriel },
    {
      titre: 'Employeur',
      cell: (t) =>
        t.entreprise ? (
          <a href={entrepriseUrl({ entreprise: t.entreprise })}>{t.employeur}</a>
        ) : (
          'non renseigné'
        ),
      csv: (t) => t.employeur,
    },
    { titre: 'SIRET', csv: (t) => direSiret(t.siret) },
    { titre: 'Téléphone', csv: (t) => t.telephone },
  ],
  outils: ({ peut, visiteur }, { q, qui }, { vide }) => [
    peut(droit) && ajouter,
    peut(droit) && { libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'personnes' }) },
    peut('inscriptions.convoquer') &&
      visiteur.lectureSeule !== true &&
      !vide && { libelle: 'Écrire à plusieurs', href: withQuery(ecrireAuxPersonnesUrl(), { q, qui }) },
    peut('tiers.fusionner') && { libelle: 'Voir les doublons', href: doublonsPersonnesUrl() },
  ],
  rien: ({ peut }) => (
    <Empty
      titre="Personne n’est encore connu ici."
      gestes={
        peut(droit) ? (
          <ButtonLink href={ajouter.href} genre="main">
            {ajouter.libelle}
          </ButtonLink>
        ) : undefined
      }
    >
      Une personne entre ici quand on l’ajoute, ou quand on l’inscrit à une session.
    </Empty>
  ),
  sansReponse: ({ q, qui }) =>
    q !== ''
      ? 'Personne ne répond à cette recherche. Quelques lettres du début du nom, du prénom ou du courriel suffisent, dans n’importe quel ordre ; l’accent et la casse ne comptent pas.'
      : qui === 'intervenant'
        ? 'Personne n’intervient encore : ouvrez une fiche, et écrivez-y les titres et qualités.'
        : qui === 'contact'
          ? 'Aucune entreprise n’a encore de contact : ajoutez-en un depuis sa fiche.'
          : 'Personne n’a encore été inscrit à une session.',
})
