/** Un client dont plus rien n’est attendu : ni personne à dire, ni pièce à signer, ni prix à compter. */
import type { EtatGarde } from './etats.ts'

/** Sorti sans être venu ; un abandon, lui, est venu : sa part se compte. */
const sansSuite: ReadonlySet<EtatGarde> = new Set(['refuse', 'retracte', 'annule'])

/** Rétracté, ou toutes ses inscriptions refusées, annulées ou rétractées. Sans inscription encore, il est vivant. */
export const estEteint = (
  d: { readonly id: string; readonly retracteLe: Date | null },
  inscriptions: readonly { readonly dossier: string | null; readonly etat: EtatGarde }[],
): boolean => {
  if (d.retracteLe !== null) return true
  const siennes = inscriptions.filter((i) => i.dossier === d.id)
  return siennes.length > 0 && siennes.every((i) => sansSuite.has(i.etat))
}
