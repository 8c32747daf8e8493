/** L’action telle qu’on s’y engage : ses séances, et ce qui se suit hors d’elles. Pur. */
import type { ActionV1, DistanceV1 } from './documents/dossier.v1.ts'
import { type ActiviteAPart, actionDe, type FaitsDePiece, modalites } from './donnees-pieces.ts'

const somme = (xs: readonly ActiviteAPart[]): number => xs.reduce((t, x) => t + x.minutes, 0)

/** Ce que le plan ajoute à la modalité des séances : une activité à distance dans une action en salle la rend mixte. */
const modaliteDe = (f: FaitsDePiece): string => {
  const a = (genre: ActiviteAPart['genre']) => (f.plan ?? []).some((x) => x.genre === genre)
  const { modalite } = f.session
  const dite = modalite === 'presentiel' && a('asynchrone') ? 'mixte' : modalite
  if (!a('situation')) return modalites[dite]
  return dite === 'mixte'
    ? 'en présentiel, à distance et en situation de travail'
    : `${modalites[dite]} et en situation de travail`
}

/** D6313-3-1 vaut dès qu’une activité se fait à distance, même d’une session tenue en salle : le plan la dit quand l’offre se tait. */
const distanceDuPlan = (f: FaitsDePiece): { readonly distance?: DistanceV1 } => {
  const prevues = (f.plan ?? []).filter((x) => x.genre === 'asynchrone')
  if (f.session.modalite !== 'presentiel' || prevues.length === 0) return {}
  return {
    distance: {
      activites: f.contenu.foadActivites || prevues.map((x) => x.intitule).join(' ; '),
      minutes: somme(prevues),
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
    minutes: action.minutes + somme(plan),
    modalite: modaliteDe(f),
    ...distanceDuPlan(f),
    ...(plan.length > 0 ? { aPart: plan } : {}),
    ...(certLibelle
      ? { certification: { libelle: certLibelle, code: certification ?? '', certificateur } }
      : {}),
  }
}
