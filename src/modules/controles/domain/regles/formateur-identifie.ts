import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const formateurIdentifie: Regle = {
  code: 'formateur-identifie',
  titre: 'Intervenant non identifié',
  source: {
    texte: 'formateur non identifiable, motif de rejet relevé en contrôle ; L6352-1',
    marque: 'certain',
  },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Affecter un intervenant',
  examiner: (d) =>
    d.seances
      .filter(
        (s) => s.intervenants.length === 0 && d.cases.some((c) => c.seance === s.id && c.etat === 'presente'),
      )
      .map((s) => ({
        cle: s.id,
        phrase: `Personne n’est affecté : ${direSeance(s)}.`,
        ou: { genre: 'affectation', id: s.id },
      })),
}
