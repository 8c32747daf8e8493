/** Les mots que les gens emploient, et la page où le faire : ce qu’aucun titre de chapitre ne dit. */
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
    dit: 'Le dossier du client dit qui paie : une ligne par payeur, sa part, la subrogation, la référence de son accord.',
    chapitre: 'dossier',
    page: sessions,
  },
  {
    mots: 'cpf edof mon compte formation caisse des depots',
    dit: 'Un achat par le CPF est un dossier de la session : vous y déclarez l’entrée et le service fait, puis vous enregistrez ce que la Caisse des dépôts paie.',
    chapitre: 'dossier',
    page: sessions,
  },
  {
    mots: 'iban bic rib banque virement greffe rcs capital penalites escompte',
    dit: 'Écrivez l’IBAN, la ville du greffe et les pénalités de retard dans les réglages des factures.',
    chapitre: 'factures',
    page: reglagesDesFactures,
  },
  {
    mots: 'relance impaye retard de paiement echeance non payee rappel facture',
    dit: 'Les factures en retard sont en tête de la liste ; vous relancez chacune de sa page, aux jours que vous réglez.',
    chapitre: 'factures',
    page: factures,
  },
  {
    mots: 'avoir rembourser annuler une facture erreur corriger credit',
    dit: 'Personne ne change une facture émise : sa page propose l’avoir qui la corrige.',
    chapitre: 'factures',
    page: factures,
  },
  {
    mots: 'acompte arrhes versement avance',
    dit: 'Préparez l’acompte depuis les factures du dossier, dès que la convention ou le contrat est établi.',
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
    dit: 'Réglez le logo et la couleur de vos papiers dans l’identité de la coopérative.',
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
    dit: 'La personne qui exploite la machine indique le serveur d’envoi (SMTP_URL) ; la page des messages montre ce qui n’est pas parti.',
    chapitre: 'instance',
    page: { libelle: 'Messages', href: messagesUrl(), droit: 'inscriptions.convoquer' },
  },
  {
    mots: 'retard arrive en retard part avant depart absence absent justificatif minutes',
    dit: 'La personne qui anime note sur la feuille un retard, un départ avant l’heure, une absence. Les heures suivies en tiennent compte.',
    chapitre: 'emargement',
    page: sessions,
  },
  {
    mots: 'emarger signature tablette qr code presence hors ligne sans reseau initiales',
    dit: 'Les stagiaires signent par un lien personnel, sur la tablette de la salle ou hors ligne : la feuille de chaque demi-journée le propose.',
    chapitre: 'emargement',
    page: sessions,
  },
  {
    mots: 'visio zoom teams distance classe virtuelle connexion log',
    dit: 'Les stagiaires signent une séance à distance comme les autres ; joignez à sa feuille la liste de connexion de l’outil.',
    chapitre: 'distance',
    page: sessions,
  },
  {
    mots: 'certificat attestation de fin realisation assiduite service fait',
    dit: 'Émettez certificats et attestations depuis la session, une fois les feuilles closes.',
    chapitre: 'certificats',
    page: sessions,
  },
  {
    mots: 'convention contrat devis avenant faire signer document',
    dit: 'Établissez le devis, la convention ou le contrat depuis le dossier du client, puis envoyez-les à signer par un lien.',
    chapitre: 'pieces',
    page: sessions,
  },
  {
    mots: 'convocation convoquer rappel j-1 mail automatique envoi automatique programmer',
    dit: 'Réglez ce qui part tout seul, et quand, dans les envois de la coopérative.',
    chapitre: 'envois',
    page: { libelle: 'Réglage des envois', href: envoisUrl(), droit: 'inscriptions.lire' },
  },
  {
    mots: 'retractation annulation renoncer delai de 14 jours 10 jours',
    dit: 'Notez la rétractation d’un particulier sur son inscription ; le dossier dit le délai.',
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
    dit: 'Établissez et signez le règlement intérieur sur sa page ; Coforme le joint à chaque convention.',
    chapitre: 'maison',
    page: { libelle: 'Règlement intérieur', href: reglementUrl(), droit: 'documents.emettre' },
  },
  {
    mots: 'signataire delegation pouvoir qui signe direction',
    dit: 'La page des signataires dit qui signe au nom de la coopérative, et jusqu’à quel montant.',
    chapitre: 'maison',
    page: { libelle: 'Signataires', href: signatairesUrl(), droit: 'organisme.lire' },
  },
  {
    mots: 'inviter collegue membre equipe role droit acces ajouter un utilisateur retirer',
    dit: 'Invitez, changez un rôle, fermez un accès depuis l’équipe.',
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
    dit: 'Collez une liste dans « Inscrire » de la session, ou importez-la d’un tableau dans les personnes.',
    chapitre: 'importer',
    page: { libelle: 'Personnes', href: personnesUrl(), droit: 'inscriptions.lire' },
  },
  {
    mots: 'entreprise client employeur fiche doublon',
    dit: 'Les entreprises clientes ont chacune une fiche ; vous pouvez réunir deux fiches d’une même entreprise.',
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
    dit: 'Dites un besoin d’adaptation à la personne référente handicap, qui seule le lit.',
    chapitre: 'evenements',
  },
  {
    mots: 'qualiopi audit indicateur certification rnq preuve',
    dit: 'La grille lit vos faits, indicateur par indicateur ; ce qui manque y mène à sa page.',
    chapitre: 'qualite',
  },
  {
    mots: 'satisfaction questionnaire a chaud a froid enquete avis',
    dit: 'Les questionnaires partent tout seuls aux dates réglées ; vous lisez leurs réponses par session et par offre.',
    chapitre: 'questionnaires',
  },
  {
    mots: 'bilan pedagogique bpf cerfa 10443 prefecture dreets',
    dit: 'Coforme compose le bilan de ce qui est déjà ici : inscriptions, feuilles, factures. Il nomme ce qui lui manque.',
    chapitre: 'bpf',
  },
  {
    mots: 'sauvegarde panne serveur mise a jour restaurer',
    dit: 'La personne qui exploite la machine sauvegarde et restaure en ligne de commande.',
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
