import type { Demi } from './ports.ts'

/**
 * Qui a animé ces demi-journées, une fois chacun, dans l’ordre. Rien si la fiche de l’une des personnes est d’une autre enseigne que la
 * séance (l’activité commune n’en est pas une) : à n’en nommer que quelques-unes, on ferait croire qu’il n’y eut personne d’autre. Jugé par la séance, non par qui émet.
 */
export const animateursDe = (demis: readonly Pick<Demi, 'intervenants'>[]): readonly string[] => {
  const tous = demis.flatMap((d) => d.intervenants)
  if (tous.some((a) => a.sienne === false)) return []
  return [...new Set(tous.map((a) => a.nom.trim()))].filter(Boolean)
}
