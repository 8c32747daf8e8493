import { concerneAfest, enAfest } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const afestFormateur: Regle = {
  code: 'afest-formateur',
  titre: 'En situation de travail, formateur non désigné à l’avance',
  source: { texte: 'D6313-3-2, 2° (désignation préalable)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Désigner le formateur',
  concerne: concerneAfest,
  examiner: (d) => {
    if (enAfest(d).length === 0) return []
    const premiere = d.suivi.elements
      .filter((e) => e.genre === 'afest-situation')
      .map((e) => e.le)
      .toSorted()[0]
    const designe = d.suivi.elements.some(
      (e) => e.genre === 'afest-formateur' && (!premiere || e.le <= premiere),
    )
    return designe
      ? []
      : [
          {
            cle: 'formateur',
            phrase: 'Personne n’était désigné pour former avant la première mise en situation.',
            ou: { genre: 'distance' },
          },
        ]
  },
}
