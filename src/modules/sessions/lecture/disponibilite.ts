/** Ce que l’on sait des heures d’une personne ou d’une salle : absences déclarées, réservations fermes, agendas du dehors. */
import { formaterDate } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { plagesDehors } from '../db/agendas.ts'
import { absencesEntre } from '../db/conges.ts'
import { type Heurt, heurts } from '../db/disponibilite.ts'
import { heuresPrisesDePartout } from '../db/planning.queries.ts'
import type { SeanceLue } from '../db/sessions.queries.ts'
import { absenteLe } from '../domain/conge.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/** Ce qui prend une personne qui a déclaré n’être pas là. */
export const motAbsence = 'absence déclarée'

const direHeurt = (h: Heurt): string => {
  const jour = formaterDate(h.jour)
  if (h.genre === 'absence') return `${h.qui} a déclaré une absence le ${jour}`
  return `${h.qui} est ${h.genre === 'occupe' ? 'occupé' : 'peut-être occupé'} le ${jour}, d’après son agenda`
}

/**
 * Ce qui attend une session que l’on vient d’écrire : « Attention : Tom Okafor a déclaré une absence le 22 mars 2027. » Rien si tout est
 * libre. On ne refuse pas : une absence se déplace, un agenda n’est pas une réservation.
 */
export const avertirIndisponibles = async (
  tx: TenantTx,
  session: SessionId,
  maintenant: Date,
): Promise<string | undefined> => {
  const lus = await heurts(tx, session, maintenant)
  const dits = [...new Set(lus.map(direHeurt))]
  if (dits.length === 0) return undefined
  return `Attention : ${dits.slice(0, 3).join(' ; ')}${dits.length > 3 ? ', et d’autres jours' : ''}.`
}

/**
 * Ce qui prend une personne ou une salle pendant cette demi-journée, par identifiant de fiche ou de salle : « absence déclarée ». Ce que la
 * demi-journée tient elle-même n’y est pas. D’abord une absence, puis ce qui est ferme, puis l’agenda.
 */
export const indisponiblesPendant = async (
  tx: TenantTx,
  seance: SeanceLue,
  zone: Zone,
): Promise<ReadonlyMap<string, string>> => {
  const [absences, prises, dehors] = await Promise.all([
    absencesEntre(tx, seance.jour, seance.jour),
    heuresPrisesDePartout(tx, seance.jour, seance.jour, zone),
    plagesDehors(tx, seance.debut, seance.fin),
  ])
  const pris = new Map<string, string>([...dehors.keys()].map((id) => [id, 'agenda occupé']))
  const siennes = new Set<string>([
    ...seance.salles.map((s) => s.id),
    ...seance.intervenants.map((i) => i.personne),
  ])
  for (const [id, plages] of [...prises.personnes, ...prises.salles])
    if (!siennes.has(id) && plages.some((p) => p.du < seance.fin && p.au > seance.debut))
      pris.set(id, prises.salles.has(id) ? 'déjà prise' : 'a déjà une séance')
  for (const a of absences) if (absenteLe(absences, a.personne, seance.jour)) pris.set(a.personne, motAbsence)
  return pris
}

/** L'avertissement, puis ce que la page dirait sans lui : l'un n'efface pas l'autre. */
export const ensuite = (...phrases: readonly (string | undefined)[]): { readonly suite?: string } => {
  const dites = phrases.filter((p) => p !== undefined)
  return dites.length > 0 ? { suite: dites.join(' ') } : {}
}
