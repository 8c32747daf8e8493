import { randomBytes } from 'node:crypto'
import { jourSemaine, morceaux } from '#kernel/dates.ts'
import { nomDuFerie } from '#kernel/feries.ts'
import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { direTitres, trouverOuCreerIntervenant } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { affecter } from '../db/occupations.ecritures.ts'
import { sansChevauchement } from '../db/occupations.ts'
import { insererSession, type SeanceNeuve, tenirCompteur } from '../db/sessions.ecritures.ts'
import { lireSession, offresAPlanifier, type SeanceId } from '../db/sessions.queries.ts'
import { poserModalite } from '../domain/modalite.ts'
import { territoireDe } from '../domain/mots.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import {
  type Planification,
  planifierSession,
  type RefusPlanification,
  type SessionPlanifiee,
} from '../domain/planifier-session.ts'
import { demiJourneeDe, dureeMinutes, instants } from '../domain/seance.ts'
import {
  cleDe,
  demandesDe,
  prisesDe,
  type Qui,
  refusOccupes,
  resoudreOuEtQui,
  vientDEtrePris,
} from '../lecture/ou-et-qui.ts'

/** Les demi-journées d'un plan accepté, prêtes à écrire ; leurs identifiants sont rendus par leur rang d'origine. */
export const seancesNeuves = (
  plan: SessionPlanifiee,
  motif: string,
  idDe: (rang: number) => SeanceId,
): (SeanceNeuve & { readonly rang: number; readonly minutes: number })[] =>
  plan.seances.map(({ id, creneau }) => {
    const chome =
      nomDuFerie(creneau.date, territoireDe[creneau.zone]) !== undefined || jourSemaine(creneau.date) === 7
    return {
      id: idDe(Number(id)),
      rang: Number(id),
      jour: creneau.date,
      demiJournee: demiJourneeDe(creneau),
      debutMinutes: creneau.debut,
      finMinutes: creneau.fin,
      minutes: dureeMinutes(creneau),
      ...instants(creneau),
      motifJour: chome ? motif.trim() : null,
    }
  })

export const refusEffectif = (capacite: number, min: number | undefined): RefusPlanification[] =>
  min !== undefined && min > capacite
    ? [refus('effectif-min-trop-grand', 'L’effectif minimal dépasse la capacité.')]
    : []

/** On ne récrit pas, en planifiant, ce que sa fiche dit déjà de qui anime. */
const refusTitres = (qui: Qui, titres: string): RefusPlanification[] =>
  !qui.titres || qui.titres === titres
    ? []
    : [
        refus(
          'titres-deja-dits',
          `La fiche ${de(qui.dit)} dit déjà ses titres et qualités : laissez ce champ vide. Pour les changer, ouvrez sa fiche.`,
        ),
      ]

/**
 * Planifie une session : tout est vérifié avant d'écrire, et tous les refus reviennent d'un coup. Le dernier mot est à
 * la base : si salle ou intervenant viennent d'être pris, rien n'est écrit.
 */
export const planifier = async (
  tx: TenantTx,
  p: Planification,
  le: Date,
): Promise<Result<{ id: SessionId; numero: string; neuve: boolean }, readonly RefusPlanification[]>> => {
  const ou = await resoudreOuEtQui(tx, p)
  const annee = morceaux(jourLocal(le, ou.zone)).annee
  const dernier = await tenirCompteur(tx, annee)
  const deja = await lireSession(tx, p.id)
  if (deja) return ok({ id: deja.id, numero: deja.numero, neuve: false })

  // Le compteur tenu : qui vient de planifier a pu faire naître la fiche que l'on cherche.
  const { refusees: mal, salle, etablissement, zone, lieu, animent } = await resoudreOuEtQui(tx, p)
  const refusees: RefusPlanification[] = [...mal, ...refusEffectif(p.capacite, p.effectifMin)]
  const offre = (await offresAPlanifier(tx, p.offre))[0]
  if (!offre) refusees.push(refus('offre-introuvable', 'Choisissez une offre validée du catalogue.'))
  const modalite = p.modalite ?? offre?.modalite ?? 'presentiel'
  const modalites = p.seances.map((s, i) => poserModalite(s.modalite, modalite, i))
  refusees.push(...modalites.flatMap((m) => (m.ok ? [] : [m.error])))
  const modaliteDuRang = (rang: number) => {
    const m = modalites[rang]
    return m?.ok ? m.value : null
  }
  // À distance, une demi-journée ne prend pas de salle.
  const sallesDuRang = (rang: number) => (salle && modaliteDuRang(rang) !== 'distance' ? [salle] : [])
  const places = salle?.places ?? etablissement?.capacite
  const plan = planifierSession({
    seances: p.seances.map((s, i) => ({
      id: String(i),
      creneau: { date: s.jour, debut: s.debut, fin: s.fin, zone },
      ressources: [...animent.map(cleDe), ...sallesDuRang(i).map((x) => x.id)],
    })),
    effectifMax: p.capacite,
    ...(places ? { placesSalle: places } : {}),
    territoire: territoireDe[zone],
    motifJourChome: p.motif,
    occupations: [],
  })
  if (!plan.ok) refusees.push(...plan.error)
  const neuves = plan.ok
    ? seancesNeuves(plan.value, p.motif, () => newId<'Seance'>(le)).map((s) => ({
        ...s,
        modalite: modaliteDuRang(s.rang),
      }))
    : []
  refusees.push(
    ...(await refusOccupes(
      tx,
      neuves.flatMap((s) =>
        demandesDe([{ seance: String(s.rang), du: s.debut, au: s.fin }], sallesDuRang(s.rang), animent),
      ),
      null,
      p.deQui,
    )),
  )
  const [principal] = animent
  const { titres = '' } = p
  if (principal && titres !== '') refusees.push(...refusTitres(principal, titres))
  if (!plan.ok || !offre || !principal || refusees.length > 0) return ko(refusees)

  const ecrit = await sansChevauchement(tx, async () => {
    const numero = await insererSession(
      tx,
      {
        id: p.id,
        activite: offre.activite,
        offre: offre.id,
        version: offre.version,
        intitule: offre.intitule,
        nature: offre.nature,
        zone,
        lieu,
        etablissement: etablissement?.id ?? null,
        formateur: principal.dit,
        formateurId: principal.compte ?? null,
        capacite: p.capacite,
        effectifMin: p.effectifMin ?? null,
        prixCentimes: p.prixCentimes ?? offre.prixCentimes,
        modalite,
        lienConnexion: p.lienConnexion ?? null,
        rythme: p.rythme ?? '',
        sel: randomBytes(32),
        seances: neuves,
      },
      { annee, rang: dernier + 1 },
      le,
    )
    if (numero !== undefined) {
      const enSalle = neuves.filter((s) => sallesDuRang(s.rang).length > 0)
      await affecter(tx, offre.activite, [
        ...(await prisesDe(tx, offre.activite, enSalle, salle ? [salle.id] : [], [], le)),
        ...(await prisesDe(tx, offre.activite, neuves, [], animent, le)),
      ])
    }
    return numero
  })
  if (!ecrit.ok) return ko([vientDEtrePris('0', ecrit.error)])
  const numero = ecrit.value
  // L'identifiant est celui d'une session que cette personne ne voit pas.
  if (numero === undefined)
    return ko([refus('deja-pris', 'Ce formulaire a déjà servi. Rouvrez la page pour planifier.')])
  if (titres !== '' && !principal.titres)
    await direTitres(
      tx,
      principal.personne ?? (await trouverOuCreerIntervenant(tx, offre.activite, principal, le)),
      titres,
      le,
    )
  await consigner(tx, {
    activite: offre.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'planifier-session',
    objet: { genre: 'session', id: p.id },
    phrase: `{session:${p.id}} est planifiée.`,
    details: { seances: plan.value.seances.length, minutes: plan.value.minutes },
  })
  return ok({ id: p.id, numero, neuve: true })
}
