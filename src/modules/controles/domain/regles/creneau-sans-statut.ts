import { enumerer } from '#kernel/texte.ts'
import { direSeance, parTrentaine, personneDe } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Une feuille se statue d’un geste : un constat par demi-journée, qui nomme chacun. */
export const creneauSansStatut: Regle = {
  code: 'creneau-sans-statut',
  titre: 'Demi-journée sans présence ni absence',
  source: { texte: 'R6313-3 (assiduité) ; une session ne se clôt pas ainsi', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Statuer',
  examiner: (d) =>
    d.seances
      .filter((s) => s.fermeLe <= d.maintenant)
      .flatMap((s) =>
        parTrentaine(
          d.cases
            .filter((c) => c.seance === s.id && c.etat === 'attendue')
            .map((c) => personneDe(d, c.inscription)),
        ).map((gens, n) => ({
          cle: n === 0 ? s.id : `${s.id}:${n}`,
          phrase: `${enumerer(gens)} ${gens.length > 1 ? 'n’ont' : 'n’a'} ni présence ni absence : ${direSeance(s)}.`,
          ou: { genre: 'seance', id: s.id } as const,
        })),
      ),
}
