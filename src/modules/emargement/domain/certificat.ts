import { type Refus, refuser } from '#kernel/refus.ts'
import { compter } from '#kernel/texte.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Presence } from './presence.ts'

/** Une demi-journée d’une inscription, avec ce que le registre en dit. Minutes : durée de la séance. */
export type DemiJournee = { readonly minutes: number; readonly fin: Date; readonly presence: Presence }

/** Quatre compteurs seraient tenus ailleurs ; ici le prévu et le réalisé, en minutes (`cycle.md` § 6). */
export type Heures = {
  readonly prevues: number
  readonly realisees: number
  readonly demiJournees: number
  readonly signees: number
  readonly absentes: number
  /** Passées, ni signées ni statuées. */
  readonly aStatuer: number
}

/** Seule une présence au registre compte : signée ou régularisée. */
export const heuresRealisees = (demis: readonly DemiJournee[]): Heures => {
  const presente = (d: DemiJournee) => d.presence.etat === 'signee' || d.presence.etat === 'regularisee'
  const minutes = (liste: readonly DemiJournee[]) => liste.reduce((n, d) => n + d.minutes, 0)
  return {
    prevues: minutes(demis),
    realisees: minutes(demis.filter(presente)),
    demiJournees: demis.length,
    signees: demis.filter(presente).length,
    absentes: demis.filter((d) => d.presence.etat === 'absente').length,
    aStatuer: demis.filter((d) => d.presence.etat === 'attendue').length,
  }
}

/** Qui peut signer un certificat pour l’organisme. */
export type Signataire = {
  readonly nom: string
  readonly qualite: string
  readonly pieces: readonly string[]
  readonly representant: boolean
  /** Jours civils. */
  readonly du: string
  readonly au: string | null
}

/** Le représentant légal d’abord, puis qui a reçu pouvoir pour ce genre de pièce, en cours à cette date. */
export const choisirSignataire = (
  signataires: readonly Signataire[],
  piece: string,
  jour: string,
): Signataire | undefined => {
  const enCours = signataires.filter((s) => s.du <= jour && (s.au === null || s.au >= jour))
  return enCours.find((s) => s.representant) ?? enCours.find((s) => s.pieces.includes(piece))
}

export type RefusCertificat = Refus<
  'inscription-annulee' | 'non-terminee' | 'non-statuee' | 'sans-heures' | 'sans-signataire'
>

export type ACertifier = {
  readonly annulee: boolean
  readonly demis: readonly DemiJournee[]
  readonly signataires: readonly Signataire[]
  /** Jour civil de l’émission, au fuseau de l’organisme. */
  readonly jour: string
}

/** Le certificat dit les heures réellement suivies (R6332-26), jamais les prévues ; il n’est jamais antérieur à la fin. */
export const deciderCertificat = (
  { annulee, demis, signataires, jour }: ACertifier,
  maintenant: Date,
): Result<{ readonly heures: Heures; readonly signataire: Signataire }, RefusCertificat> => {
  if (annulee) return refuser('inscription-annulee', 'Cette inscription a été annulée : rien n’est à certifier.')
  const fin = demis.reduce((max, d) => Math.max(max, d.fin.getTime()), 0)
  if (demis.length === 0 || maintenant.getTime() < fin)
    return refuser(
      'non-terminee',
      'La formation n’est pas terminée : un certificat de réalisation ne se date pas d’avant la fin.',
    )
  const heures = heuresRealisees(demis)
  if (heures.aStatuer > 0)
    return refuser(
      'non-statuee',
      `${compter(heures.aStatuer, 'demi-journée')} sans signature ni absence notée : statuez d’abord.`,
    )
  if (heures.realisees === 0)
    return refuser('sans-heures', 'Aucune heure n’a été suivie : il n’y a rien à certifier.')
  const signataire = choisirSignataire(signataires, 'certificat', jour)
  if (!signataire)
    return refuser(
      'sans-signataire',
      'Personne n’a pouvoir de signer un certificat pour la coopérative à ce jour : nommez un signataire.',
    )
  return ok({ heures, signataire })
}
