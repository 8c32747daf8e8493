import { concerneAfest, enAfest, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const afestEvaluation: Regle = {
  code: 'afest-evaluation',
  titre: 'En situation de travail, aucune évaluation propre',
  source: { texte: 'D6313-3-2, 4° (évaluations spécifiques)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Noter l’évaluation',
  concerne: concerneAfest,
  examiner: (d) =>
    enAfest(d)
      .filter((i) => !d.suivi.elements.some((e) => e.genre === 'afest-evaluation' && e.inscription === i.id))
      .map((i) => ({
        cle: i.id,
        phrase: `${nommer(i.personne)} : aucune évaluation propre à la situation de travail.`,
        ou: { genre: 'distance' },
      })),
}
