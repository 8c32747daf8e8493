/**
 * Les délégués des stagiaires (C. trav., L6352-3, 3° ; R6352-9 à R6352-15) : un titulaire et un suppléant, au scrutin uninominal à deux tours,
 * quand l’action dépasse cinq cents heures ; le scrutin se tient entre la vingtième et la quarantième heure. Pur.
 */
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { SessionLue } from '#modules/sessions/index.ts'

/** Au-delà de cinq cents heures (L6352-3, 3°) ; la vingtième et la quarantième heure (R6352-10). */
export const seuilMinutes = 500 * 60
export const ouvreMinutes = 20 * 60
export const fermeMinutes = 40 * 60

export type SeancePrevue = { readonly jour: string; readonly debut: number; readonly fin: number }
/** Les séances qui se tiennent, dans l’ordre. */
export const seancesPrevues = (s: Pick<SessionLue, 'seances'>): SeancePrevue[] =>
  s.seances.filter((x) => x.tenue).map((x) => ({ jour: x.jour, debut: x.debutMinutes, fin: x.finMinutes }))

export type Fenetre = {
  readonly minutes: number
  /** Le jour et la minute où la vingtième heure est atteinte ; absents si le calendrier n’y va pas. */
  readonly ouvre: { readonly jour: string; readonly minute: number } | undefined
  readonly ferme: { readonly jour: string; readonly minute: number } | undefined
}

/** Quand les heures planifiées cumulées atteignent ce nombre de minutes. */
const atteint = (seances: readonly SeancePrevue[], minutes: number): Fenetre['ouvre'] => {
  let cumul = 0
  for (const s of seances) {
    const duree = s.fin - s.debut
    if (cumul + duree >= minutes) return { jour: s.jour, minute: s.debut + (minutes - cumul) }
    cumul += duree
  }
  return undefined
}

/** Rien sous le seuil. `seances` : celles qui se tiennent, dans l’ordre. */
export const fenetreDuScrutin = (seances: readonly SeancePrevue[]): Fenetre | undefined => {
  const minutes = seances.reduce((n, s) => n + s.fin - s.debut, 0)
  return minutes > seuilMinutes
    ? { minutes, ouvre: atteint(seances, ouvreMinutes), ferme: atteint(seances, fermeMinutes) }
    : undefined
}

/** Les minutes de formation planifiées avant cet instant : le procès-verbal les dit, que la fenêtre de R6352-10 se vérifie. */
export const minutesEcoulees = (
  seances: readonly SeancePrevue[],
  ici: { readonly jour: string; readonly minute: number },
): number =>
  seances.reduce((n, s) => {
    if (s.jour !== ici.jour) return s.jour < ici.jour ? n + s.fin - s.debut : n
    return n + Math.max(0, Math.min(s.fin, ici.minute) - s.debut)
  }, 0)

export type EtatDuScrutin = 'a-venir' | 'ouvert' | 'en-retard' | 'tenu'
export const etatDuScrutin = (
  f: Fenetre,
  tenu: boolean,
  ici: { readonly jour: string; readonly minute: number },
): EtatDuScrutin => {
  if (tenu) return 'tenu'
  const avant = (a: typeof ici, b: typeof ici) =>
    a.jour < b.jour || (a.jour === b.jour && a.minute < b.minute)
  if (!f.ouvre || avant(ici, f.ouvre)) return 'a-venir'
  return f.ferme && avant(f.ferme, ici) ? 'en-retard' : 'ouvert'
}

export type Election = {
  readonly genre: 'election'
  readonly tours: 1 | 2
  readonly electeurs: number
  readonly votants: number
  readonly titulaire: { readonly inscription: string; readonly voix: number }
  readonly suppleant: { readonly inscription: string; readonly voix: number }
}
export type Carence = {
  readonly genre: 'carence'
  readonly tours: 1 | 2
  readonly electeurs: number
  readonly votants: number
  readonly motif: string
}

/**
 * Au premier tour, la majorité absolue des votants ; au second, la majorité relative (usage : l’article dit « à deux tours » sans le préciser).
 * La carence ne se constate qu’à l’issue du scrutin (R6352-12).
 */
export const verifierScrutin = (
  s: Election | Carence,
  inscrites: readonly string[],
): Result<void, Refus<'electeurs' | 'votants' | 'elus' | 'voix' | 'motif'>> => {
  if (s.electeurs > inscrites.length)
    return refuser(
      'electeurs',
      `La session compte ${inscrites.length} stagiaires\u00a0: tous sont électeurs, pas plus.`,
    )
  if (s.votants > s.electeurs)
    return refuser('votants', 'Il ne peut y avoir plus de votants que d’électeurs.')
  if (s.genre === 'carence')
    return s.motif.trim().length < 10
      ? refuser(
          'motif',
          'Dites pourquoi la représentation n’a pu être assurée\u00a0: le procès-verbal le porte (R6352-12).',
        )
      : ok(undefined)
  const elus = [s.titulaire, s.suppleant]
  if (s.titulaire.inscription === s.suppleant.inscription)
    return refuser('elus', 'Le titulaire et le suppléant sont deux personnes.')
  if (elus.some((e) => !inscrites.includes(e.inscription)))
    return refuser('elus', 'Un délégué est un stagiaire de la session.')
  if (elus.some((e) => e.voix > s.votants || e.voix < 1))
    return refuser('voix', 'Une voix au moins, et pas plus que de votants.')
  if (s.tours === 1 && elus.some((e) => e.voix * 2 <= s.votants))
    return refuser('voix', 'Au premier tour, il faut plus de la moitié des voix\u00a0: tenez un second tour.')
  return ok(undefined)
}

/** Avant de lire les voix : un scrutin y est-il dû, et s’est-il tenu ? `aujourdhui` : à la session. */
export const refusDeScrutin = (
  fenetre: Fenetre | undefined,
  tenuLe: string,
  aujourdhui: string,
): Refus<'sans-objet' | 'a-venir'> | undefined => {
  if (!fenetre)
    return refus(
      'sans-objet',
      'Cette session ne dépasse pas cinq cents heures : aucune élection n’y est due.',
    )
  return tenuLe > aujourdhui
    ? refus('a-venir', 'Ce jour est à venir : le scrutin s’écrit une fois tenu.')
    : undefined
}
