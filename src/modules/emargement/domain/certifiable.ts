import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export type RefusCertifiable = Refus<'inscription-annulee' | 'sous-traitance-recue'>

/** Ce qu’une inscription peut recevoir, d’après son état et son régime. */
export type Delivrable = 'certificat' | 'extrait'

/** Les états d’une inscription dont les heures se comptent : la personne est venue, ou devait venir. */
export const etatsSuivis = ['inscrit', 'abandon', 'exclu', 'force-majeure', 'absent-total'] as const
const suivies: ReadonlySet<string> = new Set(etatsSuivis)

/**
 * Un stagiaire reçu d’un autre organisme est certifié par lui, qui a vendu l’action (R6332-26) : il
 * reçoit un extrait de présence, jamais un certificat. Déduit : aucun texte ne le dit en ces mots.
 */
export const delivrableDe = (i: { readonly etat: string; readonly regime: string | null }): Delivrable =>
  i.regime === 'sous-traitance-recue' ? 'extrait' : 'certificat'

export const certifiable = (i: {
  readonly etat: string
  readonly regime: string | null
  readonly confiePar: string | null
}): Result<null, RefusCertifiable> => {
  if (!suivies.has(i.etat))
    return refuser(
      'inscription-annulee',
      'Cette inscription ne suit pas la session : rien n’est à certifier.',
    )
  if (delivrableDe(i) === 'extrait')
    return refuser(
      'sous-traitance-recue',
      `Cette personne est reçue d’un autre organisme${i.confiePar ? ` (${i.confiePar})` : ''}, qui la certifie : remettez à cet organisme un extrait de présence.`,
    )
  return ok(null)
}
