import { direPiece, enTete, memeTexte, ouEst } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const natureConcordante: Regle = {
  code: 'nature-concordante',
  titre: 'Natures d’action différentes',
  source: { texte: 'L6313-1 ; modèle du certificat (arrêté du 21 décembre 2018)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) =>
    d.pieces
      .filter((p) => p.nature !== null && !memeTexte(p.nature, d.session.nature))
      .map((p) => ({
        cle: p.id,
        phrase: `${enTete(direPiece(p))} dit une autre nature d’action que la session.`,
        ou: ouEst(p),
      })),
}
