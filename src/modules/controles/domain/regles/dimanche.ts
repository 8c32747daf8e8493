import { jourSemaine } from '#kernel/dates.ts'
import { nomDuFerie } from '#kernel/feries.ts'
import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const dimanche: Regle = {
  code: 'dimanche',
  titre: 'Dimanche sans motif',
  source: { texte: 'L3132-3 (repos dominical) ; pratique des contrôles', marque: 'deduit' },
  gravite: 'a-juger',
  qui: 'equipe',
  remede: 'Écrire le motif, ou changer la date',
  examiner: (d) =>
    d.seances
      // Un dimanche férié est déjà dit par l’autre règle.
      .filter(
        (s) => jourSemaine(s.jour) === 7 && !s.motifJour?.trim() && !nomDuFerie(s.jour, d.session.territoire),
      )
      .map((s) => ({
        cle: s.id,
        phrase: `${direSeance(s)} : un dimanche, sans que rien dise pourquoi.`,
        ou: { genre: 'session' },
      })),
}
