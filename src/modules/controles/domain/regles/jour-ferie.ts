import { nomDuFerie } from '#kernel/feries.ts'
import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Au lieu de la session : le Vendredi saint en Alsace-Moselle, le 20 décembre à La Réunion. Un motif écrit suffit. */
export const jourFerie: Regle = {
  code: 'jour-ferie',
  titre: 'Jour férié sans motif',
  source: {
    texte: 'L3133-1, L3134-13 ; feuilles signées un 14 juillet, écartées (TA Amiens, 6 août 2024)',
    marque: 'certain',
  },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Écrire le motif, ou changer la date',
  examiner: (d) =>
    d.seances.flatMap((s) => {
      const nom = nomDuFerie(s.jour, d.session.territoire)
      return nom && !s.motifJour?.trim()
        ? [
            {
              cle: s.id,
              phrase: `${direSeance(s)} : ce jour est férié là où l’on forme (${nom}), et rien ne dit pourquoi il est gardé.`,
              ou: { genre: 'session' } as const,
            },
          ]
        : []
    }),
}
