import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterHeure } from '#kernel/heures.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { visasUrl } from '#modules/cae/index.ts'
import { offreUrl } from '#modules/catalogue/index.ts'
import { nomDuGenre, type PieceId, pieceUrl } from '#modules/documents/index.ts'
import { certificatsUrl, feuilleUrl } from '#modules/emargement/index.ts'
import { peutVisiteur, premiersPasUrl } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { chercherTiers, type EntrepriseId, entrepriseUrl, personneUrl } from '#modules/tiers/index.ts'
import type { Contributions, SeanceDuJour } from '#web/contributions.ts'
import {
  entreprisesNommees,
  feuillesAClore,
  offresNommees,
  type PieceEnAttente,
  piecesEnAttente,
  piecesNommees,
  type SeanceLue,
  seancesDuJour,
  sessionsACertifier,
  sessionsNommees,
} from './db/ecrans.queries.ts'
import { compterSessions } from './db/prises.queries.ts'

/** Un droit limité à « ce qui est sien » passe : la base ne montre déjà que l'enseigne de la personne. */
const sien = { estSien: true } as const

const droitDe = {
  visa: 'pieces.viser',
  envoyer: 'documents.emettre',
  signer: 'documents.signer',
} as const satisfies Record<PieceEnAttente['attend'], string>
const motAttente = {
  visa: 'rien n’engage la coopérative avant votre visa',
  envoyer: 'émise, pas encore envoyée au client',
  signer: 'le client a signé, la coopérative pas encore',
} as const
const gesteAttente = { visa: 'Viser', envoyer: 'Envoyer à signer', signer: 'Signer' } as const

const etatDe = (s: SeanceLue, maintenant: Date): Pick<SeanceDuJour, 'etat' | 'mot'> => {
  if (s.inscrits === 0) return { etat: 'sans-objet', mot: 'personne n’est inscrit' }
  if (s.close) return { etat: 'prouve', mot: `feuille close, ${s.signees} sur ${s.inscrits} ont signé` }
  const mot = `${s.signees} ${accorder(s.signees, 'signature')} sur ${s.inscrits}`
  if (s.signees + s.absences >= s.inscrits) return { etat: 'prouve', mot }
  if (s.finLe < maintenant) return { etat: 'manquant', mot }
  return { etat: s.signees === 0 ? 'a-venir' : 'partiel', mot }
}

const jourDe = (s: SeanceLue): string => {
  const jour = dateCivile(s.jour)
  return jour ? formaterDate(jour, 'court') : s.jour
}

/** Ce que sessions, émargement, tiers et catalogue font voir à toute la coopérative. */
export const contributionsDuFil: Contributions = {
  avertit: true,
  async seancesDuJour(tx, { visiteur, maintenant }) {
    const lues = (await seancesDuJour(tx, maintenant)).filter((s) =>
      peutVisiteur(visiteur, 'sessions.lire', { estSien: s.comptes.includes(visiteur.personneId) }),
    )
    return lues.map((s) => ({
      href: feuilleUrl({ session: s.session, seance: s.id }),
      debut: formaterHeure(s.debut),
      fin: formaterHeure(s.fin),
      bornes: {
        debut: s.debut,
        fin: s.fin,
        ici: s.fin - Math.round((s.finLe.getTime() - maintenant.getTime()) / 60_000),
      },
      intitule: s.intitule,
      detail: `${s.lieu}, ${s.formateur}`,
      ...etatDe(s, maintenant),
    }))
  },
  async aFaire(tx, { visiteur, maintenant }) {
    // Une feuille à clore attend qui l’anime, et qui prépare la session : pas la comptable, ni l’auditrice, qui la lisent.
    const lues = (await feuillesAClore(tx, maintenant)).filter(
      (s) =>
        peutVisiteur(visiteur, 'emargement.suppleer') ||
        peutVisiteur(visiteur, 'emargement.animer', { estSien: s.comptes.includes(visiteur.personneId) }),
    )
    const certifier = peutVisiteur(visiteur, 'documents.emettre')
      ? await sessionsACertifier(tx, maintenant)
      : []
    const pieces = (await piecesEnAttente(tx)).filter((p) => peutVisiteur(visiteur, droitDe[p.attend], sien))
    // Une coopérative qui n'a encore planifié aucune session : ce qui lui manque pour la première convention.
    const neuve = peutVisiteur(visiteur, 'organisme.regler') && (await compterSessions(tx)) === 0
    return [
      ...(neuve
        ? [
            {
              href: premiersPasUrl(),
              chose: 'Préparer la première session',
              detail:
                'La fiche, qui signe, le règlement, une offre, des dates : ce qu’il reste à faire, dans l’ordre.',
              geste: 'Voir les premiers pas',
            },
          ]
        : []),
      ...pieces.map((p) => ({
        href: p.attend === 'visa' ? visasUrl() : pieceUrl({ piece: p.id as PieceId }),
        chose: `${nomDuGenre(p.genre)} ${p.numero}`,
        detail: `${p.libelle}\u00a0: ${motAttente[p.attend]}.`,
        geste: gesteAttente[p.attend],
        ...(p.attend === 'visa' ? { avis: 'visa' } : {}),
      })),
      ...lues.map((s) => ({
        href: feuilleUrl({ session: s.session, seance: s.id }),
        chose: `Feuille du ${jourDe(s)}, ${formaterCreneau(s.debut, s.fin)}`,
        detail: `${s.intitule}\u00a0: ${s.signees} ${accorder(s.signees, 'signature')} sur ${s.inscrits}, feuille à clore.`,
        geste: 'Ouvrir la feuille',
      })),
      ...certifier.map((s) => ({
        href: certificatsUrl({ session: s.id }),
        chose: compter(s.certificats, 'certificat à émettre', { pluriel: 'certificats à émettre' }),
        detail: `${s.intitule}, ${s.numero}\u00a0: toutes les feuilles sont closes.`,
        geste: 'Voir les certificats',
      })),
    ]
  },
  async recherche(tx, mot, { visiteur }) {
    const personnes = peutVisiteur(visiteur, 'inscriptions.lire', sien)
      ? await chercherTiers(tx, mot, 10)
      : []
    const sessions = peutVisiteur(visiteur, 'sessions.lire', sien) ? await sessionsNommees(tx, mot) : []
    const offres = peutVisiteur(visiteur, 'catalogue.lire', sien) ? await offresNommees(tx, mot) : []
    const entreprises = peutVisiteur(visiteur, 'inscriptions.lire', sien)
      ? await entreprisesNommees(tx, mot)
      : []
    const pieces = peutVisiteur(visiteur, 'documents.emettre', sien) ? await piecesNommees(tx, mot) : []
    return [
      ...personnes.map((p) => ({
        genre: 'personne' as const,
        libelle: `${p.prenom} ${p.nom}`,
        detail: p.employeur ?? '',
        href: personneUrl({ personne: p.id }),
      })),
      ...entreprises.map((x) => ({
        ...x,
        genre: 'entreprise' as const,
        href: entrepriseUrl({ entreprise: x.id as EntrepriseId }),
      })),
      ...sessions.map((s) => ({ ...s, genre: 'session' as const, href: sessionUrl({ session: s.id }) })),
      ...offres.map((o) => ({ ...o, genre: 'offre' as const, href: offreUrl({ offre: o.id }) })),
      ...pieces.map((p) => ({
        ...p,
        libelle: `${nomDuGenre(p.genre)} ${p.libelle}`,
        genre: 'piece' as const,
        href: pieceUrl({ piece: p.id as PieceId }),
      })),
    ]
  },
}
