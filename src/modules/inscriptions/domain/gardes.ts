/** Des faits aux réponses : ce que ce module sait, et ce qu’il tient pour non vérifiable. */

import type { DateCivile } from '#kernel/dates.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import type { GenreRemise, Regime } from './dossier.ts'
import type { ReponsesInscription } from './etats.ts'
import { refusDEnvoi } from './retractation.ts'

export type FaitsDuDossier = {
  readonly regime: Regime
  readonly delaiJours: number
  /** Le dernier jour du délai, fériés du lieu comptés ; nul tant que rien n’est signé, ou sans délai. */
  readonly dernierJour: DateCivile | null
  readonly signeLe: Date | null
  readonly retracteLe: Date | null
  readonly demarrageSansSignature: string | null
}

export type FaitsInscription = {
  readonly dossier: FaitsDuDossier | null
  readonly remises: ReadonlySet<GenreRemise>
  readonly places: number | null
  readonly zone: Zone
  /** Demi-journées suivies ; absent : l’émargement n’a rien dit. */
  readonly presences?: number
  readonly seances?: number
  readonly statuees?: boolean
  readonly sessionTerminee?: boolean
  readonly accordAvantDebut?: boolean
  /** La rétractation, si c’en est une : le jour où elle fut envoyée ; absent, aujourd’hui. */
  readonly envoyeeLe?: DateCivile
}

/** Envoyée ce jour, ou dite aujourd’hui, la rétractation est à temps. Sans signature, le délai n’a pas commencé. */
const aTemps = (
  d: FaitsDuDossier,
  envoyeeLe: DateCivile | undefined,
  maintenant: Date,
  zone: Zone,
): boolean => {
  if (d.dernierJour === null || d.signeLe === null) return false
  const aujourdhui = jourLocal(maintenant, zone)
  const f = {
    signeLe: jourLocal(d.signeLe, zone),
    delaiJours: d.delaiJours,
    dernierJour: d.dernierJour,
    aujourdhui,
  }
  return refusDEnvoi(envoyeeLe ?? aujourdhui, f) === undefined
}

/**
 * En sous-traitance reçue, l’information et le règlement sont ceux du donneur d’ordre (déduit : L6353-8 pèse sur qui
 * contracte) ; sans dossier, on ne sait pas quel contrat exiger, et le dossier manquant suffit à bloquer.
 */
export const reponsesInscription = (f: FaitsInscription, maintenant: Date): ReponsesInscription => {
  const d = f.dossier
  const recue = d?.regime === 'sous-traitance-recue'
  const p = f.presences
  return {
    'dossier-ouvert': d !== null,
    ...(f.places === null ? { 'place-libre': true } : { 'place-libre': f.places > 0 }),
    ...(d ? { 'contrat-signe': d.regime !== 'contrat' || d.signeLe !== null } : {}),
    'information-remise': recue || f.remises.has('information-l6353-8'),
    'reglement-remis': recue || f.remises.has('reglement-interieur'),
    ...(d
      ? {
          'non-retracte': d.retracteLe === null,
          'convention-signee':
            d.regime !== 'convention' || d.signeLe !== null || d.demarrageSansSignature !== null,
          'dans-le-delai': aTemps(d, f.envoyeeLe, maintenant, f.zone),
        }
      : {}),
    ...(f.accordAvantDebut === undefined ? {} : { 'accord-financeur': f.accordAvantDebut }),
    ...(p === undefined
      ? {}
      : {
          venu: p > 0,
          'jamais-venu': p === 0,
          ...(f.seances === undefined
            ? {}
            : { 'tout-suivi': p >= f.seances, 'pas-tout-suivi': p < f.seances }),
        }),
    ...(f.statuees === undefined ? {} : { 'demi-journees-statuees': f.statuees }),
    ...(f.sessionTerminee === undefined ? {} : { 'session-terminee': f.sessionTerminee }),
  }
}
