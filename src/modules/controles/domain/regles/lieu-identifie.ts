import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

const vagues = /^(?:à (?:préciser|définir|confirmer)|non (?:défini|précisé)|a definir|inconnu|-+|\?+)?$/iu

export const lieuIdentifie: Regle = {
  code: 'lieu-identifie',
  titre: 'Lieu non identifié',
  source: { texte: 'lieu non identifiable, motif de rejet relevé en contrôle ; D6353-1', marque: 'certain' },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Écrire le lieu',
  examiner: (d) =>
    d.seances
      .filter((s) => !s.distance && vagues.test(s.lieu.trim()))
      .map((s) => ({
        cle: s.id,
        phrase: `Le lieu n’est pas dit : ${direSeance(s)}.`,
        ou: { genre: 'session' },
      })),
}
