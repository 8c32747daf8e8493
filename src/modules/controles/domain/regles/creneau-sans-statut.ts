import { direSeance, personneDe } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const creneauSansStatut: Regle = {
  code: 'creneau-sans-statut',
  titre: 'Demi-journée sans présence ni absence',
  source: { texte: 'R6313-3 (assiduité) ; une session ne se clôt pas ainsi', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Statuer',
  examiner: (d) =>
    d.seances
      .filter((s) => s.fermeLe <= d.maintenant)
      .flatMap((s) =>
        d.cases
          .filter((c) => c.seance === s.id && c.etat === 'attendue')
          .map((c) => ({
            cle: `${c.inscription}:${s.id}`,
            phrase: `${personneDe(d, c.inscription)} n’a ni présence ni absence : ${direSeance(s)}.`,
            ou: { genre: 'seance', id: s.id } as const,
          })),
      ),
}
