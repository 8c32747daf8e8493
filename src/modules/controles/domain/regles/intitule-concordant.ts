import { memeTexte, parCause } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const intituleConcordant: Regle = {
  code: 'intitule-concordant',
  titre: 'Intitulés différents',
  source: {
    texte: 'intitulés divergents, motif de rejet relevé en contrôle ; D6353-1, R6332-26',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) =>
    parCause(
      d,
      d.pieces.filter((p) => p.intitule !== null && !memeTexte(p.intitule, d.session.intitule)),
      (p) => p.intitule ?? '',
      (dit, plusieurs) => `${plusieurs ? 'disent' : 'dit'} « ${dit} », la session « ${d.session.intitule} ».`,
    ),
}
