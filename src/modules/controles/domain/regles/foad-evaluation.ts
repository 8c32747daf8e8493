import { aDistance, nommer, suiviesADistance } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const foadEvaluation: Regle = {
  code: 'foad-evaluation',
  titre: 'À distance, aucune évaluation',
  source: { texte: 'D6313-3-1, 3° (évaluations qui jalonnent ou concluent)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Noter l’évaluation',
  concerne: aDistance,
  examiner: (d) =>
    suiviesADistance(d)
      .filter((i) => !d.suivi.elements.some((e) => e.genre === 'evaluation' && e.inscription === i.id))
      .map((i) => ({
        cle: i.id,
        phrase: `${nommer(i.personne)} : aucune évaluation ne jalonne ni ne conclut.`,
        ou: { genre: 'distance' },
      })),
}
