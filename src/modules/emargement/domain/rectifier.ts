import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'
import { uneLigne } from '#kernel/texte.ts'
import { instantDe } from '#kernel/zones.ts'
import type { MotifAbsence } from './absence.ts'
import { type Presence, type SeanceAEmarger, tempsDe } from './signer-demi-journee.ts'

export type Minutes = { readonly retard: number; readonly depart: number }

export type RefusRectification = Refus<
  | 'motif-exige'
  | 'motif-de-sante'
  | 'minutes-invalides'
  | 'rien-de-signe'
  | 'rien-a-annuler'
  | 'pas-absente'
  | 'deja-ainsi'
  | 'feuille-close'
  | 'seance-non-commencee'
  | 'seance-non-finie'
>

/** Le motif d’une régularisation, d’une correction ou d’une annulation : une phrase, qui se lira, et ne dit rien de la santé. */
export const lireMotif = (
  texte: string,
  phrase = 'Dites pourquoi, en une phrase d’au moins dix signes.',
): Result<string, Refus<'motif-exige' | 'motif-de-sante'>> => {
  const motif = uneLigne(texte)
  if (ditLaSante(motif)) return refuser('motif-de-sante', SANS_SANTE)
  return motif.length >= 10 ? ok(motif) : refuser('motif-exige', phrase)
}

/** Retard et départ anticipé : des minutes entières, qui laissent à la séance au moins une minute suivie. */
export const lireMinutes = (
  seance: Pick<SeanceAEmarger, 'debut' | 'fin'>,
  { retard, depart }: Minutes,
): Result<Minutes, Refus<'minutes-invalides'>> =>
  [retard, depart].every((n) => Number.isInteger(n) && n >= 0) && retard + depart < seance.fin - seance.debut
    ? ok({ retard, depart })
    : refuser(
        'minutes-invalides',
        'Retard et départ se comptent en minutes, et font moins que la séance. Qui n’en a rien suivi est absent.',
      )

/** Ce qu’une case garde de son histoire, pour décider de la suite. */
export type Vecu = {
  readonly presence: Presence
  readonly minutes: Minutes
  readonly absence: MotifAbsence | null
}

export type Rectification = {
  readonly genre: 'retard' | 'correction' | 'annulation'
  readonly etat: 'presente' | 'absente' | 'attendue'
  readonly minutes: Minutes
  readonly absence: MotifAbsence | null
  /** Le texte, pour la part « motif » ; nul quand le code suffit. */
  readonly motif: string | null
}

/**
 * Noter des minutes perdues sur une présence. Feuille ouverte : un retard. Close : une correction, motivée. Zéro et zéro
 * rend les heures entières.
 */
export const noterMinutes = (
  seance: SeanceAEmarger,
  vecu: Vecu,
  geste: Minutes & { readonly motif: string; readonly maintenant: Date },
): Result<Rectification, RefusRectification> => {
  if (vecu.presence.etat !== 'signee')
    return refuser('rien-de-signe', 'Sans présence signée, il n’y a pas de minutes à retirer.')
  if (geste.maintenant < tempsDe(seance).commenceLe)
    return refuser('seance-non-commencee', 'La demi-journée n’a pas commencé.')
  const minutes = lireMinutes(seance, geste)
  if (!minutes.ok) return minutes
  if (minutes.value.retard === vecu.minutes.retard && minutes.value.depart === vecu.minutes.depart)
    return refuser('deja-ainsi', 'La feuille dit déjà ces minutes.')
  const motif = lireMotif(geste.motif)
  if (!motif.ok && (seance.close || motif.error.code === 'motif-de-sante')) return motif
  return ok({
    genre: seance.close ? 'correction' : 'retard',
    etat: 'presente',
    minutes: minutes.value,
    absence: null,
    motif: motif.ok ? motif.value : null,
  })
}

const nulles: Minutes = { retard: 0, depart: 0 }

/** Le motif d’une absence change, même après la clôture : le justificatif arrive souvent plus tard. Son code suffit. */
export const requalifierAbsence = (
  vecu: Vecu,
  absence: MotifAbsence,
): Result<Rectification, RefusRectification> => {
  if (vecu.presence.etat !== 'absente')
    return refuser('pas-absente', 'Cette personne n’est pas notée absente.')
  if (vecu.absence === absence) return refuser('deja-ainsi', 'La feuille dit déjà ce motif.')
  return ok({ genre: 'correction', etat: 'absente', minutes: nulles, absence, motif: null })
}

/** Une présence établie à tort : la personne n’était pas là. Toujours motivé ; la signature reste lisible. */
export const corrigerEnAbsence = (
  seance: SeanceAEmarger,
  vecu: Vecu,
  geste: { readonly motif: string; readonly absence: MotifAbsence; readonly maintenant: Date },
): Result<Rectification, RefusRectification> => {
  if (vecu.presence.etat !== 'signee') return refuser('rien-de-signe', 'Il n’y a pas de présence à corriger.')
  if (geste.maintenant < instantDe(seance.date, seance.fin, seance.zone).instant)
    return refuser('seance-non-finie', 'La séance n’est pas finie.')
  const motif = lireMotif(geste.motif)
  if (!motif.ok) return motif
  const { absence } = geste
  return ok({ genre: 'correction', etat: 'absente', minutes: nulles, absence, motif: motif.value })
}

/**
 * Annuler ce que la case dit, sans rien dire à la place : elle redevient attendue. Feuille ouverte seulement : close, une
 * case a toujours un statut, et une correction le change.
 */
export const annuler = (
  seance: SeanceAEmarger,
  vecu: Vecu,
  texte: string,
): Result<Rectification, RefusRectification> => {
  if (vecu.presence.etat === 'attendue') return refuser('rien-a-annuler', 'Rien n’est écrit dans cette case.')
  if (seance.close)
    return refuser('feuille-close', 'La feuille est close : une correction dit ce qu’il en était.')
  const motif = lireMotif(texte)
  if (!motif.ok) return motif
  return ok({ genre: 'annulation', etat: 'attendue', minutes: nulles, absence: null, motif: motif.value })
}
