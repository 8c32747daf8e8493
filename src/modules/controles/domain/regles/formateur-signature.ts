import { enumerer } from '#kernel/texte.ts'
import type { SeanceControlee } from '../dossier.ts'
import { direSeance, enTete, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Les intervenants dont la signature manque, quand leur fiche se nomme. */
const absents = (s: SeanceControlee, manquent: readonly string[]): string[] =>
  s.intervenants
    .filter((i) => s.attendus.length === 0 || (i.compte !== null && manquent.includes(i.compte)))
    .map((i) => nommer(i.personne))

export const formateurSignature: Regle = {
  code: 'formateur-signature',
  titre: 'Signature de l’intervenant absente',
  source: { texte: 'signature du formateur exigée (CAA Nantes, 20 avril 2021)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Signer la feuille',
  examiner: (d) =>
    d.seances.flatMap((s) => {
      // Tant que l’on peut signer, rien ne manque.
      if (s.fermeLe > d.maintenant || !d.cases.some((c) => c.seance === s.id && c.etat === 'presente'))
        return []
      const suppleee = s.contresignatures.some((c) => c.suppleance)
      const manquent = s.attendus.filter((compte) => !s.contresignatures.some((c) => c.par === compte))
      const juste =
        s.attendus.length === 0 ? s.contresignatures.length > 0 : manquent.length === 0 || suppleee
      return juste
        ? []
        : [
            {
              cle: s.id,
              phrase: `${enTete(enumerer(absents(s, manquent)) || 'qui a animé')} n’a pas signé la feuille : ${direSeance(s)}.`,
              ou: { genre: 'seance', id: s.id } as const,
            },
          ]
    }),
}
