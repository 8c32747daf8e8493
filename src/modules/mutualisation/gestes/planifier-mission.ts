/** Chez qui reçoit, la personne prend les demi-journées d’une session que la mission couvre : rien ne se retape. */
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { affecterSeance, lireSession, type SeanceLue, type SessionId } from '#modules/sessions/index.ts'
import {
  garderStatut,
  intervenants,
  lireTiers,
  statutsDe,
  type TiersId,
  trouverOuCreerEntreprise,
  trouverOuCreerIntervenant,
} from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { papierDeMission } from '../db/appels.ts'
import { placerMission } from '../db/dossier-attendu.ts'
import { clausesDuContrat, indicateursDuContrat } from '../domain/contrat-de-mission.ts'
import {
  consigneDe,
  couvre,
  type Mission,
  plagesDeJours,
  porteLeNom,
  seConfie,
  statutAuCadreE,
} from '../domain/missions.ts'
import type { PrisesMutualisation } from '../prises.ts'
import type { Ici } from './vivier.ts'

/**
 * Le cadre E compte une personne sous son statut du jour : la mission le dit, et personne ne le retape. Ses jours à elle, et eux seuls : entre deux, la
 * personne est peut-être là à un autre titre. Un jour qu’un statut couvre déjà garde le sien.
 */
const ecrireSonStatut = async (
  tx: TenantTx,
  m: Mission,
  fiche: TiersId,
  jours: readonly DateCivile[],
  le: Date,
): Promise<Result<undefined, Refus>> => {
  const statut = statutAuCadreE[m.forme]
  const tiers = statut && (await lireTiers(tx, fiche))
  if (!tiers) return ok(undefined)
  const deja = await statutsDe(tx, fiche)
  const libres = jours.filter((j) => !deja.some((s) => s.du <= j && (s.au === null || j <= s.au)))
  for (const [du, au] of plagesDeJours(libres)) {
    const garde = await garderStatut(
      tx,
      tiers,
      newId<'Statut'>(),
      { du, au, statut, chez: { nom: m.envoyeur, siret: m.envoyeurSiret } },
      le,
    )
    if (!garde.ok) return garde
  }
  return ok(undefined)
}

/**
 * Affecte la personne à chaque demi-journée de la session que la mission couvre, avec qui l’anime déjà ; une sous-traitance s’y dit confiée à sa
 * coopérative, et compte ainsi au bilan (F-2, cadre D). Rend combien.
 */
export const planifierMission = async (
  services: Pick<Services, 'storage'>,
  prises: PrisesMutualisation,
  { tx, le }: Ici,
  m: Mission,
  session: SessionId,
): Promise<Result<number, Refus>> => {
  const s = m.moi === 'recoit' && m.etat === 'ferme' ? await lireSession(tx, session) : undefined
  if (!s)
    return ko(refus('introuvable', 'Choisissez une session de votre coopérative ; la mission est ferme.'))
  const couvertes = s.seances.filter((x) => x.tenue && couvre(m, x))
  if (couvertes.length === 0)
    return ko(
      refus('hors-mission', 'Aucune demi-journée de cette session ne tombe dans les heures de la mission.'),
    )
  // D’elle, on ne sait ici que le nom : une personne d’ici qui le porte aussi, ou deux fiches de ce nom, et l’on ne devine pas.
  const memeNom = (await intervenants(tx)).filter((x) => porteLeNom(x, m))
  if (memeNom.length > 1 || memeNom.some((x) => x.compte !== null))
    return ko(
      refus(
        'homonyme',
        `${m.nom} est aussi le nom de qui intervient déjà chez vous : affectez la bonne personne depuis la session.`,
      ),
    )
  // Ce qui fut confié avant que le contrat soit une pièce n’a rien à classer.
  const contrat = seConfie(m) && m.numero ? await papierDeMission(tx, m.mission, 'contrat') : undefined
  if (seConfie(m) && m.numero && contrat?.signatures !== 2)
    return ko(
      refus(
        'exemplaire',
        'L’exemplaire signé des deux se compose : il va au registre avec la session. Réessayez dans une minute.',
      ),
    )
  const fiche = await trouverOuCreerIntervenant(tx, s.activite, { prenom: m.prenom, nom: m.famille }, le)
  // Avant d’affecter : la base sait de qui la session attend un dossier.
  await placerMission(tx, m.mission, fiche)
  const confieeA = seConfie(m)
    ? await trouverOuCreerEntreprise(tx, s.activite, { nom: m.envoyeur, siret: m.envoyeurSiret }, le)
    : undefined
  const deja = (x: SeanceLue) =>
    x.intervenants
      .filter((y) => y.personne !== fiche)
      .map((y) => ({
        id: (y.compte ?? y.personne) as PersonneId,
        minutes: y.minutes,
        ...(y.confieeA ? { confieeA: y.confieeA } : {}),
      }))
  for (const x of couvertes) {
    const lue = await lireSession(tx, session)
    const fait = await affecterSeance(
      tx,
      {
        session,
        seance: x.id,
        revision: lue?.revision ?? s.revision,
        intervenants: [...deja(x), { id: fiche as string as PersonneId, ...(confieeA ? { confieeA } : {}) }],
        salles: x.salles.map((l) => l.id),
        ...(x.cotraitant ? { cotraitant: x.cotraitant.id } : {}),
        partout: false,
      },
      le,
    )
    if (!fait.ok) return ko(fait.error[0] ?? refus('introuvable', 'Relisez la session.'))
  }
  const statut = await ecrireSonStatut(
    tx,
    m,
    fiche,
    couvertes.map((x) => x.jour),
    le,
  )
  if (!statut.ok) return statut
  const signeLe = [m.signeRecoitLe, m.signeEnvoieLe].toSorted((a, b) => Number(b) - Number(a))[0]
  if (contrat && confieeA && signeLe) {
    const classe = await prises.classer(
      services,
      tx,
      {
        cle: m.mission,
        le: m.fermeLe ?? signeLe,
        activite: s.activite,
        session,
        entreprise: confieeA,
        personne: fiche,
        nom: m.nom,
        numero: contrat.numero,
        contrat: await services.storage.open(contrat),
        signeLe: jourLocal(signeLe, ZONE_PAR_DEFAUT),
        montant: m.prix,
        cpf: m.payeur === 'cpf',
        clauses: clausesDuContrat(m),
        indicateurs: indicateursDuContrat,
        consigne: consigneDe(m),
      },
      le,
    )
    if (!classe.ok) return classe
  }
  return ok(couvertes.length)
}
