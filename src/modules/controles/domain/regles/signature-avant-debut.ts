import { jourLocal } from '#kernel/zones.ts'
import { direSeance, heureDe, isolees, personneDe } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const signatureAvantDebut: Regle = {
  code: 'signature-avant-debut',
  titre: 'Signature avant le début',
  source: { texte: 'pratique des contrôles : on n’atteste pas ce qui n’a pas commencé', marque: 'deduit' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Corriger la feuille',
  examiner: (d) =>
    isolees(d)
      .filter((x) => jourLocal(x.le, d.session.zone) === x.s.jour && x.le < x.s.ouvreLe)
      .map(({ c, s, le }) => ({
        cle: `${c.inscription}:${s.id}`,
        phrase: `${personneDe(d, c.inscription)} a signé à ${heureDe(d, le)}, avant le début : ${direSeance(s)}.`,
        ou: { genre: 'seance', id: s.id },
      })),
}
