/** Ce que le pôle fait savoir par courriel : reports, votes, engagements, retours. Chaque message part une fois par personne. */
import { ajouterJours } from '#kernel/dates.ts'
import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireDestinataire } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Message } from '#platform/mail/mail.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { noterAvis } from '../db/avis.ecritures.ts'
import {
  abonnesDuPole,
  cooperativesDesPoles,
  engagementsARappeler,
  mesAnnonces,
  votesQuiFerment,
} from '../db/avis.ts'
import { corpsElectoral, type Electeur, lireDecision } from '../db/decisions.ts'
import { lirePole, type Mandat, mandatsDuPole, membresDuPole, type PoleId } from '../db/poles.ts'
import { retourDeLaReunion } from '../db/retours.ts'
import { lireReunion } from '../db/reunions.ts'
import {
  annonceQuiPasse,
  changementDeRencontre,
  nouvelleDuVote,
  rappelDEngagement,
  retourParu,
} from '../documents/courriels.ts'
import { JOURS_AVANT_TERME } from '../domain/annonce.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import { tacheRappeler } from '../domain/taches.ts'
import { poleUrl } from '../liens.ts'

/** Un engagement se rappelle une semaine avant son jour, puis une fois passé ; un vote, deux jours avant de fermer. Usages, réglables ici. */
export const JOURS_AVANT_ENGAGEMENT = 7
export const HEURES_AVANT_CLOTURE = 48
const JOURS_D_UNE_NOUVELLE = 7

const lire = <T extends string>(v: unknown) => (typeof v === 'string' ? asId(v) : undefined) as T | undefined
type Personne = { readonly organisme: OrganismeId; readonly compte: PersonneId }
type Acces = { readonly genre: 'tache'; readonly organisme: OrganismeId }

/** Écrit à chacune, une fois : l'avis se note dans la transaction qui dépose le message. Qui n'est plus de sa coopérative n'en reçoit pas. */
const ecrireA = async (
  services: Services,
  acces: Acces,
  pole: PoleId,
  cle: string,
  personnes: readonly Personne[],
  composer: (
    tx: TenantTx,
    a: { readonly courriel: string; readonly prenom: string },
  ) => Promise<Omit<Message, 'id'> | undefined>,
): Promise<void> => {
  const { db, clock } = services
  const vus = new Set<string>()
  for (const p of personnes) {
    if (vus.has(p.compte)) continue
    vus.add(p.compte)
    const a = await lireDestinataire(db, p.compte, p.organisme)
    if (!a?.membre || !a.acceptee || !isMailAddress(a.courriel)) continue
    await db.withTenant(acces, async (tx) => {
      const message = await composer(tx, a)
      if (message && (await noterAvis(tx, pole, cle, p.compte, clock.now())))
        await sendLater(tx, services, {
          ...message,
          avis: { organisme: p.organisme, genre: 'reunion', phrase: message.objet, href: poleUrl({ pole }) },
        })
    })
  }
}

/** Un report ou une annulation, à toutes les personnes mandatées. La clé porte la date : un second report s'annonce aussi. */
export const annoncerChangement: JobHandler = async (payload, services) => {
  const pole = lire<PoleId>(payload.pole)
  const reunion = lire<ReunionId>(payload.reunion)
  if (!pole || !reunion) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const lu = await services.db.withTenant(acces, async (tx) => ({
    mandats: await mandatsDuPole(tx, pole),
    r: await lireReunion(tx, pole, reunion),
  }))
  if (!lu?.r) return
  const cle =
    lu.r.etat === 'annulee'
      ? `annulation:${reunion}`
      : `report:${reunion}:${(lu.r.debut?.getTime() ?? 0).toString(10)}`
  await ecrireA(services, acces, pole, cle, lu.mandats, async (tx, a) => {
    const [p, r] = [await lirePole(tx, pole), await lireReunion(tx, pole, reunion)]
    return p && r && (r.etat === 'convoquee' || r.etat === 'annulee')
      ? changementDeRencontre(p, r, a, services.config.origine)
      : undefined
  })
}

/** Qui donne la voix d'une ligne de la liste : la personne, ou celles qui ont mandat pour la coopérative. */
const votantsDe = (e: Electeur, mandats: readonly Mandat[]): Personne[] =>
  e.personne
    ? [{ organisme: e.organisme, compte: e.personne }]
    : mandats
        .filter((m) => m.organisme === e.organisme && m.role !== 'animation')
        .map((m) => ({ organisme: m.organisme, compte: m.compte }))

const annoncerUnVote = async (
  services: Services,
  acces: Acces,
  pole: PoleId,
  id: DecisionId,
  quoi: 'ouvert' | 'rappel' | 'issue',
  garder: (e: Electeur) => boolean,
): Promise<void> => {
  const lu = await services.db.withTenant(acces, async (tx) => ({
    corps: await corpsElectoral(tx, pole, id),
    mandats: await mandatsDuPole(tx, pole),
  }))
  if (!lu) return
  const personnes = lu.corps.filter(garder).flatMap((e) => votantsDe(e, lu.mandats))
  const maintenant = services.clock.now()
  // Un résultat d'il y a des semaines n'est plus une nouvelle.
  const ancien = new Date(maintenant.getTime() - JOURS_D_UNE_NOUVELLE * 86_400_000)
  await ecrireA(services, acces, pole, `vote-${quoi}:${id}`, personnes, async (tx, a) => {
    const [p, d] = [await lirePole(tx, pole), await lireDecision(tx, pole, id)]
    const vaut =
      quoi === 'issue' ? d?.closeLe && d.closeLe > ancien : d?.etat === 'ouverte' && d.fermeLe > maintenant
    return p && d && vaut ? nouvelleDuVote(quoi, p, d, a, services.config.origine) : undefined
  })
}

export const annoncerVote: JobHandler = async (payload, services) => {
  const pole = lire<PoleId>(payload.pole)
  const id = lire<DecisionId>(payload.decision)
  if (!pole || !id) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  await annoncerUnVote(services, acces, pole, id, payload.quoi === 'issue' ? 'issue' : 'ouvert', () => true)
}

/** Le retour publié, à qui a demandé à le lire. Une republication n'écrit pas de nouveau. */
export const envoyerRetour: JobHandler = async (payload, services) => {
  const pole = lire<PoleId>(payload.pole)
  const reunion = lire<ReunionId>(payload.reunion)
  if (!pole || !reunion) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const abonnes = (await services.db.withTenant(acces, (tx) => abonnesDuPole(tx, pole))) ?? []
  await ecrireA(services, acces, pole, `retour:${reunion}`, abonnes, async (tx, a) => {
    const [p, t] = [await lirePole(tx, pole), await retourDeLaReunion(tx, pole, reunion)]
    return p && t
      ? retourParu(p, { ...t.contenu, adresse: t.adresse }, a, services.config.origine)
      : undefined
  })
}

/** La tournée du matin. */
export const tournerLesRappels: SystemJobHandler = uneTacheChacune(
  tacheRappeler,
  'pole-rappels',
  cooperativesDesPoles,
)

/** Les rappels d'une coopérative : ses engagements qui viennent ou sont passés, les votes qui ferment sans sa voix, ce qu'elle cherche et propose et qui bientôt ne se montrera plus. */
export const rappeler: JobHandler = async ({ organisme }, services) => {
  const { db, clock, config } = services
  const acces = { genre: 'tache', organisme } as const
  const le = clock.now()
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const bientot = new Date(le.getTime() + HEURES_AVANT_CLOTURE * 3_600_000)
  const lus = await db.withTenant(acces, async (tx) => ({
    engagements: await engagementsARappeler(tx, organisme, ajouterJours(jour, JOURS_AVANT_ENGAGEMENT)),
    votes: await votesQuiFerment(tx, le, bientot),
    annonces: (await mesAnnonces(tx)).filter(
      (x) => x.jusque >= jour && x.jusque <= ajouterJours(jour, JOURS_AVANT_TERME),
    ),
  }))
  if (!lus) return
  for (const e of lus.engagements) {
    const retard = e.pour < jour
    const cle = `engagement-${retard ? 'retard' : 'rappel'}:${e.id}:${e.pour}`
    await ecrireA(services, acces, e.pole, cle, [{ organisme, compte: e.compte }], async (tx, a) => {
      const p = await lirePole(tx, e.pole)
      return p && rappelDEngagement(p, { ...e, retard }, a, config.origine)
    })
  }
  for (const v of lus.votes)
    await annoncerUnVote(
      services,
      acces,
      v.pole,
      v.id as DecisionId,
      'rappel',
      (x) => x.organisme === organisme && !x.voix && !x.procuration,
    )
  for (const { pole, jusque } of lus.annonces) {
    const mandats = await db.withTenant(acces, (tx) => mandatsDuPole(tx, pole))
    const lesSiens = (mandats ?? []).filter((m) => m.organisme === organisme && m.role !== 'animation')
    await ecrireA(services, acces, pole, `annonce:${jusque}`, lesSiens, async (tx, a) => {
      const [p, membres] = [await lirePole(tx, pole), await membresDuPole(tx, pole)]
      const moi = membres.find((m) => m.organisme === organisme)
      // Redite entre-temps, elle n'a plus le même terme.
      return p && moi?.jusque === jusque ? annonceQuiPasse(p, moi, a, config.origine) : undefined
    })
  }
}
