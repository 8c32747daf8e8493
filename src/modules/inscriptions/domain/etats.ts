import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/**
 * Le fil étroit des états d’une inscription. `cycle.md` § 3 en compte vingt-cinq : on en ajoute ici une ligne à
 * la fois, sans changer celles-ci (`besoin` … `contractualisation` avant `inscrit` ; `evalue` … `archive` après
 * `realise`).
 */
export const etats = ['inscrit', 'en-formation', 'realise', 'annule', 'abandon'] as const
export type EtatInscription = (typeof etats)[number]

export type Faits = {
  /** Demi-journées suivies, signées ou régularisées. */
  readonly presences: number
  /** Demi-journées sans présence ni absence. */
  readonly nonStatuees: number
  readonly sessionTerminee: boolean
}

type Regle = {
  readonly vers: EtatInscription
  readonly motif?: true
  readonly si?: (f: Faits) => Refus | undefined
}
export type RefusInscription = Refus<
  | 'transition-impossible'
  | 'motif-exige'
  | 'jamais-venu'
  | 'deja-venu'
  | 'session-en-cours'
  | 'demi-journees-non-statuees'
>

const refusDe = (code: RefusInscription['code'], phrase: string): Refus | undefined => {
  const r = refuser(code, phrase)
  return r.ok ? undefined : r.error
}
const venu = (f: Faits) =>
  f.presences > 0 ? undefined : refusDe('jamais-venu', 'Aucune demi-journée n’est suivie.')

const regles: Readonly<Record<EtatInscription, readonly Regle[]>> = {
  inscrit: [
    { vers: 'en-formation', si: venu },
    {
      vers: 'annule',
      motif: true,
      si: (f) =>
        f.presences > 0
          ? refusDe(
              'deja-venu',
              'La formation a commencé pour cette personne : c’est un abandon, pas une annulation.',
            )
          : undefined,
    },
  ],
  'en-formation': [
    {
      vers: 'realise',
      si: (f) =>
        !f.sessionTerminee
          ? refusDe('session-en-cours', 'La session n’est pas terminée.')
          : f.nonStatuees > 0
            ? refusDe('demi-journees-non-statuees', 'Des demi-journées n’ont ni présence ni absence.')
            : venu(f),
    },
    { vers: 'abandon', motif: true, si: venu },
  ],
  realise: [],
  annule: [],
  abandon: [],
}

export const estFinale = (etat: EtatInscription): boolean => regles[etat].length === 0

export const changerInscription = (
  de: EtatInscription,
  vers: EtatInscription,
  faits: Faits,
  motif?: string,
): Result<{ etat: EtatInscription; motif: string | null }, RefusInscription> => {
  const regle = regles[de].find((r) => r.vers === vers)
  if (!regle) return refuser('transition-impossible', `Une inscription « ${de} » ne devient pas « ${vers} ».`)
  const obstacle = regle.si?.(faits)
  if (obstacle) return { ok: false, error: obstacle as RefusInscription }
  const dit = motif?.trim() ?? ''
  if (regle.motif && dit === '')
    return refuser('motif-exige', 'Dites pourquoi : le motif entre dans le dossier.')
  return ok({ etat: vers, motif: dit === '' ? null : dit })
}
