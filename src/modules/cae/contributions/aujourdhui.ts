/** Ce que la CAE met dans la journée : une mission à accorder, à constater, à confirmer ; un dossier à juger ; une habilitation à revoir. */
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { nomDuGenre, rappelDeVisa, termeDeVisa } from '#modules/documents/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { listerHabilitations, parcoursAJuger } from '../db/habilitations.ts'
import { listerMissions } from '../db/missions.ts'
import { reservesAttendues } from '../db/reserve.ts'
import { listerSituations } from '../db/situations.ts'
import { listerTransferts } from '../db/transferts.ts'
import { type FiltresDeVisa, fileDesVisas, type PieceAViser, sousConditions, supplee } from '../db/visas.ts'
import { etatDHabilitation } from '../domain/habilitations.ts'
import { attendQuiLit, type MissionLue, nomDuCote } from '../domain/missions.ts'
import { alertesDeVie } from '../domain/situations.ts'
import { estAccorde } from '../domain/transferts.ts'
import {
  activitesUrl,
  missionUrl,
  parcoursUrl,
  reserveUrl,
  situationUrl,
  transfertUrl,
  viserUrl,
} from '../liens.ts'

const gesteDe = (m: MissionLue) =>
  m.pas.includes('confirmee') ? 'Confirmer' : m.pas.includes('constatee') ? 'Constater' : 'Répondre'

/** Le refus de l’autre coopérative se lit tant de jours ; après, sur la page des transferts. */
const JOURS_POUR_LIRE = 15

/** Accorder pour soi, remettre ou accueillir pour la coopérative : ce que le transfert d’une enseigne attend de qui lit, ou ce que l’autre en a dit. */
const transfertsAFaire = async (tx: TenantTx, visiteur: Visiteur, maintenant: Date): Promise<AFaire[]> => {
  const dirige = peutVisiteur(visiteur, 'delegations.donner')
  const depuis = maintenant.getTime() - JOURS_POUR_LIRE * 86_400_000
  return (await listerTransferts(tx)).flatMap((t) => {
    const refuse = dirige && t.sens === 'part' && t.etat === 'refuse' && (t.finiLe?.getTime() ?? 0) > depuis
    const verbe =
      t.aMoi && t.etat === 'propose' && t.gens.some((g) => g.compte === visiteur.personneId && !g.accordeLe)
        ? 'Répondre'
        : dirige && t.sens === 'part' && t.etat === 'propose' && estAccorde(t)
          ? 'Remettre'
          : dirige && t.sens === 'vient' && t.etat === 'remis'
            ? 'Accueillir'
            : refuse
              ? 'Lire'
              : undefined
    return verbe
      ? {
          href: transfertUrl({ transfert: t.id }),
          verbe,
          chose: refuse ? `le refus ${de(t.vers)}, ${t.nom}` : t.nom,
          detail: refuse
            ? `Transfert d’enseigne : « ${t.motif} »`
            : `Transfert d’enseigne : ${t.de} vers ${t.vers}.`,
          geste: verbe,
        }
      : []
  })
}

export const contributionsCae: Contributions = {
  async aFaire(tx, { visiteur, maintenant }): Promise<readonly AFaire[]> {
    if (!visiteur.cae) return []
    // L’équipe d’appui tient toutes les enseignes : elle répond de sa liste, sa journée n’en est pas pleine.
    const missions = peutVisiteur(visiteur, 'missions.tenir', { estSien: true })
      ? (await listerMissions(tx, maintenant, true)).filter((m) => m.miens.length === 1 && attendQuiLit(m))
      : []
    // Les pièces et les factures viennent de leurs modules ; ce qui engage sans pièce, d’ici, à qui vise ou à qui l’a demandé sous son plafond, et le second visa d’une
    // facture. Qui ne vise qu’à la place d’une personne absente n’a pas la file : tout vient ici. Le résumé du jour se compose sans personne : aucun plafond ne s’y lit.
    const vise = peutVisiteur(visiteur, 'pieces.viser')
    const tache = visiteur.acces.genre === 'tache'
    const lire = async (f: FiltresDeVisa) =>
      ((await fileDesVisas(tx, f)) ?? []).filter((p) => p.permis || (vise && tache))
    const file = vise || !tache ? await lire(!vise && (await supplee(tx)) ? {} : { sorte: 'objet' }) : []
    const seconds = vise ? (await lire({ sorte: 'facture', second: true })).slice(0, 5) : []
    const pourAutrui = (p: PieceAViser) => !vise && p.supplee !== null
    const suppleees = file.filter(pourAutrui).slice(0, 10)
    const objets = file.filter((p) => p.sorte === 'objet' && !pourAutrui(p)).slice(0, 10)
    return [
      ...suppleees.map((p) => ({
        href: viserUrl({ piece: p.id }),
        verbe: 'Viser',
        chose: p.numero,
        detail: `${p.enseigne} : à la place d’une personne absente.`,
        geste: 'Viser',
        avis: 'visa',
        terme: termeDeVisa(p.emiseLe, p.echeance),
      })),
      ...objets.map((p) => ({
        href: viserUrl({ piece: p.id }),
        verbe: 'Viser',
        chose: `${p.numero}${rappelDeVisa(p.emiseLe, maintenant)}`,
        detail: `${nomDuGenre(p.genre)}, avec ${p.client ?? 'qui fournit'} : rien n’engage la coopérative avant votre visa.`,
        geste: 'Viser',
        avis: 'visa',
        terme: termeDeVisa(p.emiseLe, p.echeance),
      })),
      ...seconds.map((p) => ({
        href: viserUrl({ piece: p.id }),
        verbe: 'Viser',
        chose: `${p.numero}${rappelDeVisa(p.emiseLe, maintenant)}`,
        detail: `${p.enseigne} : une personne l’a visée, il manque le second visa.`,
        geste: 'Viser',
        avis: 'visa',
        terme: termeDeVisa(p.emiseLe, p.echeance),
      })),
      ...(await sousConditions(tx, null)).map((p) => ({
        href: viserUrl({ piece: p.id }),
        verbe: 'Faire',
        chose: `ce que demande le visa de ${p.numero}`,
        detail: p.conditions,
        geste: 'Dire que c’est fait',
      })),
      ...missions.slice(0, 10).map((m) => ({
        href: missionUrl({ mission: m.id }),
        verbe: gesteDe(m),
        chose: m.objet,
        detail: `Entre enseignes : ${m.nomVendeuse}, pour ${nomDuCote(m, 'acheteuse')}.`,
        geste: gesteDe(m),
      })),
      ...(peutVisiteur(visiteur, 'missions.tenir', { estSien: true }) ? await reservesAttendues(tx) : []).map(
        (r) => ({
          href: reserveUrl({ activite: r.activite }),
          verbe: 'Répondre',
          chose: `à la réserve proposée, ${r.objet}`,
          detail: `${r.enseigne} : ${formaterMontant(centimes(Math.abs(r.montant)))} à ${r.montant < 0 ? 'reprendre' : 'mettre de côté'}. Sans votre accord, rien ne compte.`,
          geste: 'Répondre',
        }),
      ),
      ...(await transfertsAFaire(tx, visiteur, maintenant)),
      ...(await parcoursAJuger(tx)).map((p) => ({
        href: parcoursUrl({ parcours: p.id }),
        verbe: 'Juger',
        chose: `le dossier ${de(p.nom)}`,
        detail: 'Le comité des habilitations attend votre avis, ou votre retrait.',
        geste: 'Ouvrir le dossier',
      })),
    ]
  },
  async echeances(tx, { visiteur, maintenant }) {
    if (!visiteur.cae) return []
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    const tient = peutVisiteur(visiteur, 'situations.tenir')
    const parcours = Map.groupBy(await listerSituations(tx), (s) => s.personne)
    const vies = [...parcours].flatMap(([personne, etapes]) =>
      alertesDeVie(etapes, jour).map((e) => ({
        jour: e.jour,
        chose: `Parcours ${de(etapes[0]?.nom ?? 'votre enseigne')}`,
        ...(tient ? { href: situationUrl({ personne }) } : { href: activitesUrl() }),
        suite: ` : ${e.quoi}.`,
      })),
    )
    if (!peutVisiteur(visiteur, 'habilitations.lire', { estSien: true })) return vies
    return [
      ...vies,
      ...(await listerHabilitations(tx))
        .filter((h) => etatDHabilitation(h, jour) === 'bientot')
        .map((h) => ({
          jour: h.au,
          chose: `Habilitation ${de(h.nom)}`,
          href: parcoursUrl({ parcours: h.parcours }),
          suite: ' : elle se revoit avant ce jour.',
        })),
    ]
  },
}
