/** Ce qu'un groupe de travail livre : une licence dite, une date, une relecture par d'autres que qui l'a écrit. */
import type { DateCivile } from '#kernel/dates.ts'

/** Aucune licence n'est implicite. « NC » : une formation vendue est un usage commercial, elle ne l'emploie donc pas. */
export const licences = {
  'cc-by-sa': { nom: 'CC BY-SA 4.0', phrase: 'chacun reprend et adapte, en citant, sous la même licence' },
  'cc-by': { nom: 'CC BY 4.0', phrase: 'chacun reprend et adapte, en citant' },
  'cc-by-nc-sa': {
    nom: 'CC BY-NC-SA 4.0',
    phrase: 'sans usage commercial : une formation vendue en est un',
  },
  pole: { nom: 'Usage interne au pôle', phrase: 'entre les coopératives du pôle, et elles seules' },
  reserve: { nom: 'Tous droits réservés', phrase: 'à lire ; tout autre usage se demande' },
} as const satisfies Record<string, { nom: string; phrase: string }>
export type Licence = keyof typeof licences
/** Celles sous lesquelles un livrable se lit sans compte. */
export const licencesOuvertes = ['cc-by', 'cc-by-sa', 'cc-by-nc-sa'] as const satisfies readonly Licence[]

export type AvisDeRelecture = 'bon' | 'a-reprendre'
export type EtatLivrable = 'a-relire' | 'a-reprendre' | 'relu' | 'perime'

/**
 * L'état d'une version. `valableAu` est son dernier jour : passé, elle est périmée, relue ou non. Une seule relecture qui
 * demande une reprise suffit à la demander ; sans relecture, elle est à relire.
 */
export const etatDuLivrable = (
  v: { readonly valableAu: DateCivile | null },
  avis: readonly AvisDeRelecture[],
  jour: DateCivile,
): EtatLivrable => {
  if (v.valableAu !== null && v.valableAu < jour) return 'perime'
  if (avis.includes('a-reprendre')) return 'a-reprendre'
  return avis.length > 0 ? 'relu' : 'a-relire'
}
