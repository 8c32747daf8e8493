/** Quelle version de son offre une session suit, et quand elle peut en suivre une plus récente. */
import { type Refus, refus } from '#kernel/refus.ts'
import { type EtatSession, etatsPasCommences } from './etats.ts'

/** Une version figée, dite par son numéro. */
export type VersionDite = { readonly id: string; readonly numero: number }

export type VersionEnVigueur = VersionDite & {
  /** Ce qu’elle écrit de sa part à distance (D6313-3-1) ; nul d’une session sur place. */
  readonly distance: {
    readonly foadActivites: string
    readonly foadDuree: string
    readonly foadAssistance: string
    readonly evaluation: string
  } | null
}

type QuiSuit = {
  readonly etat: EtatSession
  readonly versionSuivie: VersionDite | null
  readonly versionEnVigueur: VersionEnVigueur | null
  readonly seances: readonly { readonly tenue: boolean; readonly debut: Date }[]
}

/** Celle qu’elle suivrait ; rien si elle suit déjà la version en vigueur, ou si son offre n’en a pas. */
export const versionPlusRecente = (
  s: Pick<QuiSuit, 'versionSuivie' | 'versionEnVigueur'>,
): VersionEnVigueur | undefined =>
  s.versionEnVigueur && s.versionEnVigueur.id !== s.versionSuivie?.id ? s.versionEnVigueur : undefined

const pasCommencees: ReadonlySet<EtatSession> = new Set(etatsPasCommences)

/**
 * Une session suit la version en vigueur tant qu’elle n’a pas commencé : ensuite, ce qui s’y est fait l’a été d’après celle qu’elle avait
 * annoncée. Une pièce déjà signée ne l’en empêche pas, comme elle n’empêche pas de changer les dates : elle reste, un avenant la complète,
 * et sans cela aucun avenant ne pourrait dire ce que l’offre d’alors taisait. `emargee` : le registre en dit déjà quelque chose.
 */
export const refusDeSuivre = (
  s: QuiSuit,
  emargee: boolean,
  le: Date,
): Refus<'version-a-jour' | 'session-commencee'> | undefined =>
  !pasCommencees.has(s.etat) || emargee || s.seances.some((x) => x.tenue && x.debut <= le)
    ? refus(
        'session-commencee',
        'Cette session a commencé, ou ne se tiendra plus : elle garde la version de l’offre qu’elle a annoncée.',
      )
    : versionPlusRecente(s)
      ? undefined
      : refus('version-a-jour', 'Cette session suit déjà la version en vigueur de son offre.')
