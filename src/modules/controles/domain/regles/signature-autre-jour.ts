import { jourLocal } from '#kernel/zones.ts'
import { direJour, direSeance, heureDe, isolees, personneDe } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const signatureAutreJour: Regle = {
  code: 'signature-autre-jour',
  titre: 'Signature d’un autre jour',
  source: {
    texte: 'jurisprudence sur l’émargement (CAA Nantes, 20 avril 2021) ; R6313-3',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Corriger la feuille',
  examiner: (d) =>
    isolees(d)
      .filter((x) => jourLocal(x.le, d.session.zone) !== x.s.jour)
      .map(({ c, s, le }) => ({
        cle: `${c.inscription}:${s.id}`,
        phrase: `${personneDe(d, c.inscription)} a signé le ${direJour(jourLocal(le, d.session.zone))} à ${heureDe(d, le)} pour le ${direSeance(s)}.`,
        ou: { genre: 'seance', id: s.id },
      })),
}
