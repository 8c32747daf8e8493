import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Constat } from './regle.ts'

/** Une personne répond d’un constat : elle l’accepte, avec un motif, ou revient sur son acceptation. */
export type Jugement = {
  readonly regle: string
  readonly cle: string
  /** L’empreinte de la phrase jugée : si le constat change, le jugement ne le couvre plus. */
  readonly empreinte: string
  readonly decision: 'accepte' | 'rouvert'
  readonly motif: string
  readonly le: Date
  readonly parNom: string
}

export type ConstatJuge = Constat & { readonly jugement: Jugement | undefined }

/**
 * Le dernier jugement qui porte sur ce constat, tel qu’il est. Une acceptation retirée n’en est plus une. `empreinte` : celle d’une
 * phrase, prise de celles seules dont on a jugé la chose.
 */
export const jugementDe = (
  c: { readonly regle: string; readonly cle: string; readonly phrase: string },
  jugements: readonly Jugement[],
  empreinte: (phrase: string) => string,
): Jugement | undefined => {
  const siens = jugements.filter((j) => j.regle === c.regle && j.cle === c.cle)
  if (siens.length === 0) return undefined
  const sienne = empreinte(c.phrase)
  const dernier = siens
    .filter((j) => j.empreinte === sienne)
    .toSorted((a, b) => a.le.getTime() - b.le.getTime())
    .at(-1)
  return dernier?.decision === 'accepte' ? dernier : undefined
}

export type RefusJugement = Refus<'constat-disparu' | 'motif-court' | 'deja-juge' | 'pas-juge'>

export const juger = (
  constat: ConstatJuge | undefined,
  decision: Jugement['decision'],
  motif: string,
): Result<{ readonly motif: string }, RefusJugement> => {
  if (!constat)
    return ko(refus('constat-disparu', 'Ce constat n’est plus : la chose est réparée, ou a changé.'))
  const dit = motif.trim()
  if (dit.length < 10)
    return ko(
      refus('motif-court', 'Écrivez le motif en une phrase : il se lira en contrôle, sous votre nom.'),
    )
  if (decision === 'accepte' && constat.jugement)
    return ko(refus('deja-juge', `Ce constat est déjà accepté, par ${constat.jugement.parNom}.`))
  if (decision === 'rouvert' && !constat.jugement)
    return ko(refus('pas-juge', 'Ce constat n’est pas accepté : il n’y a rien à rouvrir.'))
  return ok({ motif: dit })
}
