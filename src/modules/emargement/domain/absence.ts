/**
 * Pourquoi une personne était absente : une liste fermée, qui ne dit rien de la santé (justifiée ou
 * injustifiée). « Justificatif remis » ne dit jamais lequel, et la pièce n’entre pas ici. `justifiee` vient de l’usage,
 * aucun texte ne la définit : déduit.
 */
export const motifsAbsence = {
  inconnu: { mot: 'Sans motif connu', justifiee: false },
  annoncee: { mot: 'Annoncée, justificatif attendu', justifiee: false },
  'justificatif-remis': { mot: 'Justificatif remis', justifiee: true },
  employeur: { mot: 'Retenue par son employeur', justifiee: true },
  convocation: { mot: 'Convocation officielle', justifiee: true },
  transport: { mot: 'Transports ou intempéries', justifiee: false },
  personnel: { mot: 'Empêchement personnel', justifiee: false },
} as const satisfies Record<string, { mot: string; justifiee: boolean }>

export type MotifAbsence = keyof typeof motifsAbsence
export const codesAbsence = Object.keys(motifsAbsence) as [MotifAbsence, ...MotifAbsence[]]
export const estJustifiee = (motif: MotifAbsence): boolean => motifsAbsence[motif].justifiee
