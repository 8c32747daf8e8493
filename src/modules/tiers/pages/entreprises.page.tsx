import { liste, mots, parmi } from '#modules/organisme/index.ts'
import { ButtonLink, Empty } from '#web/components.tsx'
import { ecrireAuxPersonnesUrl, withQuery } from '#web/links.ts'
import { listerEntreprises } from '../db/entreprises.queries.ts'
import { direRoles, genresFinanceur, rolesEntreprise, sirenDeFiche } from '../domain/entreprise.ts'
import {
  doublonsEntreprisesUrl,
  entreprisesUrl,
  entrepriseUrl,
  importerCsvUrl,
  nouvelleEntrepriseUrl,
} from '../liens.ts'
import { direSiret } from './commun.ts'

const droit = 'inscriptions.inscrire'
const ajouter = {
  libelle: 'Ajouter une entreprise',
  href: nouvelleEntrepriseUrl(),
}
const ouiNon = (v: boolean) => (v ? 'oui' : 'non')

export const entreprisesPage = liste({
  lien: entreprisesUrl,
  droit: 'inscriptions.lire',
  titre: 'Entreprises',
  lede: 'Clients, financeurs et autres organismes de formation avec qui la coopérative traite.',
  legende: 'Entreprises connues',
  chercher: 'Chercher une entreprise',
  filtres: { q: mots('Nom ou SIRET'), role: parmi(rolesEntreprise, 'toutes les entreprises') },
  lire: listerEntreprises,
  cle: (e) => [e.pli, e.id],
  colonnes: [
    {
      titre: 'Entreprise',
      entete: true,
      cell: (e) => <a href={entrepriseUrl({ entreprise: e.id })}>{e.nom}</a>,
    },
    { titre: 'Rôle', cell: (e) => direRoles(e).join(', ') || 'employeur seulement' },
    { titre: 'Nom', csv: (e) => e.nom },
    { titre: 'SIRET', cell: (e) => direSiret(e.siret) || 'non renseigné', csv: (e) => direSiret(e.siret) },
    { titre: 'SIREN', csv: sirenDeFiche },
    { titre: 'Adresse', csv: (e) => e.adresse },
    { titre: 'Code postal', csv: (e) => e.codePostal },
    { titre: 'Ville', cell: (e) => e.ville ?? 'non renseignée', csv: (e) => e.ville },
    { titre: 'Courriel', csv: (e) => e.courriel },
    { titre: 'Téléphone', csv: (e) => e.telephone },
    { titre: 'Client', csv: (e) => ouiNon(e.estClient) },
    { titre: 'Financeur', csv: (e) => (e.financeur ? genresFinanceur[e.financeur] : '') },
    { titre: 'Organisme de formation', csv: (e) => ouiNon(e.estOf) },
    { titre: 'NDA', csv: (e) => e.nda },
  ],
  outils: ({ peut, visiteur }, { q, role }, { vide }) => [
    peut(droit) && ajouter,
    peut(droit) && { libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'entreprises' }) },
    peut('inscriptions.convoquer') &&
      visiteur.lectureSeule !== true &&
      !vide && {
        libelle: 'Écrire à leurs contacts',
        href: withQuery(ecrireAuxPersonnesUrl(), { liste: 'entreprises', q, role }),
      },
    peut('tiers.fusionner') && { libelle: 'Voir les doublons', href: doublonsEntreprisesUrl() },
  ],
  rien: ({ peut }) => (
    <Empty
      titre="Aucune entreprise n’est encore connue ici."
      gestes={
        peut(droit) ? (
          <ButtonLink href={ajouter.href} genre="main">
            {ajouter.libelle}
          </ButtonLink>
        ) : undefined
      }
    >
      Une entreprise entre ici quand on l’ajoute, ou quand une personne inscrite nomme son employeur.
    </Empty>
  ),
  sansReponse: ({ q }) =>
    q === ''
      ? 'Aucune fiche n’a encore ce rôle : il se coche sur la fiche d’une entreprise.'
      : 'Aucune entreprise ne répond à cette recherche. L’accent et la casse ne comptent pas.',
})
