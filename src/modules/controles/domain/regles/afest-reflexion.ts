import { concerneAfest, enAfest, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const afestReflexion: Regle = {
  code: 'afest-reflexion',
  titre: 'En situation de travail, aucune phase réflexive',
  source: { texte: 'D6313-3-2, 3° (phases réflexives distinctes)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Noter la phase réflexive',
  concerne: concerneAfest,
  examiner: (d) =>
    enAfest(d)
      .filter((i) => !d.suivi.elements.some((e) => e.genre === 'afest-reflexion' && e.inscription === i.id))
      .map((i) => ({
        cle: i.id,
        phrase: `${nommer(i.personne)} : des mises en situation, aucune phase réflexive à part.`,
        ou: { genre: 'distance' },
      })),
}
