import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { instantDe } from '#kernel/zones.ts'
import type { Presence, SeanceAEmarger } from './signer-demi-journee.ts'

/** La signature de qui forme sur une demi-journée, et combien d’entrées y sont venues après elle. */
export type SignatureDeQuiForme = { readonly par: string; readonly apres: number }

/** A-t-elle signé tout ce que dit la feuille ? Une entrée venue après sa signature en demande une autre. */
export const aToutSigne = (signatures: readonly SignatureDeQuiForme[], par: string): boolean =>
  signatures.some((s) => s.par === par && s.apres === 0)

export type RefusCloture = Refus<
  'deja-close' | 'seance-non-finie' | 'non-statuees' | 'feuille-vide' | 'contresignature-manquante'
>
export type Cloture = { readonly closeLe: Date; readonly presents: number; readonly absents: number }

/** La signature du formateur arrête la feuille. Impossible tant qu’une case n’est pas statuée. */
export const cloreFeuille = (
  seance: SeanceAEmarger,
  presences: readonly Presence[],
  maintenant: Date,
  /** Co-animation : les autres formateurs de la séance dont la signature manque encore. */
  sansSignature = 0,
): Result<Cloture, RefusCloture> => {
  if (seance.close) return refuser('deja-close', 'Cette feuille est déjà close.')
  if (presences.length === 0)
    return refuser('feuille-vide', 'Personne n’est inscrit : il n’y a pas de feuille à clore.')
  if (maintenant < instantDe(seance.date, seance.fin, seance.zone).instant)
    return refuser('seance-non-finie', 'La demi-journée n’est pas finie : la feuille se clôt à sa fin.')
  const reste = presences.filter((p) => p.etat === 'attendue').length
  if (reste > 0)
    return refuser(
      'non-statuees',
      `Il reste ${compter(reste, 'personne')} sans signature ni absence notée : statuez, puis closez la feuille.`,
    )
  if (sansSignature > 0)
    return refuser(
      'contresignature-manquante',
      `Il manque la signature de ${compter(sansSignature, 'autre personne', { pluriel: 'autres personnes' })} parmi celles qui animent cette séance : chacune signe la sienne, puis la feuille se clôt.`,
    )
  const absents = presences.filter((p) => p.etat === 'absente').length
  return ok({ closeLe: maintenant, presents: presences.length - absents, absents })
}

export type RefusContresignature = Refus<
  'pas-animateur' | 'deja-close' | 'deja-contresignee' | 'seance-non-finie' | 'feuille-vide'
>

/** La signature de qui forme, la séance finie et avant que la feuille ne soit close ; de nouveau si quelque chose s’y est ajouté. */
export const contresignerSeance = (
  seance: SeanceAEmarger,
  deja: boolean,
  inscrits: number,
  maintenant: Date,
): Result<{ readonly le: Date }, RefusContresignature> => {
  if (deja) return refuser('deja-contresignee', 'Vous avez déjà signé tout ce que dit cette séance.')
  if (seance.close) return refuser('deja-close', 'Cette feuille est déjà close.')
  if (inscrits === 0) return refuser('feuille-vide', 'Personne n’est inscrit : il n’y a rien à contresigner.')
  if (maintenant < instantDe(seance.date, seance.fin, seance.zone).instant)
    return refuser('seance-non-finie', 'La demi-journée n’est pas finie : elle se contresigne à sa fin.')
  return ok({ le: maintenant })
}
