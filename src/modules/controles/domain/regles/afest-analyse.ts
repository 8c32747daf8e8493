import { concerneAfest, enAfest } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const afestAnalyse: Regle = {
  code: 'afest-analyse',
  titre: 'En situation de travail, activité non analysée',
  source: { texte: 'D6313-3-2, 1° (analyse de l’activité)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Noter l’analyse',
  concerne: concerneAfest,
  examiner: (d) =>
    enAfest(d).length > 0 && !d.suivi.elements.some((e) => e.genre === 'afest-analyse')
      ? [
          {
            cle: 'analyse',
            phrase: 'L’activité de travail n’a pas été analysée pour en faire une formation.',
            ou: { genre: 'distance' },
          },
        ]
      : [],
}
