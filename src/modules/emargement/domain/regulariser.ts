import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { instantDe } from '#kernel/zones.ts'
import { lireMinutes, lireMotif, type Minutes } from './rectifier.ts'
import {
  fenetreDe,
  type InscriptionId,
  type Presence,
  type SeanceAEmarger,
  type SeanceId,
} from './signer-demi-journee.ts'

/** Jamais silencieuse : un motif, et le formateur de la séance, qui la contresigne par ce geste même. */
export type Regularisation = {
  readonly inscriptionId: InscriptionId
  readonly seanceId: SeanceId
  readonly motif: string
  readonly par: PersonneId
  readonly viseeLe: Date
  /** Minutes perdues, si la personne n’a pas suivi toute la séance. */
  readonly minutes: Minutes
}
export type RefusRegularisation = Refus<
  | 'pas-le-formateur'
  | 'motif-exige'
  | 'motif-de-sante'
  | 'deja-signee'
  | 'fenetre-ouverte'
  | 'seance-non-finie'
  | 'minutes-invalides'
  | 'feuille-close'
>

export type GesteRegularisation = {
  readonly inscriptionId: InscriptionId
  readonly par: PersonneId
  readonly formateurs: readonly PersonneId[]
  readonly motif: string
  readonly minutes?: Minutes
  readonly maintenant: Date
}

/**
 * Tant que la fenêtre est ouverte on signe soi-même. Une absence notée par erreur se régularise aussi, dès la fin
 * de la séance. Feuille close : il faut d’abord une correction, qui la rouvre et se lit au registre.
 */
export const regulariser = (
  seance: SeanceAEmarger,
  presence: Presence,
  geste: GesteRegularisation,
): Result<Regularisation, RefusRegularisation> => {
  if (!geste.formateurs.includes(geste.par))
    return refuser('pas-le-formateur', 'Qui anime la séance régularise, personne d’autre.')
  if (seance.close) return refuser('feuille-close', 'La feuille est close : il faut une correction motivée.')
  if (presence.etat === 'signee') return refuser('deja-signee', 'Cette demi-journée est déjà signée.')
  if (presence.etat === 'attendue' && geste.maintenant <= fenetreDe(seance).fermeLe)
    return refuser('fenetre-ouverte', 'La personne peut encore signer elle-même.')
  if (geste.maintenant < instantDe(seance.date, seance.fin, seance.zone).instant)
    return refuser('seance-non-finie', 'La séance n’est pas finie.')
  const motif = lireMotif(geste.motif, 'Dites en une phrase pourquoi la signature manque.')
  if (!motif.ok) return motif
  const minutes = lireMinutes(seance, geste.minutes ?? { retard: 0, depart: 0 })
  if (!minutes.ok) return minutes
  return ok({
    inscriptionId: geste.inscriptionId,
    seanceId: seance.id,
    motif: motif.value,
    par: geste.par,
    viseeLe: geste.maintenant,
    minutes: minutes.value,
  })
}
