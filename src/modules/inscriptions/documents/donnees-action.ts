/** L’action telle qu’on s’y engage : ses séances, et ce qui se suit hors d’elles. Pur. */

import { enumerer } from '#kernel/texte.ts'
import { modaliteTenue } from '#modules/sessions/index.ts'
import type { ActiviteAPart, FaitsDePiece } from '../domain/a-imprimer.ts'
import { minutesDuPlan } from '../domain/duree-du-plan.ts'
import { actionDe } from './donnees-pieces.ts'
import type { ActionV1, DistanceV1 } from './dossier.v1.ts'

/** « en présentiel, à distance et en situation de travail » : la modalité de ce qui s’y tient, et ce que le plan y ajoute. */
export const modaliteDite = (
  session: Parameters<typeof modaliteTenue>[0],
  plan: readonly ActiviteAPart[],
): string => {
  const modalite = modaliteTenue(session)
  return enumerer([
    ...(modalite === 'distance' ? [] : ['en présentiel']),
    ...(modalite !== 'presentiel' || minutesDuPlan(plan, 'asynchrone') > 0 ? ['à distance'] : []),
    ...(minutesDuPlan(plan, 'situation') + minutesDuPlan(plan, 'reflexion') > 0
      ? ['en situation de travail']
      : []),
  ])
}

/** D6313-3-1 vaut dès qu’une activité se fait à distance, même d’une session tenue en salle : le plan la dit quand l’offre n’en dit rien. */
const distanceDuPlan = (f: FaitsDePiece): { readonly distance?: DistanceV1 } => {
  const prevues = (f.plan ?? []).filter((x) => x.genre === 'asynchrone')
  if (modaliteTenue(f.session) !== 'presentiel' || prevues.length === 0) return {}
  return {
    distance: {
      activites: f.contenu.foadActivites || prevues.map((x) => x.intitule).join(' ; '),
      minutes: minutesDuPlan(prevues),
      assistance:
        f.contenu.foadAssistance ||
        (f.assistants ?? []).map((x) => `${x.qui}, répond sous ${x.heures} h`).join(' ; '),
    },
  }
}

/**
 * `actionDe`, et tout ce à quoi l’on s’engage : la durée compte les activités planifiées hors des séances (D6353-1), comme le
 * certificat les comptera, et la certification préparée porte son nom, son code et son certificateur.
 */
export const actionEntiere = (
  f: FaitsDePiece,
  effectif: number,
  objectifDuClient?: string | null,
): ActionV1 => {
  const plan = f.plan ?? []
  const { certLibelle, certification, certificateur } = f.contenu
  const action = actionDe(f, effectif, objectifDuClient)
  return {
    ...action,
    minutes: action.minutes + minutesDuPlan(plan),
    modalite: modaliteDite(f.session, plan),
    ...distanceDuPlan(f),
    ...(plan.length > 0 ? { aPart: plan } : {}),
    ...(certLibelle
      ? { certification: { libelle: certLibelle, code: certification ?? '', certificateur } }
      : {}),
  }
}
