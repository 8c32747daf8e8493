/** Les mots que les gens emploient, et la page où cela se fait : ce qu’aucun titre de chapitre ne dit. */
import { plier } from '#kernel/texte.ts'
import { conditionsUrl, reglementUrl } from '#modules/documents/index.ts'
import { donneesUrl } from '#modules/donnees/index.ts'
import { reglagesUrl as envoisUrl, messagesUrl } from '#modules/etapes/index.ts'
import { facturesUrl, reglagesFacturesUrl } from '#modules/facturation/index.ts'
import { type droits, equipeUrl, identiteUrl, signatairesUrl } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import { entreprisesUrl, personnesUrl } from '#modules/tiers/index.ts'
import type { IdChapitre } from '#web/aide-des-pages.ts'
import { compteUrl } from '#web/links.ts'

type Droit = keyof typeof droits

export type Reponse = {
  /** Repliés : sans accent ni casse. Un mot cherché en est le début. */
  readonly mots: string
  readonly dit: string
  readonly chapitre: IdChapitre
  readonly page?: { readonly libelle: string; readonly href: string; readonly droit?: Droit }
}

const factures = { libelle: 'Factures', href: facturesUrl(), droit: 'facturation.lire' } as const
const reglagesDesFactures = {
  libelle: 'Réglages des factures',
  href: reglagesFacturesUrl(),
  droit: 'facturation.emettre',
} as const
const identite = {
  libelle: 'Identité de la coopérative',
  href: identiteUrl(),
  droit: 'organisme.regler',
} as const
const sessions = { libelle: 'Sessions', href: sessionsUrl(), droit: 'sessions.lire' } as const

export const reponses: readonly Reponse[] = [
  {
    mots: 'opco financeur akto afdas uniformation subrogation part payeur prise en charge accord',
    dit: 'Qui paie se dit au dossier du client : une ligne par payeur, sa part, la subrogation, la référence de son accord.',
    chapitre: 'dossier',
    page: sessions,
  },
  {
    mots: 'cpf edof mon compte formation caisse des depots',
    dit: 'Un achat par le CPF est un dossier de la session : on y déclare l’entrée et le service fait, puis on enregistre ce que la Caisse des dépôts paie.',
    chapitre: 'dossier',
    page: sessions,
  },
  {
    mots: 'iban bic rib banque virement greffe rcs capital penalites escompte',
    dit: 'L’IBAN, la ville du greffe et les pénalités de retard s’écrivent dans les réglages des factures.',
    chapitre: 'factures',
    page: reglagesDesFactures,
  },
  {
    mots: 'relance impaye retard de paiement echeance non payee rappel facture',
    dit: 'Les factures en retard sont en tête de la liste ; chacune se relance de sa page, aux jours que vous réglez.',
    chapitre: 'factures',
    page: factures,
  },
  {
    mots: 'avoir rembourser annuler une facture erreur corriger credit',
    dit: 'Une facture émise ne se change pas : sa page propose l’avoir qui la corrige.',
    chapitre: 'factures',
    page: factures,
  },
  {
    mots: 'acompte arrhes versement avance',
    dit: 'L’acompte se prépare depuis les factures du dossier, dès que la convention ou le contrat est établi.',
    chapitre: 'factures',
    page: factures,
  },
  {
    mots: 'tva exoneration 261 attestation franchise taxe',
    dit: 'Le régime de TVA et la date de la demande d’attestation sont dans l’identité de la coopérative.',
    chapitre: 'maison',
    page: identite,
  },
  {
    mots: 'logo couleur en-tete charte image',
    dit: 'Le logo et la couleur de vos papiers se règlent dans l’identité de la coopérative.',
    chapitre: 'maison',
    page: identite,
  },
  {
    mots: 'nda numero de declaration siret siren uai adresse du siege telephone',
    dit: 'Le numéro de déclaration, le SIRET, l’adresse et le téléphone sont dans l’identité de la coopérative.',
    chapitre: 'maison',
    page: identite,
  },
  {
    mots: 'smtp serveur de courriel mail envoi boite ne part pas spam rebond revenu',
    dit: 'Qui exploite la machine indique le serveur d’envoi (SMTP_URL) ; ce qui n’est pas parti se lit dans les messages.',
    chapitre: 'instance',
    page: { libelle: 'Messages', href: messagesUrl(), droit: 'inscriptions.convoquer' },
  },
  {
    mots: 'retard arrive en retard part avant depart absence absent justificatif minutes',
    dit: 'Le retard et le départ avant l’heure se notent sur la feuille, par qui anime ; une absence aussi. Les heures suivies en tiennent compte.',
    chapitre: 'emargement',
    page: sessions,
  },
  {
    mots: 'emarger signature tablette qr code presence hors ligne sans reseau initiales',
    dit: 'On signe par un lien personnel, sur la tablette de la salle ou hors ligne : la feuille de chaque demi-journée le propose.',
    chapitre: 'emargement',
    page: sessions,
  },
  {
    mots: 'visio zoom teams distance classe virtuelle connexion log',
    dit: 'Une séance à distance se signe comme les autres ; la liste de connexion de l’outil se joint à sa feuille.',
    chapitre: 'distance',
    page: sessions,
  },
  {
    mots: 'certificat attestation de fin realisation assiduite service fait',
    dit: 'Certificats et attestations s’émettent depuis la session, une fois les feuilles closes.',
    chapitre: 'certificats',
    page: sessions,
  },
  {
    mots: 'convention contrat devis avenant faire signer document',
    dit: 'Le devis, la convention ou le contrat s’établissent depuis le dossier du client, puis partent à signer par un lien.',
    chapitre: 'pieces',
    page: sessions,
  },
  {
    mots: 'convocation convoquer rappel j-1 mail automatique envoi automatique programmer',
    dit: 'Ce qui part tout seul, et quand, se règle dans les envois de la coopérative.',
    chapitre: 'envois',
    page: { libelle: 'Réglage des envois', href: envoisUrl(), droit: 'inscriptions.lire' },
  },
  {
    mots: 'retractation annulation renoncer delai de 14 jours 10 jours',
    dit: 'La rétractation d’un particulier se note sur son inscription ; le délai se lit au dossier.',
    chapitre: 'dossier',
    page: sessions,
  },
  {
    mots: 'mediateur dedit conditions generales cgv reclamation delai de reponse referent',
    dit: 'Dédit, délai de paiement, médiateur, référents : ce sont vos conditions.',
    chapitre: 'pieces',
    page: { libelle: 'Conditions', href: conditionsUrl(), droit: 'organisme.lire' },
  },
  {
    mots: 'reglement interieur discipline',
    dit: 'Le règlement intérieur s’établit et se signe sur sa page ; il se joint à chaque convention.',
    chapitre: 'maison',
    page: { libelle: 'Règlement intérieur', href: reglementUrl(), droit: 'documents.emettre' },
  },
  {
    mots: 'signataire delegation pouvoir qui signe direction',
    dit: 'Qui signe au nom de la coopérative, et jusqu’à quel montant, se dit dans les signataires.',
    chapitre: 'maison',
    page: { libelle: 'Signataires', href: signatairesUrl(), droit: 'organisme.lire' },
  },
  {
    mots: 'inviter collegue membre equipe role droit acces ajouter un utilisateur retirer',
    dit: 'On invite, on change un rôle et on ferme un accès depuis l’équipe.',
    chapitre: 'maison',
    page: { libelle: 'Équipe', href: equipeUrl(), droit: 'organisme.lire' },
  },
  {
    mots: 'mot de passe oublie double authentification second facteur code connexion compte',
    dit: 'Mot de passe, second facteur, appareils connectés : dans votre compte.',
    chapitre: 'compte',
    page: { libelle: 'Votre compte', href: compteUrl() },
  },
  {
    mots: 'stagiaire apprenant inscrire participant liste importer excel csv tableur',
    dit: 'Une liste se colle dans « Inscrire » de la session, ou s’importe dans les personnes depuis un tableau.',
    chapitre: 'importer',
    page: { libelle: 'Personnes', href: personnesUrl(), droit: 'inscriptions.lire' },
  },
  {
    mots: 'entreprise client employeur fiche doublon',
    dit: 'Les entreprises clientes ont chacune une fiche ; deux fiches d’une même entreprise se réunissent.',
    chapitre: 'personnes',
    page: { libelle: 'Entreprises', href: entreprisesUrl(), droit: 'inscriptions.lire' },
  },
  {
    mots: 'rgpd effacer supprimer donnees personnelles droit a l oubli conservation',
    dit: 'Les demandes d’accès et d’effacement, et ce qui arrive à son terme, sont dans les données de la coopérative.',
    chapitre: 'donnees',
    page: { libelle: 'Données personnelles', href: donneesUrl(), droit: 'donnees.effacer' },
  },
  {
    mots: 'handicap adaptation amenagement psh accessibilite',
    dit: 'Un besoin d’adaptation se dit à la personne référente handicap, qui seule le lit.',
    chapitre: 'evenements',
  },
  {
    mots: 'qualiopi audit indicateur certification rnq preuve',
    dit: 'La grille lit vos faits, indicateur par indicateur ; ce qui manque y mène à sa page.',
    chapitre: 'qualite',
  },
  {
    mots: 'satisfaction questionnaire a chaud a froid enquete avis',
    dit: 'Les questionnaires partent tout seuls aux dates réglées ; leurs réponses se lisent par session et par offre.',
    chapitre: 'questionnaires',
  },
  {
    mots: 'bilan pedagogique bpf cerfa 10443 prefecture dreets',
    dit: 'Le bilan se compose de ce qui est déjà ici : inscriptions, feuilles, factures. Il nomme ce qui lui manque.',
    chapitre: 'bpf',
  },
  {
    mots: 'sauvegarde panne serveur mise a jour restaurer',
    dit: 'Qui exploite la machine sauvegarde et restaure en ligne de commande.',
    chapitre: 'instance',
  },
]

const motsDe = (texte: string): readonly string[] => plier(texte).split(/[^a-z0-9]+/)

/** Les réponses dont les mots portent chaque mot cherché ; les plus courts, « à », « de », ne comptent pas. */
export const chercherReponses = (demande: string): readonly Reponse[] => {
  const cherches = motsDe(demande).filter((m) => m.length >= 3)
  if (cherches.length === 0) return []
  return reponses.filter((r) => {
    const siens = motsDe(r.mots)
    return cherches.every((m) =>
      siens.some((s) => s.startsWith(m) || (m.length > 4 && m.startsWith(s) && s.length > 3)),
    )
  })
}
