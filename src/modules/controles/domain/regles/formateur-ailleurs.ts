import { direSeance, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** La planification l’interdit ; une reprise d’historique, une fiche en double ou une session d’avant le permettent. */
export const formateurAilleurs: Regle = {
  code: 'formateur-ailleurs',
  titre: 'Intervenant ailleurs au même moment',
  source: { texte: 'formateur présent ailleurs, motif de rejet relevé en contrôle', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Changer l’intervenant',
  examiner: (d) =>
    d.ailleurs.flatMap((a) => {
      const s = d.seances.find((x) => x.id === a.seance)
      return s
        ? [
            {
              cle: `${a.personne}:${s.id}:${a.numero}`,
              phrase: `${nommer(a.personne)} est aussi dans ${a.numero} au même moment : ${direSeance(s)}.`,
              ou: { genre: 'affectation', id: s.id } as const,
            },
          ]
        : []
    }),
}
