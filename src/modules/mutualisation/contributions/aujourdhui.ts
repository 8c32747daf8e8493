/**
 * Ce qui met dans la journée : une écriture à accorder, une attente à passer, un relevé à signer ; qui demande à joindre la personne ; ce qu’une
 * mission attend ; qui demande un bien ; un accord des responsables conjoints à signer.
 */

import { centimes, formaterMontant } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { mesPoles } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { encoreAuPlanning, lireMissions } from '../db/appels.ts'
import { lireReservations } from '../db/biens.ts'
import { lireConjoints } from '../db/conjoints.ts'
import { arretesDuPole, lirePropositions, lireReleve, monCompte } from '../db/courant.ts'
import { maFiche } from '../db/vivier.ts'
import { aVirer } from '../domain/courant.ts'
import {
  type Attente,
  attentesDe,
  direRefusDeSigner,
  etatAu,
  lignesDuConstat,
  type Mission,
} from '../domain/missions.ts'
import { etatDAccord, genresDeTerme, termes } from '../domain/vivier.ts'
import { factureDeMission } from '../lecture/facture-de-mission.ts'
import {
  bienUrl,
  compteCourantUrl,
  conjointsUrl,
  ligneDuCourantUrl,
  maFicheUrl,
  missionUrl,
} from '../liens.ts'

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
    ...(peut('sessions.planifier') ? await quiNeViendraPas(tx, missions, maintenant) : []),
  ].slice(0, 20)
}

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
    if ((await factureDeMission(tx, m.mission)).etat === null)
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
    .filter((r) => !r.mienne && r.etat === 'option' && r.expireLe && r.expireLe > maintenant)
    .map((r) => ({
      href: bienUrl({ bien: r.bien }),
      verbe: 'Répondre',
      chose: `à la demande ${de(r.receveur)}, ${r.titre}`,
      detail: `L’option tombe le ${formaterInstant(r.expireLe ?? maintenant)}.`,
      geste: 'Répondre à la demande',
    }))
    .slice(0, 20)

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
      ...(peutVisiteur(visiteur, 'delegations.donner') ? await desAccords(tx) : []),
    ]
  },
}
