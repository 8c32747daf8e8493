import { direSeance, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const formateurEnConge: Regle = {
  code: 'formateur-en-conge',
  titre: 'Intervenant déclaré absent',
  source: { texte: 'pratique des contrôles : croisement avec les absences du personnel', marque: 'deduit' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Changer l’intervenant',
  examiner: (d) =>
    d.seances.flatMap((s) =>
      s.intervenants
        .filter((i) => d.conges.some((c) => c.personne === i.personne && c.du <= s.jour && s.jour <= c.au))
        .map((i) => ({
          cle: `${i.personne}:${s.id}`,
          phrase: `${nommer(i.personne)} est déclaré absent ce jour-là : ${direSeance(s)}.`,
          ou: { genre: 'affectation', id: s.id } as const,
        })),
    ),
}
