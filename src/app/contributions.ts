import { ajouterJours, type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { delaiCertificat, jourDuCertificat } from '#kernel/delais.ts'
import { formaterCreneau, formaterHeure } from '#kernel/heures.ts'
import { accorder, compter, de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type PieceEnAttente, piecesEnAttente, visasUrl, viserUrl } from '#modules/cae/index.ts'
import { offresNommees, offreUrl } from '#modules/catalogue/index.ts'
import {
  autrePartie,
  lectureDe,
  leGenre,
  nomDuGenre,
  type PieceId,
  piecesNommees,
  pieceUrl,
  rappelDeVisa,
  renvoyerDemandeUrl,
} from '#modules/documents/index.ts'
import {
  certificatsAVenir,
  certificatsUrl,
  fenetreDe,
  feuillesAClore,
  feuilleUrl,
  type SeanceDAujourdhui,
  type SeanceTenue,
  seancesDuJour,
  sessionsACertifier,
  sessionsATerminer,
} from '#modules/emargement/index.ts'
import { objetsEtFacturesSiens } from '#modules/facturation/index.ts'
import { accordsNommes } from '#modules/inscriptions/index.ts'
import {
  listerSignataires,
  peutSigner,
  peutVisiteur,
  premiersPasUrl,
  signatairesUrl,
} from '#modules/organisme/index.ts'
import {
  compterSessions,
  etatSessionUrl,
  sessionsNommees,
  sessionUrl,
  seTermineDUnClic,
} from '#modules/sessions/index.ts'
import {
  chercherTiers,
  type EntrepriseId,
  entreprisesNommees,
  entrepriseUrl,
  personneUrl,
} from '#modules/tiers/index.ts'
import type { AFaire, Contributions, Regard, SeanceDuJour } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { direSeance } from './dire-seance.ts'
import { attenduesDAbord, direTerme } from './terme-de-piece.ts'

/** Les certificats se lisent venir deux semaines : au-delà, c’est le planning. Choix du produit. */
const JOURS_DE_CERTIFICAT = 14

const jourDe = (s: SeanceTenue): string => {
  const jour = dateCivile(s.jour)
  return jour ? formaterDate(jour, 'court') : s.jour
}

/** Un droit limité à « ce qui est sien » passe : la base ne montre déjà que l'enseigne de la personne. */
const sien = { estSien: true } as const

const droitDe = {
  visa: 'pieces.viser',
  'viser-soi': 'engagements.lire',
  envoyer: 'documents.emettre',
  signer: 'documents.signer',
  relancer: 'documents.emettre',
} as const satisfies Record<PieceEnAttente['attend'], string>
const motAttente = {
  visa: 'rien n’engage la coopérative avant votre visa',
  'viser-soi': 'votre plafond vous laisse la viser',
  envoyer: 'émise, pas encore envoyée au client',
  signer: 'le client a signé, la coopérative pas encore',
  relancer: 'pas encore revenue signée',
} as const
/** Une convention d’activité commune n’a pas de client : elle a une personne. */
const direAttente = (p: PieceEnAttente): string => {
  const autre = autrePartie(p.genre)
  return autre === 'le client'
    ? motAttente[p.attend]
    : motAttente[p.attend].replace('le client', autre).replace('au client', `à ${autre}`)
}
const gesteAttente = {
  visa: 'Viser',
  'viser-soi': 'Viser',
  envoyer: 'Envoyer à signer',
  signer: 'Signer',
  relancer: 'Renvoyer le lien',
} as const
const verbeAttente = {
  visa: 'Viser',
  'viser-soi': 'Viser',
  envoyer: 'Envoyer',
  signer: 'Signer',
  relancer: 'Relancer',
} as const
const enGeste = (p: PieceEnAttente, maintenant: Date): AFaire => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const { dit, terme } = direTerme(p, jour)
  const piece = `${leGenre(p.genre)} ${p.numero}`
  return {
    href:
      p.attend === 'visa'
        ? visasUrl()
        : p.attend === 'viser-soi'
          ? viserUrl({ piece: p.id as PieceId })
          : pieceUrl({ piece: p.id as PieceId }),
    verbe: verbeAttente[p.attend],
    chose:
      p.attend === 'relancer' && p.client
        ? `${p.client}, pour ${piece}`
        : p.attend === 'visa'
          ? `${piece}${rappelDeVisa(p.emiseLe, maintenant)}`
          : piece,
    detail:
      p.genre === 'reglement-interieur'
        ? 'Émis, pas encore signé\u00a0: tout organisme en établit un (C.\u00a0trav., art.\u00a0L6352-3), et le remet à chaque stagiaire (art.\u00a0L6353-8).'
        : `${p.libelle}\u00a0: ${direAttente(p)}.${dit}`,
    geste: gesteAttente[p.attend],
    ...(p.attend === 'relancer' && p.demande
      ? {
          direct: {
            href: renvoyerDemandeUrl({ piece: p.id as PieceId, demande: p.demande as never }),
            champs: {},
            libelle: gesteAttente.relancer,
          },
        }
      : {}),
    ...(terme ? { terme } : {}),
    ...(p.attend === 'visa' ? { avis: 'visa' } : {}),
  }
}

/** Ce que la personne a le droit de lire d’une séance, et si elle peut en renvoyer les liens. */
const droitsSur = (visiteur: Visiteur, s: Pick<SeanceDAujourdhui, 'comptes'>) => {
  const estSien = s.comptes.includes(visiteur.personneId)
  // Comme la feuille : sans compte de formateur, qui prépare la session supplée ; en assistance, personne.
  const tient =
    !visiteur.assistance &&
    (s.comptes.length === 0
      ? peutVisiteur(visiteur, 'emargement.suppleer')
      : peutVisiteur(visiteur, 'emargement.animer', { estSien }))
  // Qui prépare les sessions relance, sans tenir la feuille d’une autre personne.
  const renvoie = tient || (!visiteur.assistance && peutVisiteur(visiteur, 'emargement.suppleer'))
  return { lit: peutVisiteur(visiteur, 'emargement.lire', { estSien }), tient, renvoie }
}

const enSeanceDuJour = (s: SeanceDAujourdhui, { visiteur, maintenant }: Regard): SeanceDuJour => {
  const feuille = feuilleUrl({ session: s.session, seance: s.id })
  const { lit, renvoie } = droitsSur(visiteur, s)
  const fenetre = fenetreDe({ ...s, date: s.jour as DateCivile, close: s.closeLe !== null })
  return {
    href: lit ? feuille : sessionUrl({ session: s.session }),
    session: s.session,
    inscriptions: s.inscriptions,
    debut: formaterHeure(s.debut),
    fin: formaterHeure(s.arreteeA ?? s.fin),
    bornes: {
      debut: s.debut,
      fin: s.arreteeA ?? s.fin,
      ici: s.fin - Math.round((s.finLe.getTime() - maintenant.getTime()) / 60_000),
    },
    intitule: s.intitule,
    ...direSeance({ ...s, ...fenetre }, maintenant, {
      lit,
      renvoyer: renvoie ? `${feuille}#presences` : undefined,
    }),
  }
}

/** Ce que sessions, émargement, tiers et catalogue font voir à toute la coopérative. */
export const contributionsDuFil: Contributions = {
  avertit: true,
  async seancesDuJour(tx, regard) {
    return (await seancesDuJour(tx, regard.maintenant))
      .filter((s) =>
        peutVisiteur(regard.visiteur, 'sessions.lire', {
          estSien: s.comptes.includes(regard.visiteur.personneId),
        }),
      )
      .map((s) => enSeanceDuJour(s, regard))
  },
  async aFaire(tx, { visiteur, maintenant }) {
    const regle = peutVisiteur(visiteur, 'organisme.regler')
    const [ouvertes, certifier, terminer, attendues, sessions] = await Promise.all([
      peutVisiteur(visiteur, 'emargement.suppleer') || peutVisiteur(visiteur, 'emargement.animer', sien)
        ? feuillesAClore(tx, maintenant)
        : [],
      peutVisiteur(visiteur, 'documents.emettre') ? sessionsACertifier(tx, maintenant) : [],
      peutVisiteur(visiteur, 'sessions.planifier') ? sessionsATerminer(tx, maintenant) : [],
      Object.values(droitDe).some((d) => peutVisiteur(visiteur, d, sien))
        ? piecesEnAttente(tx, maintenant)
        : [],
      regle ? compterSessions(tx) : undefined,
    ])
    // Une feuille à clore attend qui l’anime, et qui prépare la session : pas la comptable, ni l’auditrice, qui la lisent.
    const lues = ouvertes.filter(
      (s) =>
        peutVisiteur(visiteur, 'emargement.suppleer') ||
        peutVisiteur(visiteur, 'emargement.animer', { estSien: s.comptes.includes(visiteur.personneId) }),
    )
    // Le règlement n’appelle que qui peut le signer : sa fonction ou sa délégation, celle des certificats (il ne dit aucun prix).
    const signeLeReglement =
      !visiteur.assistance &&
      attendues.some((p) => p.genre === 'reglement-interieur') &&
      peutSigner(
        await listerSignataires(tx),
        visiteur.personneId,
        'certificat-realisation',
        null,
        jourLocal(maintenant, ZONE_PAR_DEFAUT),
      ).ok
    const pieces = attendues.filter(
      (p) =>
        peutVisiteur(visiteur, droitDe[p.attend], sien) &&
        (p.genre !== 'reglement-interieur' || signeLeReglement),
    )
    return [
      // Une coopérative qui n'a encore planifié aucune session : ce qui lui manque pour la première convention.
      ...(sessions === 0
        ? [
            {
              href: premiersPasUrl(),
              verbe: 'Préparer',
              chose: 'la première session',
              detail:
                'La fiche, qui signe, le règlement, une offre, des dates : ce qu’il reste à faire, dans l’ordre.',
              geste: 'Voir les premiers pas',
            },
          ]
        : []),
      ...attenduesDAbord(pieces).map((p) => enGeste(p, maintenant)),
      ...lues.map((s) => ({
        href: feuilleUrl({ session: s.session, seance: s.id }),
        // Qui ne la tient pas la rappelle à qui l’anime : la page lui en donne le geste.
        verbe: droitsSur(visiteur, s).tient ? 'Clore' : 'Rappeler',
        chose: `la feuille du ${jourDe(s)}, ${formaterCreneau(s.debut, s.arreteeA ?? s.fin)}`,
        detail: `${s.intitule}, ${s.signees} ${accorder(s.signees, 'signature')} sur ${s.inscrits}.`,
        geste: 'Ouvrir la feuille',
        terme: { jour: s.jour as DateCivile, fixe: 'usage' as const },
      })),
      ...terminer.map((s) => ({
        href: etatSessionUrl({ session: s.id, vers: 'terminee' }),
        verbe: 'Terminer',
        chose: `la session ${s.numero}`,
        detail: `${s.intitule}\u00a0: toutes les feuilles sont closes, et chacun y est présent ou absent.`,
        geste: seTermineDUnClic(s.etat) ? 'Terminer la session' : 'Vérifier et terminer',
        ...(seTermineDUnClic(s.etat)
          ? {
              direct: {
                href: etatSessionUrl({ session: s.id, vers: 'terminee' }),
                champs: { motif: '' },
                libelle: 'Terminer la session',
              },
            }
          : {}),
        terme: { jour: s.dernierJour, fixe: 'usage' as const },
      })),
      ...certifier.map((s) => ({
        href: certificatsUrl({ session: s.id }),
        verbe: 'Émettre',
        chose: compter(s.certificats, 'certificat de réalisation', {
          pluriel: 'certificats de réalisation',
        }),
        detail: `${s.intitule}, ${s.numero}\u00a0: toutes les feuilles sont closes.`,
        geste: s.certificats > 1 ? 'Relire les certificats' : 'Relire le certificat',
        terme: { jour: jourDuCertificat(s.dernierJour), fixe: 'usage' as const },
      })),
    ]
  },
  async echeances(tx, { visiteur, maintenant }) {
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    const [certificats, mandats] = await Promise.all([
      peutVisiteur(visiteur, 'documents.emettre')
        ? certificatsAVenir(
            tx,
            ajouterJours(jour, -delaiCertificat()),
            ajouterJours(jour, JOURS_DE_CERTIFICAT),
          )
        : [],
      peutVisiteur(visiteur, 'organisme.regler') ? listerSignataires(tx) : [],
    ])
    return [
      ...certificats.map((s) => ({
        jour: jourDuCertificat(s.dernierJour),
        chose: `Certificats de « ${s.intitule} »`,
        href: sessionUrl({ session: s.id }),
        suite: ', si toutes ses feuilles sont closes.',
        ...(s.ouverte ? { fixe: 'usage' as const } : {}),
      })),
      ...mandats.flatMap((m) =>
        m.fin && !m.revoqueeLe
          ? [
              {
                jour: m.fin,
                chose:
                  m.genre === 'fonction' ? `Fin du mandat ${de(m.nom)}` : `Fin de la délégation ${de(m.nom)}`,
                href: signatairesUrl(),
                suite: ' : qui signera ensuite\u202f?',
              },
            ]
          : [],
      ),
    ]
  },
  async recherche(tx, mot, { visiteur, maintenant }) {
    const personnes = peutVisiteur(visiteur, 'inscriptions.lire', sien)
      ? await chercherTiers(tx, mot, 10)
      : []
    const sessions = peutVisiteur(visiteur, 'sessions.lire', sien) ? await sessionsNommees(tx, mot) : []
    const offres = peutVisiteur(visiteur, 'catalogue.lire', sien) ? await offresNommees(tx, mot) : []
    const entreprises = peutVisiteur(visiteur, 'inscriptions.lire', sien)
      ? await entreprisesNommees(tx, mot)
      : []
    const accords = peutVisiteur(visiteur, 'inscriptions.lire') ? await accordsNommes(tx, mot) : []
    const pieces = await piecesNommees(
      tx,
      mot,
      await lectureDe(tx, { siens: objetsEtFacturesSiens }, visiteur, maintenant),
    )
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
      ...[...sessions, ...accords].map((s) => ({
        ...s,
        genre: 'session' as const,
        href: sessionUrl({ session: s.id }),
      })),
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
