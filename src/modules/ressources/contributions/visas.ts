/** Rejoindre un achat engage la coopérative : dans une coopérative d’activité, la demande attend un visa, et la file la nomme ainsi. */
import { nomDuGenre } from '#modules/documents/index.ts'
import { achatUrl } from '../liens.ts'

export const genresVisesDesAchats = [
  {
    genre: 'achat-rejoint',
    nom: () => nomDuGenre('achat-rejoint'),
    defini: 'l’achat',
    href: (achat: string) => achatUrl({ achat: achat as never }),
    lecteur: () => 'La personne qui a demandé cet achat',
  },
] as const
