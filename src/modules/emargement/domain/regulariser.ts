import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { instantDe } from '#kernel/zones.ts'
import {
  fenetreDe,
  type InscriptionId,
  type Presence,
  type SeanceAEmarger,
  type SeanceId,
} from './signer-demi-journee.ts'

/** Jamais silencieuse : un motif, le formateur de la séance, et la contresignature du stagiaire quand elle vient. */
export type Regularisation = {
  readonly inscriptionId: InscriptionId
  readonly seanceId: SeanceId
  readonly motif: string
  readonly par: PersonneId
  readonly viseeLe: Date
  /** Minutes réellement suivies si moins que la séance. */
  readonly retardMin: number
  readonly contresigneeLe: Date | null
}
export type RefusRegularisation = Refus<
  | 'pas-le-formateur'
  | 'motif-exige'
  | 'deja-signee'
  | 'fenetre-ouverte'
  | 'seance-non-finie'
  | 'retard-invalide'
  | 'feuille-close'
  | 'deja-contresignee'
>

export type GesteRegularisation = {
  readonly inscriptionId: InscriptionId
  readonly par: PersonneId
  readonly formateurs: readonly PersonneId[]
  readonly motif: string
  readonly retardMin?: number
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
    return refuser('pas-le-formateur', 'Seul le formateur de la séance régularise.')
  if (seance.close) return refuser('feuille-close', 'La feuille est close : il faut une correction motivée.')
  if (presence.etat === 'signee') return refuser('deja-signee', 'Cette demi-journée est déjà signée.')
  if (presence.etat === 'attendue' && geste.maintenant <= fenetreDe(seance).fermeLe)
    return refuser('fenetre-ouverte', 'La personne peut encore signer elle-même.')
  if (geste.maintenant < instantDe(seance.date, seance.fin, seance.zone).instant)
    return refuser('seance-non-finie', 'La séance n’est pas finie.')
  const motif = uneLigne(geste.motif)
  if (motif.length < 10) return refuser('motif-exige', 'Dites en une phrase pourquoi la signature manque.')
  const retardMin = geste.retardMin ?? 0
  if (!Number.isInteger(retardMin) || retardMin < 0 || retardMin >= seance.fin - seance.debut)
    return refuser('retard-invalide', 'Le retard est un nombre de minutes, plus petit que la séance.')
  return ok({
    inscriptionId: geste.inscriptionId,
    seanceId: seance.id,
    motif,
    par: geste.par,
    viseeLe: geste.maintenant,
    retardMin,
    contresigneeLe: null,
  })
}

/** Le stagiaire reconnaît sa présence. Une seule fois. */
export const contresigner = (
  r: Regularisation,
  maintenant: Date,
): Result<Regularisation, RefusRegularisation> =>
  r.contresigneeLe
    ? refuser('deja-contresignee', 'Cette régularisation est déjà contresignée.')
    : ok({ ...r, contresigneeLe: maintenant })
