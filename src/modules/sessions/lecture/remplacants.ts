/** Qui peut reprendre, d’un clic, une demi-journée dont la personne qui l’anime a déclaré une absence. */
import { formaterDuree } from '#kernel/heures.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Direct } from '#web/contributions.ts'
import { absencesEntre } from '../db/conges.ts'
import type { SeanceLue, SessionLue } from '../db/sessions.queries.ts'
import { absenteLe } from '../domain/conge.ts'
import { etatsModifiables } from '../domain/modifier-session.ts'
import { pareilles } from '../domain/pareilles.ts'
import { affecterUrl } from '../liens.ts'
import { indisponiblesPendant, motAbsence } from './disponibilite.ts'
import { formateursAffectables } from './ou-et-qui.ts'

/** Au-delà, le formulaire dessous les a tous. */
const MAX = 4

export type Remplacement = {
  readonly absente: string
  /** Les mêmes demi-journées de la même absence se règlent du même clic : combien. */
  readonly demies: number
  /** Le clic prévient aussi chacun. */
  readonly previent: boolean
  readonly gestes: readonly Direct[]
}

/**
 * Rien si personne n’y est absent. Le clic règle cette demi-journée, et toutes celles qui restent si elles sont pareilles et que l’absence
 * les couvre ; sinon, elle seule. `pris` : ce qui prend chaque fiche à cette heure. Rien non plus d’une session finie ou annulée.
 */
export const remplacementDe = async (
  tx: TenantTx,
  session: SessionLue,
  seance: SeanceLue,
  ou: {
    readonly pris: ReadonlyMap<string, string>
    readonly figees: ReadonlySet<string>
    /** Vrai : le clic prévient aussi chacun. Faux : il change qui anime, sans écrire à personne. */
    readonly previent: boolean
    readonly le: Date
  },
): Promise<Remplacement | undefined> => {
  const absente = seance.intervenants.find((i) => ou.pris.get(i.personne) === motAbsence)
  if (!absente || ou.figees.has(seance.id) || !etatsModifiables.has(session.etat)) return undefined
  const autres = session.seances.filter(
    (x) => x.id !== seance.id && x.tenue && x.fin > ou.le && !ou.figees.has(x.id),
  )
  const jours = [seance, ...autres].map((x) => x.jour).toSorted()
  const absences = await absencesEntre(tx, jours[0] ?? seance.jour, jours.at(-1) ?? seance.jour)
  const partout =
    autres.length > 0 &&
    autres.every((x) => pareilles(seance, x) && absenteLe(absences, absente.personne, x.jour))
  const pris = new Map(ou.pris)
  // D’un clic, la même personne prend toutes ces demi-journées : elle est libre à chacune.
  for (const x of partout ? autres : [])
    for (const [id, mot] of await indisponiblesPendant(tx, x, session.zone)) pris.set(id, mot)
  const deja = new Set<string>(seance.intervenants.flatMap((i) => [i.personne, i.compte ?? '']))
  const libres = (await formateursAffectables(tx, pris)).filter(
    (a) => !a.pris && !a.sansFonction && !a.homonyme && !deja.has(a.id),
  )
  const rangees = (parQui: string) =>
    seance.intervenants.flatMap((i, rang) => [
      [`intervenants[${rang}].id`, i === absente ? parQui : (i.compte ?? i.personne)] as const,
      [
        `intervenants[${rang}].duree`,
        i.minutes === seance.finMinutes - seance.debutMinutes ? '' : formaterDuree(i.minutes),
      ] as const,
      [`intervenants[${rang}].confieeA`, i === absente ? '' : (i.confieeA ?? '')] as const,
    ])
  return {
    absente: `${absente.prenom} ${absente.nom}`,
    demies: partout ? jours.length : 1,
    previent: ou.previent,
    gestes: libres.slice(0, MAX).map((a) => ({
      href: affecterUrl({ session: session.id, seance: seance.id }),
      champs: {
        ...Object.fromEntries(rangees(a.id)),
        revision: String(session.revision),
        salles: seance.salles.map((s) => s.id),
        cotraitant: seance.cotraitant?.id ?? '',
        modalite: seance.modalite ?? '',
        ...(partout ? { partout: 'on' } : {}),
        geste: ou.previent ? 'confier' : 'changer',
      },
      libelle: `Confier à ${a.nom}${ou.previent ? ', et prévenir chacun' : ''}`,
    })),
  }
}
