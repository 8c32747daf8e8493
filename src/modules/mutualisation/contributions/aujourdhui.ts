/**
 * Ce qui met dans la journée : une écriture à accorder, une attente à passer, un relevé à signer ; qui demande à joindre la personne ; ce qu’une
 * mission attend ; qui demande un bien, quelle salle préparer, quelle location facturer ; un accord des responsables conjoints à signer.
 */

import { ajouterJours } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, de } from '#kernel/texte.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { mesPoles } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { conjointsUrl } from '#web/links.ts'
import { encoreAuPlanning, lireAppels, lireMissions } from '../db/appels.ts'
import { lireReservations } from '../db/biens.ts'
import { lireConjoints } from '../db/conjoints.ts'
import { arretesDuPole, lirePropositions, lireReleve, monCompte } from '../db/courant.ts'
import { missionsARevoir } from '../db/dossier-attendu.ts'
import { maFiche } from '../db/vivier.ts'
import { direHeures, duDe, preparee } from '../domain/biens.ts'
import { aVirer } from '../domain/courant.ts'
import {
  type Attente,
  attentesDe,
  direARevoir,
  direRefusDeSigner,
  etatAu,
  lignesDuConstat,
  type Mission,
} from '../domain/missions.ts'
import { etatDAccord, genresDeTerme, termes } from '../domain/vivier.ts'
import { factureDe } from '../lecture/facture-de-mission.ts'
import { appelUrl, bienUrl, compteCourantUrl, ligneDuCourantUrl, maFicheUrl, missionUrl } from '../liens.ts'

const euros = (c: number) => formaterMontant(centimes(Math.abs(c)))

const duCompteCourant = async (tx: TenantTx, maintenant: Date): Promise<readonly AFaire[]> => {
  const gestes: AFaire[] = []
  for (const { id: pole, nom } of await mesPoles(tx)) {
    if (!(await monCompte(tx, pole))) continue
    const href = compteCourantUrl({ pole })
    for (const p of await lirePropositions(tx, pole, maintenant))
      if (!p.deNous)
        gestes.push({
          href,
          verbe: 'Accorder',
          chose: `${euros(p.montant)} ${p.jeDois ? `à ${p.nom}` : `que ${p.nom} vous doit`}`,
          detail: `Compte courant, ${nom} : ${p.libelle}.`,
          geste: 'Ouvrir le compte',
        })
    for (const l of (await lireReleve(tx, pole)).filter((x) => x.aMoi || aVirer(x)))
      gestes.push({
        href: ligneDuCourantUrl({ pole, ligne: l.mouvement }),
        verbe: aVirer(l) ? 'Virer' : l.arrete ? 'Confirmer' : 'Passer',
        chose: `${euros(l.attente)} ${aVirer(l) ? `à ${l.nom}` : de(l.nom)}`,
        detail: `Compte courant, ${nom} : ${l.libelle}.`,
        geste: 'Ouvrir la ligne',
      })
    if ((await arretesDuPole(tx, pole)).some((a) => !a.compenseLe && !a.signeLe))
      gestes.push({
        href,
        verbe: 'Signer',
        chose: `votre relevé du compte courant, ${nom}`,
        detail: 'Les comptes du pôle sont arrêtés : relisez, puis signez.',
        geste: 'Ouvrir le compte',
      })
  }
  return gestes.slice(0, 20)
}

const duVivier = async (tx: TenantTx): Promise<readonly AFaire[]> => {
  const f = await maFiche(tx)
  if (!f) return []
  return [
    ...f.demandes
      .filter((d) => d.reponse === null)
      .map((d) => ({
        href: maFicheUrl(),
        verbe: 'Répondre',
        chose: `à ${d.cooperative}, qui demande à vous joindre`,
        detail: `Vivier : « ${d.message} »`,
        geste: 'Ouvrir ma fiche',
      })),
    ...genresDeTerme
      .filter((g) => etatDAccord(f.accords, g) === 'a-redemander')
      .map((g) => ({
        href: maFicheUrl(),
        verbe: 'Relire',
        chose: `un accord du vivier : ${termes[g].nom.toLowerCase()}`,
        detail: 'Le texte a changé : rien ne se montre jusqu’à votre réponse.',
        geste: 'Ouvrir ma fiche',
      })),
  ]
}

const duReste = async (
  tx: TenantTx,
  visiteur: Visiteur,
  maintenant: Date,
  missions: readonly Mission[],
): Promise<readonly AFaire[]> => {
  const peut = (d: Parameters<typeof peutVisiteur>[1]) => peutVisiteur(visiteur, d)
  const aDire: Readonly<Record<Attente, (m: Mission) => string | false>> = {
    'visa-personne': (m) => m.aMoi && 'Accorder',
    // Dans une coopérative d’activité, ce visa est dans la file, avec les autres.
    'visa-coop': (m) =>
      !visiteur.cae &&
      m.moi === 'envoie' &&
      peut('pieces.viser') &&
      (!m.aMoi || peut('documents.signer')) &&
      'Viser',
    'visa-recoit': () => false,
    contrat: (m) => m.moi === 'recoit' && peut('appels.tenir') && 'Établir',
    'signature-recoit': (m) => m.aSigner === 'recoit' && 'Relire',
    'signature-envoie': (m) => m.aSigner === 'envoie' && 'Relire',
    avenant: (m) => m.moi === 'envoie' && peut('pieces.viser') && !m.avenant && 'Établir l’avenant de',
    'constat-recoit': (m) => m.moi === 'recoit' && peut('appels.tenir') && 'Constater',
    'constat-envoie': (m) => m.moi === 'envoie' && peut('pieces.viser') && 'Constater',
  }
  return [
    ...missions.flatMap((m) => {
      const verbe = attentesDe(m, maintenant)
        .map((x) => aDire[x](m))
        .find((x) => x !== false)
      // Rien ne se signe d’ici : le lien est parti au courriel de qui signe, et la pièce se lit chez qui la garde.
      const signe = verbe === 'Relire'
      const refus =
        m.moi === 'recoit' && peut('appels.tenir') && etatAu(m, maintenant) === 'option'
          ? m.refus?.[0]
          : undefined
      if (!verbe && !refus) return []
      return [
        {
          href:
            signe && m.piece && !refus ? pieceUrl({ piece: m.piece }) : missionUrl({ mission: m.mission }),
          verbe: verbe || 'Relire',
          chose: `${signe ? 'le contrat' : 'la mission'} ${de(m.nom)}, ${m.objet}`,
          detail: refus
            ? direRefusDeSigner(refus)
            : signe
              ? `Le lien pour signer est dans votre courriel. L’option tombe le ${formaterInstant(m.expireLe)}.`
              : m.etat === 'ferme'
                ? 'Son dernier jour est passé : chaque coopérative dit ce qui eut lieu.'
                : `${m.etat === 'demandee' ? 'La demande' : 'L’option'} tombe le ${formaterInstant(m.expireLe)}.`,
          geste: signe && m.piece && !refus ? 'Ouvrir la pièce' : 'Ouvrir la mission',
        },
      ]
    }),
    ...(peut('appels.tenir') ? await aConclure(tx, maintenant) : []),
    ...(await aRevoir(tx, visiteur, missions, maintenant)),
    ...(peut('sessions.planifier') ? await quiNeViendraPas(tx, missions, maintenant) : []),
  ].slice(0, 20)
}

/** Un appel d’ici dont la date limite est passée, et que personne n’a clos. */
const aConclure = async (tx: TenantTx, maintenant: Date): Promise<readonly AFaire[]> =>
  (await lireAppels(tx))
    .filter((a) => a.mien && a.closLe === null && a.jusquAu <= maintenant)
    .map((a) => ({
      href: appelUrl({ appel: a.appel }),
      verbe: a.reponses ? 'Choisir' : 'Clore',
      chose: a.reponses ? `parmi les réponses à votre appel, ${a.objet}` : `votre appel, ${a.objet}`,
      detail: `Sa date limite est passée le ${formaterInstant(a.jusquAu)} : ${a.reponses ? `${compter(a.reponses, 'réponse')}. Choisissez, ou dites l’appel pourvu ou retiré` : 'personne n’a répondu. Dites-le retiré, ou publiez-en un autre'}.`,
      geste: 'Ouvrir l’appel',
    }))

/** Une personne partie, des heures confiées hors de la mission : aux deux. Un dossier à demander, chez qui reçoit ; demandé, chez la personne. */
const aRevoir = async (
  tx: TenantTx,
  visiteur: Visiteur,
  missions: readonly Mission[],
  maintenant: Date,
): Promise<readonly AFaire[]> =>
  (missions.length > 0 ? await missionsARevoir(tx, maintenant) : []).flatMap(({ mission, quoi, le }) => {
    const m = missions.find((x) => x.mission === mission && !x.pourFacturer)
    if (!m) return []
    const href = missionUrl({ mission })
    const dit = direARevoir(m, quoi)
    const repond = m.moi === 'recoit' ? 'appels.tenir' : 'pieces.viser'
    if (dit)
      return peutVisiteur(visiteur, repond)
        ? [
            {
              href,
              verbe: 'Revoir',
              chose: `la mission ${de(m.nom)}, ${m.objet}`,
              detail: dit,
              geste: 'Ouvrir la mission',
            },
          ]
        : []
    const ouvrir = { href: `${href}#dossier`, geste: 'Ouvrir la mission' }
    if (m.aMoi && le)
      return [
        {
          ...ouvrir,
          verbe: 'Remettre',
          chose: `votre dossier 21/22 à ${m.receveur}, ${m.objet}`,
          detail: `${m.receveur} vous le demande : sans lui, sa session ne se confirme pas avec vous. Vous choisissez ce que vous remettez.`,
        },
      ]
    // D’une option, qui peut encore tomber, la page de la mission suffit : le bouton y est.
    return m.moi === 'recoit' && m.etat !== 'option' && le === null && peutVisiteur(visiteur, 'appels.tenir')
      ? [
          {
            ...ouvrir,
            verbe: 'Demander',
            chose: `son dossier 21/22 à ${m.nom}, ${m.objet}`,
            detail:
              'Sans dossier remis, la session ne se confirme ni ne commence avec cette personne, sauf dérogation motivée.',
          },
        ]
      : []
  })

/** Une mission ferme a été annulée, et une session d’ici annonce encore la personne. */
const quiNeViendraPas = async (
  tx: TenantTx,
  missions: readonly Mission[],
  maintenant: Date,
): Promise<readonly AFaire[]> => {
  const rompues = missions.filter(
    (m) =>
      m.moi === 'recoit' &&
      etatAu(m, maintenant) === 'annulee' &&
      m.fermeLe !== null &&
      m.creneaux.some(([, fin]) => Date.parse(fin) > maintenant.getTime()),
  )
  const gestes: AFaire[] = []
  for (const m of rompues)
    if (await encoreAuPlanning(tx, m))
      gestes.push({
        href: missionUrl({ mission: m.mission }),
        verbe: 'Remplacer',
        chose: `${m.nom} dans votre session, ${m.objet}`,
        detail: `${m.finiePar ?? 'L’une des deux'} a mis fin à la mission : la session annonce encore une personne de ce nom.`,
        geste: 'Ouvrir la mission',
      })
  return gestes
}

/** La mission est faite, et sa pièce ne se prépare pas encore : à qui facture, chez qui envoie. */
const aFacturer = async (tx: TenantTx, missions: readonly Mission[]): Promise<readonly AFaire[]> => {
  const gestes: AFaire[] = []
  for (const m of missions) {
    if (m.moi !== 'envoie' || m.etat !== 'faite' || lignesDuConstat(m).length === 0) continue
    if ((await factureDe(tx, m.mission)).etat === null)
      gestes.push({
        href: missionUrl({ mission: m.mission }),
        verbe: 'Facturer',
        chose: `la mission ${de(m.nom)}, ${m.objet}`,
        detail: `Le constat est signé des deux : ${euros(m.faitCentimes ?? 0)} hors taxes, à ${m.receveur}.`,
        geste: 'Ouvrir la mission',
      })
  }
  return gestes.slice(0, 20)
}

const desBiens = async (tx: TenantTx, maintenant: Date): Promise<readonly AFaire[]> =>
  (await lireReservations(tx))
    .filter((r) => !r.mienne && !r.aViser && r.etat === 'option' && r.expireLe && r.expireLe > maintenant)
    .map((r) => ({
      href: bienUrl({ bien: r.bien }),
      verbe: 'Répondre',
      chose: `à la demande ${de(r.receveur)}, ${r.titre}`,
      detail: `L’option tombe le ${formaterInstant(r.expireLe ?? maintenant)}.`,
      geste: 'Répondre à la demande',
    }))
    .slice(0, 20)

/** La veille et le jour même, comment préparer la salle que d’autres viennent prendre. */
const aPreparer = async (tx: TenantTx, maintenant: Date): Promise<readonly AFaire[]> => {
  const demain = ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), 1)
  return (await lireReservations(tx))
    .filter(
      (r) =>
        !r.mienne &&
        r.etat === 'ferme' &&
        r.fin > maintenant &&
        jourLocal(r.debut, ZONE_PAR_DEFAUT) <= demain,
    )
    .map((r) => ({
      href: bienUrl({ bien: r.bien }),
      verbe: 'Préparer',
      chose: `${[r.titre, preparee(r)].filter(Boolean).join(', ')}, pour ${r.receveur}`,
      detail: `${direHeures(r)} : ${r.objet}.`,
      geste: 'Ouvrir la fiche',
    }))
    .slice(0, 20)
}

/** Une location à qui n’est pas du pôle est passée, ou annulée trop tard : ce qu’elle doit se facture. */
const locationsAFacturer = async (tx: TenantTx, maintenant: Date): Promise<readonly AFaire[]> => {
  const gestes: AFaire[] = []
  for (const r of await lireReservations(tx)) {
    if (r.tiers === null || duDe(r) === 0 || (r.etat === 'ferme' && r.debut > maintenant)) continue
    if ((await factureDe(tx, r.reservation)).etat === null)
      gestes.push({
        href: bienUrl({ bien: r.bien }),
        verbe: 'Facturer',
        chose: `${r.titre}, à ${r.receveur}`,
        detail: `${direHeures(r)} : ${euros(duDe(r))} hors taxes.`,
        geste: 'Ouvrir la fiche',
      })
  }
  return gestes.slice(0, 20)
}

/** La dernière version de l’accord d’un pôle, que la coopérative n’a pas signée ; à sa direction. */
const desAccords = async (tx: TenantTx): Promise<readonly AFaire[]> =>
  (await lireConjoints(tx)).flatMap((a) =>
    a.rang !== null && a.signeLe === null
      ? [
          {
            href: `${conjointsUrl()}#accord-${a.pole}`,
            verbe: 'Signer',
            chose: `l’accord des responsables conjoints, ${a.nomDuPole}`,
            detail: `Version ${a.rang} : ce que les coopératives du pôle décident ensemble des données des personnes (RGPD, art. 26).`,
            geste: 'Lire l’accord',
          },
        ]
      : [],
  )

export const contributionsMutualisation: Contributions = {
  async aFaire(tx, { visiteur, maintenant }): Promise<readonly AFaire[]> {
    const [lit, facture] = [
      peutVisiteur(visiteur, 'vivier.lire'),
      peutVisiteur(visiteur, 'facturation.preparer'),
    ]
    const missions = lit || facture ? await lireMissions(tx) : []
    return [
      ...(peutVisiteur(visiteur, 'echanges.tenir') ? await duCompteCourant(tx, maintenant) : []),
      ...(peutVisiteur(visiteur, 'vivier.ecrire') ? await duVivier(tx) : []),
      ...(lit ? await duReste(tx, visiteur, maintenant, missions) : []),
      ...(facture ? await aFacturer(tx, missions) : []),
      ...(peutVisiteur(visiteur, 'salles.tenir') && !(visiteur.cae && peutVisiteur(visiteur, 'pieces.viser'))
        ? await desBiens(tx, maintenant)
        : []),
      ...(peutVisiteur(visiteur, 'salles.tenir') ? await aPreparer(tx, maintenant) : []),
      ...(facture ? await locationsAFacturer(tx, maintenant) : []),
      ...(peutVisiteur(visiteur, 'delegations.donner') ? await desAccords(tx) : []),
    ]
  },
}
