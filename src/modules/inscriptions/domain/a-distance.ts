/** Ce qu’une part à distance demande avant le premier jour (D6313-3-1) : ce que l’offre doit en dire, qui assiste, de quoi évaluer. Pur. */
import { type Refus, refus } from '#kernel/refus.ts'
import { enumerer } from '#kernel/texte.ts'

/** Ce que l’offre en dit, et que les pièces recopient. */
type DitDeLOffre = {
  readonly foadActivites: string
  readonly foadDuree: string
  readonly foadAssistance: string
  readonly evaluation: string
}

/** « 6 h », « 90 min » écrits au catalogue ; zéro si rien ne s’y lit. */
export const minutesEcrites = (texte: string): number => {
  const [, h, m] = /(\d+)\s*h(?:\s*(\d+))?/.exec(texte) ?? []
  if (h) return Number(h) * 60 + Number(m ?? 0)
  return Number(/(\d+)\s*min/.exec(texte)?.[1] ?? 0)
}

/** Le programme, la convention et les informations du stagiaire le disent : sans lui, rien ne s’émet. */
export const offreMuette = (
  modalite: 'presentiel' | 'mixte' | 'distance',
  o: DitDeLOffre,
): Refus<'offre-muette'> | undefined => {
  if (modalite === 'presentiel') return undefined
  const tus = [
    ...(o.foadActivites === '' ? ['quelles activités se suivent'] : []),
    ...(minutesEcrites(o.foadDuree) === 0 ? ['quelle durée elles demandent (« 6 h », « 90 min »)'] : []),
    ...(o.foadAssistance === '' ? ['qui assiste'] : []),
    ...(o.evaluation === '' ? ['comment s’évaluent les acquis'] : []),
  ]
  return tus.length === 0
    ? undefined
    : refus(
        'offre-muette',
        `L’offre ne dit pas, de sa part à distance, ${enumerer(tus)} (C. trav., art. D6313-3-1) : ses pièces le disent, et ne s’émettent pas sans.`,
      )
}

/** Ce qu’on note d’une session à distance : qui assiste, et ce qui s’évalue (C. trav., D6313-3-1). */
export const notesADistance = ['assistant', 'evaluation'] as const

export type ManqueADistance = {
  /** L’élément à noter à la session. */
  readonly genre: (typeof notesADistance)[number]
  readonly etat: 'partiel' | 'a-venir'
  readonly titre: string
  readonly phrase: string
  readonly geste: string
}

/**
 * Ce que les contrôles demanderont, dit tant qu’on peut y pourvoir : personne n’est désigné pour assister, aucune évaluation n’est encore
 * notée. L’évaluation se note en route ou à la fin : elle ne manque pas encore, elle est à prévoir.
 */
export const manquesADistance = (f: {
  readonly assistants: number
  readonly evaluations: number
}): readonly ManqueADistance[] => [
  ...(f.assistants === 0
    ? [
        {
          genre: 'assistant' as const,
          etat: 'partiel' as const,
          titre: 'Qui assiste à distance, à désigner',
          phrase:
            'un nom, un moyen et un délai de réponse, pour l’assistance technique et pédagogique (C. trav., art. D6313-3-1, 1°).',
          geste: 'Désigner',
        },
      ]
    : []),
  ...(f.evaluations === 0
    ? [
        {
          genre: 'evaluation' as const,
          etat: 'a-venir' as const,
          titre: 'Évaluations à distance, à prévoir',
          phrase:
            'elles jalonnent l’action ou la concluent, et se notent pour chacun (C. trav., art. D6313-3-1, 3°).',
          geste: 'Noter',
        },
      ]
    : []),
]
