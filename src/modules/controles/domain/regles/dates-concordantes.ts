import { direJour, direPiece, enTete } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const datesConcordantes: Regle = {
  code: 'dates-concordantes',
  titre: 'Dates différentes',
  source: {
    texte: 'incohérence avec planning, conventions et factures, motif de rejet ; D6353-1',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const jours = d.seances.map((s) => s.jour).toSorted()
    const [debut, fin] = [jours[0], jours.at(-1)]
    if (!debut || !fin) return []
    return d.pieces
      .filter((p) => (p.debut !== null && p.debut !== debut) || (p.fin !== null && p.fin !== fin))
      .map((p) => ({
        cle: p.id,
        phrase: `${enTete(direPiece(p))} va du ${direJour(p.debut ?? debut)} au ${direJour(p.fin ?? fin)}, la session du ${direJour(debut)} au ${direJour(fin)}.`,
        ou: { genre: 'piece', id: p.id },
      }))
  },
}
