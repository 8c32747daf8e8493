import { compter } from '#kernel/texte.ts'
import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Toute une salle attestée par qui forme : rien n’y vient des personnes elles-mêmes. Une seule personne peut l’être. */
export const demiJourneeSansSignature: Regle = {
  code: 'demi-journee-sans-signature',
  titre: 'Une demi-journée sans aucune signature',
  source: {
    texte: 'signature de chaque stagiaire à chaque demi-journée (CAA Nantes, 20 avril 2021)',
    marque: 'certain',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: 'Joindre ce qui le prouve',
  examiner: (d) =>
    d.seances.flatMap((s) => {
      const presentes = d.cases.filter((c) => c.seance === s.id && c.etat === 'presente')
      return presentes.length < 2 || presentes.some((c) => !c.attestee)
        ? []
        : [
            {
              cle: s.id,
              phrase: `Les ${compter(presentes.length, 'présence')} sont attestées par qui forme, personne n’a signé : ${direSeance(s)}.`,
              ou: { genre: 'seance', id: s.id } as const,
            },
          ]
    }),
}
