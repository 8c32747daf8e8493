import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { direJour, ensembles, heureDe, personneDe } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

export const signaturesEnsemble: Regle = {
  code: 'signatures-ensemble',
  titre: 'Plusieurs demi-journées signées d’un seul geste',
  source: {
    texte: `signature unique en fin de période, écartée (CAA Nantes, 1er juin 2021) ; d’une demi-journée à la suivante, à moins de ${seuilsPublies.memeGesteMin} minutes, à juger`,
    marque: 'deduit',
  },
  // Les deux fenêtres sont ouvertes ensemble à la reprise : l’application y invite, elle ne peut pas le refuser ensuite.
  gravite: 'a-juger',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) =>
    ensembles(d).flatMap((groupe) => {
      const [premiere] = groupe
      const derniere = groupe.at(-1)
      if (!premiere || !derniere) return []
      return [
        {
          cle: `${premiere.c.inscription}:${groupe
            .map((x) => x.s.id)
            .toSorted()
            .join('+')}`,
          phrase: `${personneDe(d, premiere.c.inscription)} a signé ${compter(groupe.length, 'demi-journée', { pluriel: 'demi-journées' })} d’affilée le ${direJour(jourLocal(premiere.le, d.session.zone))}, de ${heureDe(d, premiere.le)} à ${heureDe(d, derniere.le)}.`,
          ou: { genre: 'seance', id: premiere.s.id } as const,
        },
      ]
    }),
}
