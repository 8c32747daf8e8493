import { type Refus, refus } from '#kernel/refus.ts'
import { enumerer } from '#kernel/texte.ts'

/** Qui forme, et sa fiche ; sans fiche, le nom seul que tient la session. */
export type QuiForme = {
  readonly prenom: string
  readonly nom: string
  readonly titres: string
  readonly personne?: string
}

export type RefusSansTitres = Refus<'sans-titres'> & {
  /** La fiche de la première qui en a une ; nulle : une personne reste à affecter. */
  readonly personne: string | null
}

/**
 * Les titres ou qualités sont ceux de chaque personne (C. trav., art. L6352-1, L6353-4, L6353-8) : la phrase de l’offre sur
 * son équipe n’en tient pas lieu. Nomme qui n’en a pas ; rien si tout le monde en a, ou si personne n’est encore nommé.
 */
export const titresManquants = (formateurs: readonly QuiForme[]): RefusSansTitres | undefined => {
  const sans = formateurs.filter((f) => f.nom !== '' && f.titres.trim() === '')
  if (sans.length === 0) return undefined
  const noms = enumerer(sans.map((f) => [f.prenom, f.nom].filter(Boolean).join(' ')))
  const suite = sans.some((f) => !f.prenom)
    ? 'Affectez à la session une personne dont la fiche les porte.'
    : 'Écrivez-les sur sa fiche.'
  const dit = refus(
    'sans-titres',
    `Les titres ou qualités de qui forme manquent (${noms}) : la pièce les dit, et l’organisme en justifie (C. trav., art. L6352-1 et L6353-8). ${suite}`,
  )
  return { ...dit, personne: sans.find((f) => f.personne)?.personne ?? null }
}
