import { compter } from '#kernel/texte.ts'
import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const salleTropPetite: Regle = {
  code: 'salle-trop-petite',
  titre: 'Plus de présents que de places',
  source: {
    texte: 'salle trop petite pour l’effectif, motif de rejet relevé en contrôle',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Changer la salle',
  examiner: (d) =>
    d.seances.flatMap((s) => {
      const presents = d.cases.filter((c) => c.seance === s.id && c.etat === 'presente').length
      return s.places !== null && presents > s.places
        ? [
            {
              cle: s.id,
              phrase: `${compter(presents, 'présence')} pour ${compter(s.places, 'place')} : ${direSeance(s)}.`,
              ou: { genre: 'affectation', id: s.id } as const,
            },
          ]
        : []
    }),
}
